// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Arrays as sets of values.
//
//   tf::array<int> missing = tf::setdiff1d(all, seen), both = tf::intersect1d(a, b), any = tf::union1d(a, b);
//
// a, b: arrays, views or elementwise expressions, whose element types meet as in products.hpp. Results are vectors of
// different values in ascending order. These evaluate once, as unique and isin do.
#pragma once

#include <tenfold/indexing.hpp>
#include <tenfold/join.hpp>
#include <tenfold/order.hpp>
#include <tenfold/view.hpp>

#include <string>

namespace tenfold {
namespace detail {

template <class A, class B> using set_element = promoted<element_type_of<A>, listed_element<B>>;

/// The values of a that are, or are not, among those of b.
template <class A, class B> auto values_among(const A& a, const B& b, bool outside, site where)
{
    using T = set_element<A, B>;
    const array<T> values = tenfold::unique(array<T>(list_in<T>(a, where)), where);
    return tenfold::filter(values, tenfold::isin(values, array<T>(list_in<T>(b, where)), outside, where), where);
}

}  // namespace detail

/// Those of a that are not among b. numpy.setdiff1d
template <detail::lazy A, detail::listed B>
auto setdiff1d(const A& a, const B& b, detail::site where = detail::site::current())
{
    return detail::values_among(a, b, true, where);
}
/// Those of both. numpy.intersect1d
template <detail::lazy A, detail::listed B>
auto intersect1d(const A& a, const B& b, detail::site where = detail::site::current())
{
    return detail::values_among(a, b, false, where);
}
/// Those of either. numpy.union1d
template <detail::lazy A, detail::listed B>
auto union1d(const A& a, const B& b, detail::site where = detail::site::current())
{
    using T = detail::set_element<A, B>;
    const auto line = [&](const auto& x) {
        return array<T>(detail::flatten(detail::list_in<T>(x, where), where));
    };
    return tenfold::unique(tenfold::concatenate({line(a), line(b)}, 0, where), where);
}

// trim_zeros(x, direction)   a vector without the zeros at its front ("f"), its back ("b") or both ("fb"), as a view.
//                            numpy.trim_zeros
#define TENFOLD_TRIM(reference)                                                                                 \
    template <template <element_type> class L, class T>                                                         \
        requires detail::lazy<L<T>>                                                                             \
    auto trim_zeros(                                                                                            \
        reference x, const std::string& direction = "fb", detail::site where = detail::site::current())         \
    {                                                                                                           \
        const detail::array_of<L<T>> all(x);                                                                    \
        if (all.dimension() != 1) detail::reject<shape_error>("trim_zeros", "one axis is needed", where);       \
        const auto kept = tenfold::flatnonzero(all, where);                                                     \
        const auto n = static_cast<std::ptrdiff_t>(all.size()), found = static_cast<std::ptrdiff_t>(kept.size()); \
        const bool front = direction.find('f') != std::string::npos, back = direction.find('b') != std::string::npos; \
        const std::ptrdiff_t from = !front ? 0 : found > 0 ? kept(0) : n;                                       \
        const std::ptrdiff_t to = !back ? n : found > 0 ? kept(found - 1) + 1 : 0;                              \
        return detail::array_of<L<T>>(tenfold::view(all, xt::range(from, to)));                                 \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_TRIM)
#undef TENFOLD_TRIM

}  // namespace tenfold

namespace xt {

using tenfold::setdiff1d;
using tenfold::trim_zeros;

}  // namespace xt
