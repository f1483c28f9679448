// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/open_families.hpp"

#include "checked_memory.hpp"

#include <algorithm>
#include <bit>

namespace tenfold::record {

void open_families::add(recorded* f) noexcept
{
    ++size_;
    f->next_open = std::exchange(buckets_[bucket(f->key)], f);
}

void open_families::remove(recorded* f)
{
    recorded** at = &buckets_[bucket(f->key)];
    while (*at != f) at = &(*at)->next_open;
    *at = std::exchange(f->next_open, nullptr);
    --size_;
}

void open_families::make_room()
{
    if (size_ < buckets_.size()) return;
    const std::vector<recorded*> old = std::exchange(buckets_, std::vector<recorded*>(std::max<std::size_t>(64, 4 * size_)));
    for (recorded* f : old)
        while (f) {
            recorded* const next = f->next_open;
            f->next_open = std::exchange(buckets_[bucket(f->key)], f);
            f = next;
        }
}

bool spare_families::keep(recorded* f) noexcept
{
    // Large ones have grown tables of their own.
    constexpr index_t small = 4096;
    if (!keeps_freed_blocks || f->key == 0 || f->count.load(std::memory_order_relaxed) > small) return false;
    if (!slots_) slots_.reset(new (std::nothrow) std::array<recorded*, most>{});
    if (!slots_) return false;
    f->reset();
    delete std::exchange((*slots_)[slot(f->key)], f);
    return true;
}

void spare_families::clear() noexcept
{
    if (!slots_) return;
    for (recorded*& s : *slots_) delete std::exchange(s, nullptr);
    slots_.reset();
}

}  // namespace tenfold::record
