// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// An operator new, for the whole program, that can be told to fail once, and that knows how much is in use.
#pragma once

#include <cstddef>

namespace scarce {

/// The n-th allocation (from 1) of any thread while a `counting` exists fails; 0: none.
void fail_at(std::size_t n);
/// Did it?
bool has_failed();

/// Bytes that have been allocated, by any thread, and not been freed.
std::ptrdiff_t in_use();

/// While one exists, allocations count. Nests.
class counting {
public:
    counting();
    ~counting();
    counting(const counting&) = delete;
    counting& operator=(const counting&) = delete;
};

}  // namespace scarce
