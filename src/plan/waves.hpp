// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The order of a recurrence. A member's depth is the length of the longest chain of members that it needs; members of
// one depth are independent of each other and run together, in whatever order they were recorded: 64 chains of 100
// steps are 100 waves of 64. Values that nobody needs after the next wave give their memory to later ones.
#pragma once

#include "plan/machine.hpp"
#include "plan/plan.hpp"

namespace tenfold::plan {

/// One family of a recurrence: members first .. first + count - 1 lie one after another in a buffer of their own.
struct wave_value {
    index_t first = 0, count = 0, size = 0;   // size: elements of a member
    int buffer = -1;
    std::vector<bool> kept;                   // members that are read after the recurrence
};

/// What moved: for each value the slot of each member in its buffer; empty where members stay in order.
struct wave_order {
    bool changed = false;
    std::vector<std::vector<index_t>> slots;
};

/// Could an order by depth help? Takes no time for regular recurrences of small values; looks at no member.
bool may_order(const step&, const std::vector<wave_value>&, const std::vector<buffer>&, const machine&);

/// Puts the positions of the inner steps in order of depth where that makes clearly fewer stretches, and gives values
/// slots where that saves memory that does not fit in a cache.
wave_order order_waves(step&, const std::vector<wave_value>&, std::vector<buffer>&, const machine&);

}  // namespace tenfold::plan
