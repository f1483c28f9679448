// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// E_m = E_q + P_k: sums that a loop adds up, one or several side by side, whose values on the way nobody wants.
#pragma once

#include "graph/readers.hpp"
#include "rules/optimize.hpp"

#include <optional>

namespace tenfold::rules {

struct running_sum {
    const value_family* family = nullptr;   // of the sum
    index_t last = 0;                       // its member that is wanted
    graph::read initial;                    // what it starts from
    std::size_t product = 0;                // the node that computes what is added,
    std::vector<index_t> members;           // in this order
};

struct running_sums {
    recorded* family = nullptr;
    std::vector<std::size_t> nodes;         // all of the family
    std::vector<running_sum> sums;
};

/// Those of the recurrence that begins with node `first`, if it is nothing else. Each adds members of one product.
std::optional<running_sums> find_running_sums(const graph::graph&, const graph::readers&, std::size_t first);

/// Does the operand read all of a value as it stands?
bool is_whole(const graph::read&, const value_family&);
/// Zeros that no one has written into?
bool is_zeros(const graph::read&);

}  // namespace tenfold::rules
