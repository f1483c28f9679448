// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Memory for values. The first touch of a page costs more than the arithmetic it holds, so freed blocks are kept by
// size class and handed out again, and large blocks lie on huge pages.
#include "backend/backend.hpp"
#include "checked_memory.hpp"

#include <tenfold/detail/record.hpp>

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <mutex>
#include <new>

namespace tenfold::backend {

namespace {

constexpr std::size_t line = 64;
constexpr std::size_t huge = std::size_t{2} << 20;
constexpr int steps = 8;  // size classes in each doubling, so at most an eighth is lost
constexpr int classes = 16 + steps * 48;

// One line in front of the memory that a caller sees.
struct alignas(line) block {
    block* next;
    std::size_t bytes;  // of the whole block, this line included
    int size_class;
};
static_assert(sizeof(block) == line);

// Classes are multiples of a line up to 1 KiB, then eighths of a doubling.
int class_of(std::size_t bytes)
{
    if (bytes <= 16 * line) return static_cast<int>((bytes + line - 1) / line) - 1;
    const int doubling = static_cast<int>(std::bit_width(bytes - 1)) - 1;  // 2^doubling < bytes <= 2^(doubling + 1)
    const std::size_t over = (bytes - 1) >> (doubling - 3);               // 8 .. 15
    return 16 + (doubling - 10) * steps + static_cast<int>(over - steps);
}

std::size_t bytes_of_class(int c)
{
    if (c < 16) return static_cast<std::size_t>(c + 1) * line;
    const int doubling = 10 + (c - 16) / steps;
    const std::size_t over = static_cast<std::size_t>((c - 16) % steps + steps + 1);
    const std::size_t bytes = over << (doubling - 3);
    return bytes < huge ? bytes : (bytes + huge - 1) / huge * huge;
}

// Blocks of 2 MiB and more begin on a huge page, by mapping a page more and giving back both ends.
void* map_huge(std::size_t bytes)
{
    void* const got = mmap(nullptr, bytes + huge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (got == MAP_FAILED) return nullptr;
    const auto start = reinterpret_cast<std::uintptr_t>(got);
    const std::uintptr_t aligned = (start + huge - 1) / huge * huge;
    if (aligned > start) munmap(got, aligned - start);
    if (start + huge > aligned) munmap(reinterpret_cast<void*>(aligned + bytes), start + huge - aligned);
#ifdef MADV_HUGEPAGE
    madvise(reinterpret_cast<void*>(aligned), bytes, MADV_HUGEPAGE);
#endif
    return reinterpret_cast<void*>(aligned);
}

block* fresh(int c)
{
    const std::size_t bytes = bytes_of_class(c);
    void* const at = bytes < huge ? std::aligned_alloc(line, bytes) : map_huge(bytes);
    return at ? new (at) block{nullptr, bytes, c} : nullptr;
}

void discard(block* b) noexcept
{
    if (b->bytes < huge) std::free(b);
    else munmap(b, b->bytes);
}

class pool {
public:
    pool()
    {
        const double pages = static_cast<double>(sysconf(_SC_PHYS_PAGES));
        const double page = static_cast<double>(sysconf(_SC_PAGESIZE));
        limit_ = keeps_freed_blocks && pages > 0 ? static_cast<std::size_t>(pages * page / 8) : 0;
    }

    std::byte* take(std::size_t bytes)
    {
        if (bytes > static_cast<std::size_t>(std::numeric_limits<std::ptrdiff_t>::max()) / 2) refuse(bytes);
        const int c = class_of(bytes + line);
        block* b = pop(c);
        if (!b) b = fresh(c);
        if (!b) {
            trim(0);
            b = fresh(c);
        }
        if (!b) refuse(bytes);
        return reinterpret_cast<std::byte*>(b) + line;
    }

    void give(std::byte* data) noexcept
    {
        block* const b = reinterpret_cast<block*>(data - line);
        if (b->bytes > limit_) return discard(b);
        if (kept_.fetch_add(b->bytes, std::memory_order_relaxed) + b->bytes > limit_) trim(limit_ - b->bytes);
        shelf& s = shelves_[b->size_class];
        const std::lock_guard lock(s.mutex);
        b->next = s.first;
        s.first = b;
    }

private:
    struct shelf {
        std::mutex mutex;
        block* first = nullptr;
    };

    [[noreturn]] static void refuse(std::size_t bytes)
    {
        throw memory_error("[allocate] " + std::to_string(bytes) + " bytes of memory are not to be had");
    }

    block* pop(int c)
    {
        shelf& s = shelves_[c];
        const std::lock_guard lock(s.mutex);
        block* const b = s.first;
        if (!b) return nullptr;
        s.first = b->next;
        kept_.fetch_sub(b->bytes, std::memory_order_relaxed);
        return b;
    }

    // Gives blocks back to the system, the largest first, until at most `keep` bytes are left.
    void trim(std::size_t keep) noexcept
    {
        for (int c = classes - 1; c >= 0; --c)
            while (kept_.load(std::memory_order_relaxed) > keep) {
                block* const b = pop(c);
                if (!b) break;
                discard(b);
            }
    }

    shelf shelves_[classes];
    std::atomic<std::size_t> kept_{0};
    std::size_t limit_ = 0;
};

// Never destroyed: values in static variables give their memory back after main.
pool& the_pool()
{
    static pool* const p = new pool;
    return *p;
}

void give_back(void* data) { the_pool().give(static_cast<std::byte*>(data)); }

}  // namespace

std::shared_ptr<std::byte> allocate(std::size_t bytes)
{
    return {the_pool().take(bytes), [](std::byte* data) { the_pool().give(data); }};
}

}  // namespace tenfold::backend

namespace tenfold::detail {

memory allocate(element type, index_t elements)
{
    const std::size_t size = size_of(type);
    if (elements < 0 || static_cast<std::size_t>(elements) > std::numeric_limits<std::size_t>::max() / size / 2)
        throw memory_error("[allocate] " + std::to_string(elements) + " elements do not fit in memory");
    std::byte* const data = backend::the_pool().take(static_cast<std::size_t>(elements) * size);
    return {data, data, backend::give_back};
}

}  // namespace tenfold::detail
