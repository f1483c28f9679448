// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "storage/block.hpp"

#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>
#include <new>

namespace tenfold::storage {

namespace {

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

}  // namespace

block* fresh(int size_class) noexcept
{
    const std::size_t bytes = bytes_of_class(size_class);
    void* const at = bytes < huge ? std::aligned_alloc(line, bytes) : map_huge(bytes);
    return at ? new (at) block{nullptr, bytes, size_class} : nullptr;
}

void discard(block* b) noexcept
{
    if (b->bytes < huge) std::free(b);
    else munmap(b, b->bytes);
}

}  // namespace tenfold::storage
