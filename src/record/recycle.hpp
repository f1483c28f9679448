// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Memory of families comes and goes with every evaluation, in blocks just too large for the quick lists of malloc: some
// megabytes of each size are kept for the next families. Lists of values of their own take thousands at a time, and fresh
// pages would cost more than all else.
#pragma once

#include "checked_memory.hpp"
#include "storage/per_thread.hpp"

#include <algorithm>
#include <cstddef>
#include <new>
#include <utility>

namespace tenfold::record {

/// Memory of families of one kind, kept by each thread in its list of them. It is given back by whichever thread frees it.
template <std::size_t bytes, std::size_t alignment, auto list>
class recycled {
public:
    static void* take()
    {
        storage::per_thread::freed_memory& kept = list(storage::this_thread());
        kept.most_out = std::max(kept.most_out, ++kept.out);
        if (!kept.first) return ::operator new(bytes, std::align_val_t{alignment});
        --kept.blocks;
        return std::exchange(kept.first, static_cast<node*>(kept.first)->next);
    }
    static void give(void* p) noexcept
    {
        constexpr int few = 32, most = (8 << 20) / bytes;
        storage::per_thread::freed_memory& kept = list(storage::this_thread());
        kept.out = std::max(kept.out - 1, 0);
        // As many as it has needed itself: who frees what other threads made would keep all of that.
        const int wanted = keeps_freed_blocks ? std::clamp(kept.most_out, few, most) : 0;
        if (kept.blocks >= wanted) return ::operator delete(p, std::align_val_t{alignment});
        if (kept.blocks++ == 0) clear_at_end(kept);
        kept.first = new (p) node{kept.first};
    }

private:
    struct node { void* next; };

    static void clear_at_end(storage::per_thread::freed_memory& kept)
    {
        if (std::exchange(kept.cleared_at_end, true)) return;
        storage::at_thread_end([]() noexcept {
            storage::per_thread::freed_memory& ending = list(storage::this_thread());
            ending.cleared_at_end = false;
            ending.blocks = 0;
            for (void* p = std::exchange(ending.first, nullptr); p;) {
                void* const next = static_cast<node*>(p)->next;
                ::operator delete(p, std::align_val_t{alignment});
                p = next;
            }
        });
    }
};

}  // namespace tenfold::record
