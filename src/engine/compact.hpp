// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "record/reach.hpp"

namespace tenfold::engine {

/// Copies the values that handles still hold out of large blocks of which they fill less than an eighth, so that the
/// blocks can go. Looks at families of this thread that nobody else reads; under the lock of planning.
void compact();

/// Values that were computed one by one lie all over the memory of the host. Those that these needs read are put side by
/// side, before a device gets them. Under the lock of planning.
void put_together(const std::vector<record::need>&);

}  // namespace tenfold::engine
