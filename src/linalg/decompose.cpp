// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Matrices of any shape as products of others, and least squares.
#include "linalg/functions.hpp"
#include "linalg/lapack.hpp"

namespace tenfold::linalg_calls {

namespace {

index_t least(const index_t* a) { return std::min(a[0], a[1]); }

/// Its elements are counted by 64 bits, its sides by 32.
const char* why_not_a_matrix(const index_t* a) { return too_large(a[0]) || too_large(a[1]) ? "too large for LAPACK" : nullptr; }

/// q (m, k) and r (k, n), k = min(m, n).
template <class T> void qr(const strided* x, const strided& result)
{
    matrix<T> a(x[0]);
    refuse_what_is_not_finite(a);
    const int k = std::min(a.m, a.n);
    buffer<T> tau(k);
    with_work<T>([&](T* work, int length) {
        return cxxlapack::geqrf(a.m, a.n, static_cast<T*>(a.data), a.ld(), static_cast<T*>(tau), work, length);
    });
    matrix<T> r(k, a.n);
    for (int i = 0; i < k; ++i)
        for (int j = 0; j < a.n; ++j) r(i, j) = j < i ? T(0) : a(i, j);
    make_q(a.m, k, k, static_cast<T*>(a.data), a.ld(), static_cast<const T*>(tau));
    packed<T> all(result);
    all.add(a, a.m, k);
    all.add(r, k, a.n);
}
const char* shape_of_qr(const index_t* const* x, index_t* result, int& rank)
{
    rank = 1;
    result[0] = least(x[0]) * (x[0][0] + x[0][1]);
    return why_not_a_matrix(x[0]);
}
double flops_of_qr(const index_t* const* x)
{
    return 4 * static_cast<double>(x[0][0]) * static_cast<double>(x[0][1]) * static_cast<double>(least(x[0]));
}

[[noreturn]] void no_convergence() { throw linalg_error("the singular values did not converge"); }

/// u (m, k or m), the values (k), v's conjugate transpose (k or n, n); k = min(m, n). `Job`: see singular_values.
template <class T, char Job> void svd(const strided* x, const strided& result)
{
    matrix<T> a(x[0]);
    refuse_what_is_not_finite(a);
    const int k = std::min(a.m, a.n), left = Job == 'A' ? a.m : Job == 'S' ? k : 0, right = Job == 'A' ? a.n : Job == 'S' ? k : 0;
    buffer<real_of<T>> s(k);
    matrix<T> u(a.m, left), vt(right, a.n);
    if (k == 0) {
        for (int i = 0; i < u.m; ++i)
            for (int j = 0; j < u.n; ++j) u(i, j) = T(i == j);
        for (int i = 0; i < vt.m; ++i)
            for (int j = 0; j < vt.n; ++j) vt(i, j) = T(i == j);
    }
    else if (singular_values(Job, a, static_cast<real_of<T>*>(s), u, vt) != 0) no_convergence();
    packed<T> all(result);
    all.add(u, u.m, u.n);
    for (int i = 0; i < k; ++i) all.add(T(s[i]));
    all.add(vt, vt.m, vt.n);
}
template <class T> void svdvals(const strided* x, const strided& result)
{
    matrix<T> a(x[0]);
    refuse_what_is_not_finite(a);
    const int k = std::min(a.m, a.n);
    buffer<real_of<T>> s(k);
    matrix<T> none(1, 1);
    if (k > 0 && singular_values('N', a, static_cast<real_of<T>*>(s), none, none) != 0) no_convergence();
    packed<real_of<T>> all(result);
    for (int i = 0; i < k; ++i) all.add(s[i]);
}
template <char Job> const char* shape_of_svd(const index_t* const* x, index_t* result, int& rank)
{
    const index_t m = x[0][0], n = x[0][1], k = least(x[0]);
    rank = 1;
    result[0] = k;
    if (const char* const why = why_not_a_matrix(x[0])) return why;
    if (Job == 'A') result[0] += m * m + n * n;
    if (Job == 'S') result[0] += k * (m + n);
    return nullptr;
}
double flops_of_svd(const index_t* const* x) { return 4 * flops_of_qr(x); }

/// x (n, k), residuals (k), the rank, the singular values. The third operand is rcond, a number.
template <class T> void lstsq(const strided* x, const strided& result)
{
    matrix<T> a(x[0]), b(x[1]);
    refuse_what_is_not_finite(a);
    refuse_what_is_not_finite(b);
    const int few = std::min(a.m, a.n);
    matrix<T> solution(std::max(a.m, a.n), b.n);
    for (int j = 0; j < b.n; ++j)
        for (int i = 0; i < solution.m; ++i) solution(i, j) = i < b.m ? b(i, j) : T(0);
    buffer<real_of<T>> s(few);
    int rank = 0;
    matrix<T> work(x[0]);
    if (few > 0 && b.n > 0 && least_squares(work, solution, static_cast<real_of<T>*>(s), std::real(*static_cast<const T*>(x[2].data)), rank) != 0)
        no_convergence();
    if (few == 0) std::fill_n(static_cast<T*>(solution.data), index_t{solution.m} * solution.n, T(0));
    packed<T> all(result);
    all.add(solution, a.n, b.n);
    for (int j = 0; j < b.n; ++j) {
        real_of<T> sum = 0;
        for (int i = 0; i < a.m; ++i) {
            T left = b(i, j);
            for (int c = 0; c < a.n; ++c) left -= a(i, c) * solution(c, j);
            sum += std::norm(left);
        }
        all.add(T(sum));
    }
    all.add(T(static_cast<real_of<T>>(rank)));
    for (int i = 0; i < few; ++i) all.add(T(s[i]));
}
const char* shape_of_lstsq(const index_t* const* x, index_t* result, int& rank)
{
    rank = 1;
    if (const char* const why = why_not_a_matrix(x[0])) return why;
    if (too_large(x[1][1])) return "too large for LAPACK";
    if (x[0][0] != x[1][0]) return "numbers of rows differ";
    result[0] = x[0][1] * x[1][1] + x[1][1] + 1 + least(x[0]);
    return nullptr;
}

}  // namespace

template <class T> const opaque_function* find_decomposition(linalg_call call)
{
    constexpr element t = element_of<T>;
    static constexpr opaque_function
        q_and_r{"qr", 1, t, t, {2}, shape_of_qr, qr<T>, flops_of_qr, usual_side},
        full{"svd", 1, t, t, {2}, shape_of_svd<'A'>, svd<T, 'A'>, flops_of_svd, usual_side},
        thin{"svd", 1, t, t, {2}, shape_of_svd<'S'>, svd<T, 'S'>, flops_of_svd, usual_side},
        values{"svdvals", 1, t, element_of<real_of<T>>, {2}, shape_of_svd<'N'>, svdvals<T>, flops_of_qr, usual_side},
        fit{"lstsq", 3, t, t, {2, 2, 0}, shape_of_lstsq, lstsq<T>, flops_of_svd, usual_side};
    switch (call) {
    case linalg_call::qr: return &q_and_r;
    case linalg_call::svd_full: return &full;
    case linalg_call::svd: return &thin;
    case linalg_call::svdvals: return &values;
    case linalg_call::lstsq: return &fit;
    default: return nullptr;
    }
}

template const opaque_function* find_decomposition<float>(linalg_call);
template const opaque_function* find_decomposition<double>(linalg_call);
template const opaque_function* find_decomposition<std::complex<float>>(linalg_call);
template const opaque_function* find_decomposition<std::complex<double>>(linalg_call);

}  // namespace tenfold::linalg_calls
