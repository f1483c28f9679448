// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "storage/per_thread.hpp"

#include <cstdlib>
#include <exception>
#include <mutex>
#include <new>
#include <utility>

// What compilers call for the destructors of objects with thread storage, in the C++ ABI of Itanium and all that
// follow it: here without an object, so that it may be called as often as a thread needs it.
extern "C" int __cxa_thread_atexit(void (*)(void*), void*, void*);
extern "C" void* __dso_handle;

namespace tenfold::storage {

constinit thread_local std::uint32_t number_of_this_thread = no_number;
per_thread* chunks_of_threads[most_chunks];

namespace {

constinit std::mutex numbers;
constinit per_thread* unused = nullptr;
constinit std::uint32_t chunks = 0;

// Never given back: there are as many as threads at one time.
void make_chunk() noexcept
{
    void* const room = std::aligned_alloc(alignof(per_thread), threads_in_a_chunk * sizeof(per_thread));
    if (!room || chunks == most_chunks) std::terminate();   // on the way of things that must not fail
    per_thread* const all = static_cast<per_thread*>(room);
    for (std::uint32_t i = threads_in_a_chunk; i-- > 0;) {
        per_thread* const t = new (all + i) per_thread;
        t->number = chunks * threads_in_a_chunk + i;
        t->next_free = std::exchange(unused, t);
    }
    chunks_of_threads[chunks++] = all;
}

// Runs after what was asked for later, and so after whatever the thread has put here. A thread that uses it once more
// gets another.
void clear_away() noexcept
{
    per_thread& t = this_thread();
    const std::lock_guard hold(numbers);
    t.next_free = std::exchange(unused, &t);
    number_of_this_thread = no_number;
}

}  // namespace

std::mutex& thread_numbers_lock() { return numbers; }

void at_thread_end(void (*f)() noexcept)
{
    const auto call = [](void* what) { reinterpret_cast<void (*)() noexcept>(what)(); };
    __cxa_thread_atexit(call, reinterpret_cast<void*>(f), &__dso_handle);
}

per_thread& make_per_thread() noexcept
{
    per_thread* t;
    {
        const std::lock_guard hold(numbers);
        if (!unused) make_chunk();
        t = std::exchange(unused, unused->next_free);
    }
    number_of_this_thread = t->number;
    at_thread_end(clear_away);
    return *t;
}

}  // namespace tenfold::storage
