// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Putting merged windows back into a node: one block in row-major order, in which members are strided windows.
#include "rules/windows.hpp"

#include <algorithm>

namespace tenfold::rules {

using graph::product_axis;

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

void lie_at(graph::results& p, std::vector<index_t> offsets)
{
    const index_t step = offsets.size() > 1 ? offsets[1] - offsets[0] : 0;
    bool steady = true;
    for (std::size_t k = 1; k < offsets.size() && steady; ++k) steady = offsets[k] - offsets[k - 1] == step;
    p.lies = {};
    p.lies.extent[0] = p.count;
    p.lies.base = steady && !offsets.empty() ? offsets[0] : 0;
    p.lies.step[0] = steady ? step : 0;
    p.offsets = steady ? nullptr : std::make_shared<std::vector<index_t>>(std::move(offsets));
}

// Members lie where their loop position does: `lies` gives the new offset of a position, which counted results before.
template <class Lies>
void windows::move_members(graph::results& p, index_t start, const Lies& lies) const
{
    const index_t old_size = node_.size();
    index_t row = old_size;   // of the loops but the outermost
    for (int d = 0; d + 1 < node_.loops; ++d) row *= node_.extent[d];
    const bool rows = p.lies.axes > 1 || node_.loops < 2 || (p.lies.base % row == 0 && p.count * old_size % row == 0);
    if (p.offsets || is_listed() || !rows) {
        std::vector<index_t> moved(static_cast<std::size_t>(p.count));
        // Whole multiples: exact in floating point, and a division of integers would be most of the work.
        const double each = 1.0 / static_cast<double>(old_size);
        const graph::member_layout old = p.layout();
        for (index_t k = 0; k < p.count; ++k)
            moved[static_cast<std::size_t>(k)] = start + lies(static_cast<index_t>(static_cast<double>(old.offset(k)) * each + 0.5));
        return lie_at(p, std::move(moved));
    }
    record::odometer& at = p.lies;
    if (at.axes == 1 && node_.loops > 1) {  // one after another through all loops
        at.axes = node_.loops;
        index_t period = old_size;
        for (int d = 0; d < at.axes; ++d) {
            at.extent[d] = node_.extent[d];
            at.step[d] = period;
            period *= at.extent[d];
        }
        at.extent[at.axes - 1] = p.count * old_size / at.step[at.axes - 1];   // some turns of the outermost
    }
    at.base = start + lies(at.base / old_size);
    for (int d = 0; d < at.axes; ++d) at.step[d] = at.extent[d] > 1 ? lies(at.step[d] / old_size) : 0;
}

/// Members of listed windows, one after another: where they begin is where they lie.
bool windows::move_listed(graph::results& p)
{
    const bool plain = is_listed() && !p.offsets && p.lies.axes == 1 && p.lies.base == 0 && node_.places.size() == 1
                    && p.lies.step[0] == node_.size() && p.count == static_cast<index_t>(begins_.size());
    if (!plain) return false;
    lie_at(p, std::move(begins_));
    return true;
}

void windows::rewrite(node& n)
{
    std::vector<product_axis> kept;
    std::vector<int> renamed;
    index_t size = lay_out(kept, renamed);
    const auto step_of = [&](const term& t) {
        return t.factor * kept[static_cast<std::size_t>(renamed[static_cast<std::size_t>(t.axis)])].c;
    };
    index_t step[graph::max_loops] = {};  // of each loop in the new block
    for (int d = 0; d < n.loops; ++d) {
        const term& t = loops_[static_cast<std::size_t>(d)];
        step[d] = t.axis >= 0 ? step_of(t) : size;
        if (t.axis < 0) size *= n.extent[d];
    }
    const index_t stride = merged.empty() ? 0 : step_of({merged.back().axis, 1});
    index_t start = 0;
    for (const merged_index& m : merged) start += m.start * step_of({m.axis, 1});
    if (is_listed()) {
        for (index_t& by : further_) by = start + by * stride;
        covering_->settle(begins_, stride, further_);
        start = 0;
    }
    const auto lies = [&](index_t position) {
        if (is_listed()) return begins_[static_cast<std::size_t>(position)];
        return record::turned(node_.loops, node_.extent, step, position);
    };
    for (graph::results& p : n.places) {
        if (!move_listed(p)) move_members(p, start, lies);
        for (std::size_t d = 0; d < dims_.size(); ++d) p.stride[d] = step_of(dims_[d]);
        p.view = true;
    }

    keep_loops(n, step);
    n.block = size;
    n.as_product().axes = std::move(kept);
    n.as_product().dims.clear();
}

int windows::segment_axis() const
{
    const auto t = static_cast<std::ptrdiff_t>(merged.back().axis);
    return static_cast<int>(std::count(gone_.begin(), gone_.begin() + t, false));
}

// Loops that no index took over stay; `step`: of each loop of old in the block.
void windows::keep_loops(node& n, const index_t* step) const
{
    const int loops = n.loops;
    const std::vector<graph::read> operands = n.operands;
    index_t extent[graph::max_loops];
    std::copy(n.extent, n.extent + graph::max_loops, extent);
    for (std::size_t k = 0; k < operands.size(); ++k) {
        graph::read& x = n.operands[k];
        if (is_listed()) x.number = x.member = x.offset = {};   // the pairs tell
        if (k < 2) x.offset.base += offset_[k];
        for (int d = 0; d < graph::max_loops; ++d) x.offset.step[d] = x.member.step[d] = x.number.step[d] = 0;
    }
    n.loops = 0;
    n.result = {};
    for (int d = 0; d < loops; ++d) {
        if (loops_[static_cast<std::size_t>(d)].axis >= 0) continue;
        const int at = n.loops++;
        n.extent[at] = extent[d];
        n.result.step[at] = step[d];
        for (std::size_t k = 0; k < operands.size(); ++k) {
            n.operands[k].number.step[at] = operands[k].number.step[d];
            n.operands[k].member.step[at] = operands[k].member.step[d];
            n.operands[k].offset.step[at] = operands[k].offset.step[d];
        }
    }
    std::fill(n.extent + n.loops, n.extent + graph::max_loops, 1);
}

bool windows::same_form(const windows& o) const
{
    const node &x = node_, &y = o.node_;
    const merged_index &m = merged.back(), &w = o.merged.back();
    if (x.operands[0].from != y.operands[0].from || x.operands[1].from != y.operands[1].from) return false;
    if (m.operand != w.operand || m.axis != w.axis || m.canonical != w.canonical) return false;
    if (dims_.size() != o.dims_.size() || axes.size() != o.axes.size() || gone_ != o.gone_) return false;
    if (x.type != y.type || x.operand_type != y.operand_type) return false;
    for (std::size_t d = 0; d < dims_.size(); ++d)
        if (dims_[d].axis != o.dims_[d].axis) return false;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        if (gone_[i] || static_cast<int>(i) == m.axis) continue;
        const product_axis &a = axes[i], &b = o.axes[i];
        if (a.extent != b.extent || a.a != b.a || a.b != b.b || a.in_a != b.in_a || a.in_b != b.in_b || a.in_c != b.in_c)
            return false;
    }
    const graph::product &p = x.as_product(), &q = y.as_product();
    return p.conjugate_a == q.conjugate_a && p.scale == q.scale && p.watched == q.watched;
}

std::size_t windows::key_of_form() const
{
    const merged_index& m = merged.back();
    auto key = static_cast<std::size_t>(m.operand);
    const auto add = [&](index_t v) { key = (key ^ static_cast<std::size_t>(v)) * 0x9e3779b97f4a7c15u; };
    add(m.canonical);
    for (std::size_t i = 0; i < axes.size(); ++i) {
        if (gone_[i] || static_cast<int>(i) == m.axis) continue;
        add(axes[i].extent);
        add(axes[i].a);
        add(axes[i].b);
    }
    return key;
}

bool windows::one_index() const
{
    for (std::size_t d = 0; d < loops_.size(); ++d)
        if (loops_[d].axis < 0 && node_.extent[d] > 1) return false;
    return merged.size() == 1;
}

index_t windows::elements() const
{
    index_t n = 1;
    for (std::size_t i = 0; i < axes.size(); ++i)
        if (!gone_[i] && axes[i].in_c) n *= axes[i].extent;
    for (std::size_t d = 0; d < loops_.size(); ++d)
        if (loops_[d].axis < 0) n *= node_.extent[d];
    return n;
}

index_t windows::bridge() const
{
    constexpr double many = 1024, step = 60e-9;   // seconds: another range is planned, and begun, by itself
    const merged_index& m = merged.back();
    const auto of = [&](double positions) { return seconds(positions, m.operand, {&m.axis, 1}); };
    const auto width = static_cast<double>(axes[static_cast<std::size_t>(m.axis)].extent);
    const double window = of(width), each = (of(width + many) - window) / many;
    return each > 0 ? static_cast<index_t>(std::clamp((window + step) / each - width, 0.0, many)) : 0;
}

}  // namespace tenfold::rules
