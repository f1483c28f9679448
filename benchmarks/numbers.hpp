// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Memory for what rivals write: whole cache lines, and huge pages where there is enough of it, as tenfold has.

#pragma once

#include <cstddef>
#include <new>
#include <sys/mman.h>
#include <vector>

namespace measure {

template <class T>
struct on_large_pages {
    static constexpr std::size_t huge = std::size_t(2) << 20;

    using value_type = T;
    on_large_pages() = default;
    template <class U>
    on_large_pages(const on_large_pages<U>&)
    {
    }
    static std::align_val_t alignment(std::size_t n) { return std::align_val_t(n * sizeof(T) < huge ? 64 : huge); }
    T* allocate(std::size_t n)
    {
        void* const p = ::operator new(n * sizeof(T), alignment(n));
#ifdef MADV_HUGEPAGE
        if (n * sizeof(T) >= huge) madvise(p, n * sizeof(T), MADV_HUGEPAGE);
#endif
        return static_cast<T*>(p);
    }
    void deallocate(T* p, std::size_t n) { ::operator delete(p, alignment(n)); }
    bool operator==(const on_large_pages&) const { return true; }
};

using numbers = std::vector<double, on_large_pages<double>>;

}  // namespace measure
