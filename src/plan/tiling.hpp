// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The axes along which a step may go by tiles, and how its places move with them.
#pragma once

#include "plan/plan.hpp"

#include <optional>

namespace tenfold::plan {

/// A loop, with all around it as one; or an axis of a step without loops.
struct tile_axis {
    bool loop = false;
    std::size_t number = 0;
    index_t extent = 1;                  // tiles
    index_t row = 1;                     // of them along the innermost of these loops
};

/// Of steps that do the same at every tile, in any order: none of the others. Those with the most tiles first, of loops.
std::vector<tile_axis> tile_axes(const step&);

/// How a place moves along one axis, and how far it reaches along all others.
struct movement {
    index_t step = 0, others = 0;
};
/// Empty where strides are negative, or tiles do not lie at equal distances.
std::optional<movement> operand_movement(const step&, const tile_axis&, std::size_t operand);
/// Empty as well where the axis is reduced.
std::optional<movement> result_movement(const step&, const tile_axis&);
bool reduces(const step&, const tile_axis&);

/// Elements from one index of an axis (of a step without loops) to the next.
index_t operand_stride(const step&, std::size_t axis, std::size_t operand);
index_t result_stride(const step&, std::size_t axis);

}  // namespace tenfold::plan
