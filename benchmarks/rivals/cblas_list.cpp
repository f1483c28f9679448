// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause

#include "split.hpp"

#include <cblas.h>

namespace rivals {

namespace {

void run(const list& l, std::size_t from, std::size_t to)
{
    for (std::size_t i = from; i < to; ++i) {
        const int m = int(l.shapes[i].m), k = int(l.shapes[i].k), n = int(l.shapes[i].n);
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, l.a[i], k, l.b[i], n, 0, l.c[i], n);
    }
}

}  // namespace

void cblas_list(const list& l, int threads)
{
    set_blas_threads(1);
    for_each_range(l, threads, [&](std::size_t from, std::size_t to) { run(l, from, to); });
}

void cblas_in_order(const list& l, int threads)
{
    set_blas_threads(threads);
    run(l, 0, l.size());
}

}  // namespace rivals
