// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Addresses of one operand of a node.
#pragma once

#include "graph/access.hpp"
#include "plan/locate.hpp"

namespace tenfold::plan {

struct addressed {
    place where;
    std::vector<index_t> stride;   // in memory, one for each index that was asked about
};

/// Where the operand's indices (extents, strides in canonical order) lie in memory at every loop position. Steps
/// that copy values into canonical order are appended to the plan where no strides describe the access.
addressed address(plan&, locations&, const graph::node&, const graph::read&,
                  const std::vector<graph::moving_index>& indices);

/// A coordinate as offsets in a buffer.
place placed(const graph::coordinate&, int buffer);

}  // namespace tenfold::plan
