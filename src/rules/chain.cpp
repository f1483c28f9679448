// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Order of a matrix chain by dynamic programming (Cormen, Leiserson, Rivest, Stein: Introduction to Algorithms),
// where a sub-product counts as often as the loops ask for another one: its folded width.
#include "rules/chain.hpp"

#include "rules/compose.hpp"
#include "rules/product_recurrence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace tenfold::rules {

using graph::moving_index;
using graph::product_axis;

std::optional<matrix_axes> matrix_axes_of(const node& n, std::string& why)
{
    matrix_axes r;
    const std::vector<product_axis>& all = n.as_product().axes;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const product_axis& x = all[i];
        const bool batch = x.in_a && x.in_b && x.in_c, lone = !x.in_c && !(x.in_a && x.in_b);
        int& role = !x.in_c ? r.k : x.in_a ? r.m : r.n;
        if (x.extent == 0) why = "a product of a chain is empty";
        else if (batch || lone || role >= 0) why = "a product of a chain is not one of two matrices";
        else {
            role = static_cast<int>(i);
            continue;
        }
        return std::nullopt;
    }
    return r;
}

namespace {

index_t extent_of(const node& n, int axis) { return axis < 0 ? 1 : n.as_product().axes[static_cast<std::size_t>(axis)].extent; }
index_t stride_of(const node& n, int axis, std::size_t operand)
{
    if (axis < 0) return 0;
    const product_axis& x = n.as_product().axes[static_cast<std::size_t>(axis)];
    return operand == 0 ? x.a : x.b;
}

}  // namespace

node product_node(const node& recorded, const factor& left, const factor& right)
{
    node n;
    n.family = recorded.family;
    n.type = recorded.type;
    n.operand_type = recorded.operand_type;
    n.shape = {left.rows, right.columns};
    n.operands = {left.what, right.what};
    graph::product p;
    p.axes = {{left.rows, left.row_stride, 0, right.columns, true, false, true},
              {left.columns, left.column_stride, right.row_stride, 0, true, true, false},
              {right.columns, 0, right.column_stride, 1, false, true, true}};
    p.watched = graph::watch::large_and_small;
    n.what = std::move(p);
    n.block = left.rows * right.columns;
    return n;
}

factor block_of_product(const factor& left, const factor& right)
{
    factor out;
    out.rows = left.rows;
    out.columns = out.row_stride = right.columns;
    out.column_stride = 1;
    out.moves = left.moves | right.moves;
    out.what.shape = {out.rows, out.columns};
    out.what.stride = {out.row_stride, out.column_stride};
    return out;
}

chain::chain(const graph::graph& g, const graph::readers& r, std::size_t root, const matrix_axes& axes, const graph::product_cost& cost)
    : graph_(g), readers_(r), root_(g.nodes[root]), cost_(cost)
{
    factors_ = {side(root_, 0, axes.m, axes.k), side(root_, 1, axes.k, axes.n)};
    now_ = seconds_of(root_, axes);
    for (std::size_t i = 0; i < factors_.size();) {
        if (factors_.size() >= most_factors) {
            decline(fmt::format("a chain of more than {} factors is taken in pieces", most_factors));
            break;
        }
        if (!expand(i)) ++i;
    }
}

bool chain::decline(std::string why)
{
    declined_ = std::move(why);
    return false;
}

unsigned chain::moves_of(const graph::read& r, const node& n) const
{
    unsigned moves = 0;
    for (const graph::coordinate* c : {&r.number, &r.member, &r.offset})
        for (int d = 0; d < n.loops; ++d)
            if (c->values || (c->step[d] != 0 && n.extent[d] > 1)) moves |= 1u << d;
    return moves;
}

factor chain::side(const node& n, std::size_t operand, int row, int column) const
{
    factor f;
    f.what = n.operands[operand];
    f.rows = extent_of(n, row);
    f.columns = extent_of(n, column);
    f.row_stride = stride_of(n, row, operand);
    f.column_stride = stride_of(n, column, operand);
    f.moves = moves_of(f.what, n);
    return f;
}

/// Replaces a factor that is itself a product by that one's factors.
bool chain::expand(std::size_t at)
{
    const int p = readers_.producer(root_, factors_[at].what);
    if (p < 0 || !factors_[at].what.source()) return false;
    const auto number = static_cast<std::size_t>(p);
    const node& inner = graph_.nodes[number];
    if (!inner.is<graph::product>() || inner.dropped) return false;
    if (graph::is_asked(graph_, inner)) return decline("an inner product is asked for itself");
    if (inner.cycle >= 0) return expand_recurrence(at, number);
    if (readers_.of(number).size() != 1 || readers_.has_others(number)) return decline("others read an inner product too");
    if (inner.as_product().conjugate_a) return decline("an inner product conjugates");
    if (!in_order(inner)) return decline("an inner product shares its block with others");
    std::string why;
    const auto axes = matrix_axes_of(inner, why);
    if (!axes) return decline(std::move(why));
    if (!take(at, inner, *axes)) return false;
    inner_.push_back(number);
    now_ += seconds_of(inner, *axes);
    return true;
}

/// Replaces a factor that a loop of products has made by those that the loop multiplied.
bool chain::expand_recurrence(std::size_t at, std::size_t number)
{
    const int cycle = graph_.nodes[number].cycle;
    std::size_t first = number, end = number + 1;
    while (first > 0 && graph_.nodes[first - 1].cycle == cycle) --first;
    while (end < graph_.nodes.size() && graph_.nodes[end].cycle == cycle) ++end;
    const auto r = product_recurrence::of(graph_, readers_, first, end);
    if (!r) return decline("an inner product belongs to a recurrence");
    if (factors_.size() + r->steps() > most_in_turn) return decline(fmt::format("a loop of more than {} products is left as it is", most_in_turn));
    const factor& f = factors_[at];
    if (f.moves != 0 || f.what.member.base != r->last_member() || r->outside_reads() != 1) return decline("others read an inner product too");

    std::vector<factor> all{r->start()};
    for (std::size_t i = 0; i < r->steps(); ++i) all.push_back(r->matrix(i));
    if (!r->goes_right()) std::reverse(all.begin(), all.end());
    const index_t rows = all.front().rows, columns = all.back().columns;
    const auto reads = [&](index_t m, index_t n, index_t row, index_t column) {
        return f.what.offset.base == 0 && f.rows == m && f.columns == n && (m == 1 || f.row_stride == row) && (n == 1 || f.column_stride == column);
    };
    if (!reads(rows, columns, columns, 1)) {
        if (!reads(columns, rows, 1, columns)) return decline("parts of an inner product are read");
        std::reverse(all.begin(), all.end());   // (A B)' = B' A'
        for (factor& x : all) {
            std::swap(x.rows, x.columns);
            std::swap(x.row_stride, x.column_stride);
        }
    }
    for (std::size_t i = first; i < end; ++i) {
        std::string why;
        inner_.push_back(i);
        now_ += static_cast<double>(graph_.nodes[i].positions()) * seconds_of(graph_.nodes[i], *matrix_axes_of(graph_.nodes[i], why), 0, 0);
    }
    factors_[at] = std::move(all.front());
    factors_.insert(factors_.begin() + static_cast<std::ptrdiff_t>(at) + 1, all.begin() + 1, all.end());
    return true;
}

bool chain::take(std::size_t at, const node& inner, const matrix_axes& axes)
{
    const factor& f = factors_[at];
    const recorded& of = *record::calls(f.what.source());   // a product
    if (!f.what.offset.constant()) return decline("moving parts of an inner product are read");
    const auto lifted = graph::lift(of.rank, of.shape, f.what.offset.base,
                                    {{f.rows, f.row_stride}, {f.columns, f.column_stride}});
    if (!lifted) return decline("an inner product is read through a reshape");
    const auto position = positions_read(root_, f.what, inner);
    if (!position) return decline("loops over an inner product follow no pattern");

    // Which index of the reader moves along each axis of the inner result: 0 rows, 1 columns, -1 neither.
    const record::product_labels& c = *of.product;
    struct along { index_t origin = 0, step = 0, extent = 1; int by = -1; } m, n;
    int moved_by[2] = {0, 0};
    for (int d = 0; d < of.rank; ++d) {
        along& x = c.c[d] == axes.m ? m : n;
        x.origin = lifted->origin[static_cast<std::size_t>(d)];
        for (int v = 0; v < 2; ++v) {
            const index_t step = lifted->step[static_cast<std::size_t>(v)][static_cast<std::size_t>(d)];
            if (step == 0) continue;
            if (x.by >= 0 || ++moved_by[v] > 1) return decline("an inner product is read along a diagonal");
            x.by = v;
            x.step = step;
            x.extent = v == 0 ? f.rows : f.columns;
        }
    }
    if ((f.rows > 1 && !moved_by[0]) || (f.columns > 1 && !moved_by[1])) return decline("an inner product is broadcast");

    const auto part = [&](std::size_t operand, int axis, const along& x) {
        factor p;
        const graph::read& r = inner.operands[operand];
        p.what = r;
        const auto number = compose(root_, *position, inner, r.number), member = compose(root_, *position, inner, r.member);
        const auto offset = compose(root_, *position, inner, r.offset);
        if (!number || !member || !offset) return std::optional<factor>();
        p.what.number = *number;
        p.what.member = *member;
        p.what.offset = moved(*offset, x.origin * stride_of(inner, axis, operand));
        p.rows = x.extent;
        p.row_stride = x.step * stride_of(inner, axis, operand);
        p.columns = extent_of(inner, axes.k);
        p.column_stride = stride_of(inner, axes.k, operand);
        p.moves = moves_of(p.what, root_);
        return std::optional(p);
    };
    auto left = part(0, axes.m, m), right = part(1, axes.n, n);
    if (!left || !right) return decline("loops over an inner product follow no pattern");
    if (m.by == 1 || n.by == 0) std::swap(left, right);  // read transposed: (A B)' = B' A'
    std::swap(right->rows, right->columns);
    std::swap(right->row_stride, right->column_stride);
    factors_[at] = std::move(*left);
    factors_.insert(factors_.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(*right));
    return true;
}

double chain::seconds_of(const node& n, const matrix_axes& x) const
{
    return seconds_of(n, x, moves_of(n.operands[0], n), moves_of(n.operands[1], n));
}
double chain::seconds_of(const node& n, const matrix_axes& x, unsigned left, unsigned right) const
{
    return seconds(n, left, right, extent_of(n, x.m), extent_of(n, x.k), extent_of(n, x.n));
}

/// Of all products that loops over the node ask for. A loop that moves one operand only is one more row or column
/// index; what both follow is a batch.
double chain::seconds(const node& loops, unsigned left, unsigned right, index_t m, index_t k, index_t n) const
{
    double rows = static_cast<double>(m), columns = static_cast<double>(n), batch = 1;
    for (int d = 0; d < loops.loops; ++d) {
        const bool l = left >> d & 1u, r = right >> d & 1u;
        if (l || r) (l && r ? batch : l ? rows : columns) *= static_cast<double>(loops.extent[d]);
    }
    return batch * cost_(rows, columns, static_cast<double>(k), root_.type);
}

double chain::seconds_best()
{
    const std::size_t n = factors_.size();
    if (n > most_factors) return seconds_in_turn();
    std::vector<double> cost(n * n, 0);
    std::vector<unsigned> moves(n * n, 0);
    split_.assign(n * n, 0);
    for (std::size_t i = 0; i < n; ++i) moves[i * n + i] = factors_[i].moves;
    for (std::size_t length = 2; length <= n; ++length)
        for (std::size_t i = 0; i + length <= n; ++i) {
            const std::size_t j = i + length - 1;
            moves[i * n + j] = moves[i * n + j - 1] | factors_[j].moves;
            double& best = cost[i * n + j] = std::numeric_limits<double>::infinity();
            for (std::size_t s = i; s < j; ++s) {
                const double here = cost[i * n + s] + cost[(s + 1) * n + j]
                    + seconds(root_, moves[i * n + s], moves[(s + 1) * n + j], factors_[i].rows, factors_[s].columns,
                              factors_[j].columns);
                if (here >= best) continue;
                best = here;
                split_[i * n + j] = s;
            }
        }
    return cost[n - 1];
}

/// From the left, or from the right.
double chain::seconds_in_turn()
{
    const std::size_t n = factors_.size();
    double left = 0, right = 0;
    unsigned moves = factors_[0].moves;
    for (std::size_t i = 1; i < n; ++i) {
        left += seconds(root_, moves, factors_[i].moves, factors_[0].rows, factors_[i].rows, factors_[i].columns);
        moves |= factors_[i].moves;
    }
    moves = factors_[n - 1].moves;
    for (std::size_t i = n - 1; i-- > 0;) {
        right += seconds(root_, factors_[i].moves, moves, factors_[i].rows, factors_[i].columns, factors_[n - 1].columns);
        moves |= factors_[i].moves;
    }
    from_left_ = left <= right;
    return std::min(left, right);
}

std::size_t chain::split(std::size_t first, std::size_t last) const
{
    if (!split_.empty()) return split_[first * factors_.size() + last];
    return from_left_ ? last - 1 : first;
}

}  // namespace tenfold::rules
