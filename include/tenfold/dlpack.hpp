// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Exchange with NumPy, PyTorch, CuPy, JAX and others, without a copy: DLPack (https://dmlc.github.io/dlpack).
//
//   DLManagedTensor* t = tf::to_dlpack(x);               // whoever takes it calls its deleter
//   tf::array<float> y = tf::from_dlpack<float>(t);      // takes it over
#pragma once

#include <tenfold/array.hpp>

struct DLManagedTensor;

namespace tenfold {
namespace detail {

DLManagedTensor* export_dlpack(const handle&, const device&, site);
handle import_dlpack(element, DLManagedTensor*, site);

}  // namespace detail

/// The value where it lies on a device, evaluated: in memory of the host (cpu()) or of a GPU. It must not be written: other
/// arrays may share it. numpy.from_dlpack, torch.from_dlpack
template <element_type T>
DLManagedTensor* to_dlpack(
    const array<T>& x, const device& on = cpu(), std::source_location where = std::source_location::current())
{
    return detail::export_dlpack(x.raw(), on, where);
}

/// A tensor of elements T in memory of the host or of a GPU, any strides. The array calls its deleter when it needs the memory
/// no more; nobody may write it until then. Another type, or a device that is unknown here: error, and the tensor stays the
/// caller's.
template <element_type T>
array<T> from_dlpack(DLManagedTensor* t, std::source_location where = std::source_location::current())
{
    return array<T>(detail::import_dlpack(element_of<T>, t, where));
}

}  // namespace tenfold
