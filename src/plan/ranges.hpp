// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Elementwise work over ranges of one axis: where they are equally long, a step over all of them; else one for each.
#pragma once

#include "graph/graph.hpp"

namespace tenfold::plan {

inline bool is_ranged(const graph::node& n)
{
    const auto* const e = std::get_if<graph::elementwise>(&n.what);
    return e && !e->lengths.empty();
}

/// Nodes of one length each, that fill the same block.
std::vector<graph::node> by_length(const graph::node&);

}  // namespace tenfold::plan
