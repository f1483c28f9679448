// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <tenfold/detail/opaque.hpp>

#include <algorithm>

namespace tenfold::record {

/// Of all calls that one member of an opaque function takes, about; shape_of(k) gives the shape of operand k.
template <class ShapeOf> double flops_of_calls(const detail::opaque_function& f, const ShapeOf& shape_of)
{
    const detail::index_t* cores[detail::opaque_function::most_operands];
    double calls = 1;
    for (int k = 0; k < f.operands; ++k) {
        const auto [rank, shape] = shape_of(k);
        const int before = static_cast<int>(rank) - f.core[k];
        cores[k] = shape + before;
        double n = 1;
        for (int d = 0; d < before; ++d) n *= static_cast<double>(shape[d]);
        calls = std::max(calls, n);
    }
    return calls * f.flops(cores);
}

}  // namespace tenfold::record
