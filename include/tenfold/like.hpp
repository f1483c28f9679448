// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// New arrays of the shape of another.
//
//   tf::array<double> y = tf::zeros_like(x);
//   tf::array<float> z = tf::full_like<float>(x, 0.5f);      // the shape of x, another element type
//
// x: an array, a view or an elementwise expression, which is not evaluated. The element type is that of x unless one is
// given. An expression whose shapes do not fit: shape_error. Constant time.
#pragma once

#include <tenfold/create.hpp>
#include <tenfold/elementwise.hpp>

namespace tenfold {
namespace detail {

template <class T, class X> using like_type = std::conditional_t<std::is_void_v<T>, element_type_of<X>, T>;

template <class X> sizes shape_of(const X& x, site where)
{
    const argument<X> a(x, where);
    return sizes(shape_view(a.read().shape, a.read().rank));
}

}  // namespace detail

/// All elements `value`. numpy.full_like
template <class T = void, detail::lazy X>
array<detail::like_type<T, X>> full_like(
    const X& x, std::type_identity_t<detail::like_type<T, X>> value,
    std::source_location where = std::source_location::current())
{
    return full<detail::like_type<T, X>>(detail::shape_of(x, where), value, where);
}

/// numpy.zeros_like
template <class T = void, detail::lazy X>
array<detail::like_type<T, X>> zeros_like(const X& x, std::source_location where = std::source_location::current())
{
    return full_like<T>(x, detail::like_type<T, X>(0), where);
}

/// numpy.ones_like
template <class T = void, detail::lazy X>
array<detail::like_type<T, X>> ones_like(const X& x, std::source_location where = std::source_location::current())
{
    return full_like<T>(x, detail::like_type<T, X>(1), where);
}

/// Something to be overwritten. What a value holds is never left to chance, and zeros take no memory until somebody
/// reads them: this is zeros_like. numpy.empty_like
template <class T = void, detail::lazy X>
array<detail::like_type<T, X>> empty_like(const X& x, std::source_location where = std::source_location::current())
{
    return zeros_like<T>(x, where);
}

}  // namespace tenfold

namespace xt {
using tenfold::empty_like;
using tenfold::full_like;
using tenfold::ones_like;
using tenfold::zeros_like;
}  // namespace xt
