// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Views that change the shape or the order of the axes. Nothing is copied, except by reshape where NumPy
// would.
//
//   tf::transpose(x);  tf::transpose(x, {1, 0, 2});  tf::swapaxes(x, 0, -1);  tf::moveaxis(x, -1, 0);
//   tf::reshape(x, {-1, 8});  tf::squeeze(x);  tf::expand_dims(x, 1);  tf::broadcast_to(x, {3, 20});
//   tf::flip(x, 1);  tf::diagonal(x);
//
// Arguments: arrays, views and elementwise expressions of any element type. Lists of axes are one integer or
// several, negative ones count from the end. An axis out of range or named twice, and a shape that does not
// fit: shape_error. All take time by the number of axes, and read as views do: <tenfold/view.hpp>. transpose,
// swapaxes, moveaxis, squeeze, expand_dims and flip of a named array can be assigned to.
#pragma once

#include <tenfold/detail/layouts.hpp>
#include <tenfold/view.hpp>

namespace tenfold {

/// The axes in reverse order. numpy.transpose
template <detail::lazy X> detail::view_type<X> transpose(X&& x)
{
    auto v = detail::views::open(std::forward<X>(x));
    detail::views::change(v, [](auto&, detail::layout& form) { detail::transpose_layout(form, {}, {}); });
    return v;
}
/// Axis d of the result is axis order[d] of x; every axis once. numpy.transpose
template <detail::readable X> detail::view_type<X> transpose(X&& x, const detail::axes& order)
{
    auto v = detail::views::open(std::forward<X>(x));
    detail::views::change(v, [&](auto&, detail::layout& form) { detail::transpose_layout(form, order, {}); });
    return v;
}

/// numpy.swapaxes
template <detail::readable X>
detail::view_type<X> swapaxes(
    X&& x, std::ptrdiff_t axis1, std::ptrdiff_t axis2,
    std::source_location where = std::source_location::current())
{
    auto v = detail::views::open(std::forward<X>(x));
    detail::views::change(
        v, [&](auto&, detail::layout& form) { detail::swap_layout(form, axis1, axis2, where); });
    return v;
}

/// Moves axes to new places; the others keep their order. As many sources as destinations. numpy.moveaxis
template <detail::readable X>
detail::view_type<X> moveaxis(
    X&& x, const detail::axes& source, const detail::axes& destination,
    std::source_location where = std::source_location::current())
{
    auto v = detail::views::open(std::forward<X>(x));
    detail::views::change(
        v, [&](auto&, detail::layout& form) { detail::move_layout(form, source, destination, where); });
    return v;
}

/// The same elements, in row-major order, in another shape; one size may be -1. A copy is recorded where
/// strides cannot express it. numpy.reshape
template <detail::readable X>
const array_view<detail::element_type_of<X>>
reshape(X&& x, const detail::sizes& shape, std::source_location where = std::source_location::current())
{
    auto v = detail::views::open(std::forward<X>(x));
    return detail::views::from<detail::element_type_of<X>>(
        detail::reshape_part(detail::views::release(v), shape, where));
}

/// Without axes of length 1. numpy.squeeze
template <detail::lazy X> detail::view_type<X> squeeze(X&& x)
{
    auto v = detail::views::open(std::forward<X>(x));
    detail::views::change(v, [](auto&, detail::layout& form) { detail::squeeze_layout(form, {}, {}); });
    return v;
}
/// Without these axes, which must have length 1. numpy.squeeze
template <detail::readable X> detail::view_type<X> squeeze(X&& x, const detail::axes& axes)
{
    auto v = detail::views::open(std::forward<X>(x));
    detail::views::change(v, [&](auto&, detail::layout& form) { detail::squeeze_layout(form, axes, {}); });
    return v;
}

/// With new axes of length 1 at these places of the result. numpy.expand_dims
template <detail::readable X> detail::view_type<X> expand_dims(X&& x, const detail::axes& axes)
{
    auto v = detail::views::open(std::forward<X>(x));
    detail::views::change(v, [&](auto&, detail::layout& form) { detail::expand_layout(form, axes, {}); });
    return v;
}

/// Repeats axes of length 1, and adds leading ones. numpy.broadcast_to
template <detail::readable X>
const array_view<detail::element_type_of<X>>
broadcast_to(X&& x, const detail::sizes& shape, std::source_location where = std::source_location::current())
{
    using T = detail::element_type_of<X>;
    auto v = detail::views::open(std::forward<X>(x));
    detail::views::change(
        v, [&](auto&, detail::layout& form) { detail::broadcast_layout(form, shape, element_of<T>, where); });
    return v;
}

/// Every axis backwards. numpy.flip
template <detail::lazy X> detail::view_type<X> flip(X&& x)
{
    auto v = detail::views::open(std::forward<X>(x));
    detail::views::change(
        v, [](auto& offset, detail::layout& form) { detail::flip_layout(offset, form, {}, {}); });
    return v;
}
/// These axes backwards. numpy.flip
template <detail::readable X> detail::view_type<X> flip(X&& x, const detail::axes& axes)
{
    auto v = detail::views::open(std::forward<X>(x));
    detail::views::change(
        v, [&](auto& offset, detail::layout& form) { detail::flip_layout(offset, form, axes, {}); });
    return v;
}

namespace detail {

template <class X>
const array_view<element_type_of<X>> diagonal_of(X&& x, index_t offset, index_t axis1, index_t axis2)
{
    auto v = views::open(std::forward<X>(x));
    views::change(v, [&](index_t& at, layout& form) { diagonal_layout(at, form, offset, axis1, axis2, {}); });
    return v;
}

}  // namespace detail

/// Elements x[i, i + offset] of two axes, as the last axis of the result. Two axes at least. numpy.diagonal
template <detail::lazy X>
const array_view<detail::element_type_of<X>>
diagonal(X&& x, int offset = 0, std::size_t axis1 = 0, std::size_t axis2 = 1)
{
    return detail::diagonal_of(
        std::forward<X>(x), offset, static_cast<std::ptrdiff_t>(axis1), static_cast<std::ptrdiff_t>(axis2));
}
/// The same, for an offset of another integer type.
template <detail::lazy X, std::integral I>
    requires(!std::same_as<I, int>)
const array_view<detail::element_type_of<X>>
diagonal(X&& x, I offset, std::size_t axis1 = 0, std::size_t axis2 = 1)
{
    return detail::diagonal_of(
        std::forward<X>(x), static_cast<std::ptrdiff_t>(offset), static_cast<std::ptrdiff_t>(axis1),
        static_cast<std::ptrdiff_t>(axis2));
}

}  // namespace tenfold

#include <tenfold/detail/xtensor_names.hpp>

namespace tenfold {

// Of temporary xtensor containers; one with a name is refused. Less special than xtensor's, which stay first
// choice.

template <class... A>
    requires(sizeof...(A) == 1)
typename detail::plain_view<A...>::type transpose(A&&... a)
{
    return transpose(detail::views::open(std::forward<A>(a)...));
}
template <class... A>
    requires(sizeof...(A) == 1)
typename detail::plain_view<A...>::type squeeze(A&&... a)
{
    return squeeze(detail::views::open(std::forward<A>(a)...));
}
template <class... A>
    requires(sizeof...(A) == 1)
typename detail::plain_view<A...>::type flip(A&&... a)
{
    return flip(detail::views::open(std::forward<A>(a)...));
}
template <class... A>
    requires(sizeof...(A) == 1)
typename detail::plain_view<A...>::type diagonal(A&&... a)
{
    return diagonal(detail::views::open(std::forward<A>(a)...));
}

}  // namespace tenfold
