// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Stores that together fill a fresh value: what stack, concatenate and loops over a preallocated array record.
#pragma once

#include "graph/readers.hpp"
#include "rules/optimize.hpp"

#include <optional>

namespace tenfold::rules {

/// What the stores of one family write.
struct stored_parts {
    recorded* family = nullptr;
    std::vector<std::size_t> stores;     // nodes
    graph::read parts;                   // what is stored, in the order of the stores: by table
    std::vector<index_t> part_shape, part_stride;
    std::vector<index_t> offset;         // of each part, in the value's canonical order
};

/// Versions of one value, each a part further, in which no element is written twice. Nobody sees a version but the last.
struct filling {
    std::vector<stored_parts> families;  // all whose stores take part; the value is a member of the first
    recorded* value = nullptr;
    index_t last = 0;                    // the member that is filled
    std::optional<graph::read> base;     // has the elements that no part writes; none: there are none that matter
    /// All parts are the members of one node, in a block that no rule has touched.
    struct block {
        std::size_t producer;            // the node
        std::vector<index_t> offset;     // of what each of its positions computes, as in stored_parts
    };
    std::optional<block> one_block;
};

/// The filling that ends with the last version of this family of stores, if it is one.
std::optional<filling> find_filling(const graph::graph&, const graph::readers&, recorded* value);

/// One plain block with a member for each position, in order, that no rule has moved; `positions` of them.
bool is_plain_block(const node&, index_t positions);

}  // namespace tenfold::rules
