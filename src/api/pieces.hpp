// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Parts of parts, and parts joined: what roll, repeat and pad are made of.
#pragma once

#include <tenfold/detail/layouts.hpp>
#include <tenfold/detail/product_calls.hpp>

#include <vector>

namespace tenfold::detail {

/// `count` elements along an axis, from `from` on; a step of 0 repeats one.
inline part piece_of(const part& x, int axis, index_t from, index_t count, index_t step = 1)
{
    part p = x;
    p.form.shape[axis] = count;
    if (count > 0) p.offset += from * x.form.stride[axis];
    p.form.stride[axis] *= step;
    return p;
}

/// At least one part, end to end along an axis.
inline handle joined(const std::vector<part>& parts, int axis, site where)
{
    if (parts.size() == 1) return record_view(parts[0]);
    std::vector<operand> list;
    list.reserve(parts.size());
    for (const part& p : parts) list.push_back(p.read());
    return record_concatenate(parts[0].source.source()->type, list, axis, where);
}

inline std::string shape_text(const part& x) { return show_shape(x.form.rank, x.form.shape); }

}  // namespace tenfold::detail
