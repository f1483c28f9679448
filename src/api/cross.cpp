// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "api/pieces.hpp"

#include <tenfold/cross.hpp>

namespace tenfold::detail {

part component(const part& x, index_t axis, index_t k, site where)
{
    const auto on = static_cast<int>(normalise_axis(axis, x.form.rank, "cross", where));
    part p = piece_of(x, on, k, 1);
    --p.form.rank;
    for (int d = on; d < p.form.rank; ++d) {
        p.form.shape[d] = p.form.shape[d + 1];
        p.form.stride[d] = p.form.stride[d + 1];
    }
    return p;
}

index_t components(const part& a, const part& b, index_t axis, site where)
{
    const auto length = [&](const part& x) { return x.form.shape[normalise_axis(axis, x.form.rank, "cross", where)]; };
    const index_t n = length(a), m = length(b);
    if (n != m || (n != 2 && n != 3))
        reject<shape_error>(
            "cross", shape_text(a) + " x " + shape_text(b) + ": " + std::to_string(n) + " and " + std::to_string(m) +
                         " components along axis " + std::to_string(axis), where);
    return n;
}

}  // namespace tenfold::detail
