// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Memory of families comes and goes with every evaluation, in blocks just too large for the quick lists of malloc: a
// few of each size are kept for the next family.
#pragma once

#include "checked_memory.hpp"
#include "record/per_thread.hpp"

#include <cstddef>
#include <new>
#include <utility>

namespace tenfold::record {

/// Memory of one family, kept by each thread. It is given back by whichever thread frees it.
template <std::size_t bytes, std::size_t alignment>
class recycled {
public:
    static void* take()
    {
        per_thread& t = this_thread();
        if (!t.kept_families) return ::operator new(bytes, std::align_val_t{alignment});
        --t.families_kept;
        node* const n = static_cast<node*>(t.kept_families);
        t.kept_families = n->next;
        return n;
    }
    static void give(void* p) noexcept
    {
        constexpr int most = keeps_freed_blocks ? 32 : 0;
        per_thread& t = this_thread();
        if (t.families_kept >= most) return ::operator delete(p, std::align_val_t{alignment});
        if (t.families_kept++ == 0) at_thread_end_once(t);
        t.kept_families = new (p) node{static_cast<node*>(t.kept_families)};
    }

private:
    struct node { node* next; };

    static void at_thread_end_once(per_thread& t)
    {
        if (std::exchange(t.clears_families, true)) return;
        at_thread_end([]() noexcept {
            per_thread& ending = this_thread();
            ending.clears_families = false;
            ending.families_kept = 0;
            for (auto* n = static_cast<node*>(std::exchange(ending.kept_families, nullptr)); n;) {
                node* const next = n->next;
                ::operator delete(n, std::align_val_t{alignment});
                n = next;
            }
        });
    }
};

}  // namespace tenfold::record
