// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Streams of integers as one nest of loops.
#pragma once

#include "graph/graph.hpp"

#include <optional>

namespace tenfold::graph {

/// Members at which no stream is in the middle of a run or of one of its rows, so that between two cuts every
/// stream is a whole odometer. Gives up (empty) beyond `most` cuts.
std::vector<index_t> cuts(const std::vector<const record::stream*>&, index_t first, index_t count, std::size_t most);

struct nest {
    int loops = 0;
    index_t extent[max_loops] = {1, 1, 1, 1, 1, 1};
};
/// The loops that all streams share between two cuts, or nothing where they do not nest in max_loops loops.
std::optional<nest> common_nest(const std::vector<const record::stream*>&, index_t first, index_t count);

coordinate along(const record::stream&, index_t first, const nest&);
coordinate tabled(const record::stream&, std::span<const record::member_set::range>);

}  // namespace tenfold::graph
