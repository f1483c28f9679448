// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Memory for values. The first touch of a page costs more than the arithmetic it holds, so freed blocks are kept:
// small ones by the thread that frees them, others, and what a thread has too many of, on shelves for all.
#pragma once

#include "storage/shelves.hpp"
#include "storage/thread_cache.hpp"

#include <tenfold/memory.hpp>

#include <string>

namespace tenfold::storage {

class pool {
public:
    /// Throws error where TENFOLD_POOL_LIMIT is no number of bytes.
    pool();
    std::byte* take(std::size_t bytes);
    void give(std::byte* data) noexcept;

    void set_limit(std::size_t bytes);
    void trim(std::size_t keep) noexcept;
    memory_use use();
    void reset_peak();
    /// Calls f(lock) for all of them, in the order in which threads take them.
    template <class F>
    void for_each_lock(const F& f)
    {
        f(mutex_);
        shelves_.for_each_lock(f);
    }

private:
    friend void close_blocks() noexcept;
    thread_cache* mine() noexcept;
    thread_cache* open() noexcept;
    void close(thread_cache&) noexcept;
    void divide() noexcept;
    void spill(thread_cache&) noexcept;
    void shelve(int size_class, const chain&) noexcept;
    void report(std::ptrdiff_t living, std::ptrdiff_t highest) noexcept;
    void report(thread_cache&) noexcept;
    block* find(int size_class, thread_cache*) noexcept;

    shelves shelves_;
    alignas(line) std::atomic<std::ptrdiff_t> living_{0};
    std::atomic<std::ptrdiff_t> peak_{0};
    // Read by all, seldom written: what the shelves may hold, and what each thread may.
    alignas(line) std::atomic<std::size_t> on_shelves_{0};
    std::atomic<std::size_t> share_{0};

    std::mutex mutex_;  // of what follows
    std::size_t limit_ = 0;
    std::size_t threads_ = 0;
    thread_cache* first_ = nullptr;
};

/// Never destroyed: values in static variables give their memory back after main.
pool& the_pool();

/// A number of bytes, with K, M or G behind it for powers of 1024; throws error that names where it stands.
std::size_t parse_bytes(const std::string& text, const char* where);

}  // namespace tenfold::storage
