// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Linear systems, by the LU and Cholesky decompositions of LAPACK.
#include "linalg/functions.hpp"
#include "linalg/lapack.hpp"

namespace tenfold::linalg_calls {

namespace {

[[noreturn]] void singular() { throw linalg_error("the matrix is singular"); }

/// a as LU; true if no pivot is zero.
template <class T> bool decompose(matrix<T>& a, buffer<int>& pivots)
{
    return cxxlapack::getrf(a.m, a.n, static_cast<T*>(a.data), a.ld(), static_cast<int*>(pivots)) == 0;
}

template <class T> void solve(const strided* x, const strided& result)
{
    matrix<T> a(x[0]), b(x[1]);
    refuse_what_is_not_finite(a);
    buffer<int> pivots(a.n);
    if (!decompose(a, pivots)) singular();
    cxxlapack::getrs('N', a.n, b.n, static_cast<const T*>(a.data), a.ld(), static_cast<const int*>(pivots), static_cast<T*>(b.data), b.ld());
    write_columns(static_cast<T*>(b.data), b.ld(), result);
}
const char* shape_of_solve(const index_t* const* x, index_t* result, int& rank)
{
    rank = 1;
    result[0] = x[1][0];
    if (const char* const why = why_not_square(x[0])) return why;
    return x[0][1] == x[1][0] ? nullptr : "sizes differ";
}
const char* shape_of_solves(const index_t* const* x, index_t* result, int& rank)
{
    const char* const why = shape_of_solve(x, result, rank);
    rank = 2;
    result[1] = x[1][1];
    return !why && too_large(x[1][1]) ? "too large for LAPACK" : why;
}
double flops_of_solve(const index_t* const* x) { return 2.0 / 3 * cube(x[0][0]) + 2.0 * static_cast<double>(x[0][0] * x[0][0]); }
double flops_of_solves(const index_t* const* x)
{
    return 2.0 / 3 * cube(x[0][0]) + 2.0 * static_cast<double>(x[0][0] * x[0][0]) * static_cast<double>(x[1][1]);
}

/// side: 'L' or 'U', the triangle that is there.
template <class T, char Side> void solve_triangular(const strided* x, const strided& result)
{
    matrix<T> a(x[0]), b(x[1]);
    refuse_what_is_not_finite(a);
    if (cxxlapack::trtrs(Side, 'N', 'N', a.n, b.n, static_cast<const T*>(a.data), a.ld(), static_cast<T*>(b.data), b.ld()) != 0) singular();
    write_columns(static_cast<T*>(b.data), b.ld(), result);
}

template <class T> void inv(const strided* x, const strided& result)
{
    matrix<T> a(x[0]);
    refuse_what_is_not_finite(a);
    buffer<int> pivots(a.n);
    if (!decompose(a, pivots)) singular();
    with_work<T>([&](T* work, int length) {
        return cxxlapack::getri(a.n, static_cast<T*>(a.data), a.ld(), static_cast<const int*>(pivots), work, length);
    });
    write_columns(static_cast<T*>(a.data), a.ld(), result);
}
const char* same_square(const index_t* const* x, index_t* result, int& rank)
{
    rank = 2;
    result[0] = result[1] = x[0][0];
    return why_not_square(x[0]);
}
double flops_of_inv(const index_t* const* x) { return 2 * cube(x[0][0]); }

/// The product of the pivots; NaN stays NaN, and a singular matrix has 0.
template <class T> void det(const strided* x, const strided& result)
{
    matrix<T> a(x[0]);
    buffer<int> pivots(a.n);
    decompose(a, pivots);
    T product = 1;
    for (int i = 0; i < a.n; ++i) product *= pivots[i] == i + 1 ? a(i, i) : -a(i, i);
    *static_cast<T*>(result.data) = product;
}
const char* shape_of_det(const index_t* const* x, index_t*, int& rank)
{
    rank = 0;
    return why_not_square(x[0]);
}
double flops_of_det(const index_t* const* x) { return 2.0 / 3 * cube(x[0][0]); }

template <class T> void slogdet(const strided* x, const strided& result)
{
    matrix<T> a(x[0]);
    buffer<int> pivots(a.n);
    decompose(a, pivots);
    T sign = 1;
    real_of<T> log = 0;
    for (int i = 0; i < a.n; ++i) {
        const T pivot = pivots[i] == i + 1 ? a(i, i) : -a(i, i);
        const real_of<T> size = std::abs(pivot);
        sign = size == 0 ? T(0) : sign * (pivot / size);
        log += std::log(size);
    }
    packed<T> all(result);
    all.add(sign);
    all.add(T(log));
}
const char* shape_of_slogdet(const index_t* const* x, index_t* result, int& rank)
{
    rank = 1;
    result[0] = 2;
    return why_not_square(x[0]);
}

template <class T> void cholesky(const strided* x, const strided& result)
{
    matrix<T> a(x[0]);
    refuse_what_is_not_finite(a);
    if (cxxlapack::potrf('L', a.n, static_cast<T*>(a.data), a.ld()) != 0) throw linalg_error("the matrix is not positive definite");
    for (int j = 0; j < a.n; ++j)
        for (int i = 0; i < j; ++i) a(i, j) = 0;
    write_columns(static_cast<T*>(a.data), a.ld(), result);
}
double flops_of_cholesky(const index_t* const* x) { return 1.0 / 3 * cube(x[0][0]); }

}  // namespace

template <class T> const opaque_function* find_solver(linalg_call call)
{
    constexpr element t = element_of<T>;
    static constexpr opaque_function
        vector{"solve", 2, t, t, {2, 1}, shape_of_solve, solve<T>, flops_of_solve},
        matrices{"solve", 2, t, t, {2, 2}, shape_of_solves, solve<T>, flops_of_solves},
        lower_vector{"solve_triangular", 2, t, t, {2, 1}, shape_of_solve, solve_triangular<T, 'L'>, flops_of_solve},
        lower{"solve_triangular", 2, t, t, {2, 2}, shape_of_solves, solve_triangular<T, 'L'>, flops_of_solves},
        upper_vector{"solve_triangular", 2, t, t, {2, 1}, shape_of_solve, solve_triangular<T, 'U'>, flops_of_solve},
        upper{"solve_triangular", 2, t, t, {2, 2}, shape_of_solves, solve_triangular<T, 'U'>, flops_of_solves},
        inverse{"inv", 1, t, t, {2}, same_square, inv<T>, flops_of_inv},
        determinant{"det", 1, t, t, {2}, shape_of_det, det<T>, flops_of_det},
        sign_and_log{"slogdet", 1, t, t, {2}, shape_of_slogdet, slogdet<T>, flops_of_det},
        root{"cholesky", 1, t, t, {2}, same_square, cholesky<T>, flops_of_cholesky};
    switch (call) {
    case linalg_call::solve_vector: return &vector;
    case linalg_call::solve: return &matrices;
    case linalg_call::solve_lower_vector: return &lower_vector;
    case linalg_call::solve_lower: return &lower;
    case linalg_call::solve_upper_vector: return &upper_vector;
    case linalg_call::solve_upper: return &upper;
    case linalg_call::inv: return &inverse;
    case linalg_call::det: return &determinant;
    case linalg_call::slogdet: return &sign_and_log;
    case linalg_call::cholesky: return &root;
    default: return nullptr;
    }
}

template const opaque_function* find_solver<float>(linalg_call);
template const opaque_function* find_solver<double>(linalg_call);
template const opaque_function* find_solver<std::complex<float>>(linalg_call);
template const opaque_function* find_solver<std::complex<double>>(linalg_call);

}  // namespace tenfold::linalg_calls
