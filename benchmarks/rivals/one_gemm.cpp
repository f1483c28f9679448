// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause

#include "rivals.hpp"

#include <cblas.h>

namespace rivals {
void one_gemm(const problem& p, double* out, int threads)
{
    set_blas_threads(threads);
    const int m = static_cast<int>(p.m), k = static_cast<int>(p.k), n = static_cast<int>(p.n);
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1.0, p.a, k, p.b, n, 0.0, out, n);
}
}  // namespace rivals
