// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// merge_equal: op(x) and op(x) are one value. Along a loop in which no operand moves, and between nodes whose
// operands are the same, the operation runs once and all results are the same memory.
#include "rules/compose.hpp"
#include "rules/readers.hpp"

#include <fmt/format.h>

#include <cstring>
#include <unordered_map>

namespace tenfold::rules {

namespace {

using record::operation;

bool may_merge(const node& n)
{
    return n.cycle < 0 && !n.dropped && n.shares_block < 0 && n.family->what.what != operation::store
        && n.family->what.what != operation::view && n.family->what.what != operation::fill;
}

bool still(const node& n, int loop)
{
    for (const graph::read& r : n.operands) {
        if (r.number.values || r.member.values || r.offset.values) return false;
        if (r.number.step[loop] || r.member.step[loop] || r.offset.step[loop]) return false;
    }
    return !n.scalar_block.values && n.scalar_block.step[loop] == 0;
}

void shrink_block(node& n, index_t one)
{
    // Blocks are still in loop order here: rewrite the steps of the loops that are left.
    index_t period = one;
    graph::results& r = n.places[0];
    r.axes = std::max(n.loops, 1);
    for (int d = 0; d < n.loops; ++d) {
        const bool stands = still(n, d);
        r.extent[d] = n.extent[d];
        r.step[d] = stands ? 0 : period;
        n.result.step[d] = stands ? 0 : period;
        if (!stands) period *= n.extent[d];
    }
    n.block = period;
    for (int d = 0; d < n.loops;) {
        if (n.result.step[d] != 0 || n.extent[d] == 1 || !still(n, d)) { ++d; continue; }
        for (int e = d; e + 1 < n.loops; ++e) {
            n.extent[e] = n.extent[e + 1];
            n.result.step[e] = n.result.step[e + 1];
            n.scalar_block.step[e] = n.scalar_block.step[e + 1];
            for (graph::read& x : n.operands) {
                x.number.step[e] = x.number.step[e + 1];
                x.member.step[e] = x.member.step[e + 1];
                x.offset.step[e] = x.offset.step[e + 1];
            }
        }
        --n.loops;
        n.extent[n.loops] = 1;
        n.result.step[n.loops] = n.scalar_block.step[n.loops] = 0;
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
    shrink_block(n, record::size_of(*n.family));
    n.places[0].view = true;
    return gone - n.positions();
}

/// Numbers the distinct values of a table: unique[place[i]] is the first position with the value of position i.
/// Indexes by value: declines (false) where values are spread too widely for that.
bool number_by_value(const std::vector<index_t>& values, std::vector<index_t>& unique, std::vector<index_t>& place)
{
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    const auto span = static_cast<std::size_t>(*most - *least) + 1;
    if (span > 8 * values.size() + 1024) return false;
    std::vector<std::int32_t> seen(span, -1);
    unique.resize(values.size());
    std::int32_t distinct = 0;
    // Without branches: whether a value is new cannot be foreseen.
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::int32_t& number = seen[static_cast<std::size_t>(values[i] - *least)];
        unique[static_cast<std::size_t>(distinct)] = static_cast<index_t>(i);
        const bool fresh = number < 0;
        number = fresh ? distinct : number;
        distinct += fresh;
        place[i] = number;
    }
    unique.resize(static_cast<std::size_t>(distinct));
    return true;
}

/// The same for several coordinates at once, by open addressing over positions: keys are compared in place.
void number_by_hash(const node& n, const std::vector<const graph::coordinate*>& all, std::vector<index_t>& unique,
                    std::vector<index_t>& place)
{
    const auto equal = [&](index_t i, index_t j) {
        return std::all_of(all.begin(), all.end(),
                           [&](const graph::coordinate* c) { return at(n, *c, i) == at(n, *c, j); });
    };
    std::size_t room = 16;
    while (room < place.size() * 2) room *= 2;
    std::vector<std::int32_t> slots(room, -1);
    for (index_t i = 0; i < static_cast<index_t>(place.size()); ++i) {
        std::size_t key = 0;
        for (const auto* c : all) key = (key ^ static_cast<std::size_t>(at(n, *c, i))) * 0x9e3779b97f4a7c15u;
        std::size_t slot = (key >> 20) & (room - 1);
        while (slots[slot] >= 0 && !equal(unique[static_cast<std::size_t>(slots[slot])], i))
            slot = (slot + 1) & (room - 1);
        if (slots[slot] < 0) {
            slots[slot] = static_cast<std::int32_t>(unique.size());
            unique.push_back(i);
        }
        place[static_cast<std::size_t>(i)] = slots[slot];
    }
}

/// Duplicates in a table: positions with equal operands are computed once.
index_t merge_table(node& n)
{
    if (!may_merge(n) || n.loops != 1 || n.places.size() != 1 || n.places[0].offsets) return 0;
    const bool tabled = std::any_of(n.operands.begin(), n.operands.end(), [](const graph::read& r) {
        return r.number.values || r.member.values || r.offset.values;
    });
    if (!tabled) return 0;
    std::vector<const graph::coordinate*> all{&n.scalar_block};
    for (const graph::read& r : n.operands) all.insert(all.end(), {&r.number, &r.member, &r.offset});
    std::erase_if(all, [](const graph::coordinate* c) { return c->constant(); });

    const index_t count = n.extent[0];
    std::vector<index_t> unique, place(static_cast<std::size_t>(count));
    if (all.size() != 1 || !all[0]->values || !number_by_value(*all[0]->values, unique, place))
        number_by_hash(n, all, unique, place);
    const auto left = static_cast<index_t>(unique.size());
    if (left == count) return 0;

    const auto thin = [&](graph::coordinate& c) {
        if (c.constant()) return;
        auto values = std::make_shared<std::vector<index_t>>(unique.size());
        if (c.values)
            for (std::size_t i = 0; i < unique.size(); ++i) (*values)[i] = (*c.values)[static_cast<std::size_t>(unique[i])];
        else
            for (std::size_t i = 0; i < unique.size(); ++i) (*values)[i] = at(n, c, unique[i]);
        c = {};
        c.values = std::move(values);
    };
    thin(n.scalar_block);
    for (graph::read& r : n.operands) {
        thin(r.number);
        thin(r.member);
        thin(r.offset);
    }
    const index_t size = record::size_of(*n.family);
    for (index_t& p : place) p *= size;
    n.extent[0] = left;
    n.block = left * size;
    n.places[0].offsets = std::make_shared<std::vector<index_t>>(std::move(place));
    n.places[0].view = true;
    return count - left;
}

bool same_reads(const node& x, const node& y)
{
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
    const recorded &f = *x.family, &h = *y.family;
    return f.what == h.what && f.attributes == h.attributes && f.type == h.type && x.loops == y.loops
        && std::equal(x.extent, x.extent + x.loops, y.extent) && f.scalars == h.scalars
        && x.scalar_block == y.scalar_block && f.rank == h.rank && std::equal(f.shape, f.shape + f.rank, h.shape);
}

std::size_t key_of(const node& n)
{
    std::size_t key = static_cast<std::size_t>(n.family->what.what) * 131 + n.family->what.code;
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
    const readers all(g);
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
        if (!may_merge(g.nodes[i]) || !in_order(g.nodes[i])) continue;
        for (const readers::reader& r : all.of(i)) {
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
    for (node& n : g.nodes) merged += merge_loops(n) + merge_table(n);
    merged += merge_nodes(g);
    if (merged > 0) read_one_of_them(g);
    outcome o;
    o.fired = merged > 0;
    if (c.report)
        o.reason = o.fired ? fmt::format("{} calls repeat others: computed once", merged) : "no two calls are equal";
    return o;
}

}  // namespace tenfold::rules
