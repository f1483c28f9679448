// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Coordinates of a node at all its loop positions, for rules that look at calls one by one. Several coordinates become
// one integer, so that telling calls apart is looking at one array.
#pragma once

#include "rules/optimize.hpp"

#include <vector>

namespace tenfold::rules {

/// A coordinate at every position; a table is read where it lies.
class column {
public:
    column(const node&, const graph::coordinate&);
    const index_t* begin() const { return data_; }
    const index_t* end() const { return data_ + count_; }

private:
    std::vector<index_t> own_;
    const index_t* data_;
    index_t count_;
};

/// For each position an integer from 0 to bound - 1; equal where all coordinates are.
struct position_keys {
    std::vector<index_t> keys;   // none where nothing moves: all are 0
    index_t bound = 1;

    index_t operator[](index_t i) const { return keys.empty() ? 0 : keys[static_cast<std::size_t>(i)]; }
};
position_keys keys_of(const node&, const std::vector<const graph::coordinate*>& moving);

/// Numbers distinct keys as they come: first[number[i]] is the first position with the key of position i.
struct numbered {
    std::vector<index_t> first, number;
};
numbered number_keys(const position_keys&);

}  // namespace tenfold::rules
