// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Who reads what: the edges of the graph, for rules that take a node away because its one reader does without it.
#pragma once

#include "rules/optimize.hpp"

#include <unordered_map>
#include <vector>

namespace tenfold::rules {

/// Of a graph as it is now. Rules that go on while they rewrite must not add readers of nodes that they ask about.
class readers {
public:
    explicit readers(const graph::graph&);

    /// The node that computes all that the operand, of a node with these loops, reads; -1 where no node of this graph
    /// does, or several might.
    int producer(const node& loops, const graph::read&) const;

    struct reader {
        std::size_t node, operand;
    };
    /// Operands that read the node, and nothing else from call to call.
    const std::vector<reader>& of(std::size_t node) const { return readers_[node]; }
    /// Does anything else need it: stored views, operands whose source moves from call to call, members of other nodes
    /// in its block?
    bool has_others(std::size_t node) const { return others_[node]; }

private:
    void note_others(const value_family*);

    struct piece {
        int node;
        index_t first, last;   // members, last is past the end
    };
    std::unordered_map<const value_family*, std::vector<piece>> computes_;   // a family may be cut into several nodes
    std::vector<std::vector<reader>> readers_;
    std::vector<bool> others_;
};

}  // namespace tenfold::rules
