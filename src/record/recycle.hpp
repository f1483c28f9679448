// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Memory of families comes and goes with every evaluation, in blocks just too large for the quick lists of malloc: a
// few of each size are kept for the next family.
#pragma once

#include "checked_memory.hpp"

#include <cstddef>
#include <new>

namespace tenfold::record {

/// Blocks of one size, kept by each thread. They are given back by whichever thread frees them.
template <std::size_t bytes, std::size_t alignment>
class recycled {
public:
    static void* take()
    {
        list& l = mine();
        if (!l.first) return ::operator new(bytes, std::align_val_t{alignment});
        --l.count;
        node* const n = l.first;
        l.first = n->next;
        return n;
    }
    static void give(void* p) noexcept
    {
        constexpr int most = keeps_freed_blocks ? 32 : 0;
        list& l = mine();
        if (l.count >= most) return ::operator delete(p, std::align_val_t{alignment});
        ++l.count;
        l.first = new (p) node{l.first};
    }

private:
    struct node { node* next; };
    struct list {
        node* first;
        int count;
    };
    // Plain data, so that values with static storage may be dropped when a thread's own objects are gone; what a
    // thread has kept at its end is freed by the guard.
    static list& mine()
    {
        static constinit thread_local list kept{nullptr, 0};
        static thread_local const struct guard {
            ~guard()
            {
                while (kept.first) {
                    node* const n = kept.first;
                    kept.first = n->next;
                    ::operator delete(n, std::align_val_t{alignment});
                }
                kept.count = 1 << 20;  // nothing is kept from now on
            }
        } at_end;
        (void)at_end;
        return kept;
    }
};

}  // namespace tenfold::record
