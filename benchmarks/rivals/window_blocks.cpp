// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause

#include "window_blocks.hpp"

#include "rivals.hpp"

#include <cblas.h>

#include <algorithm>
#include <vector>

namespace rivals {

namespace {

void gemm(const filtered_windows& p, std::size_t rows, const double* a, std::size_t lda, double* c, std::size_t ldc)
{
    const auto number = [](std::size_t n) { return static_cast<int>(n); };
    cblas_dgemm(CblasRowMajor, CblasNoTrans, p.transposed ? CblasTrans : CblasNoTrans, number(rows), number(p.columns),
                number(p.width), 1.0, a, number(lda), p.filters, number(p.transposed ? p.width : p.columns), 0.0, c,
                number(ldc));
}

}  // namespace

void every_so_many_windows(const filtered_windows& p, double* out)
{
    set_blas_threads(1);
    const std::size_t count = p.count(), apart = std::min(count, (p.width + p.hop - 1) / p.hop);
    for (std::size_t i = 0; i < apart; ++i)
        gemm(p, (count - i + apart - 1) / apart, p.signal + i * p.hop, std::max(apart * p.hop, p.width),
             out + i * p.columns, apart * p.columns);
}

void copied_windows(const filtered_windows& p, double* out)
{
    constexpr std::size_t block = 128;
    set_blas_threads(1);
    std::vector<double> copy(block * p.width);
    for (std::size_t first = 0; first < p.count(); first += block) {
        const std::size_t rows = std::min(block, p.count() - first);
        for (std::size_t i = 0; i < rows; ++i)
            std::copy_n(p.signal + (first + i) * p.hop, p.width, copy.data() + i * p.width);
        gemm(p, rows, copy.data(), p.width, out + first * p.columns, p.columns);
    }
}

}  // namespace rivals
