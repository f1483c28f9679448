// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Putting merged windows back into a node: one block in row-major order, in which members are strided windows.
#include "rules/windows.hpp"

#include <algorithm>

namespace tenfold::rules {

using plan::product_axis;

// Row-major over the result's dimensions; an index that several dimensions share stands where the last of them does.
// Returns the size of what one position of the remaining loops computes.
index_t windows::lay_out(std::vector<product_axis>& kept, std::vector<int>& renamed) const
{
    renamed.assign(axes.size(), -1);
    for (std::size_t i = 0; i < axes.size(); ++i) {
        if (gone_[i]) continue;
        renamed[i] = static_cast<int>(kept.size());
        kept.push_back(axes[i]);
    }
    std::vector<bool> placed(kept.size(), false);
    index_t size = 1;
    const auto place = [&](int axis) {
        const int k = renamed[static_cast<std::size_t>(axis)];
        if (placed[static_cast<std::size_t>(k)]) return;
        placed[static_cast<std::size_t>(k)] = true;
        kept[static_cast<std::size_t>(k)].c = size;
        size *= kept[static_cast<std::size_t>(k)].extent;
    };
    for (auto d = dims_.rbegin(); d != dims_.rend(); ++d) place(d->axis);
    for (const merged_index& m : merged) place(m.axis);
    return size;
}

void windows::rewrite(node& n) const
{
    std::vector<product_axis> kept;
    std::vector<int> renamed;
    index_t size = lay_out(kept, renamed);
    const auto step_of = [&](const term& t) {
        return t.factor * kept[static_cast<std::size_t>(renamed[static_cast<std::size_t>(t.axis)])].c;
    };

    graph::results& r = n.places[0];
    index_t start = 0;
    for (const merged_index& m : merged) start += m.start * step_of({m.axis, 1});
    const index_t old_size = record::size_of(*n.family);
    for (graph::results& p : n.places) {
        for (std::size_t d = 0; d < dims_.size(); ++d) p.stride[d] = step_of(dims_[d]);
        p.view = true;
    }

    const int loops = n.loops;
    std::vector<graph::read> operands = n.operands;
    for (std::size_t k = 0; k < 2; ++k) {
        graph::read& x = n.operands[k];
        if (!segments_.empty()) x.offset = operands[k].offset.values ? graph::coordinate{} : operands[k].offset;
        x.offset.base += offset_[k];
        for (int d = 0; d < graph::max_loops && !x.offset.values; ++d)
            x.offset.step[d] = x.member.step[d] = x.number.step[d] = 0;
    }
    n.loops = 0;
    n.result = {};
    r.axes = std::max(loops, 1);
    for (int d = 0; d < loops; ++d) {
        r.extent[d] = n.extent[d];
        const term& t = loops_[static_cast<std::size_t>(d)];
        if (t.axis >= 0) {
            r.step[d] = step_of(t);
            continue;
        }
        const int at = n.loops++;
        n.extent[at] = r.extent[d];
        for (std::size_t k = 0; k < 2; ++k) {
            n.operands[k].number.step[at] = operands[k].number.step[d];
            n.operands[k].member.step[at] = operands[k].member.step[d];
            n.operands[k].offset.step[at] = operands[k].offset.step[d];
        }
        n.result.step[at] = r.step[d] = size;
        size *= n.extent[at];
    }
    // Calls that refold appended start further along the one loop.
    for (graph::results& p : n.places) {
        const index_t position = p.offset / old_size;
        p.offset = start + position * r.step[0];
        if (&p != &r) p.step[0] = r.step[0];
    }
    std::fill(n.extent + n.loops, n.extent + graph::max_loops, 1);
    n.block = size;
    const index_t stride = merged.empty() ? 0 : step_of({merged.back().axis, 1});
    n.axes = std::move(kept);
    if (segments_.empty()) return;

    const merged_index& m = merged.back();
    n.segments = segments_;
    for (node::segment& s : n.segments) s.result_offset *= stride;
    n.segment_axis = renamed[static_cast<std::size_t>(m.axis)];
    n.segment_operand = m.operand;
    auto offsets = std::make_shared<std::vector<index_t>>(member_position_);
    for (index_t& o : *offsets) o *= stride;
    // Members that merge_equal has thinned already keep their own table.
    if (r.offsets) {
        const index_t old = record::size_of(*n.family);
        auto through = std::make_shared<std::vector<index_t>>();
        for (const index_t o : *r.offsets) through->push_back((*offsets)[static_cast<std::size_t>(o / old)]);
        offsets = std::move(through);
    }
    r.offsets = std::move(offsets);
}

bool windows::differ_only_in_range(const windows& o) const
{
    const node &x = node_, &y = o.node_;
    if (merged.size() != 1 || o.merged.size() != 1 || segments_.size() || o.segments_.size()) return false;
    const merged_index &m = merged[0], &w = o.merged[0];
    if (m.operand != w.operand || m.source_axis != w.source_axis || m.axis != w.axis || m.range.step != 1
        || w.range.step != 1)
        return false;
    if (dims_.size() != o.dims_.size() || axes.size() != o.axes.size() || gone_ != o.gone_ || x.family->type != y.family->type)
        return false;
    for (std::size_t d = 0; d < dims_.size(); ++d)
        if (dims_[d].axis != o.dims_[d].axis) return false;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        if (gone_[i] || static_cast<int>(i) == m.axis) continue;
        const product_axis &a = axes[i], &b = o.axes[i];
        if (a.extent != b.extent || a.a != b.a || a.b != b.b || a.in_a != b.in_a || a.in_b != b.in_b || a.in_c != b.in_c)
            return false;
    }
    for (std::size_t k = 0; k < 2; ++k) {
        const graph::read &r = x.operands[k], &s = y.operands[k];
        const recorded* f = r.source();
        if (!f || f != s.source() || !(r.member == s.member) || r.offset.values || s.offset.values) return false;
        index_t here = r.offset.base + offset_[k], there = s.offset.base + o.offset_[k];
        if (static_cast<int>(k) == m.operand) {
            here -= m.range.low * m.canonical;
            there -= w.range.low * w.canonical;
        }
        if (here != there) return false;
    }
    return x.conjugate_a == y.conjugate_a;
}

}  // namespace tenfold::rules
