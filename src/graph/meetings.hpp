// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Which indices of a product meet on which axis of what an operand reads. Every law about windows begins here: a free
// index that meets a loop is a window of the result, a summed index that meets a loop slides along the sum.
#pragma once

#include "graph/access.hpp"
#include "graph/graph.hpp"

#include <optional>
#include <span>
#include <vector>

namespace tenfold::graph {

/// An index that moves an operand: an axis of the product, or a loop of its node.
struct mover {
    bool is_loop = false;
    int index = 0;                   // which axis, or which loop
    /// Nothing else moves with it: a free index of this operand alone, or a loop that leaves the other operand and both
    /// sources where they are.
    bool free = false;
    bool summed = false;
    moving_index moves;              // in canonical order
    std::vector<index_t> step = {};  // along the axes of the source
};

/// Those of an operand: all axes that it has,
std::vector<mover> axes_moving(std::span<const product_axis>, int operand);
/// and loops that move its offset. Nothing where it follows a table.
std::vector<mover> all_moving(const node&, std::span<const product_axis>, int operand);

/// Axes of a source as indices move along them. Neighbours that an index wraps over (a reshape of a part) are one axis.
struct meetings {
    std::vector<index_t> origin, length, canonical;   // of each axis
    std::vector<mover> movers;

    std::size_t axes() const { return origin.size(); }
    /// Who moves along an axis.
    std::vector<std::size_t> on(std::size_t axis) const;
    bool moves_one_axis(std::size_t mover) const;
};

/// In a value of this shape, read from `offset` on. Empty where an index leaves it.
std::optional<meetings> meet(std::span<const index_t> shape, index_t offset, std::vector<mover>);
inline std::optional<meetings> meet(const value_family& f, index_t offset, std::vector<mover> movers)
{
    return meet(std::span(f.shape, f.rank), offset, std::move(movers));
}

}  // namespace tenfold::graph
