// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// borrow_device(pointer, shape): an array over memory of a GPU. x.device_data(stream): <tenfold/device_view.hpp>.
//
//   tf::array<float> x = tf::borrow_device(pointer, {1000, 20});                    // row-major
//   tf::array<float> y = tf::borrow_device(pointer, {20, 1000}, {1, 20}, owner);    // strides in elements
#pragma once

#include <tenfold/array.hpp>
#include <tenfold/detail/axes.hpp>

namespace tenfold {
namespace detail {

handle borrow_on_device(
    element, const sizes& shape, const std::vector<index_t>& strides, const void* data, std::shared_ptr<const void> owner,
    const device&, std::optional<void*> stream, site);

}  // namespace detail

/// No copy. The caller promises that the memory does not change as long as the array, or what was recorded from it, is used,
/// and that it lives as long as that, or as long as `owner` does. What writes it on `stream` before this call is waited for
/// on the GPU. A pointer that is no memory of that GPU, or a null stream: device_error. As many strides as lengths, or none
/// (row-major): else shape_error. Where no GPU is asked for by name it is cuda(0).
template <element_type T>
array<T> borrow_device(
    const T* data, const detail::sizes& shape, const std::vector<std::ptrdiff_t>& strides = {},
    std::shared_ptr<const void> owner = nullptr, std::optional<void*> stream = {}, const device& lies_on = cuda(0),
    std::source_location where = std::source_location::current())
{
    return array<T>(
        detail::borrow_on_device(element_of<T>, shape, strides, data, std::move(owner), lies_on, stream, where));
}

}  // namespace tenfold
