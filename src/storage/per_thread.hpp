// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What each thread keeps for itself, behind one number: a library that is loaded late finds little room left for static
// thread-local storage, of which LIBXSMM takes 780 bytes. Plain data, so that values with static storage may be dropped
// when a thread's own objects are gone; whoever puts something here asks at_thread_end to clear it away.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

namespace tenfold::engine {
struct small_tools;
}
namespace tenfold::record {
struct value_family;
}

namespace tenfold::storage {

struct thread_cache;

/// Calls f when this thread ends, or next, where it is ending already. Objects with thread storage do not do: one that
/// was built before the first use of tenfold is destroyed after ours, and may use it again.
void at_thread_end(void (*f)() noexcept);

struct alignas(64) per_thread {
    per_thread* next_free = nullptr;        // of those of threads that have ended
    std::uint32_t number = 0;
    std::atomic<unsigned> reading{0};       // odd while it reads other threads' values: outside.cpp
    bool is_reader = false;
    int evaluations = 0;                    // in which it is at work: computing.cpp
    int asking = 0;                         // depth of evaluations it has asked for: engine/fork.cpp
    int letting_go = 0;                     // family.cpp
    record::value_family* going = nullptr;
    struct freed_memory {                   // for the next of its kind: recycle.hpp
        void* first = nullptr;
        int blocks = 0;
        int out = 0, most_out = 0;          // blocks that this thread took and has not given back, now and at most
        bool cleared_at_end = false;
    } families, leaves[3];                  // leaves by the room behind them
    thread_cache* blocks = nullptr;
    engine::small_tools* small_calls = nullptr;   // small_calls.cpp
};

inline constexpr std::uint32_t no_number = ~std::uint32_t{0}, threads_in_a_chunk = 64, most_chunks = 1 << 12;
[[gnu::tls_model("initial-exec")]] extern constinit thread_local std::uint32_t number_of_this_thread;
extern per_thread* chunks_of_threads[most_chunks];
per_thread& make_per_thread() noexcept;
std::mutex& thread_numbers_lock();

/// Null where this thread has put nothing here yet.
inline per_thread* this_thread_if_any()
{
    const std::uint32_t n = number_of_this_thread;
    return n == no_number ? nullptr : chunks_of_threads[n / threads_in_a_chunk] + n % threads_in_a_chunk;
}
inline per_thread& this_thread()
{
    per_thread* const t = this_thread_if_any();
    return t ? *t : make_per_thread();
}

}  // namespace tenfold::storage
