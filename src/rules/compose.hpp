// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Loops through loops: a node that reads another one's results, seen as a reader of what that one reads.
#pragma once

#include "graph/access.hpp"
#include "rules/optimize.hpp"

#include <optional>

namespace tenfold::rules {

/// One value for each position as steps along the loops, where they follow them; else as a table.
graph::coordinate fitted(const node&, std::vector<index_t> values);

/// Do the results of the node's loop positions lie in its block one after another, as graph::build put them?
bool in_order(const node&);

/// Which loop position of `inner`, which is in order, computes what each position of `outer` reads through `r`.
/// Empty where that follows no pattern and positions are many, or where some of it comes from elsewhere.
std::optional<graph::coordinate> positions_read(const node& outer, const graph::read& r, const node& inner);

/// A coordinate of `inner` at these positions, as one of `outer`.
std::optional<graph::coordinate> compose(const node& outer, const graph::coordinate& position, const node& inner,
                                         const graph::coordinate&);

/// The same access, `by` elements further on.
graph::coordinate moved(graph::coordinate, index_t by);

/// What reads a copy, or anything that is computed element by element, reads the elements of its operand instead.
/// `indices` are those of the reader, in the canonical order of the result; they become those of the operand.
std::optional<graph::read> through(const node& outer, const graph::read& r, const node& inner, std::size_t operand,
                                   std::vector<graph::moving_index>& indices);

}  // namespace tenfold::rules
