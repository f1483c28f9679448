// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/scale.hpp"

#include "graph/range.hpp"
#include "record/kernels.hpp"

#include <algorithm>
#include <cstring>

namespace tenfold::plan {

namespace {

template <class T> void set_scalar(T value, step& s)
{
    auto bytes = std::make_shared<std::vector<std::byte>>(s.kernel->scalar_bytes);
    std::memcpy(bytes->data(), &value, sizeof value);
    s.scalars = std::move(bytes);
}

}  // namespace

void watch_range(step& product, std::complex<double> scale, bool small_too)
{
    if (product.type < element::float32) return;
    const graph::range r = graph::range_of(product.type);
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
    s.kernel = record::times_scalar(product.type);
    switch (product.type) {
    case element::float32: set_scalar(static_cast<float>(scale.real()), s); break;
    case element::float64: set_scalar(scale.real(), s); break;
    case element::complex64: set_scalar(std::complex<float>(scale), s); break;
    case element::complex128: set_scalar(scale, s); break;
    default: throw error("[plan] " + product.name + ": scaled integers");
    }
    return s;
}

}  // namespace tenfold::plan
