// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/ranges.hpp"

#include <algorithm>

namespace tenfold::plan {

namespace {

using graph::coordinate;
using graph::index_t;
using graph::node;

void set_length(node& n, index_t length)
{
    auto& e = std::get<graph::elementwise>(n.what);
    const auto axis = static_cast<std::size_t>(e.ranged_axis);
    n.shape[axis] = length;
    for (graph::read& r : n.operands) r.shape[axis] = length;
    e.lengths.clear();
}

}  // namespace

std::vector<node> by_length(const node& n)
{
    const std::vector<index_t> lengths = std::get<graph::elementwise>(n.what).lengths;
    if (std::all_of(lengths.begin(), lengths.end(), [&](index_t x) { return x == lengths[0]; })) {
        std::vector<node> one{n};
        set_length(one[0], lengths[0]);
        return one;
    }
    std::vector<node> all;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        node& part = all.emplace_back(n);
        part.places.clear();
        part.loops = 0;
        std::fill(part.extent, part.extent + graph::max_loops, 1);
        const auto stand = [&](coordinate& c) {
            const index_t here = graph::at(n, c, static_cast<index_t>(i));
            c = {};
            c.base = here;
        };
        stand(part.result);
        if (coordinate* const c = part.scalar_block()) stand(*c);
        for (graph::read& r : part.operands)
            for (coordinate* const c : {&r.number, &r.member, &r.offset}) stand(*c);
        set_length(part, lengths[i]);
    }
    return all;
}

}  // namespace tenfold::plan
