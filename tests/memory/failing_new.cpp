// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "memory/failing_new.hpp"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace scarce {

namespace {

std::atomic<int> armed{0};
std::atomic<std::ptrdiff_t> left{0};
std::atomic<bool> failed{false};
std::atomic<std::ptrdiff_t> used{0};

bool fails()
{
    if (armed.load(std::memory_order_relaxed) == 0 || left.load(std::memory_order_relaxed) <= 0) return false;
    if (left.fetch_sub(1, std::memory_order_relaxed) != 1) return false;
    failed = true;
    return true;
}

}  // namespace

void fail_at(std::size_t n)
{
    left = static_cast<std::ptrdiff_t>(n);
    failed = false;
}

bool has_failed() { return failed; }

std::ptrdiff_t in_use() { return used; }

counting::counting() { ++armed; }
counting::~counting() { --armed; }

void* get(std::size_t bytes, std::size_t alignment) noexcept
{
    if (fails()) return nullptr;
    void* const p = alignment <= alignof(std::max_align_t)
                      ? std::malloc(bytes ? bytes : 1)
                      : std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
    used.fetch_add(static_cast<std::ptrdiff_t>(malloc_usable_size(p)), std::memory_order_relaxed);
    return p;
}

void give(void* p) noexcept
{
    used.fetch_sub(static_cast<std::ptrdiff_t>(malloc_usable_size(p)), std::memory_order_relaxed);
    std::free(p);
}

void* get_or_throw(std::size_t bytes, std::size_t alignment)
{
    if (void* const p = get(bytes, alignment)) return p;
    throw std::bad_alloc();
}

}  // namespace scarce

constexpr std::size_t usual = alignof(std::max_align_t);

void* operator new(std::size_t n) { return scarce::get_or_throw(n, usual); }
void* operator new[](std::size_t n) { return scarce::get_or_throw(n, usual); }
void* operator new(std::size_t n, std::align_val_t a) { return scarce::get_or_throw(n, std::size_t(a)); }
void* operator new[](std::size_t n, std::align_val_t a) { return scarce::get_or_throw(n, std::size_t(a)); }
void* operator new(std::size_t n, const std::nothrow_t&) noexcept { return scarce::get(n, usual); }
void* operator new[](std::size_t n, const std::nothrow_t&) noexcept { return scarce::get(n, usual); }
void operator delete(void* p) noexcept { scarce::give(p); }
void operator delete[](void* p) noexcept { scarce::give(p); }
void operator delete(void* p, std::size_t) noexcept { scarce::give(p); }
void operator delete[](void* p, std::size_t) noexcept { scarce::give(p); }
void operator delete(void* p, std::align_val_t) noexcept { scarce::give(p); }
void operator delete[](void* p, std::align_val_t) noexcept { scarce::give(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { scarce::give(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { scarce::give(p); }
