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
        index_t low = r.lies.base, high = low;
        if (r.offsets) {
            const auto [least, most] = std::minmax_element(r.offsets->begin(), r.offsets->end());
            low += *least;
            high += *most;
        }
        else
            for (int d = 0; d < r.lies.axes; ++d) {
                const index_t move = r.lies.step[d] * (r.lies.extent[d] - 1);
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
        if (r.from >= static_cast<int>(g.nodes.size()) || (!r.sources && r.from < 0)) broken(n, "an operand of nothing");
        if (r.from >= 0 && !n.dropped && g.nodes[static_cast<std::size_t>(r.from)].dropped) broken(n, "reads a node that is not run");
        check_coordinate(n, r.number);
        check_coordinate(n, r.member);
        check_coordinate(n, r.offset);
        if (r.shape.size() != r.stride.size()) broken(n, "a shape without strides");
    }
    if (n.loops > max_loops) broken(n, "too many loops");
    if (n.shares_block >= static_cast<int>(g.nodes.size()) || n.shares_block == static_cast<int>(number))
        broken(n, "a block that is not there");
    if (n.is<product>())
        for (const product_axis& x : n.as_product().axes)
            if (x.extent < 0 || (!x.in_a && !x.in_b)) broken(n, "an index of no operand");
    if (!n.is<store>() && !n.is<view>()) check_places(g, n);
}

/// Members by family, and whether any of them has two places.
struct placing {
    record::member_set members;
    index_t count = 0;
};
using placings = std::unordered_map<const value_family*, placing>;

void add(placings& all, const results& r)
{
    placing& p = all[r.family];
    p.count += r.count;
    if (!r.members) return p.members.add(r.first, r.first + r.count);
    for (const index_t m : *r.members) p.members.add(m, m + 1);
}

bool holds_all(const record::member_set& have, record::member_set wanted)
{
    wanted.subtract(have);
    return wanted.empty();
}

/// All that anybody asks for among the members of a need. Others may be asked for too: those computed before.
bool holds_asked(const record::member_set& have, const record::need& n)
{
    record::member_set lacking = n.members;
    lacking.subtract(have);
    const auto ranges = lacking.ranges();
    return std::all_of(ranges.begin(), ranges.end(), [&](const auto& r) {
        index_t m = r.first;
        while (m < r.last && !n.is_asked(m)) ++m;
        return m == r.last;
    });
}

/// A member without a place: a rule has found that nobody reads it.
void check_reads(const node& n, const std::unordered_map<const value_family*, const placing*>& incomplete)
{
    for (const read& r : n.operands) {
        if (!r.sources) continue;
        const value_family* const only = r.source();
        if (only && !incomplete.contains(only)) continue;
        for (index_t i = 0; i < n.positions(); ++i) {
            const value_family* f = only ? only : record::core((*r.sources)[static_cast<std::size_t>(at(n, r.number, i))]);
            const auto found = incomplete.find(f);
            if (found == incomplete.end()) continue;
            index_t offset;
            const index_t m = at(n, r.member, i);
            if (!found->second->members.contains(m) && !record::find_placed(*f, m, offset))
                broken(n, "reads a member that nothing computes");
        }
    }
}

}  // namespace

void verify(const graph& g)
{
    placings placed;
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
        check_node(g, g.nodes[i], i);
        for (const results& r : g.nodes[i].places) add(placed, r);
    }
    std::unordered_map<const value_family*, const placing*> incomplete;
    for (const record::need& n : g.needs) {
        if (n.f->is_view) continue;
        const placing& p = placed[n.f];
        if (p.count == n.members.size() && p.members == n.members) continue;
        const bool once = p.count == p.members.size() && holds_all(n.members, p.members);
        if (!once || !holds_asked(p.members, n))
            throw error(fmt::format("[graph] {} of {} members of {} have a place", p.count, n.members.size(),
                                    record::name_of(n.f->what)));
        incomplete.emplace(n.f, &p);
    }
    if (incomplete.empty()) return;
    for (const node& n : g.nodes)
        if (!n.dropped && !n.is<view>()) check_reads(n, incomplete);
}

}  // namespace tenfold::graph
