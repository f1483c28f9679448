// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Triangles and diagonals.
//
//   tf::array<double> low = tf::tril(x), high = tf::triu(x, 1);
//   tf::array<double> d = tf::diag(v);        // a matrix with v on its diagonal; of a matrix, its diagonal
//   double t = tf::trace(x)();
//
// x: an array, a view or an elementwise expression of any element type; diagonal k > 0 lies above the main one. Too few
// axes: shape_error. Recorded, not computed.
#pragma once

#include <tenfold/create.hpp>
#include <tenfold/detail/calls.hpp>
#include <tenfold/reductions.hpp>
#include <tenfold/shape.hpp>

#include <algorithm>

namespace tenfold {
namespace detail {

handle record_diag(const part& x, index_t k, site);
/// Throws unless x has two axes.
void check_matrix(const char* operation, int rank, const index_t* shape, site);

/// x where column - row is at most k (`low`) or at least k, else zero.
template <bool Low, class X> auto triangle(const char* operation, const X& x, index_t k, site where)
{
    using T = element_type_of<X>;
    const array<T> a(record_as<T>(x, where));
    const shape_view shape = a.shape();
    check_matrix(operation, static_cast<int>(shape.size()), shape.begin(), where);
    const index_t m = shape[shape.size() - 2], n = shape[shape.size() - 1];
    // A diagonal far outside counts as one just outside, so that nothing overflows.
    const index_t at = std::clamp<index_t>(k, -m - 1, n + 1);
    const auto row = expand_dims(arange<index_t>(at, at + m, 1, where), 1);
    const auto column = arange<index_t>(n, where);
    if constexpr (Low) return array<T>(xt::where(xt::less_equal(column, row), a, T(0)), where);
    else return array<T>(xt::where(xt::greater_equal(column, row), a, T(0)), where);
}

}  // namespace detail

// tril(x, k)   x with zeros above diagonal k, in each of a stack of matrices (…, m, n). numpy.tril
// triu(x, k)   x with zeros below diagonal k. numpy.triu
// diag(x, k)   of a vector of n: the matrix (n + |k|, n + |k|) with it on diagonal k; of a matrix: that diagonal, as a
//              view. numpy.diag
#define TENFOLD_TRIANGLES(reference)                                                                               \
    template <template <element_type> class L, class T>                                                            \
        requires detail::lazy<L<T>>                                                                                \
    detail::array_of<L<T>> tril(                                                                     \
        reference x, std::ptrdiff_t k = 0, detail::site where = detail::site::current())                           \
    {                                                                                                              \
        return detail::triangle<true>("tril", x, k, where);                                                        \
    }                                                                                                              \
    template <template <element_type> class L, class T>                                                            \
        requires detail::lazy<L<T>>                                                                                \
    detail::array_of<L<T>> triu(                                                                     \
        reference x, std::ptrdiff_t k = 0, detail::site where = detail::site::current())                           \
    {                                                                                                              \
        return detail::triangle<false>("triu", x, k, where);                                                       \
    }                                                                                                              \
    template <template <element_type> class L, class T>                                                            \
        requires detail::lazy<L<T>>                                                                                \
    detail::array_of<L<T>> diag(                                                                     \
        reference x, std::ptrdiff_t k = 0, detail::site where = detail::site::current())                           \
    {                                                                                                              \
        return detail::array_of<L<T>>(detail::record_diag(detail::own_part(x, where), k, where));                  \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_TRIANGLES)
#undef TENFOLD_TRIANGLES

/// The sum of a diagonal, (m, n) -> (); of two axes of a larger array. The element type is that of sum. numpy.trace
template <detail::lazy X>
auto trace(
    const X& x, std::ptrdiff_t offset = 0, std::size_t axis1 = 0, std::size_t axis2 = 1,
    std::source_location where = std::source_location::current())
{
    const detail::argument<X> a(x, where);
    detail::check_matrix("trace", a.read().rank, a.read().shape, where);
    return sum(diagonal(x, offset, axis1, axis2), std::ptrdiff_t(-1), where);
}

}  // namespace tenfold

namespace xt {
using tenfold::diag;
using tenfold::tril;
using tenfold::triu;
}  // namespace xt
