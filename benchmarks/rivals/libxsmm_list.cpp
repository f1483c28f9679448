// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause

#include "small_kernel.hpp"
#include "split.hpp"

namespace rivals {

namespace {

void run(const list& l, int threads, bool prefetch)
{
    set_blas_threads(1);
    for_each_range(l, threads, [&](std::size_t from, std::size_t to) {
        if (from == to) return;
        small_kernel kernel(l.shapes[from], false, prefetch);
        for (std::size_t i = from; i < to; ++i) {
            if (!kernel.fits(l.shapes[i])) kernel = small_kernel(l.shapes[i], false, prefetch);
            const std::size_t next = i + 1 < to ? i + 1 : i;
            kernel(l.a[i], l.b[i], l.c[i], l.a[next], l.b[next]);
        }
    });
}

}  // namespace

void libxsmm_list(const list& l, int threads) { run(l, threads, false); }
void libxsmm_list_ahead(const list& l, int threads) { run(l, threads, true); }

}  // namespace rivals
