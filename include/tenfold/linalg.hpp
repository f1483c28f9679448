// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Linear algebra by LAPACK, recorded like products: of matrices (…, m, n), one call for each matrix, of a loop as well as of
// the axes before the last two, which broadcast. Many small ones run side by side. Names and rules are those of
// numpy.linalg; the results that NumPy gives as a named tuple are a std::tuple, as in xtensor-blas.
//
//   for (i ...) fits.push_back(tf::linalg::solve(tf::dot(tf::transpose(x), x), tf::dot(tf::transpose(x), y)));
//   auto [w, v] = tf::linalg::eigh(covariance);
//
// Elements: float, double and their complex numbers; integers and bool become double. Shapes that do not fit throw shape_error at
// the call. Numbers for which there is no result, such as a singular matrix, throw linalg_error when the value is computed: with
// the member of the loop and the line of the call. A matrix with NaN or infinity is one as well; only det and slogdet take it.
// On GPUs these run on the host.
#pragma once

#include <tenfold/detail/calls.hpp>
#include <tenfold/detail/opaque.hpp>
#include <tenfold/elementwise.hpp>
#include <tenfold/products.hpp>
#include <tenfold/reductions.hpp>

#include <array>
#include <limits>
#include <tuple>

namespace tenfold {
namespace detail {

enum class linalg_call : std::uint8_t {
    solve, solve_vector, solve_lower, solve_lower_vector, solve_upper, solve_upper_vector, inv, det, slogdet, cholesky, qr, svd,
    svd_full, svdvals, lstsq, eigh, eigvalsh, eig, eigvals
};

handle record_linalg(linalg_call, const part& a, site);
/// A vector b is a right side where it has one axis.
handle record_solve(linalg_call of_matrices, linalg_call of_vector, const part& a, const part& b, site);

// Of several results of one call: parts of what it computes.
std::array<handle, 2> record_slogdet(const part& a, site);
std::array<handle, 2> record_qr(const part& a, site);
std::array<handle, 3> record_svd(linalg_call, const part& a, site);
std::array<handle, 2> record_eigen(linalg_call, const part& a, site);
/// rcond in the type of a. x, residuals, rank, singular values.
std::array<handle, 4> record_lstsq(const part& a, const part& b, const operand& rcond, site);

/// The last two axes exchanged.
part exchanged(part matrix, const char* operation, site);
/// (…, n) as (…, n, 1).
part as_column(part vector);
/// The longer of the last two axes.
index_t longest_side(const part& matrix, const char* operation, site);

/// What LAPACK computes in.
template <class X> using lapack_of = floating<element_type_of<X>>;
template <class A, class B> using lapack_of_both = floating<product_type<A, B>>;
template <class T> using real_part_type = typename real_of<T>::type;
template <class T> using complex_type = std::complex<real_part_type<T>>;

/// Numbers that are real, from where they lie among complex ones.
template <class T> array<real_part_type<T>> real_numbers(handle h, site where)
{
    array<T> all(std::move(h));
    if constexpr (is_complex_type<T>) return array<real_part_type<T>>(xt::real(all), where);
    else return all;
}

/// The conjugate transpose.
template <class T> array<T> adjoint(const array<T>& a, const char* operation, site where)
{
    const array<T> turned(record_view(exchanged(part_of(a.raw()), operation, where)));
    if constexpr (is_complex_type<T>) return array<T>(xt::conj(turned), where);
    else return turned;
}

}  // namespace detail

namespace linalg {

using site = std::source_location;

/// x with dot(a, x) = b: (…, n, n) by (n,) or (…, n, k) -> (…, n) or (…, n, k). By LU; a zero pivot is an error.
/// 2/3 n^3 + 2 n^2 k. numpy.linalg.solve
template <detail::readable A, detail::readable B> auto solve(const A& a, const B& b, site where = site::current())
{
    using T = detail::lapack_of_both<A, B>;
    using enum detail::linalg_call;
    return array<T>(detail::record_solve(detail::linalg_call::solve, solve_vector, detail::part_in<T>(a, where), detail::part_in<T>(b, where), where));
}
/// The same of a triangular a; what lies in the other triangle is not read. scipy.linalg.solve_triangular
template <detail::readable A, detail::readable B>
auto solve_triangular(const A& a, const B& b, bool lower = false, site where = site::current())
{
    using T = detail::lapack_of_both<A, B>;
    using enum detail::linalg_call;
    return array<T>(detail::record_solve(lower ? solve_lower : solve_upper, lower ? solve_lower_vector : solve_upper_vector,
        detail::part_in<T>(a, where), detail::part_in<T>(b, where), where));
}

/// (…, n, n) -> (…, n, n). 2 n^3. numpy.linalg.inv
template <detail::readable A> auto inv(const A& a, site where = site::current())
{
    using T = detail::lapack_of<A>;
    return array<T>(detail::record_linalg(detail::linalg_call::inv, detail::part_in<T>(a, where), where));
}
/// (…, n, n) -> (…). 0 of a singular matrix, 1 of (0, 0). 2/3 n^3. numpy.linalg.det
template <detail::readable A> auto det(const A& a, site where = site::current())
{
    using T = detail::lapack_of<A>;
    return array<T>(detail::record_linalg(detail::linalg_call::det, detail::part_in<T>(a, where), where));
}
/// Sign and natural logarithm of |det(a)|: (…), (…); 0 and -infinity of a singular matrix. numpy.linalg.slogdet
template <detail::readable A> auto slogdet(const A& a, site where = site::current())
{
    using T = detail::lapack_of<A>;
    auto [sign, log] = detail::record_slogdet(detail::part_in<T>(a, where), where);
    return std::tuple(array<T>(std::move(sign)), detail::real_numbers<T>(std::move(log), where));
}
/// The lower triangular l with dot(l, conj(l.T)) = a, of the lower triangle of a: (…, n, n) -> (…, n, n). n^3 / 3.
/// numpy.linalg.cholesky
template <detail::readable A> auto cholesky(const A& a, site where = site::current())
{
    using T = detail::lapack_of<A>;
    return array<T>(detail::record_linalg(detail::linalg_call::cholesky, detail::part_in<T>(a, where), where));
}

/// q (…, m, k) and r (…, k, n) with dot(q, r) = a, k = min(m, n). numpy.linalg.qr
template <detail::readable A> auto qr(const A& a, site where = site::current())
{
    using T = detail::lapack_of<A>;
    auto [q, r] = detail::record_qr(detail::part_in<T>(a, where), where);
    return std::tuple(array<T>(std::move(q)), array<T>(std::move(r)));
}
/// u (…, m, m), the singular values (…, k), descending, and v^H (…, n, n), k = min(m, n); without `full_matrices` u (…, m, k) and
/// v^H (…, k, n). numpy.linalg.svd
template <detail::readable A> auto svd(const A& a, bool full_matrices = true, site where = site::current())
{
    using T = detail::lapack_of<A>;
    using enum detail::linalg_call;
    auto [u, s, v] = detail::record_svd(full_matrices ? svd_full : detail::linalg_call::svd, detail::part_in<T>(a, where), where);
    return std::tuple(array<T>(std::move(u)), detail::real_numbers<T>(std::move(s), where), array<T>(std::move(v)));
}
/// The singular values alone. numpy.linalg.svdvals
template <detail::readable A> auto svdvals(const A& a, site where = site::current())
{
    using T = detail::lapack_of<A>;
    return array<detail::real_part_type<T>>(detail::record_linalg(detail::linalg_call::svdvals, detail::part_in<T>(a, where), where));
}

namespace details {

/// The matrix whose lower triangle is the one that UPLO names.
template <class A> auto lower(const A& a, char uplo, const char* operation, site where)
{
    using T = detail::lapack_of<A>;
    detail::part x = detail::part_in<T>(a, where);
    if (uplo == 'L' || uplo == 'l') return x;
    if (uplo != 'U' && uplo != 'u') detail::fail<error>(operation, "UPLO is 'L' or 'U'", where);
    if constexpr (detail::is_complex_type<T>)
        return detail::part_of(detail::adjoint(array<T>(detail::record_view(x)), operation, where).raw());
    else return detail::exchanged(std::move(x), operation, where);
}

}  // namespace details

/// Of a symmetric or Hermitian matrix, by the triangle that UPLO names: the eigenvalues (…, n), real, ascending, and the
/// eigenvectors (…, n, n), one a column. About 9 n^3. numpy.linalg.eigh
template <detail::readable A> auto eigh(const A& a, char uplo = 'L', site where = site::current())
{
    using T = detail::lapack_of<A>;
    auto [w, v] = detail::record_eigen(detail::linalg_call::eigh, details::lower(a, uplo, "eigh", where), where);
    return std::tuple(detail::real_numbers<T>(std::move(w), where), array<T>(std::move(v)));
}
/// numpy.linalg.eigvalsh
template <detail::readable A> auto eigvalsh(const A& a, char uplo = 'L', site where = site::current())
{
    using T = detail::lapack_of<A>;
    return array<detail::real_part_type<T>>(
        detail::record_linalg(detail::linalg_call::eigvalsh, details::lower(a, uplo, "eigvalsh", where), where));
}
/// Of any square matrix: eigenvalues (…, n) and eigenvectors (…, n, n), one a column; complex always, since their type may not
/// depend on numbers. About 25 n^3. numpy.linalg.eig
template <detail::readable A> auto eig(const A& a, site where = site::current())
{
    using T = detail::lapack_of<A>;
    using C = detail::complex_type<T>;
    auto [w, v] = detail::record_eigen(detail::linalg_call::eig, detail::part_in<T>(a, where), where);
    return std::tuple(array<C>(std::move(w)), array<C>(std::move(v)));
}
/// numpy.linalg.eigvals
template <detail::readable A> auto eigvals(const A& a, site where = site::current())
{
    using T = detail::lapack_of<A>;
    return array<detail::complex_type<T>>(
        detail::record_linalg(detail::linalg_call::eigvals, detail::part_in<T>(a, where), where));
}

/// The x of least norm that minimizes |b - dot(a, x)|: (m, n) by (m,) or (m, k) -> x (n,) or (n, k), the sums of squares that are
/// left (1,) or (k,), the rank (), int64, and the singular values (min(m, n),). Those below rcond times the largest count as
/// zero; a negative rcond: the type's epsilon times the longer side. Axes before these broadcast, and unlike NumPy the sums
/// are there whatever the rank. numpy.linalg.lstsq
template <detail::readable A, detail::readable B>
auto lstsq(const A& a, const B& b, double rcond = -1, site where = site::current())
{
    using T = detail::lapack_of_both<A, B>;
    using R = detail::real_part_type<T>;
    const detail::part x = detail::part_in<T>(a, where);
    if (rcond < 0) rcond = static_cast<double>(std::numeric_limits<R>::epsilon()) * static_cast<double>(detail::longest_side(x, "lstsq", where));
    const T limit = static_cast<R>(rcond);
    auto [solution, left, rank, s] = detail::record_lstsq(x, detail::part_in<T>(b, where), detail::kept_number(element_of<T>, &limit), where);
    const array<R> whole = detail::real_numbers<T>(std::move(rank), where);
    return std::tuple(
        array<T>(std::move(solution)), detail::real_numbers<T>(std::move(left), where),
        array<std::int64_t>(xt::cast<std::int64_t>(whole), where), detail::real_numbers<T>(std::move(s), where));
}

/// The Moore-Penrose inverse (…, n, m), by singular values; those up to rcond times the largest count as zero.
/// numpy.linalg.pinv
template <detail::readable A> auto pinv(const A& a, double rcond = 1e-15, site where = site::current())
{
    using T = detail::lapack_of<A>;
    using R = detail::real_part_type<T>;
    const auto [u, s, v] = svd(a, false, where);
    const array<R> limit(static_cast<R>(rcond) * detail::reduce<detail::reduction::amax, void, true>(s, detail::axes(-1), where), where);
    const array<R> inverses(xt::where(s > limit, R(1) / s, R(0)), where);
    const array<R> column(detail::record_view(detail::as_column(detail::part_of(inverses.raw()))));
    const array<T> scaled(column * detail::adjoint(u, "pinv", where), where);
    return matmul(detail::adjoint(v, "pinv", where), scaled, where);
}
/// How many singular values exceed tol, int64: (…, m, n) -> (…). A negative tol: the largest times the longer side and the type's
/// epsilon. numpy.linalg.matrix_rank
template <detail::readable A> auto matrix_rank(const A& a, double tol = -1, site where = site::current())
{
    using T = detail::lapack_of<A>;
    using R = detail::real_part_type<T>;
    const detail::part x = detail::part_in<T>(a, where);
    const R side = static_cast<R>(detail::longest_side(x, "matrix_rank", where)) * std::numeric_limits<R>::epsilon();
    const array<R> s(detail::record_linalg(detail::linalg_call::svdvals, x, where));
    const auto over = [&](const auto& limit) { return detail::reduce<detail::reduction::sum, void>(s > limit, detail::axes(-1), where); };
    if (tol >= 0) return over(static_cast<R>(tol));
    return over(array<R>(side * detail::reduce<detail::reduction::amax, void, true>(s, detail::axes(-1), where), where));
}
/// The largest singular value by the smallest: (…, m, n) -> (…). numpy.linalg.cond
template <detail::readable A> auto cond(const A& a, site where = site::current())
{
    const auto s = svdvals(a, where);
    using R = detail::element_type_of<decltype(s)>;
    return array<R>(
        detail::reduce<detail::reduction::amax, void>(s, detail::axes(-1), where)
            / detail::reduce<detail::reduction::amin, void>(s, detail::axes(-1), where),
        where);
}

}  // namespace linalg

using linalg::cholesky;
using linalg::cond;
using linalg::det;
using linalg::eig;
using linalg::eigh;
using linalg::eigvals;
using linalg::eigvalsh;
using linalg::inv;
using linalg::lstsq;
using linalg::matrix_rank;
using linalg::pinv;
using linalg::qr;
using linalg::slogdet;
using linalg::solve;
using linalg::solve_triangular;
using linalg::svd;
using linalg::svdvals;

}  // namespace tenfold

// xtensor-blas's names, whether or not it is included: of arrays.
namespace xt::linalg {

#define TENFOLD_OF_A_MATRIX(name)                                                                        \
    template <tenfold::detail::lazy A> auto name(const A& a, std::source_location where = std::source_location::current()) \
    {                                                                                                    \
        return tenfold::linalg::name(a, where);                                                          \
    }
TENFOLD_OF_A_MATRIX(inv)
TENFOLD_OF_A_MATRIX(det)
TENFOLD_OF_A_MATRIX(slogdet)
TENFOLD_OF_A_MATRIX(cholesky)
TENFOLD_OF_A_MATRIX(qr)
TENFOLD_OF_A_MATRIX(eig)
TENFOLD_OF_A_MATRIX(eigvals)
#undef TENFOLD_OF_A_MATRIX

template <class A, class B>
    requires tenfold::detail::pair_of_ours<A, B>
auto solve(const A& a, const B& b, std::source_location where = std::source_location::current())
{
    return tenfold::linalg::solve(a, b, where);
}
template <class A, class B>
    requires tenfold::detail::pair_of_ours<A, B>
auto lstsq(const A& a, const B& b, double rcond = -1, std::source_location where = std::source_location::current())
{
    return tenfold::linalg::lstsq(a, b, rcond, where);
}
template <tenfold::detail::lazy A>
auto svd(const A& a, bool full_matrices = true, std::source_location where = std::source_location::current())
{
    return tenfold::linalg::svd(a, full_matrices, where);
}
template <tenfold::detail::lazy A>
auto eigh(const A& a, char uplo = 'L', std::source_location where = std::source_location::current())
{
    return tenfold::linalg::eigh(a, uplo, where);
}
template <tenfold::detail::lazy A>
auto eigvalsh(const A& a, char uplo = 'L', std::source_location where = std::source_location::current())
{
    return tenfold::linalg::eigvalsh(a, uplo, where);
}
template <tenfold::detail::lazy A>
auto pinv(const A& a, double rcond = 1e-15, std::source_location where = std::source_location::current())
{
    return tenfold::linalg::pinv(a, rcond, where);
}
template <tenfold::detail::lazy A>
auto matrix_rank(const A& a, double tol = -1, std::source_location where = std::source_location::current())
{
    return tenfold::linalg::matrix_rank(a, tol, where);
}

}  // namespace xt::linalg
