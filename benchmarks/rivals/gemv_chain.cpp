// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause

#include "split.hpp"

#include <cblas.h>

namespace rivals {

void gemv_chain(const double* a, const double* b, const double* v, double* scratch, double* answer, std::size_t n, int threads)
{
    set_blas_threads(threads);
    const int k = int(n);
    cblas_dgemv(CblasRowMajor, CblasNoTrans, k, k, 1, b, k, v, 1, 0, scratch, 1);
    cblas_dgemv(CblasRowMajor, CblasNoTrans, k, k, 1, a, k, scratch, 1, 0, answer, 1);
}

void gemv_chain_by_rows(const double* a, const double* b, const double* v, double* scratch, double* answer, std::size_t n, int threads)
{
    set_blas_threads(1);
    const auto part = static_cast<std::size_t>(threads);
    const auto product = [&](const double* matrix, const double* x, double* y) {
        const auto rows = [&](std::size_t p) {
            const std::size_t from = n * p / part, to = n * (p + 1) / part;
            cblas_dgemv(CblasRowMajor, CblasNoTrans, int(to - from), int(n), 1, matrix + from * n, int(n), x, 1, 0, y + from, 1);
        };
        if (threads <= 1) rows(0);
        else for_each_part(part, threads, rows);
    };
    product(b, v, scratch);
    product(a, scratch, answer);
}

}  // namespace rivals
