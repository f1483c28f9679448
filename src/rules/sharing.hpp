// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Products whose windows meet become products over what the windows cover; their results are views.
#pragma once

#include "rules/optimize.hpp"

namespace tenfold::rules {

struct shared_windows {
    std::vector<std::size_t> nodes;   // that are views now
    index_t before = 0, after = 0;    // products
    int fired = 0;
    std::string declined;             // why others are not
};

/// May the node be one of those?
bool may_share(const node&);

/// These nodes with each other. `most`: nodes are rewritten where their results become so many elements at most; null:
/// where it costs less.
shared_windows share_windows(graph::graph&, std::span<const std::size_t> nodes, const graph::product_cost&,
                             index_t (*most)(const node&) = nullptr);

}  // namespace tenfold::rules
