// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Sliding windows, and views by explicit strides. Nothing is copied.
//
//   tf::sliding_window_view(x, {20}, {1})          // (10, 1000) -> (10, 981, 20)
//   tf::sliding_window_view(img, {8, 8})           // (512, 512) -> (505, 505, 8, 8)
//   tf::as_strided(x, {7, 9, 5}, {100, 1, 2})
#pragma once

#include <tenfold/detail/layouts.hpp>
#include <tenfold/view.hpp>

namespace tenfold {

/// Every window of these lengths along these axes (all axes, if none are given): the axes of x, each
/// shortened by the windows on it, then the axes of the window. An axis may be named twice. A window of 0
/// fits once more than there are elements, and is empty, as in NumPy. A negative length, one longer than its
/// axis, or not one for each axis: shape_error with the lengths; a result that cannot be addressed:
/// memory_error.
/// numpy.lib.stride_tricks.sliding_window_view
template <detail::readable X>
const array_view<detail::element_type_of<X>> sliding_window_view(
    X&& x, const detail::sizes& window_shape, const detail::axes& axes = {},
    std::source_location where = std::source_location::current())
{
    using T = detail::element_type_of<X>;
    auto v = detail::views::open(std::forward<X>(x));
    detail::views::change(v, [&](auto&, detail::layout& form) {
        detail::window_layout(form, window_shape, axes, element_of<T>, where);
    });
    return v;
}

/// Element i, j, ... of the result is element i * strides[0] + j * strides[1] + ... of x, counted in
/// row-major order of x whatever its memory looks like; a part of an array that has gaps is copied first. A
/// stride for each axis, else shape_error; an element outside x: index_error.
/// numpy.lib.stride_tricks.as_strided, with strides in elements
template <detail::readable X>
const array_view<detail::element_type_of<X>> as_strided(
    X&& x, const detail::sizes& shape, const detail::sizes& strides,
    std::source_location where = std::source_location::current())
{
    using T = detail::element_type_of<X>;
    auto v = detail::views::open(std::forward<X>(x));
    return detail::views::from<T>(
        detail::restride_part(detail::views::release(v), shape, strides, element_of<T>, where));
}

}  // namespace tenfold
