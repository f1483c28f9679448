// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// power: ((A M) M) ... M = A M^n. A recurrence that multiplies by the same matrix at each step, and of which only the end
// is wanted, takes repeated squares of the matrix (Knuth: The Art of Computer Programming 2, 4.6.3, algorithm A). Where
// numbers leave the range of their type on the way, the program's own order is run instead.
#include "rules/operand_swap.hpp"
#include "rules/product_recurrence.hpp"

#include <fmt/format.h>

namespace tenfold::rules {

namespace {

/// The exponent, and whether something else than the matrix stands in front.
struct power_of_matrix {
    index_t exponent;
    bool has_start;
};

std::optional<power_of_matrix> power_in(const product_recurrence& r)
{
    const factor m = r.matrix(0);
    if (m.rows != m.columns || !r.has_one_matrix()) return std::nullopt;
    const bool has_start = !are_equal(r.start(), m);
    return power_of_matrix{static_cast<index_t>(r.steps()) + !has_start, has_start};
}

/// Squares and products of them from the lowest bit of the exponent on.
template <class Square, class Multiply> void multiply_by_bits(const power_of_matrix& p, const Square& square, const Multiply& multiply)
{
    for (index_t left = p.exponent; left > 0; left /= 2) {
        if (left % 2) multiply();
        if (left > 1) square();
    }
}

double seconds_of_power(const power_of_matrix& p, double square, double product)
{
    double all = p.has_start ? 0 : -product;   // what is multiplied first is a square already
    multiply_by_bits(p, [&] { all += square; }, [&] { all += product; });
    return all;
}

void rewrite(graph::graph& g, const product_recurrence& r, const power_of_matrix& p)
{
    const node recorded = g.nodes[r.first()];
    factor square = r.matrix(0), result = r.start();   // read where the nodes are, which go now
    for (std::size_t i = r.first(); i < r.end(); ++i) {
        leave_out(g.nodes[i]);
        g.nodes[i].cycle = g.nodes[i].shares_block = -1;
    }
    const auto product_of = [&](const factor& left, const factor& right) {
        factor out = block_of_product(left, right);
        out.what.from = static_cast<int>(g.nodes.size());
        g.nodes.push_back(product_node(recorded, left, right));
        return out;
    };
    bool begun = p.has_start;
    multiply_by_bits(p, [&] { square = product_of(square, square); }, [&] {
        result = !begun ? square : r.goes_right() ? product_of(result, square) : product_of(square, result);
        begun = true;
    });
    node& last = g.nodes.back();
    last.need = recorded.need;
    graph::results& place = last.places.emplace_back();
    place.family = recorded.places[0].family;
    place.first = r.last_member();
    place.count = 1;
    place.stride = recorded.places[0].stride;
    last.as_product().watched = graph::watch::large;
}

}  // namespace

outcome power(graph::graph& g, const context& c)
{
    if (!c.reorder_sums) return {false, "it would change the order of sums"};
    constexpr double clearly = 0.9;
    std::size_t before = 0, after = 0;
    std::optional<graph::readers> readers;
    for (std::size_t i = 0, end, count = g.nodes.size(); i < count; i = end) {
        for (end = i + 1; end < count && g.nodes[i].cycle >= 0 && g.nodes[end].cycle == g.nodes[i].cycle;) ++end;
        if (g.nodes[i].cycle < 0) continue;
        if (!readers) readers.emplace(g);
        const auto r = product_recurrence::of(g, *readers, i, end);
        const auto p = r ? power_in(*r) : std::nullopt;
        if (!p) continue;
        const auto product = [&](index_t rows) {
            const auto k = static_cast<double>(r->matrix(0).rows);
            return c.seconds(static_cast<double>(rows), k, k, g.nodes[i].type);
        };
        const double each = product(r->goes_right() ? r->start().rows : r->start().columns), square = product(r->matrix(0).rows);
        if (seconds_of_power(*p, square, each) > clearly * static_cast<double>(r->steps()) * each) continue;
        before += r->steps();
        const std::size_t nodes = g.nodes.size();
        rewrite(g, *r, *p);
        after += g.nodes.size() - nodes;
    }
    outcome o;
    o.fired = before > 0;
    if (o.fired) graph::sort(g);
    if (c.report)
        o.reason = o.fired ? fmt::format("{} products by the same matrix, of which only the last is wanted, are {} by its squares; "
                                         "sums are added up in another order, and checked", before, after)
                           : nothing_of_the_kind;
    return o;
}

}  // namespace tenfold::rules
