// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// merge_equal: op(x) and op(x) are one value. Along a loop in which no operand moves, and between nodes whose
// operands are the same, the operation runs once and all results are the same memory.
#include "rules/compose.hpp"
#include "rules/duplicates.hpp"
#include "graph/readers.hpp"

#include <fmt/format.h>

#include <cstring>
#include <unordered_map>

namespace tenfold::rules {

namespace {

bool still(const node& n, int loop)
{
    for (const graph::read& r : n.operands) {
        if (r.number.values || r.member.values || r.offset.values) return false;
        if (r.number.step[loop] || r.member.step[loop] || r.offset.step[loop]) return false;
    }
    const graph::coordinate* const c = n.scalar_block();
    return !c || (!c->values && c->step[loop] == 0);
}

void shrink_block(node& n, index_t one)
{
    // Blocks are still in loop order here: rewrite the steps of the loops that are left.
    index_t period = one;
    record::odometer& r = n.places[0].lies;
    r.axes = std::max(n.loops, 1);
    for (int d = 0; d < n.loops; ++d) {
        const bool stands = still(n, d);
        r.extent[d] = n.extent[d];
        r.step[d] = stands ? 0 : period;
        n.result.step[d] = stands ? 0 : period;
        if (!stands) period *= n.extent[d];
    }
    n.block = period;
    graph::coordinate* const scalars = n.scalar_block();
    for (int d = 0; d < n.loops;) {
        if (n.result.step[d] != 0 || n.extent[d] == 1 || !still(n, d)) { ++d; continue; }
        for (int e = d; e + 1 < n.loops; ++e) {
            n.extent[e] = n.extent[e + 1];
            n.result.step[e] = n.result.step[e + 1];
            if (scalars) scalars->step[e] = scalars->step[e + 1];
            for (graph::read& x : n.operands) {
                x.number.step[e] = x.number.step[e + 1];
                x.member.step[e] = x.member.step[e + 1];
                x.offset.step[e] = x.offset.step[e + 1];
            }
        }
        --n.loops;
        n.extent[n.loops] = 1;
        n.result.step[n.loops] = 0;
        if (scalars) scalars->step[n.loops] = 0;
        for (graph::read& x : n.operands)
            x.number.step[n.loops] = x.member.step[n.loops] = x.offset.step[n.loops] = 0;
    }
}

/// Computes once along loops in which nothing moves; returns how many results became copies of others.
index_t merge_loops(node& n)
{
    if (!may_merge(n) || n.places.size() != 1 || n.places[0].offsets) return 0;
    index_t gone = n.positions();
    bool any = false;
    for (int d = 0; d < n.loops; ++d) any |= n.extent[d] > 1 && still(n, d);
    if (!any) return 0;
    shrink_block(n, n.size());
    n.places[0].view = true;
    return gone - n.positions();
}

bool same_reads(const node& x, const node& y)
{
    if (x.operands.size() != y.operands.size()) return false;
    for (std::size_t k = 0; k < x.operands.size(); ++k) {
        const graph::read &r = x.operands[k], &s = y.operands[k];
        if (!(r.member == s.member) || !(r.offset == s.offset) || r.shape != s.shape || r.stride != s.stride) return false;
        const value_family *f = r.source(), *h = s.source();
        if (!f || f != h) return false;
    }
    return true;
}

bool same_operation(const node& x, const node& y)
{
    return x.what == y.what && x.type == y.type && x.operand_type == y.operand_type && x.shape == y.shape && x.loops == y.loops
        && std::equal(x.extent, x.extent + x.loops, y.extent);
}

std::size_t key_of(const node& n)
{
    std::size_t key = n.what.index();
    for (const graph::read& r : n.operands)
        for (const index_t v : {reinterpret_cast<index_t>(r.source()), r.member.base, r.offset.base, r.offset.step[0]})
            key = (key ^ static_cast<std::size_t>(v)) * 0x9e3779b97f4a7c15u;
    return key;
}

/// The members of a node equal to an earlier one lie in that one's block, each where its own loop position does.
index_t merge_nodes(graph::graph& g)
{
    index_t merged = 0;
    std::unordered_multimap<std::size_t, std::size_t> seen;
    if (g.nodes.size() < 2) return 0;
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
        node& n = g.nodes[i];
        if (!may_merge(n)) continue;
        const std::size_t key = key_of(n);
        bool found = false;
        for (auto [at, end] = seen.equal_range(key); at != end && !found; ++at) {
            node& first = g.nodes[at->second];
            if (!same_operation(first, n) || !same_reads(first, n)) continue;
            for (graph::results& r : n.places) {
                r.view = true;
                first.places.push_back(std::move(r));
            }
            n.places.clear();
            n.shares_block = static_cast<int>(at->second);
            n.dropped = true;
            merged += n.positions();
            found = true;
        }
        if (!found) seen.emplace(key, i);
    }
    return merged;
}

/// Members that lie in one place are one value: who reads them from call to call reads the same.
void read_one_of_them(graph::graph& g)
{
    const graph::readers all(g);
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
        if (!may_merge(g.nodes[i]) || !in_order(g.nodes[i])) continue;
        for (const graph::readers::reader& r : all.of(i)) {
            node& reader = g.nodes[r.node];
            graph::read& x = reader.operands[r.operand];
            if (x.member.constant() || reader.cycle >= 0) continue;
            const auto position = positions_read(reader, x, g.nodes[i]);
            if (!position || position->values) continue;
            if (x.member.values && !position->constant()) continue;
            if (position->constant()) {
                const index_t first = graph::at(reader, x.member, 0);
                x.member = {};
                x.member.base = first;
            }
            for (int d = 0; d < reader.loops; ++d)
                if (position->step[d] == 0) x.member.step[d] = 0;
        }
    }
}

}  // namespace

outcome merge_equal(graph::graph& g, const context& c)
{
    index_t merged = 0;
    const bool shared_later = std::find(c.disabled.begin(), c.disabled.end(), "share_product") == c.disabled.end();
    for (node& n : g.nodes) {
        merged += merge_loops(n);
        if (!shared_later || !may_have_windows(n)) merged += merge_duplicates(n);
    }
    merged += merge_nodes(g);
    if (merged > 0) read_one_of_them(g);
    outcome o;
    o.fired = merged > 0;
    if (c.report)
        o.reason = o.fired ? fmt::format("{} calls repeat others: computed once", merged) : "no two calls are equal";
    return o;
}

}  // namespace tenfold::rules
