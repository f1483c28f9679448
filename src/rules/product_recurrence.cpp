// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/product_recurrence.hpp"

#include <algorithm>

namespace tenfold::rules {

bool are_equal(const factor& x, const factor& y)
{
    return x.what.source() && x.what.source() == y.what.source() && x.what.member == y.what.member && x.what.offset == y.what.offset
        && x.rows == y.rows && x.columns == y.columns && x.row_stride == y.row_stride && x.column_stride == y.column_stride;
}

// What costs least to find out comes first: most recurrences are something else.
std::optional<product_recurrence> product_recurrence::of(const graph::graph& g, const graph::readers& readers, std::size_t first, std::size_t end)
{
    product_recurrence r(g, first, end);
    if (!r.are_products() || !r.only_end_is_asked()) return std::nullopt;
    r.list_steps();
    if (r.steps_.size() < 2) return std::nullopt;
    r.find_state();
    if (!r.begins_outside() || !r.go_on() || !r.only_end_is_read(readers)) return std::nullopt;
    return r;
}

/// Of two matrices each, which nobody but they have in their block.
bool product_recurrence::are_products() const
{
    for (std::size_t i = first_; i < end_; ++i) {
        const node& n = graph_->nodes[i];
        if (!n.is_whole_product() || n.dropped || n.family != family() || n.places.size() != 1 || n.places[0].family != n.family) return false;
        const graph::product& p = n.as_product();
        std::string why;
        const auto axes = matrix_axes_of(n, why);
        if (!axes || p.conjugate_a || p.scale != 1.0 || n.type != n.operand_type || p.watched != graph::watch::nothing) return false;
        if (axes->m >= 0 && axes->n >= 0 && (p.dims.size() != 2 || p.dims[0] != axes->m || p.dims[1] != axes->n)) return false;
    }
    const auto inside = [&](std::size_t node) { return node >= first_ && node < end_; };
    for (std::size_t i = 0; i < graph_->nodes.size(); ++i)
        if (const int block = graph_->nodes[i].shares_block; block >= 0 && inside(static_cast<std::size_t>(block)) != inside(i)) return false;
    return true;
}

bool product_recurrence::only_end_is_asked() const
{
    const node& n = graph_->nodes[first_];
    if (n.need < 0) return false;
    index_t begin = n.places[0].first, last = begin;
    for (std::size_t i = first_; i < end_; ++i) {
        const graph::results& r = graph_->nodes[i].places[0];
        begin = std::min(begin, r.members ? r.members->front() : r.first);
        last = std::max(last, r.members ? r.members->back() : r.first + r.count - 1);
    }
    const record::need& asked = graph_->needs[static_cast<std::size_t>(n.need)];
    if (asked.all_asked) return begin == last;
    const auto ranges = asked.asked.ranges();
    return std::none_of(ranges.begin(), ranges.end(), [&](const auto& r) { return r.first < last && r.last > begin; });
}

void product_recurrence::list_steps()
{
    for (std::size_t i = first_; i < end_; ++i)
        for (index_t p = 0; p < graph_->nodes[i].positions(); ++p) steps_.push_back({graph::member_at(graph_->nodes[i], p), i, p});
    std::sort(steps_.begin(), steps_.end(), [](const one_step& x, const one_step& y) { return x.member < y.member; });
}

void product_recurrence::find_state()
{
    const one_step& last = steps_.back();
    const node& n = graph_->nodes[last.node];
    state_ = graph::source_at(n, n.operands[0], last.position) == family() ? 0 : 1;
}

bool product_recurrence::begins_outside() const
{
    const factor begin = start();
    return begin.what.source() && (begin.what.source() != family() || begin.what.member.base < steps_[0].member);
}

/// Does each step read all of what the one before has made, and something else?
bool product_recurrence::go_on() const
{
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        const one_step& s = steps_[i];
        const node& n = graph_->nodes[s.node];
        const graph::read &state = n.operands[state_], &other = n.operands[1 - state_];
        const value_family* const matrix = graph::source_at(n, other, s.position);
        if (!matrix || matrix == family()) return false;
        if (i == 0) continue;
        if (graph::source_at(n, state, s.position) != family() || graph::at(n, state.member, s.position) != steps_[i - 1].member) return false;
        if (graph::at(n, state.offset, s.position) != 0) return false;
        if (s.position > 0) continue;
        const factor f = side(i, state_);
        const bool whole = f.rows * f.columns == record::size_of(*family()) && (f.columns == 1 || f.column_stride == 1) && (f.rows == 1 || f.row_stride == f.columns);
        if (!whole) return false;
    }
    return true;
}

bool product_recurrence::has_one_matrix() const
{
    const factor first = matrix(0);
    for (std::size_t i = 1; i < steps_.size(); ++i) {
        const one_step& s = steps_[i];
        const graph::read& r = graph_->nodes[s.node].operands[1 - state_];
        const bool stands = r.number.constant() && r.member.constant() && r.offset.constant();
        if (!(stands && s.position > 0) && !are_equal(matrix(i), first)) return false;
    }
    return true;
}

bool product_recurrence::only_end_is_read(const graph::readers& readers)
{
    const std::vector<std::size_t>& all = readers.of(family());
    return std::all_of(all.begin(), all.end(), [&](std::size_t i) { return (i >= first_ && i < end_) || reads_only_end(graph_->nodes[i]); });
}

bool product_recurrence::reads_only_end(const node& reader)
{
    if (reader.is<graph::view>()) return false;   // nobody knows of which member
    for (const graph::read& r : reader.operands) {
        bool reads = false;
        for (index_t i = 0; r.from < 0 && i < reader.positions(); ++i) {
            if (graph::source_at(reader, r, i) != family()) continue;
            const index_t m = graph::at(reader, r.member, i);
            if (m >= steps_[0].member && m < last_member()) return false;
            reads |= m == last_member();
        }
        outside_reads_ += reads;
    }
    bool in_pairs = false;
    graph::each_pair_read(reader, [&](const graph::read& r) { in_pairs |= r.source() == family(); });
    return !in_pairs;
}

/// One operand of a step, as a matrix of the roles that the product's indices have.
factor product_recurrence::side(std::size_t step, std::size_t operand) const
{
    const auto& [member, number, position] = steps_[step];
    const node& n = graph_->nodes[number];
    std::string why;
    const matrix_axes roles = *matrix_axes_of(n, why);
    const int row = operand == 0 ? roles.m : roles.k, column = operand == 0 ? roles.k : roles.n;
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

}  // namespace tenfold::rules
