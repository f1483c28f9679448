// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What windows of one width cover together, whatever their order: ranges of positions. Time goes with the windows and
// with the positions among which they lie, not with an order to be found.
#pragma once

#include <tenfold/detail/family.hpp>

#include <cstdint>
#include <vector>

namespace tenfold::rules {

using detail::index_t;

/// Positions low .. high that windows of one pair of values cover. Windows that touch are in one range.
struct window_range {
    std::int32_t pair;
    index_t low, high;
    index_t windows = 1;               // distinct ones
    index_t positions = high - low + 1;  // of all of these, one by one
};

/// Where a window begins: the number of its pair, and a position there.
struct window_begin {
    static constexpr int bits = 40;
    static index_t made(index_t pair, index_t position) { return (pair << bits) + position; }
    static std::size_t pair(index_t begin) { return static_cast<std::size_t>(begin >> bits); }
    static index_t position(index_t begin) { return begin & ((index_t{1} << bits) - 1); }
};

/// The first and the last window of a pair.
struct window_span {
    index_t low, high;
};

struct covering {
    std::vector<window_range> ranges;     // by pair, then by position
    std::vector<std::int32_t> range_of;   // of each window
};

/// Gaps of `bridge` positions at most are covered too.
covering cover(const std::vector<index_t>& begins, const std::vector<window_span>& of_pairs, index_t width, index_t bridge);

}  // namespace tenfold::rules
