// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause

#include "small_kernel.hpp"
#include "split.hpp"

namespace rivals {

void libxsmm_list(const list& l, int threads)
{
    set_blas_threads(1);
    for_each_range(l, threads, [&](std::size_t from, std::size_t to) {
        if (from == to) return;
        small_kernel kernel(l.shapes[from]);
        for (std::size_t i = from; i < to; ++i) {
            if (!kernel.fits(l.shapes[i])) kernel = small_kernel(l.shapes[i]);
            kernel(l.a[i], l.b[i], l.c[i]);
        }
    });
}

}  // namespace rivals
