// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A value as it lies on a GPU, for programs that use the GPU themselves.
//
//   tf::device_view<double> v = x.device_data(stream);
//   my_kernel<<<grid, block, 0, stream>>>(v.data, v.shape[0], v.strides[0]);
#pragma once

#include <tenfold/detail/record.hpp>
#include <tenfold/options.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace tenfold {

/// Read-only. `data` is memory of `where` for as long as a copy of `owner` lives; a stream that was named must live as long
/// too. What is put on that stream after the call sees the value; other streams wait for `event`, a cudaEvent_t.
template <class T> struct device_view {
    const T* data = nullptr;
    std::vector<std::ptrdiff_t> shape, strides;   ///< strides in elements
    std::shared_ptr<const void> owner;
    device where;
    void* event = nullptr;
};

namespace detail {

struct place_on_device {
    const std::byte* data;
    std::vector<index_t> strides;
    std::shared_ptr<const void> owner;
    device where;
    void* event;
};
/// On the default device where that is a GPU, else on cuda(0). Evaluates. Throws device_error where there is no GPU.
place_on_device locate_on_device(const handle&, std::optional<void*> stream, site);

template <class T> device_view<T> view_on_device(const handle& h, std::optional<void*> stream, site where)
{
    place_on_device p = locate_on_device(h, stream, where);
    const family& f = *h.source();
    return {reinterpret_cast<const T*>(p.data), {f.shape, f.shape + f.rank}, std::move(p.strides), std::move(p.owner), p.where, p.event};
}

}  // namespace detail
}  // namespace tenfold
