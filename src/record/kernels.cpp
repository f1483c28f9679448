// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/kernels.hpp"

#include <tenfold/detail/kernel.hpp>

namespace tenfold::record {

namespace {

template <class T> const detail::elementwise_kernel* times()
{
    return &detail::kernel_for<detail::call<xt::detail::multiplies, detail::scalar<T>, detail::input<T>>>();
}

}  // namespace

const detail::elementwise_kernel* times_scalar(element type)
{
    switch (type) {
    case element::float32: return times<float>();
    case element::float64: return times<double>();
    case element::complex64: return times<std::complex<float>>();
    case element::complex128: return times<std::complex<double>>();
    default: return nullptr;
    }
}

}  // namespace tenfold::record
