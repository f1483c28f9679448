// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A block of memory as it comes from the system: one line that says what it is, then what a caller sees.
#pragma once

#include "storage/size_class.hpp"

namespace tenfold::storage {

struct alignas(line) block {
    block* next;
    std::size_t bytes;  // of the whole block, this line included
    int size_class;
};
static_assert(sizeof(block) == line);

inline std::byte* data_of(block* b) { return reinterpret_cast<std::byte*>(b) + line; }
inline block* block_of(std::byte* data) { return reinterpret_cast<block*>(data - line); }

/// From the system, on huge pages where it is large; null where there is none to be had.
block* fresh(int size_class) noexcept;
/// Back to the system.
void discard(block*) noexcept;

/// A list of blocks of one class, on its way from one place to another.
struct chain {
    block* first = nullptr;
    block* last = nullptr;
    std::size_t count = 0;
    void add(block* b)
    {
        b->next = first;
        first = b;
        if (!last) last = b;
        ++count;
    }
};

}  // namespace tenfold::storage
