// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The axes along which a step may go by tiles, and how its places move with them.
#pragma once

#include "plan/plan.hpp"

#include <optional>

namespace tenfold::plan {

struct tile_axis {
    bool loop = false;
    std::size_t number = 0;
    index_t extent = 1;
};

/// Of steps that do the same at every tile, in any order: none of the others. First the one that is outermost in memory, as
/// a rule.
std::vector<tile_axis> tile_axes(const step&);

/// How a place moves along one axis, and how far it reaches along all others.
struct movement {
    index_t step = 0, others = 0;
};
/// Empty where strides are negative or no pattern fits.
std::optional<movement> operand_movement(const step&, const tile_axis&, std::size_t operand);
/// Empty as well where the axis is reduced.
std::optional<movement> result_movement(const step&, const tile_axis&);
bool reduces(const step&, const tile_axis&);

}  // namespace tenfold::plan
