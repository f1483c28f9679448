// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The product of vectors in space.
//
//   tf::array<double> torque = tf::cross(arms, forces);   // (1000, 3), (3,) -> (1000, 3)
#pragma once

#include <tenfold/detail/calls.hpp>
#include <tenfold/elementwise.hpp>
#include <tenfold/join.hpp>
#include <tenfold/view.hpp>

namespace tenfold {
namespace detail {

/// Of vectors of 3 (or both of 2) along an axis of both: their component k, without that axis. Compiled; src/api/cross.cpp.
part component(const part& x, index_t axis, index_t k, site);
/// How many components both have.
index_t components(const part& a, const part& b, index_t axis, site);

}  // namespace detail

/// Of vectors along an axis, of length 3 in both: the other axes broadcast. Of length 2 in both: the third component, and
/// the axis is gone. Other lengths: shape_error. Element types meet as in products.hpp. Recorded. numpy.cross
template <detail::readable A, detail::readable B>
    requires(detail::lazy<A> || detail::lazy<B>)
auto cross(const A& a, const B& b, std::ptrdiff_t axis = -1, detail::site where = detail::site::current())
{
    using T = detail::promoted<detail::element_type_of<A>, detail::element_type_of<B>>;
    const detail::part x = detail::part_in<T>(a, where), y = detail::part_in<T>(b, where);
    const auto difference = [&](std::ptrdiff_t i, std::ptrdiff_t k) {
        const auto of = [&](const detail::part& p, std::ptrdiff_t n) {
            return detail::views::from<T>(detail::component(p, axis, n, where));
        };
        return array<T>(xt::cast<T>(of(x, i) * of(y, k) - of(x, k) * of(y, i)), where);
    };
    if (detail::components(x, y, axis, where) == 2) return difference(0, 1);
    return tenfold::stack({difference(1, 2), difference(2, 0), difference(0, 1)}, axis, where);
}

}  // namespace tenfold

namespace xt::linalg {

template <class A, class B>
    requires(
        tenfold::detail::readable<A> && tenfold::detail::readable<B> &&
        (tenfold::detail::lazy<A> || tenfold::detail::lazy<B>))
auto cross(const A& a, const B& b, std::source_location where = std::source_location::current())
{
    return tenfold::cross(a, b, -1, where);
}

}  // namespace xt::linalg
