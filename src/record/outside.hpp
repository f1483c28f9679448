// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Readers on other threads take no lock. Who wants to free what they may be looking at publishes its successor, and
// waits until every reader that had begun is through (a grace period: McKenney, Slingwine, read-copy update, 1998).
#pragma once

#include <mutex>

namespace tenfold::record {

/// While it exists, what this thread reads of other threads' placements is not freed. Does not nest; for a few
/// instructions only.
class outside_reading {
public:
    outside_reading();
    ~outside_reading();
    outside_reading(const outside_reading&) = delete;
    outside_reading& operator=(const outside_reading&) = delete;
};

/// Returns when no reading goes on that had begun before the call.
void wait_for_outside_readings();

/// Guards the list of readers.
std::mutex& marks_lock();
/// After a fork, under no lock: whatever other threads were reading, they are gone.
void only_this_thread_reads();

}  // namespace tenfold::record
