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

    /// The node that computes what the operand reads; -1 where no node of this graph does, or several might.
    int producer(const graph::read&) const;

    struct reader {
        std::size_t node, operand;
    };
    /// Operands that read the node, and nothing else from call to call.
    const std::vector<reader>& of(std::size_t node) const { return readers_[node]; }
    /// Does anything else read it: stored views, operands whose source moves from call to call?
    bool has_others(std::size_t node) const { return others_[node]; }

private:
    void note_others(const record::source_list&);

    std::unordered_map<const recorded*, int> computes_;   // `several` where more than one node does
    std::vector<std::vector<reader>> readers_;
    std::vector<bool> others_;
    static constexpr int several = -2;
};

}  // namespace tenfold::rules
