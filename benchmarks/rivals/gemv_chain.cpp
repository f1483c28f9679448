// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause

#include "split.hpp"

#include <cblas.h>

namespace rivals {

void gemv_chain(const matrix_chain& c, int threads)
{
    set_blas_threads(threads);
    const int n = int(c.n);
    cblas_dgemv(CblasRowMajor, CblasNoTrans, n, n, 1, c.b, n, c.v, 1, 0, c.scratch, 1);
    cblas_dgemv(CblasRowMajor, CblasNoTrans, n, n, 1, c.a, n, c.scratch, 1, 0, c.answer, 1);
}

void gemv_chain_by_rows(const matrix_chain& c, int threads)
{
    set_blas_threads(1);
    const std::size_t n = c.n;
    const auto part = static_cast<std::size_t>(threads);
    const auto product = [&](const double* matrix, const double* x, double* y) {
        const auto rows = [&](std::size_t p) {
            const std::size_t from = n * p / part, to = n * (p + 1) / part;
            cblas_dgemv(CblasRowMajor, CblasNoTrans, int(to - from), int(n), 1, matrix + from * n, int(n), x, 1, 0,
                        y + from, 1);
        };
        if (threads <= 1) rows(0);
        else for_each_part(part, threads, rows);
    };
    product(c.b, c.v, c.scratch);
    product(c.a, c.scratch, c.answer);
}

}  // namespace rivals
