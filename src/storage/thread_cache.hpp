// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What one thread keeps for itself, so that small values come and go without a lock: a few freed blocks, and what it
// has not yet told the common count of living bytes. A block may come from another thread.
#pragma once

#include "storage/block.hpp"

#include <atomic>

namespace tenfold::storage {

/// Only the owner writes; the counts are atomic because others read them.
struct thread_cache {
    block* kept[small_classes] = {};
    std::atomic<std::size_t> bytes{0};        // of the blocks kept
    std::atomic<std::ptrdiff_t> living{0};    // taken minus given since the last report
    std::atomic<std::ptrdiff_t> highest{0};   // of `living` since then
    thread_cache* previous = nullptr;         // among those of all threads
    thread_cache* next = nullptr;

    block* pop(int c)
    {
        block* const b = kept[c];
        if (!b) return nullptr;
        kept[c] = b->next;
        set(bytes, get(bytes) - b->bytes);
        return b;
    }
    void push(block* b)
    {
        b->next = kept[b->size_class];
        kept[b->size_class] = b;
        set(bytes, get(bytes) + b->bytes);
    }
    /// All blocks of a class.
    chain empty(int c);

    /// Counts what was taken, or given where negative; says whether it is time to report.
    bool count(std::ptrdiff_t more)
    {
        constexpr std::ptrdiff_t often = std::ptrdiff_t{64} << 10;
        const std::ptrdiff_t n = get(living) + more;
        set(living, n);
        if (n > get(highest)) set(highest, n);
        return n >= often || n <= -often;
    }

    template <class T> static T get(const std::atomic<T>& x) { return x.load(std::memory_order_relaxed); }
    template <class T> static void set(std::atomic<T>& x, T value) { x.store(value, std::memory_order_relaxed); }
};

}  // namespace tenfold::storage
