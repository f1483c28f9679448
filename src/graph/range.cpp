// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "graph/range.hpp"

#include <limits>

namespace tenfold::graph {

range range_of(element type)
{
    if (type == element::float32 || type == element::complex64) return {std::numeric_limits<float>::min(), std::numeric_limits<float>::max()};
    return {std::numeric_limits<double>::min(), std::numeric_limits<double>::max()};
}

bool is_in_range(std::complex<double> scale, element type)
{
    const range r = range_of(type);
    return std::abs(scale) >= r.least && std::abs(scale) <= r.most / 2;
}

}  // namespace tenfold::graph
