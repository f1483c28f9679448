// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace tenfold::engine {

/// Copies the values that handles still hold out of large blocks of which they fill less than an eighth, so that the
/// blocks can go. Looks at families of this thread that nobody else reads; under the lock of planning.
void compact();

}  // namespace tenfold::engine
