// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Stores that together fill a fresh value: what stack, concatenate and loops over a preallocated array record.
#pragma once

#include "rules/optimize.hpp"

#include <optional>

namespace tenfold::rules {

/// Versions of one value, each a part further, until every element is written once. Nobody sees a version but the last.
struct filling {
    std::vector<std::size_t> stores;     // nodes
    recorded* value = nullptr;
    index_t last = 0;                    // the member that is filled
    std::vector<index_t> part_shape, part_stride;
    /// All parts are the members of one node, in a block that no rule has touched: `offset` is that of each of its
    /// positions, in the value's canonical order. Else that of each part, in the order of the stores.
    bool one_block = false;
    std::size_t producer = 0;            // the node
    std::vector<index_t> offset;
    graph::read parts;                   // what is stored, in the order of the stores: by table
};

/// The filling that ends with the version that the stores of node `first` and those behind it make, if it is one.
std::optional<filling> find_filling(const graph::graph&, const graph::family_readers&, std::size_t first);

/// One plain block with a member for each position, in order, that no rule has moved; `positions` of them.
bool is_plain_block(const node&, index_t positions);

}  // namespace tenfold::rules
