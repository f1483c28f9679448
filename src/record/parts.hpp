// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Parts of values as boxes of indices: do two parts share elements, does one lie in the other?
#pragma once

#include <tenfold/detail/family.hpp>

#include <algorithm>

namespace tenfold::record {

using detail::index_t;
using detail::operand;

/// Shape and strides of what an access is told in: each step of an axis goes beyond all inner axes, so that an offset
/// names one index.
struct grid {
    int rank = 0;
    const index_t* shape = nullptr;
    const index_t* stride = nullptr;

    bool is_nested() const
    {
        index_t reach = 1;
        for (int d = rank; d-- > 0;) {
            if (shape[d] == 1) continue;
            if (stride[d] < reach) return false;
            reach = stride[d] * shape[d];
        }
        return true;
    }
};

/// An access told along the axes of a grid: the indices from `low` to `high`; axis e of it moves `axis[e]` by `step[e]`.
/// Only the first `rank` entries mean anything, and `axis` of axes that move nothing is -1.
struct box {
    index_t first[max_rank], low[max_rank], high[max_rank];
    int axis[max_rank];
    index_t step[max_rank];
};

/// False where the access leaves the grid, or one of its axes moves several of the grid's. There are elements.
inline bool put_in(const grid& g, index_t offset, int rank, const index_t* shape, const index_t* stride, box& b)
{
    if (offset < 0) return false;
    for (int d = 0; d < g.rank; ++d) {
        const bool moves = g.shape[d] != 1;
        b.first[d] = b.low[d] = b.high[d] = moves ? offset / g.stride[d] : 0;
        if (b.first[d] >= g.shape[d]) return false;
        if (moves) offset -= b.first[d] * g.stride[d];
    }
    if (offset != 0) return false;
    for (int e = 0; e < rank; ++e) {
        b.axis[e] = -1;
        b.step[e] = 0;
        if (shape[e] == 1 || stride[e] == 0) continue;
        for (int d = 0; d < g.rank && b.axis[e] < 0; ++d) {
            if (g.shape[d] == 1 || stride[e] % g.stride[d] != 0) continue;
            const index_t step = stride[e] / g.stride[d], move = step * (shape[e] - 1);
            if (b.low[d] + std::min<index_t>(move, 0) < 0 || b.high[d] + std::max<index_t>(move, 0) >= g.shape[d]) continue;
            (move < 0 ? b.low[d] : b.high[d]) += move;
            b.axis[e] = d;
            b.step[e] = step;
        }
        if (b.axis[e] < 0) return false;
    }
    return true;
}

/// Boxes of one grid without a common element.
inline bool are_apart(int rank, const box& x, const box& y)
{
    for (int d = 0; d < rank; ++d)
        if (x.high[d] < y.low[d] || y.high[d] < x.low[d]) return true;
    return false;
}

}  // namespace tenfold::record
