// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/duplicates.hpp"

#include "rules/positions.hpp"

#include <algorithm>

namespace tenfold::rules {

namespace {

/// The coordinate at some of the positions.
void thin(const node& n, graph::coordinate& c, const std::vector<index_t>& positions)
{
    if (c.constant()) return;
    auto values = std::make_shared<std::vector<index_t>>();
    values->reserve(positions.size());
    for (const index_t i : positions) values->push_back(graph::at(n, c, i));
    c = {};
    c.values = std::move(values);
}

}  // namespace

bool may_merge(const node& n)
{
    return n.cycle < 0 && !n.dropped && n.shares_block < 0 && !n.is<graph::store>() && !n.is<graph::view>() && !n.is<graph::fill>();
}

bool may_have_windows(const node& n)
{
    return n.is<graph::product>() && std::all_of(n.operands.begin(), n.operands.end(), [](const graph::read& r) {
        return r.member.constant();   // else others look through the operand at what it was computed from
    });
}

index_t merge_duplicates(node& n)
{
    if (!may_merge(n) || n.loops != 1 || n.places.size() != 1 || n.places[0].offsets) return 0;
    std::vector<graph::coordinate*> moving;
    if (graph::coordinate* const scalars = n.scalar_block()) moving.push_back(scalars);
    for (graph::read& r : n.operands) moving.insert(moving.end(), {&r.number, &r.member, &r.offset});
    std::erase_if(moving, [](const graph::coordinate* c) { return c->constant(); });
    if (std::none_of(moving.begin(), moving.end(), [](const graph::coordinate* c) { return c->values; })) return 0;

    numbered all = number_keys(position_keys(n, {moving.begin(), moving.end()}));
    const index_t count = n.extent[0], left = static_cast<index_t>(all.first.size());
    if (left == count) return 0;
    for (graph::coordinate* c : moving) thin(n, *c, all.first);
    const index_t size = n.size();
    for (index_t& place : all.number) place *= size;
    n.extent[0] = left;
    n.block = left * size;
    n.places[0].offsets = std::make_shared<std::vector<index_t>>(std::move(all.number));
    n.places[0].view = true;
    return count - left;
}

}  // namespace tenfold::rules
