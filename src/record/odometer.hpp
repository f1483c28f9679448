// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Integers along nested loops: what streams, places of members and loop positions are made of.
#pragma once

#include <tenfold/detail/family.hpp>

namespace tenfold::record {

using detail::index_t;

inline constexpr int max_axes = detail::max_loops;

/// The sum of step[d] times how often axis d has turned after k steps, innermost first. The last axis never turns over; of
/// none there is step 0 only.
inline index_t turned(int axes, const index_t* extent, const index_t* step, index_t k)
{
    if (axes <= 1) return step[0] * k;   // most often: loops over it become vectors
    index_t sum = 0;
    for (int d = 0; d + 1 < axes; ++d) {
        sum += step[d] * (k % extent[d]);
        k /= extent[d];
    }
    return sum + step[axes - 1] * k;
}

struct odometer {
    index_t base = 0;
    int axes = 1;
    index_t extent[max_axes] = {1, 1, 1, 1, 1, 1};   // innermost first
    index_t step[max_axes] = {};

    index_t at(index_t k) const { return base + turned(axes, extent, step, k); }
};

}  // namespace tenfold::record
