// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Who reads members that are views of one block reads the block, at offsets that move with the loops: a value is a
// name for a place there. So windows of windows are windows.
#pragma once

#include "graph/access.hpp"
#include "rules/optimize.hpp"

#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace tenfold::rules {

class block_reads {
public:
    explicit block_reads(graph::graph& g) : graph_(g) {}

    /// The members of this node are views, or lie elsewhere than they did when it was added before.
    void add(std::size_t node);
    /// Could the operand read such members?
    bool may_read_views(const graph::read& r) const { return pieces_.count(r.source()) > 0; }
    /// Nodes that compute such members by the same loops, one part of the outermost each, get one block.
    void join(const graph::read&);
    /// A node with one loop over all such members gets the loops by which they lie.
    void nest(node&) const;
    /// The same elements, read from the block. `indices` are the operand's own; they become those of the block.
    std::optional<graph::read> in_block(const node&, const graph::read&, std::vector<graph::moving_index>& indices) const;

private:
    /// By number: rules move nodes, and what they hold, while this lives.
    struct piece {
        std::size_t owner;           // of the block
        std::size_t node, place;     // whose members
        int joined = -1;             // or those of all nodes that were joined
    };
    const graph::results& lie(const piece&) const;
    /// Those in the block that has the first of the members read.
    std::vector<piece> pieces_of(const node&, const graph::read&) const;
    bool goes_on(const piece&, const piece& next) const;

    graph::graph& graph_;
    std::unordered_map<const value_family*, std::vector<piece>> pieces_;
    std::unordered_set<std::size_t> added_, tried_;              // nodes; owners that join() has looked at
    std::vector<graph::results> joined_;
};

}  // namespace tenfold::rules
