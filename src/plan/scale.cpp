// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/scale.hpp"

#include <tenfold/detail/kernel.hpp>

#include <algorithm>
#include <limits>

namespace tenfold::plan {

namespace {

template <class T> void scale_by(std::complex<double> value, step& s)
{
    using kernel = detail::call<xt::detail::multiplies, detail::scalar<T>, detail::input<T>>;
    s.kernel = &detail::kernel_for<kernel>();
    T factor;
    if constexpr (std::is_floating_point_v<T>) factor = static_cast<T>(value.real());
    else factor = T(value);
    auto bytes = std::make_shared<std::vector<std::byte>>(s.kernel->scalar_bytes);
    std::memcpy(bytes->data(), &factor, sizeof factor);
    s.scalars = std::move(bytes);
}

struct range {
    double least = 0, most = 0;   // normal numbers
};
range range_of(element type)
{
    if (type == element::float32 || type == element::complex64) return {std::numeric_limits<float>::min(), std::numeric_limits<float>::max()};
    return {std::numeric_limits<double>::min(), std::numeric_limits<double>::max()};
}

}  // namespace

bool is_in_range(std::complex<double> scale, element type)
{
    const range r = range_of(type);
    return std::abs(scale) >= r.least && std::abs(scale) <= r.most / 2;
}

void watch_range(step& product, std::complex<double> scale, bool small_too)
{
    if (product.type < element::float32) return;
    const range r = range_of(product.type);
    const bool complex = product.type >= element::complex64;
    product.most = r.most / std::max(1.0, std::abs(scale) * (complex ? 2 : 1));
    if (!small_too) return;
    const product_size size = size_of(product);
    const index_t terms = size.k * (product.sum_positions ? product.positions() : 1) * (complex ? 2 : 1);
    product.least = r.least * static_cast<double>(std::max<index_t>(terms, 1));
}

step scaling(const step& product, std::complex<double> scale)
{
    step s;
    s.what = kind::elementwise;
    s.name = "scale";
    s.type = s.operand_type = product.type;
    s.result = product.result;
    s.operands = {product.result};
    if (!product.sum_positions) {
        s.loops = product.loops;
        std::copy(product.extent, product.extent + max_loops, s.extent);
    }
    for (const product_axis& x : product.axes) {
        if (!x.in_c) continue;
        s.result_form.shape.push_back(x.extent);
        s.result_form.stride.push_back(x.c);
    }
    s.operand_forms = {s.result_form};
    switch (product.type) {
    case element::float32: scale_by<float>(scale, s); break;
    case element::float64: scale_by<double>(scale, s); break;
    case element::complex64: scale_by<std::complex<float>>(scale, s); break;
    case element::complex128: scale_by<std::complex<double>>(scale, s); break;
    default: throw error("[plan] " + product.name + ": scaled integers");
    }
    return s;
}

}  // namespace tenfold::plan
