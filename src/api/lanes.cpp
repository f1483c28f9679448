// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "api/lanes.hpp"

namespace tenfold::detail {

layout new_lanes::moved(const family& x, int axis, index_t length)
{
    layout form;
    form.rank = 0;
    for (int d = 0; d < x.rank; ++d)
        if (d != axis) form.shape[form.rank++] = x.shape[d];
    form.shape[form.rank++] = length;
    return form;
}

handle new_lanes::finish()
{
    const handle h = leaf_.finish();
    part p = part_of(h);
    const int last = p.form.rank - 1;
    if (axis_ == last) return h;
    const layout from = p.form;
    for (int d = 0; d <= last; ++d) {
        const int source = d < axis_ ? d : d == axis_ ? last : d - 1;
        p.form.shape[d] = from.shape[source];
        p.form.stride[d] = from.stride[source];
    }
    return record_view(p);
}

}  // namespace tenfold::detail
