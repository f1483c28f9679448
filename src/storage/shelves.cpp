// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "storage/shelves.hpp"

namespace tenfold::storage {

chain shelves::take(int size_class, std::size_t most) noexcept
{
    chain taken;
    shelf& s = of_[size_class];
    const std::lock_guard lock(s.mutex);
    while (s.first && taken.count < most) {
        block* const b = s.first;
        s.first = b->next;
        taken.add(b);
    }
    if (taken.count) bytes_.fetch_sub(taken.count * bytes_of_class(size_class), std::memory_order_relaxed);
    return taken;
}

void shelves::put(int size_class, const chain& given) noexcept
{
    if (!given.count) return;
    shelf& s = of_[size_class];
    const std::lock_guard lock(s.mutex);
    given.last->next = s.first;
    s.first = given.first;
    bytes_.fetch_add(given.count * bytes_of_class(size_class), std::memory_order_relaxed);
}

void shelves::trim(std::size_t keep) noexcept
{
    if (bytes() <= keep) return;
    for (int c = classes - 1; c >= 0; --c)
        while (bytes() > keep) {
            const chain one = take(c, 1);
            if (!one.first) break;
            discard(one.first);
        }
}

}  // namespace tenfold::storage
