// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "graph/access.hpp"

#include "graph/graph.hpp"

#include <algorithm>

namespace tenfold::graph {

namespace {

using steps = std::vector<index_t>;

bool inside(index_t origin, index_t step, index_t extent, index_t length)
{
    const index_t end = origin + step * (extent - 1);
    return end >= 0 && end < length;
}

// A stride as whole steps along the axes from `axis` on. The remainder of each division may go either way round
// (an anti-diagonal is one row on and one column back), so both are tried; bounds tell which one is meant.
bool decompose(int axis, int rank, const index_t* shape, const steps& canonical, const steps& origin, index_t stride,
               index_t extent, steps& out)
{
    if (axis == rank) return stride == 0;
    const auto d = static_cast<std::size_t>(axis);
    if (shape[axis] == 1) {
        out[d] = 0;
        return decompose(axis + 1, rank, shape, canonical, origin, stride, extent, out);
    }
    const index_t near = stride / canonical[d];
    const index_t sign = stride < 0 ? -1 : 1;
    for (const index_t q : {near, near + sign}) {
        if (!inside(origin[d], q, extent, shape[axis])) continue;
        out[d] = q;
        if (decompose(axis + 1, rank, shape, canonical, origin, stride - q * canonical[d], extent, out)) return true;
    }
    return false;
}

steps canonical_of(int rank, const index_t* shape)
{
    steps c(static_cast<std::size_t>(rank));
    index_t at = 1;
    for (int d = rank; d-- > 0;) {
        c[static_cast<std::size_t>(d)] = at;
        at *= std::max<index_t>(shape[d], 1);
    }
    return c;
}

}  // namespace

std::optional<lifted_access> lift(int rank, const index_t* shape, index_t offset,
                                  const std::vector<moving_index>& indices)
{
    const steps canonical = canonical_of(rank, shape);
    lifted_access a;
    a.origin.resize(static_cast<std::size_t>(rank));
    for (int d = 0; d < rank; ++d) {
        a.origin[static_cast<std::size_t>(d)] = offset / canonical[static_cast<std::size_t>(d)];
        offset %= canonical[static_cast<std::size_t>(d)];
        if (a.origin[static_cast<std::size_t>(d)] >= shape[d]) return std::nullopt;
    }
    a.step.assign(indices.size(), steps(static_cast<std::size_t>(rank), 0));
    for (std::size_t v = 0; v < indices.size(); ++v) {
        const auto [extent, stride] = indices[v];
        if (extent <= 1 || stride == 0) continue;
        if (!decompose(0, rank, shape, canonical, a.origin, stride, extent, a.step[v])) return std::nullopt;
    }
    // Each index alone stays inside; together they must too.
    for (int d = 0; d < rank; ++d) {
        index_t low = a.origin[static_cast<std::size_t>(d)], high = low;
        for (std::size_t v = 0; v < indices.size(); ++v) {
            const index_t move = a.step[v][static_cast<std::size_t>(d)] * (indices[v].extent - 1);
            (move < 0 ? low : high) += indices[v].extent > 0 ? move : 0;
        }
        if (low < 0 || high >= shape[d]) return std::nullopt;
    }
    return a;
}

index_t physical_offset(int rank, const index_t* shape, const index_t* stride, index_t canonical)
{
    index_t at = 0;
    for (int d = rank; d-- > 0;) {
        const index_t length = std::max<index_t>(shape[d], 1);
        at += stride[d] * (canonical % length);
        canonical /= length;
    }
    return at;
}

bool is_canonical(int rank, const index_t* shape, const index_t* stride)
{
    index_t expected = 1;
    for (int d = rank; d-- > 0;) {
        if (shape[d] == 1) continue;
        if (stride[d] != expected) return false;
        expected *= std::max<index_t>(shape[d], 1);
    }
    return true;
}

bool is_canonical_part(const read& r)
{
    return is_canonical(static_cast<int>(r.shape.size()), r.shape.data(), r.stride.data());
}

lattice covered(index_t origin, const std::vector<moving_index>& steps)
{
    lattice l{origin, origin, 0};
    for (const auto& [extent, step] : steps) {
        if (extent <= 1 || step == 0) continue;
        (step < 0 ? l.low : l.high) += step * (extent - 1);
        l.step = std::gcd(l.step, step);
    }
    if (l.step == 0) l.step = 1;
    return l;
}

}  // namespace tenfold::graph
