// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "storage/thread_cache.hpp"

namespace tenfold::storage {

chain thread_cache::empty(int c)
{
    chain all;
    all.first = kept[c];
    for (block* b = kept[c]; b; b = b->next) {
        all.last = b;
        ++all.count;
    }
    kept[c] = nullptr;
    set(bytes, get(bytes) - all.count * bytes_of_class(c));
    return all;
}

}  // namespace tenfold::storage
