// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause

#include "split.hpp"

#include <cblas.h>

namespace rivals {
void cblas_loop(const problem& p, double* out, int threads)
{
    set_blas_threads(1);
    const int m = static_cast<int>(p.m), k = static_cast<int>(p.k);
    const int n = static_cast<int>(p.n), w = static_cast<int>(p.w);
    for_each_product(p, threads, [&](std::size_t i) {
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, w, k, 1.0, p.a, k, p.b + p.starts[i], n, 0.0,
                    out + i * p.answer_size(), w);
    });
}
}  // namespace rivals
