// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What is legal for a graph.
#include "graph/graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace tenfold::graph {

namespace {

[[noreturn]] void broken(const node& n, const std::string& what)
{
    throw error(fmt::format("[graph] {} ({} of {} positions)", what, record::name_of(n.family->what), n.positions()));
}

void check_coordinate(const node& n, const coordinate& c)
{
    if (c.values && static_cast<index_t>(c.values->size()) != n.positions()) broken(n, "a table of another length");
}

/// Every element of every member lies inside the block of the node that computes it.
void check_places(const graph& g, const node& n)
{
    const node& owner = n.shares_block >= 0 ? g.nodes[static_cast<std::size_t>(n.shares_block)] : n;
    for (const results& r : n.places) {
        if (r.count == 0 || record::size_of(*r.family) == 0) continue;
        index_t low = r.offset, high = r.offset;
        if (r.offsets) {
            const auto [least, most] = std::minmax_element(r.offsets->begin(), r.offsets->end());
            low = *least;
            high = *most;
        }
        else
            for (int d = 0; d < r.axes; ++d) {
                const index_t move = r.step[d] * (r.extent[d] - 1);
                (move < 0 ? low : high) += move;
            }
        for (int d = 0; d < r.family->rank; ++d) {
            const index_t move = r.stride[static_cast<std::size_t>(d)] * (r.family->shape[d] - 1);
            (move < 0 ? low : high) += move;
        }
        if (low < 0 || high >= owner.block) broken(n, "a member outside its block");
    }
}

void check_node(const graph& g, const node& n, std::size_t number)
{
    for (const read& r : n.operands) {
        check_coordinate(n, r.number);
        check_coordinate(n, r.member);
        check_coordinate(n, r.offset);
        if (r.shape.size() != r.stride.size()) broken(n, "a shape without strides");
    }
    if (n.loops > max_loops) broken(n, "too many loops");
    if (n.shares_block >= static_cast<int>(g.nodes.size()) || n.shares_block == static_cast<int>(number))
        broken(n, "a block that is not there");
    for (const plan::product_axis& x : n.axes)
        if (x.extent < 0 || (!x.in_a && !x.in_b)) broken(n, "an index of no operand");
    if (n.family->what.what != record::operation::store && n.family->what.what != record::operation::view)
        check_places(g, n);
}

}  // namespace

void verify(const graph& g)
{
    std::unordered_map<const recorded*, index_t> placed;
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
        check_node(g, g.nodes[i], i);
        for (const results& r : g.nodes[i].places) placed[r.family] += r.count;
    }
    // Rules may leave out what nobody asked for.
    for (const record::need& n : g.needs) {
        if (n.f->is_view) continue;
        const index_t asked = n.all_asked ? n.members.size() : n.asked.size();
        if (placed[n.f] > n.members.size() || (placed[n.f] < n.members.size() && placed[n.f] < asked))
            throw error(fmt::format("[graph] {} of {} members of {} have a place", placed[n.f], n.members.size(),
                                    record::name_of(n.f->what)));
    }
}

}  // namespace tenfold::graph
