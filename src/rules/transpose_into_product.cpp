// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// transpose_into_product: a product of copies is the product of what was copied, read by other strides. A copy that
// only products read is not made.
#include "rules/compose.hpp"
#include "rules/operand_swap.hpp"
#include "graph/readers.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace tenfold::rules {

namespace {

using record::operation;

/// Does BLAS take the operand as it lies: a vector, or a matrix with one unit stride?
bool is_plain(const std::vector<graph::moving_index>& indices)
{
    int axes = 0;
    bool unit = false;
    for (const graph::moving_index& i : indices) {
        if (i.extent == 1) continue;
        ++axes;
        unit |= std::abs(i.stride) == 1;
    }
    return axes < 2 || (axes == 2 && unit);
}

bool reads_versions(const graph::read& r)
{
    for (std::size_t s = 0; r.sources && s < r.sources->size(); ++s)
        if ((*r.sources)[s] && record::core((*r.sources)[s])->what.what == operation::store) return true;
    return false;
}

/// Why the copy has to be made, or nothing: then its readers do without it.
const char* take_away(graph::graph& g, const graph::readers& all, std::size_t number)
{
    node& copy = g.nodes[number];
    if (graph::is_asked(g, copy)) return "a copy is asked for itself";
    if (all.has_others(number) || all.of(number).empty()) return "others than products read a copy";
    if (copy.cycle >= 0 || copy.type != copy.operand_type) return "a copy belongs to a recurrence";
    if (reads_versions(copy.operands[0])) return "what was copied is assigned to in parts";
    std::vector<operand_swap> swaps;
    for (const graph::readers::reader& r : all.of(number)) {
        const node& n = g.nodes[r.node];
        if (!may_swap(n)) return "others than products read a copy";
        auto swap = swapped(n, r.operand, copy, 0);
        if (!swap) return "a copy is read by steps that its source has no strides for";
        if (!is_plain(swap->indices)) return "a copy that would have to be packed instead pays";
        swaps.push_back(std::move(*swap));
    }
    for (std::size_t i = 0; i < swaps.size(); ++i) {
        const graph::readers::reader& r = all.of(number)[i];
        apply(g.nodes[r.node], r.operand, std::move(swaps[i]));
    }
    leave_out(copy);
    return nullptr;
}

}  // namespace

outcome transpose_into_product(graph::graph& g, const context& c)
{
    constexpr int most_rounds = 4;   // copies of copies
    outcome o;
    int left_out = 0;
    double elements = 0;
    const char* declined = nothing_of_the_kind;
    for (int round = 0, before = -1; round < most_rounds && before != left_out; ++round) {
        before = left_out;
        const auto is_copy = [](const node& n) { return n.is<graph::copy>() && !n.dropped; };
        if (std::none_of(g.nodes.begin(), g.nodes.end(), is_copy)) break;
        const graph::readers all(g);
        for (std::size_t i = 0; i < g.nodes.size(); ++i) {
            if (!is_copy(g.nodes[i])) continue;
            const auto size = static_cast<double>(g.nodes[i].block);
            if (const char* reason = take_away(g, all, i)) declined = reason;
            else {
                ++left_out;
                elements += size;
            }
        }
    }
    o.fired = left_out > 0;
    if (c.report)
        o.reason = o.fired ? fmt::format("{} cop{} of {:.3g} elements left out: products read the source", left_out,
                                         left_out == 1 ? "y" : "ies", elements)
                           : declined;
    return o;
}

}  // namespace tenfold::rules
