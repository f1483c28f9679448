// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace tenfold::record {

/// Calls f when this thread ends, or next, where it is ending already. Objects with thread storage do not do: one that
/// was built before the first use of tenfold is destroyed after ours, and may use it again.
void at_thread_end(void (*f)() noexcept);

}  // namespace tenfold::record
