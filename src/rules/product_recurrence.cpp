// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/product_recurrence.hpp"

#include <algorithm>

namespace tenfold::rules {

namespace {

/// One operand at one loop position, as a matrix of the roles that the product's indices have.
factor side_at(const node& n, std::size_t operand, index_t position, int row, int column)
{
    const std::vector<graph::product_axis>& axes = n.as_product().axes;
    const auto extent = [&](int axis) { return axis < 0 ? 1 : axes[static_cast<std::size_t>(axis)].extent; };
    const auto stride = [&](int axis) { return axis < 0 ? 0 : axes[static_cast<std::size_t>(axis)].*graph::stride_in[operand]; };
    const graph::read& r = n.operands[operand];
    factor f;
    f.what = r;
    f.what.number = f.what.member = f.what.offset = {};
    f.what.number.base = graph::at(n, r.number, position);
    f.what.member.base = graph::at(n, r.member, position);
    f.what.offset.base = graph::at(n, r.offset, position);
    f.rows = extent(row);
    f.columns = extent(column);
    f.row_stride = stride(row);
    f.column_stride = stride(column);
    return f;
}

bool is_whole(const factor& f, const value_family& of)
{
    return f.what.offset.base == 0 && f.rows * f.columns == record::size_of(of) && (f.columns == 1 || f.column_stride == 1)
        && (f.rows == 1 || f.row_stride == f.columns);
}

}  // namespace

bool are_equal(const factor& x, const factor& y)
{
    return x.what.source() && x.what.source() == y.what.source() && x.what.member == y.what.member && x.what.offset == y.what.offset
        && x.rows == y.rows && x.columns == y.columns && x.row_stride == y.row_stride && x.column_stride == y.column_stride;
}

std::optional<product_recurrence> product_recurrence::of(const graph::graph& g, const graph::readers& readers, std::size_t first, std::size_t end)
{
    product_recurrence r(first, end);
    const value_family* const f = g.nodes[first].family;
    const auto inside = [&](int node) { return node >= static_cast<int>(first) && node < static_cast<int>(end); };
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
        const int block = g.nodes[i].shares_block;
        if (block >= 0 && inside(block) != inside(static_cast<int>(i))) return std::nullopt;
    }
    for (std::size_t i = first; i < end; ++i)
        if (!r.add_steps(g.nodes[i], f)) return std::nullopt;
    if (r.steps_.size() < 2) return std::nullopt;
    std::sort(r.steps_.begin(), r.steps_.end(), [](const one_step& x, const one_step& y) { return x.member < y.member; });
    r.state_ = r.steps_.back().factors[0].what.source() == f ? 0 : 1;
    for (std::size_t i = 0; i < r.steps_.size(); ++i)
        if (!r.continues(i, f)) return std::nullopt;
    if (!r.only_end_is_wanted(g, readers)) return std::nullopt;
    return r;
}

bool product_recurrence::add_steps(const node& n, const value_family* f)
{
    if (!n.is_whole_product() || n.dropped || n.family != f || n.places.size() != 1 || n.places[0].family != f) return false;
    const graph::product& p = n.as_product();
    std::string why;
    const auto axes = matrix_axes_of(n, why);
    if (!axes || p.conjugate_a || p.scale != 1.0 || n.type != n.operand_type || p.watched != graph::watch::nothing) return false;
    if (axes->m >= 0 && axes->n >= 0 && (p.dims.size() != 2 || p.dims[0] != axes->m || p.dims[1] != axes->n)) return false;
    for (index_t i = 0; i < n.positions(); ++i)
        steps_.push_back({graph::member_at(n, i), {side_at(n, 0, i, axes->m, axes->k), side_at(n, 1, i, axes->k, axes->n)}});
    return true;
}

/// Does the step read what the one before has made, and something else?
bool product_recurrence::continues(std::size_t i, const value_family* f) const
{
    const factor &state = steps_[i].factors[state_], &other = matrix(i);
    if (!state.what.source() || !other.what.source() || other.what.source() == f) return false;
    if (i == 0) return state.what.source() != f || state.what.member.base < steps_[0].member;
    return state.what.source() == f && state.what.member.base == steps_[i - 1].member && is_whole(state, *f);
}

bool product_recurrence::only_end_is_wanted(const graph::graph& g, const graph::readers& readers)
{
    const node& n = g.nodes[first_];
    if (n.need < 0) return false;
    const record::need& asked = g.needs[static_cast<std::size_t>(n.need)];
    if (std::any_of(steps_.begin(), steps_.end() - 1, [&](const one_step& s) { return asked.is_asked(s.member); })) return false;
    const std::vector<std::size_t>& all = readers.of(n.family);
    return std::all_of(all.begin(), all.end(), [&](std::size_t i) { return (i >= first_ && i < end_) || reads_only_end(n.family, g.nodes[i]); });
}

bool product_recurrence::reads_only_end(const value_family* f, const node& reader)
{
    if (reader.is<graph::view>()) return false;   // nobody knows of which member
    for (const graph::read& r : reader.operands) {
        bool reads = false;
        for (index_t i = 0; r.from < 0 && i < reader.positions(); ++i) {
            if (graph::source_at(reader, r, i) != f) continue;
            const index_t m = graph::at(reader, r.member, i);
            if (m >= steps_[0].member && m < last_member()) return false;
            reads |= m == last_member();
        }
        outside_reads_ += reads;
    }
    bool in_pairs = false;
    graph::each_pair_read(reader, [&](const graph::read& r) { in_pairs |= r.source() == f; });
    return !in_pairs;
}

}  // namespace tenfold::rules
