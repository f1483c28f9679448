// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Who reads what: the edges of the graph, for rules that take a node away because its readers do without it.
#pragma once

#include "graph/graph.hpp"

#include <unordered_map>
#include <vector>

namespace tenfold::graph {

/// Calls f(source) for each family that an operand may read. Of what has replaced stores exactly those: the calls that
/// were recorded name older versions as well.
template <class F>
void each_source(const node& n, const read& r, const F& f)
{
    if (!r.sources) return;
    if (const value_family* one = r.source()) return f(one);
    std::vector<bool> reads(r.sources->size(), !n.gathers());
    for (index_t i = 0; n.gathers() && i < n.positions(); ++i) reads[static_cast<std::size_t>(at(n, r.number, i))] = true;
    for (std::size_t k = 0; k < reads.size(); ++k)
        if (reads[k]) f((*r.sources)[k]);
}

/// Calls f(read) for what the parts of a product multiply, where they differ: of other nodes as well, whose work it does.
template <class F>
void each_pair_read(const node& n, const F& f)
{
    if (!n.is<product>()) return;
    for (const factor_pair& p : n.as_product().pairs)
        for (const read& r : p.operands) f(r);
}

/// Of a graph as it is now, dropped nodes left out. Rules that go on while they rewrite must not add readers of nodes
/// that they ask about.
class readers {
public:
    explicit readers(const graph&);

    /// The node that computes all that the operand, of a node with these loops, reads; -1 where no node of this graph
    /// does, or several might.
    int producer(const node& loops, const read&) const;

    struct reader {
        std::size_t node, operand;
    };
    /// Operands that read the node, and nothing else from call to call.
    const std::vector<reader>& of(std::size_t node) const { return readers_[node]; }
    /// Does anything else need it: stored views, operands whose source moves from call to call, members of other nodes
    /// in its block?
    bool has_others(std::size_t node) const { return others_[node]; }
    /// Nodes that read a family which the graph computes. One that reads by table counts for all its sources.
    const std::vector<std::size_t>& of(const value_family*) const;

private:
    void note(std::size_t node, const record::family* source, bool as_other);

    struct piece {
        int node;
        index_t first, last;   // members, last is past the end
        table members;         // or these of them
    };
    static bool has_all(const table& members, const node& loops, const coordinate& read);
    std::unordered_map<const value_family*, std::vector<piece>> computes_;   // a family may be cut into several nodes
    std::unordered_map<const value_family*, std::vector<std::size_t>> of_family_;
    std::vector<std::vector<reader>> readers_;
    std::vector<bool> others_;
};

/// Drops nodes that nobody asked for and that no other reads any more.
void drop_unread(graph&);

}  // namespace tenfold::graph
