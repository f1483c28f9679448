// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// CBLAS under one name for its four types, row-major.
#pragma once

#include "backend/cpu/visit.hpp"

#include <cblas.h>

#include <algorithm>

namespace tenfold::backend::on_cpu::blas {

inline CBLAS_TRANSPOSE flag(int t) { return static_cast<CBLAS_TRANSPOSE>(t); }

inline float dot(int n, const float* x, int ix, const float* y, int iy, bool) { return cblas_sdot(n, x, ix, y, iy); }
inline double dot(int n, const double* x, int ix, const double* y, int iy, bool) { return cblas_ddot(n, x, ix, y, iy); }
template <class R>
std::complex<R> dot(int n, const std::complex<R>* x, int ix, const std::complex<R>* y, int iy, bool conjugate)
{
    std::complex<R> result;
    if constexpr (std::is_same_v<R, float>)
        (conjugate ? cblas_cdotc_sub : cblas_cdotu_sub)(n, x, ix, y, iy, &result);
    else (conjugate ? cblas_zdotc_sub : cblas_zdotu_sub)(n, x, ix, y, iy, &result);
    return result;
}

template <class T>
void gemv(int t, int rows, int columns, const T* a, int lda, const T* x, int ix, T beta, T* y, int iy)
{
    const T one = 1;
    const auto order = CblasRowMajor;
    if constexpr (std::is_same_v<T, float>)
        cblas_sgemv(order, flag(t), rows, columns, one, a, lda, x, ix, beta, y, iy);
    else if constexpr (std::is_same_v<T, double>)
        cblas_dgemv(order, flag(t), rows, columns, one, a, lda, x, ix, beta, y, iy);
    else if constexpr (std::is_same_v<T, std::complex<float>>)
        cblas_cgemv(order, flag(t), rows, columns, &one, a, lda, x, ix, &beta, y, iy);
    else cblas_zgemv(order, flag(t), rows, columns, &one, a, lda, x, ix, &beta, y, iy);
}

template <class T>
void gemm(int ta, int tb, int m, int n, int k, const T* a, int lda, const T* b, int ldb, T beta, T* c, int ldc)
{
    const T one = 1;
    const auto order = CblasRowMajor;
    if constexpr (std::is_same_v<T, float>)
        cblas_sgemm(order, flag(ta), flag(tb), m, n, k, one, a, lda, b, ldb, beta, c, ldc);
    else if constexpr (std::is_same_v<T, double>)
        cblas_dgemm(order, flag(ta), flag(tb), m, n, k, one, a, lda, b, ldb, beta, c, ldc);
    else if constexpr (std::is_same_v<T, std::complex<float>>)
        cblas_cgemm(order, flag(ta), flag(tb), m, n, k, &one, a, lda, b, ldb, &beta, c, ldc);
    else cblas_zgemm(order, flag(ta), flag(tb), m, n, k, &one, a, lda, b, ldb, &beta, c, ldc);
}

/// The lower triangle of c = op(a) op(a)^T, without conjugation.
template <class T>
void syrk(int t, int n, int k, const T* a, int lda, T beta, T* c, int ldc)
{
    const T one = 1;
    const auto order = CblasRowMajor;
    const auto part = CblasLower;
    if constexpr (std::is_same_v<T, float>) cblas_ssyrk(order, part, flag(t), n, k, one, a, lda, beta, c, ldc);
    else if constexpr (std::is_same_v<T, double>) cblas_dsyrk(order, part, flag(t), n, k, one, a, lda, beta, c, ldc);
    else if constexpr (std::is_same_v<T, std::complex<float>>)
        cblas_csyrk(order, part, flag(t), n, k, &one, a, lda, &beta, c, ldc);
    else cblas_zsyrk(order, part, flag(t), n, k, &one, a, lda, &beta, c, ldc);
}

/// Copies what lies below the diagonal of a square matrix to where it is missing, in blocks that stay in the cache.
template <class T>
void mirror(int n, T* c, int ldc)
{
    constexpr int block = 16;
    for (int i0 = 0; i0 < n; i0 += block)
        for (int j0 = 0; j0 <= i0; j0 += block)
            for (int i = i0; i < std::min(n, i0 + block); ++i)
                for (int j = j0; j < std::min(i, j0 + block); ++j)
                    c[static_cast<std::ptrdiff_t>(j) * ldc + i] = c[static_cast<std::ptrdiff_t>(i) * ldc + j];
}

template <class F>
void visit_type(element e, F&& f)
{
    switch (e) {
    case element::float32: return f(std::type_identity<float>{});
    case element::float64: return f(std::type_identity<double>{});
    case element::complex64: return f(std::type_identity<std::complex<float>>{});
    default: return f(std::type_identity<std::complex<double>>{});
    }
}

}  // namespace tenfold::backend::on_cpu::blas
