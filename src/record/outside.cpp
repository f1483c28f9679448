// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/outside.hpp"

#include "storage/per_thread.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace tenfold::record {

namespace {

struct marks {
    std::mutex mutex;
    std::vector<const storage::per_thread*> all;
};
marks& every()
{
    static auto* const one = new marks;   // never destroyed: threads may end after it would be
    return *one;
}

void forget() noexcept
{
    storage::per_thread& t = storage::this_thread();
    const std::lock_guard lock(every().mutex);
    std::erase(every().all, &t);
    t.is_reader = false;
}

std::atomic<unsigned>& mine()
{
    storage::per_thread& t = storage::this_thread();
    if (!t.is_reader) {
        const std::lock_guard lock(every().mutex);
        every().all.push_back(&t);
        t.is_reader = true;
        storage::at_thread_end(forget);
    }
    return t.reading;
}

}  // namespace

// Fences on both sides: either the reader sees the new placement, or its turn is seen.
outside_reading::outside_reading()
{
    mine().fetch_add(1, std::memory_order_seq_cst);
#if !defined(__SANITIZE_THREAD__)   // knows no fences; the sanitizer runs on machines where the line above is one
    std::atomic_thread_fence(std::memory_order_seq_cst);
#endif
}
outside_reading::~outside_reading() { mine().fetch_add(1, std::memory_order_release); }

std::mutex& marks_lock() { return every().mutex; }

void only_this_thread_reads()
{
    const storage::per_thread* const mine = storage::this_thread_if_any();
    std::erase_if(every().all, [&](const storage::per_thread* t) { return t != mine; });
}

void wait_for_outside_readings()
{
#if !defined(__SANITIZE_THREAD__)
    std::atomic_thread_fence(std::memory_order_seq_cst);
#endif
    const std::lock_guard lock(every().mutex);
    for (const storage::per_thread* t : every().all) {
        const unsigned begun = t->reading.load(std::memory_order_seq_cst);
        while (begun % 2 && t->reading.load(std::memory_order_acquire) == begun) std::this_thread::yield();
    }
}

}  // namespace tenfold::record
