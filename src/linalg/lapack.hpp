// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// LAPACK under one name for its four types, by the wrappers that come with xtensor-blas.
#pragma once

#include "linalg/matrix.hpp"

#include <xflens/cxxblas/auxiliary/debugmacro.h>

#include <xflens/cxxlapack/interface/geev.tcc>
#include <xflens/cxxlapack/interface/geqrf.tcc>
#include <xflens/cxxlapack/interface/gesdd.tcc>
#include <xflens/cxxlapack/interface/getrf.tcc>
#include <xflens/cxxlapack/interface/getri.tcc>
#include <xflens/cxxlapack/interface/getrs.tcc>
#include <xflens/cxxlapack/interface/heevd.tcc>
#include <xflens/cxxlapack/interface/orgqr.tcc>
#include <xflens/cxxlapack/interface/potrf.tcc>
#include <xflens/cxxlapack/interface/syevd.tcc>
#include <xflens/cxxlapack/interface/trtrs.tcc>
#include <xflens/cxxlapack/interface/ungqr.tcc>

#include <algorithm>
#include <utility>

namespace tenfold::linalg_calls {

/// Calls f(work, length) twice: LAPACK is asked how much memory it wants first. Returns what the second call does.
template <class T, class F> int with_work(const F& f)
{
    T asked{};
    f(&asked, -1);
    const int length = std::max(static_cast<int>(std::real(asked)), 1);
    buffer<T> work(length);
    return f(static_cast<T*>(work), length);
}

/// q of a matrix that geqrf has been through.
template <class T> int make_q(int m, int n, int k, T* a, int ld, const T* tau)
{
    return with_work<T>([&](T* work, int length) {
        if constexpr (is_complex<T>) return cxxlapack::ungqr(m, n, k, a, ld, tau, work, length);
        else return cxxlapack::orgqr(m, n, k, a, ld, tau, work, length);
    });
}

/// job: 'N' values alone, 'S' as many vectors as there are values, 'A' all.
template <class T> int singular_values(char job, matrix<T>& a, real_of<T>* s, matrix<T>& u, matrix<T>& vt)
{
    const int few = std::min(a.m, a.n), many = std::max(a.m, a.n);
    buffer<int> integers(index_t{8} * few);
    return with_work<T>([&](T* work, int length) {
        if constexpr (is_complex<T>) {
            const index_t k = few;
            buffer<real_of<T>> reals(job == 'N' ? 7 * k : k * std::max(5 * k + 7, 2 * index_t{many} + 2 * k + 1));
            return cxxlapack::gesdd(job, a.m, a.n, static_cast<T*>(a.data), a.ld(), s, static_cast<T*>(u.data), u.ld(), static_cast<T*>(vt.data), vt.ld(), work, length, static_cast<real_of<T>*>(reals), static_cast<int*>(integers));
        }
        else return cxxlapack::gesdd(job, a.m, a.n, static_cast<T*>(a.data), a.ld(), s, static_cast<T*>(u.data), u.ld(), static_cast<T*>(vt.data), vt.ld(), work, length, static_cast<int*>(integers));
    });
}

/// Of a symmetric or Hermitian matrix, by its lower triangle. Its vectors take the matrix's place.
template <class T> int symmetric_eigenvalues(char job, matrix<T>& a, real_of<T>* w)
{
    const index_t n = a.n;
    const auto integers = static_cast<int>(3 + 5 * n), reals = static_cast<int>(1 + 5 * n + 2 * n * n);
    buffer<int> iwork(integers);
    return with_work<T>([&](T* work, int length) {
        if constexpr (is_complex<T>) {
            buffer<real_of<T>> rwork(reals);
            return cxxlapack::heevd(job, 'L', a.n, static_cast<T*>(a.data), a.ld(), w, work, length, static_cast<real_of<T>*>(rwork), reals, static_cast<int*>(iwork), integers);
        }
        else return cxxlapack::syevd(job, 'L', a.n, static_cast<T*>(a.data), a.ld(), w, work, length, static_cast<int*>(iwork), integers);
    });
}

/// Of any square matrix; `job` as for the right vectors. A real matrix's complex vectors come as pairs of columns.
template <class T> int eigenvalues(char job, matrix<T>& a, complex_of<T>* w, matrix<T>& v)
{
    const int n = a.n, none = 1;
    T* const nothing = nullptr;
    buffer<real_of<T>> re(index_t{2} * n), im(n);
    const int info = with_work<T>([&](T* work, int length) {
        if constexpr (is_complex<T>)
            return cxxlapack::geev('N', job, n, static_cast<T*>(a.data), a.ld(), w, nothing, none, static_cast<T*>(v.data), v.ld(), work, length, static_cast<real_of<T>*>(re));
        else
            return cxxlapack::geev('N', job, n, static_cast<T*>(a.data), a.ld(), static_cast<T*>(re), static_cast<T*>(im), nothing, none, static_cast<T*>(v.data), v.ld(), work, length);
    });
    if constexpr (!is_complex<T>)
        for (int i = 0; i < n; ++i) w[i] = {re[i], im[i]};
    return info;
}

// The wrappers of this one are no C++.
inline void gelsd(int m, int n, int k, float* a, int lda, float* b, int ldb, float* s, float rcond, int& rank, float* work, int length, float*, int* iwork, int& info)
{
    cxxlapack::LAPACK_IMPL(sgelsd)(&m, &n, &k, a, &lda, b, &ldb, s, &rcond, &rank, work, &length, iwork, &info);
}
inline void gelsd(int m, int n, int k, double* a, int lda, double* b, int ldb, double* s, double rcond, int& rank, double* work, int length, double*, int* iwork, int& info)
{
    cxxlapack::LAPACK_IMPL(dgelsd)(&m, &n, &k, a, &lda, b, &ldb, s, &rcond, &rank, work, &length, iwork, &info);
}
inline float* reals(std::complex<float>* x) { return reinterpret_cast<float*>(x); }
inline double* reals(std::complex<double>* x) { return reinterpret_cast<double*>(x); }
inline void gelsd(int m, int n, int k, std::complex<float>* a, int lda, std::complex<float>* b, int ldb, float* s, float rcond, int& rank, std::complex<float>* work, int length, float* rwork, int* iwork, int& info)
{
    cxxlapack::LAPACK_IMPL(cgelsd)(&m, &n, &k, reals(a), &lda, reals(b), &ldb, s, &rcond, &rank, reals(work), &length, rwork, iwork, &info);
}
inline void gelsd(int m, int n, int k, std::complex<double>* a, int lda, std::complex<double>* b, int ldb, double* s, double rcond, int& rank, std::complex<double>* work, int length, double* rwork, int* iwork, int& info)
{
    cxxlapack::LAPACK_IMPL(zgelsd)(&m, &n, &k, reals(a), &lda, reals(b), &ldb, s, &rcond, &rank, reals(work), &length, rwork, iwork, &info);
}

/// The x of least norm that minimizes |b - a x|; b has max(m, n) rows, and x takes its place.
template <class T> int least_squares(matrix<T>& a, matrix<T>& b, real_of<T>* s, real_of<T> rcond, int& rank)
{
    const int few = std::max(std::min(a.m, a.n), 1);
    T asked{};
    int integers = 0;
    real_of<T> reals = 0;
    int info = 0;
    const auto call = [&](T* work, int length, real_of<T>* rwork, int* iwork) {
        gelsd(a.m, a.n, b.n, a.data, a.ld(), b.data, b.ld(), s, rcond, rank, work, length, rwork, iwork, info);
        return info;
    };
    call(&asked, -1, &reals, &integers);
    const int length = std::max(static_cast<int>(std::real(asked)), 1);
    buffer<T> work(length);
    buffer<real_of<T>> rwork(static_cast<index_t>(reals) + 1);
    buffer<int> iwork(std::max(integers, 32 * few));
    return call(work, length, rwork, iwork);
}

}  // namespace tenfold::linalg_calls
