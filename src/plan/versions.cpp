// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/versions.hpp"

#include "plan/chains.hpp"

#include <algorithm>

namespace tenfold::plan {

using graph::node;

versions::versions(const graph::graph& g, const std::vector<recorded*>& still_read) : chains_(g, still_read)
{
    if (!chains_.all().empty()) give_slots();
}

/// One buffer for families whose versions go on from each other.
void versions::give_slots()
{
    const auto& all = chains_.all();
    disjoint_sets sets;
    std::unordered_map<const value_family*, std::int32_t> set_of;
    for (const auto& v : all)
        if (!set_of.contains(v.node->family)) set_of[v.node->family] = sets.add();
    for (const auto& v : all)
        if (chains_.goes_on(v)) sets.join(set_of[v.node->family], set_of[all[static_cast<std::size_t>(v.older)].node->family]);
    std::int32_t count = 0;
    const auto number = sets.numbers(count);
    for (const auto& [f, set] : set_of) group_of_[f] = static_cast<std::size_t>(number[static_cast<std::size_t>(set)]);
    groups_.resize(static_cast<std::size_t>(count));

    slot_.assign(all.size(), -1);
    last_.assign(all.size(), true);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (chains_.goes_on(all[i])) continue;
        const node& n = *all[i].node;
        const index_t slot = groups_[group_of_[n.family]].slots++;
        if (chains_.begins_alone(all[i]))
            beginnings_[graph::source_at(n, n.operands[0], all[i].position)] = {&n, slot * n.size()};
        for (std::size_t v = i;;) {   // to the end of what goes on from here
            slot_[v] = slot;
            const int next = all[v].next;
            if (next < 0 || !chains_.goes_on(all[static_cast<std::size_t>(next)])) break;
            last_[v] = false;
            v = static_cast<std::size_t>(next);
        }
    }
}

std::optional<versions::beginning> versions::begins(const value_family* fill) const
{
    const auto at = beginnings_.find(fill);
    return at == beginnings_.end() ? std::nullopt : std::optional(at->second);
}

int versions::buffer(const node& n, plan& p)
{
    group& g = groups_[group_of_[n.family]];
    if (g.buffer < 0) {
        g.buffer = add_buffer(p, n.type, g.slots * n.size(), role::result);
    }
    return g.buffer;
}

index_t versions::start_of(const node& n, index_t position) const
{
    const auto v = static_cast<std::size_t>(chains_.find(n.family, member_at(n, position)));
    return slot_[v] * n.size();
}

const std::vector<graph::results>& versions::places(const node& n)
{
    auto& all = places_[&n];
    if (!all.empty()) return all;
    graph::results r = n.places[0];
    const graph::coordinate where = whole(n);
    if (where.values) r.offsets = where.values;
    else {
        r.lies.base = where.base;
        r.lies.step[0] = 0;
    }
    all.push_back(std::move(r));
    return all;
}

graph::results versions::lasting(const node& n, graph::results r)
{
    auto members = std::make_shared<std::vector<index_t>>();
    auto offsets = std::make_shared<std::vector<index_t>>();
    for (index_t i = 0; i < r.count; ++i) {
        const index_t m = member_at(n, i);
        const auto v = static_cast<std::size_t>(chains_.find(n.family, m));
        if (!last_[v] && !chains_.all()[v].viewed) continue;
        members->push_back(m);
        offsets->push_back(start_of(n, i));
    }
    r.count = static_cast<index_t>(members->size());
    if (r.count == 0) return r;
    r.first = members->front();
    r.lies.base = r.count == 1 ? offsets->front() : 0;
    r.members = r.count == 1 ? nullptr : std::move(members);
    r.offsets = r.count == 1 ? nullptr : std::move(offsets);
    return r;
}

graph::coordinate versions::whole(const node& n) const
{
    graph::coordinate c;
    auto values = std::make_shared<std::vector<index_t>>();
    bool steady = true;
    for (index_t i = 0; i < n.positions(); ++i) {
        values->push_back(start_of(n, i));
        steady &= values->back() == values->front();
    }
    if (steady) c.base = values->empty() ? 0 : values->front();
    else c.values = std::move(values);
    return c;
}

graph::coordinate versions::part(const node& n) const
{
    graph::coordinate c = whole(n);
    const graph::coordinate& offset = n.operands[1].offset;
    if (!c.values && !offset.values) {
        c.base += offset.base;
        std::copy(offset.step, offset.step + graph::max_loops, c.step);
        return c;
    }
    auto values = std::make_shared<std::vector<index_t>>();
    for (index_t i = 0; i < n.positions(); ++i) values->push_back(graph::at(n, c, i) + graph::at(n, offset, i));
    c = {};
    c.values = std::move(values);
    return c;
}

}  // namespace tenfold::plan
