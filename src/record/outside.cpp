// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/outside.hpp"

#include "record/thread_end.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace tenfold::record {

namespace {

/// Odd while its thread reads.
struct alignas(64) mark {
    std::atomic<unsigned> turn{0};
    bool listed = false;
};

struct marks {
    std::mutex mutex;
    std::vector<const mark*> all;
};
marks& every()
{
    static auto* const one = new marks;   // never destroyed: threads may end after it would be
    return *one;
}

constinit thread_local mark of_this_thread;

void forget() noexcept
{
    const std::lock_guard lock(every().mutex);
    std::erase(every().all, &of_this_thread);
    of_this_thread.listed = false;
}

mark& mine()
{
    mark& m = of_this_thread;
    if (m.listed) return m;
    const std::lock_guard lock(every().mutex);
    every().all.push_back(&m);
    m.listed = true;
    at_thread_end(forget);
    return m;
}

}  // namespace

// Fences on both sides: either the reader sees the new placement, or its turn is seen.
outside_reading::outside_reading()
{
    mine().turn.fetch_add(1, std::memory_order_seq_cst);
#if !defined(__SANITIZE_THREAD__)   // knows no fences; the sanitizer runs on machines where the line above is one
    std::atomic_thread_fence(std::memory_order_seq_cst);
#endif
}
outside_reading::~outside_reading() { mine().turn.fetch_add(1, std::memory_order_release); }

void wait_for_outside_readings()
{
#if !defined(__SANITIZE_THREAD__)
    std::atomic_thread_fence(std::memory_order_seq_cst);
#endif
    const std::lock_guard lock(every().mutex);
    for (const mark* m : every().all) {
        const unsigned begun = m->turn.load(std::memory_order_seq_cst);
        while (begun % 2 && m->turn.load(std::memory_order_acquire) == begun) std::this_thread::yield();
    }
}

}  // namespace tenfold::record
