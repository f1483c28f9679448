// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "storage/pool.hpp"

#include "checked_memory.hpp"
#include "storage/per_thread.hpp"

#include <tenfold/error.hpp>

#include <unistd.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <memory>
#include <new>
#include <utility>

namespace tenfold::storage {

namespace {

constexpr std::size_t most_share = std::size_t{256} << 10;  // of one thread

std::size_t first_limit()
{
    const char* const text = std::getenv("TENFOLD_POOL_LIMIT");
    if (text && *text) return parse_bytes(text, "TENFOLD_POOL_LIMIT");
    const long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    return pages > 0 && page > 0 ? static_cast<std::size_t>(pages) / 8 * static_cast<std::size_t>(page) : 0;
}

[[noreturn]] void refuse(std::size_t bytes)
{
    throw memory_error("[allocate] " + std::to_string(bytes) + " bytes of memory are not to be had");
}

}  // namespace

pool::pool() : limit_(first_limit() * keeps_freed_blocks)   // the environment is checked in any case
{
    divide();
}

std::byte* pool::take(std::size_t bytes)
{
    if (bytes > static_cast<std::size_t>(std::numeric_limits<std::ptrdiff_t>::max()) / 2) refuse(bytes);
    const int c = class_of(bytes + line);
    thread_cache* const own = c < small_classes ? mine() : nullptr;
    block* b = own ? own->pop(c) : nullptr;
    if (!b) b = find(c, own);
    if (!b) refuse(bytes);
    const auto size = static_cast<std::ptrdiff_t>(b->bytes);
    if (!own) report(size, size);
    else if (own->count(size)) report(*own);
    return data_of(b);
}

void pool::give(std::byte* data) noexcept
{
    block* const b = block_of(data);
    const int c = b->size_class;
    const std::size_t size = b->bytes;
    thread_cache* const own = c < small_classes ? mine() : nullptr;
    if (!own) report(-static_cast<std::ptrdiff_t>(size), 0);
    else if (own->count(-static_cast<std::ptrdiff_t>(size))) report(*own);
    if (own) {
        const std::size_t share = share_.load(std::memory_order_relaxed);
        if (thread_cache::get(own->bytes) + size > share) spill(*own);
        if (size <= share) return own->push(b);
    }
    chain one;
    one.add(b);
    shelve(c, one);
}

// A block from the shelves, with some more for the thread, or from the system.
block* pool::find(int size_class, thread_cache* own) noexcept
{
    const std::size_t size = bytes_of_class(size_class);
    const std::size_t share = own ? share_.load(std::memory_order_relaxed) : 0;
    const std::size_t full = own ? thread_cache::get(own->bytes) : 0;
    const std::size_t room = full < share ? std::min(share - full, share / 8) / size : 0;
    const chain found = shelves_.take(size_class, std::clamp<std::size_t>(room, 1, 16));
    block* const b = found.first;
    if (b) {
        for (block* more = b->next; more;) {
            block* const after = more->next;
            own->push(more);
            more = after;
        }
        return b;
    }
    if (block* const made = fresh(size_class)) return made;
    trim(0);
    return fresh(size_class);
}

void pool::shelve(int size_class, const chain& given) noexcept
{
    const std::size_t most = on_shelves_.load(std::memory_order_relaxed);
    const std::size_t bytes = given.count * bytes_of_class(size_class);
    if (bytes > most) {
        for (block* b = given.first; b;) {
            block* const after = b->next;
            discard(b);
            b = after;
        }
        return;
    }
    shelves_.trim(most - bytes);
    shelves_.put(size_class, given);
}

void pool::spill(thread_cache& own) noexcept
{
    if (thread_cache::get(own.bytes) == 0) return;
    for (int c = 0; c < small_classes; ++c)
        if (own.kept[c]) shelve(c, own.empty(c));
}

void pool::report(std::ptrdiff_t living, std::ptrdiff_t highest) noexcept
{
    const std::ptrdiff_t high = living_.fetch_add(living, std::memory_order_relaxed) + highest;
    std::ptrdiff_t peak = peak_.load(std::memory_order_relaxed);
    while (high > peak && !peak_.compare_exchange_weak(peak, high, std::memory_order_relaxed)) {}
}

void pool::report(thread_cache& own) noexcept
{
    report(thread_cache::get(own.living), thread_cache::get(own.highest));
    thread_cache::set<std::ptrdiff_t>(own.living, 0);
    thread_cache::set<std::ptrdiff_t>(own.highest, 0);
}

// ---- one cache for each thread

void close_blocks() noexcept
{
    thread_cache* const own = std::exchange(this_thread().blocks, nullptr);
    the_pool().close(*own);
    std::destroy_at(own);
    std::free(own);
}

// Null where there is no memory for it.
thread_cache* pool::mine() noexcept
{
    thread_cache*& own = this_thread().blocks;
    if (!own) own = open();
    return own;
}

thread_cache* pool::open() noexcept
{
    void* const room = std::malloc(sizeof(thread_cache));
    if (!room) return nullptr;
    thread_cache& own = *new (room) thread_cache;
    at_thread_end(close_blocks);
    const std::lock_guard lock(mutex_);
    own.next = first_;
    if (first_) first_->previous = &own;
    first_ = &own;
    ++threads_;
    divide();
    return &own;
}

void pool::close(thread_cache& own) noexcept
{
    const std::lock_guard lock(mutex_);
    (own.previous ? own.previous->next : first_) = own.next;
    if (own.next) own.next->previous = own.previous;
    --threads_;
    report(own);
    divide();
    spill(own);
}

// Half of the limit at most is for the threads.
void pool::divide() noexcept
{
    std::size_t share = std::min(most_share, limit_ / 2 / std::max<std::size_t>(threads_, 1));
    if (share < 4096) share = 0;
    share_.store(share, std::memory_order_relaxed);
    on_shelves_.store(limit_ - share * threads_, std::memory_order_relaxed);
}

// ---- what users may ask

void pool::set_limit(std::size_t bytes)
{
    {
        const std::lock_guard lock(mutex_);
        limit_ = keeps_freed_blocks ? bytes : 0;
        divide();
    }
    if (use().pooled > bytes) trim(bytes);
}

void pool::trim(std::size_t keep) noexcept
{
    std::size_t elsewhere = 0;
    if (thread_cache* const own = mine()) spill(*own);
    {
        const std::lock_guard lock(mutex_);
        for (const thread_cache* t = first_; t; t = t->next) elsewhere += thread_cache::get(t->bytes);
    }
    shelves_.trim(keep - std::min(keep, elsewhere));
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
}

memory_use pool::use()
{
    if (thread_cache* const own = mine()) report(*own);
    const std::lock_guard lock(mutex_);
    std::ptrdiff_t living = living_.load(std::memory_order_relaxed);
    std::ptrdiff_t peak = peak_.load(std::memory_order_relaxed);
    std::size_t pooled = shelves_.bytes();
    for (const thread_cache* t = first_; t; t = t->next) {
        peak = std::max(peak, living + thread_cache::get(t->highest));
        living += thread_cache::get(t->living);
        pooled += thread_cache::get(t->bytes);
    }
    const auto positive = [](std::ptrdiff_t n) { return static_cast<std::size_t>(std::max<std::ptrdiff_t>(n, 0)); };
    return {positive(living), pooled, positive(std::max(peak, living))};
}

void pool::reset_peak()
{
    if (thread_cache* const own = mine()) report(*own);
    const std::lock_guard lock(mutex_);
    for (thread_cache* t = first_; t; t = t->next) thread_cache::set(t->highest, thread_cache::get(t->living));
    peak_.store(living_.load(std::memory_order_relaxed), std::memory_order_relaxed);
}

pool& the_pool()
{
    static pool* const p = new pool;
    return *p;
}

std::size_t parse_bytes(const std::string& text, const char* where)
{
    const auto nonsense = [&] [[noreturn]] {
        throw error("[memory] " + std::string(where) + "=" + text + " is not a number of bytes, such as 0, 65536, 512M or 2G");
    };
    std::size_t at = 0, bytes = 0;
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
        const auto digit = static_cast<std::size_t>(text[at] - '0');
        if (bytes > (most - digit) / 10) nonsense();
        bytes = bytes * 10 + digit;
    }
    if (at == 0 || text.size() > at + 1) nonsense();
    if (at == text.size()) return bytes;
    const std::size_t letter = std::string("kKmMgG").find(text[at]);
    if (letter == std::string::npos) nonsense();
    const std::size_t shift = 10 * (letter / 2 + 1);
    if (bytes > most >> shift) nonsense();
    return bytes << shift;
}

}  // namespace tenfold::storage
