// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Elements by lists of places and by conditions.
//
//   tf::array<double> rows = tf::take(x, {4, 0, -1}, 0), positive = tf::filter(x, x > 0.0);
//   std::vector<tf::array<std::ptrdiff_t>> at = tf::nonzero(x);    // one vector for each axis
//   tf::array<double> sorted = tf::take_along_axis(x, tf::argsort(x, 1), 1);
//
// x: an array, a view or an elementwise expression of any element type. These evaluate once: the call computes x (and, as
// every read, what is recorded before it) and gives arrays of what was found; one pass. Indices: an array of integers, a
// range, a braced list or one integer, which drops the axis; negative ones count from the end, one outside is an
// index_error with the shape.
#pragma once

#include <tenfold/detail/sequence.hpp>

#include <initializer_list>
#include <vector>

namespace tenfold {
namespace detail {

// Compiled; src/api/indexing.cpp. Indices are int64, conditions bool.
handle taken(const handle& x, const handle& indices, const axes&, site);
handle taken_along(const handle& x, const handle& indices, index_t axis, site);
handle filtered(const handle& x, const handle& condition, site);
handle compressed(const handle& condition, const handle& x, const axes&, site);
/// One column for each axis.
handle found_places(const char* operation, const handle& x, site);
std::vector<handle> columns_of(const handle& places);
handle found_flat(const handle& x, site);

template <class X>
concept index_numbers = listed<X> && std::is_integral_v<listed_element<X>> && !std::is_same_v<listed_element<X>, bool>;
template <class X>
concept condition = listed<X> && std::is_same_v<listed_element<X>, bool>;

inline std::vector<array<std::ptrdiff_t>> places_by_axis(const handle& x, site where)
{
    std::vector<array<std::ptrdiff_t>> result;
    for (handle& h : columns_of(found_places("nonzero", x, where))) result.emplace_back(std::move(h));
    return result;
}

}  // namespace detail

// ---- by places ----------------------------------------------------------------------------------------------

/// Elements of the flattened x, in the shape of the indices. numpy.take
template <detail::lazy X, detail::index_numbers I>
detail::array_of<X> take(const X& x, const I& indices, detail::site where = detail::site::current())
{
    return detail::array_of<X>(
        detail::taken(detail::to_handle(x, where), detail::list_in<std::int64_t>(indices, where), {}, where));
}
template <detail::lazy X>
detail::array_of<X> take(
    const X& x, std::initializer_list<std::ptrdiff_t> indices, detail::site where = detail::site::current())
{
    return tenfold::take(x, std::vector<std::ptrdiff_t>(indices), where);
}
/// x[:, ..., indices, ...]: parts along an axis, in whose place the axes of the indices come. numpy.take
template <detail::lazy X, detail::index_numbers I, std::integral A>
detail::array_of<X> take(const X& x, const I& indices, A axis, detail::site where = detail::site::current())
{
    return detail::array_of<X>(
        detail::taken(detail::to_handle(x, where), detail::list_in<std::int64_t>(indices, where), axis, where));
}
template <detail::lazy X, std::integral A>
detail::array_of<X> take(
    const X& x, std::initializer_list<std::ptrdiff_t> indices, A axis, detail::site where = detail::site::current())
{
    return tenfold::take(x, std::vector<std::ptrdiff_t>(indices), axis, where);
}

/// In each lane along an axis, the elements that the same lane of the indices names; the other axes broadcast.
/// numpy.take_along_axis
template <detail::lazy X, detail::readable I>
    requires detail::index_numbers<I>
detail::array_of<X> take_along_axis(
    const X& x, const I& indices, std::ptrdiff_t axis = -1, detail::site where = detail::site::current())
{
    return detail::array_of<X>(detail::taken_along(
        detail::to_handle(x, where), detail::list_in<std::int64_t>(indices, where), axis, where));
}

// ---- by conditions --------------------------------------------------------------------------------------------

// filter(x, condition)   x[condition]: the elements, as a vector, where the condition holds, which has x's shape or that of
//                        its first axes: then parts are kept whole. Other shapes: shape_error. numpy's x[condition]
#define TENFOLD_FILTER(reference)                                                                        \
    template <template <element_type> class L, class T, detail::condition C>                             \
        requires detail::lazy<L<T>>                                                                      \
    detail::array_of<L<T>> filter(reference x, C&& condition, detail::site where = detail::site::current()) \
    {                                                                                                    \
        return detail::array_of<L<T>>(                                                                   \
            detail::filtered(detail::to_handle(x, where), detail::list_in<bool>(condition, where), where)); \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_FILTER)
#undef TENFOLD_FILTER

/// The parts along an axis whose condition holds; of the flattened x, if no axis is given. The condition may be shorter
/// than the axis. numpy.compress
template <detail::condition C, detail::lazy X>
detail::array_of<X> compress(
    const C& condition, const X& x, const detail::axes& axis = {}, detail::site where = detail::site::current())
{
    return detail::array_of<X>(detail::compressed(
        detail::list_in<bool>(condition, where), detail::to_handle(x, where), axis, where));
}

/// The places of elements that are not zero, in row-major order: one vector of indices for each axis. One axis at least.
/// numpy.nonzero
template <template <element_type> class L, class T>
    requires detail::lazy<L<T>>
std::vector<array<std::ptrdiff_t>> nonzero(const L<T>& x, detail::site where = detail::site::current())
{
    return detail::places_by_axis(detail::to_handle(x, where), where);
}

/// The same as one array, a row for each place. numpy.argwhere
template <template <element_type> class L, class T>
    requires detail::lazy<L<T>>
array<std::ptrdiff_t> argwhere(const L<T>& x, detail::site where = detail::site::current())
{
    return array<std::ptrdiff_t>(detail::found_places("argwhere", detail::to_handle(x, where), where));
}

/// The same in the flattened x. numpy.flatnonzero
template <template <element_type> class L, class T>
    requires detail::lazy<L<T>>
array<std::ptrdiff_t> flatnonzero(const L<T>& x, detail::site where = detail::site::current())
{
    return array<std::ptrdiff_t>(detail::found_flat(detail::to_handle(x, where), where));
}

}  // namespace tenfold

namespace xt {

using tenfold::argwhere;
using tenfold::filter;
using tenfold::flatnonzero;
using tenfold::nonzero;

/// where(condition) is nonzero(condition).
template <template <tenfold::element_type> class L, class T>
    requires tenfold::detail::lazy<L<T>>
auto where(const L<T>& condition, tenfold::detail::site where = tenfold::detail::site::current())
{
    return tenfold::nonzero(condition, where);
}

}  // namespace xt

namespace tenfold {

/// where(condition, a, b) elementwise; where(condition) gives places, as nonzero: this brings the second form here.
/// numpy.where
using xt::where;

}  // namespace tenfold
