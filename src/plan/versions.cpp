// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/versions.hpp"

#include <algorithm>

namespace tenfold::plan {

namespace {

using graph::member_at;
using graph::node;
using graph::read;
using record::operation;

bool is_store(const recorded* f) { return f && f->what.what == operation::store; }
bool stores(const node& n) { return is_store(n.family) && !n.dropped && !n.gathers; }

bool reads_a_store(const read& r)
{
    for (std::size_t i = 0; r.sources && i < r.sources->size(); ++i)
        if ((*r.sources)[i] && is_store(record::core((*r.sources)[i]))) return true;
    return false;
}

/// Calls f(source family, member) for what members of a stored view read; such nodes have no coordinates.
template <class F>
void visit_view(const graph::graph& g, const node& n, F&& f)
{
    const record::operand_record& o = n.family->operands[0];
    for (const auto& r : g.needs[static_cast<std::size_t>(n.need)].members.ranges())
        for (index_t m = r.first; m < r.last; ++m)
            f(record::core(n.family->sources[static_cast<std::size_t>(o.numbers.at(m))]), o.members.at(m));
}

}  // namespace

versions::versions(const graph::graph& g, const std::vector<recorded*>& still_read) : graph_(g)
{
    if (std::none_of(g.nodes.begin(), g.nodes.end(), stores)) return;
    for (const node& n : g.nodes) {
        if (n.dropped) continue;
        if (n.family->is_view) {
            visit_view(g, n, [&](const recorded* f, index_t m) {
                if (is_store(f)) kept_[f].push_back(m);
            });
            continue;
        }
        for (std::size_t k = 0; k < n.operands.size(); ++k) {
            // The older version and the part of it are what the store itself may overwrite.
            if (stores(n) && k < 2) continue;
            if (!reads_a_store(n.operands[k])) continue;
            for (index_t i = 0; i < n.positions(); ++i)
                if (const recorded* f = graph::source_at(n, n.operands[k], i); is_store(f))
                    kept_[f].push_back(graph::at(n, n.operands[k].member, i));
        }
        if (!stores(n)) continue;
        // A version that two stores start from.
        for (index_t i = 0; i < n.positions(); ++i) {
            const recorded* f = graph::source_at(n, n.operands[0], i);
            if (!is_store(f)) continue;
            auto& starts = starts_[f];
            const index_t m = graph::at(n, n.operands[0].member, i);
            if (!starts.insert(m).second) kept_[f].push_back(m);
        }
        // Who holds versions of another thread is known to that thread alone. Those that are overwritten here are
        // computed again where they are asked for.
        if (n.family->owner != detail::this_recorder) continue;
        const auto living = record::living_members(*n.family);
        for (const auto& r : living.ranges())
            for (index_t m = r.first; m < r.last; ++m) kept_[n.family].push_back(m);
    }
    // Families that are not computed now may read any version later.
    for (const recorded* f : still_read)
        for (const record::operand_record& o : f->operands)
            for (index_t m = 0, count = f->count.load(std::memory_order_relaxed); m < count; ++m) {
                const auto* source = record::core(f->sources[static_cast<std::size_t>(o.numbers.at(m))]);
                if (is_store(source)) kept_[source].push_back(o.members.at(m));
            }
    for (auto& [f, members] : kept_) {
        std::sort(members.begin(), members.end());
        members.erase(std::unique(members.begin(), members.end()), members.end());
    }
}

versions::family_slots& versions::slots(const recorded* f)
{
    family_slots& s = families_[f];
    if (!s.members.empty()) return s;
    const auto& kept = kept_[f];
    for (const node& n : graph_.nodes) {
        if (n.family != f || n.dropped) continue;
        for (index_t i = 0; i < n.positions(); ++i) {
            const index_t m = member_at(n, i);
            const index_t old = graph::at(n, n.operands[0].member, i);
            const bool same = graph::source_at(n, n.operands[0], i) == f;
            const auto at = std::lower_bound(s.members.begin(), s.members.end(), old);
            const bool here = same && at != s.members.end() && *at == old;
            const bool free = here && !std::binary_search(kept.begin(), kept.end(), old);
            s.slot.push_back(free ? s.slot[static_cast<std::size_t>(at - s.members.begin())] : s.slots++);
            s.members.push_back(m);
        }
    }
    return s;
}

index_t versions::slot_of(const recorded* f, index_t member)
{
    const family_slots& s = slots(f);
    return s.slot[static_cast<std::size_t>(std::lower_bound(s.members.begin(), s.members.end(), member)
                                           - s.members.begin())];
}

int versions::buffer(const node& n, plan& p)
{
    family_slots& s = slots(n.family);
    if (s.buffer < 0) {
        s.buffer = static_cast<int>(p.buffers.size());
        p.buffers.push_back({n.family->type, s.slots * record::size_of(*n.family), nullptr, false});
    }
    return s.buffer;
}

const std::vector<graph::results>& versions::places(const node& n)
{
    auto& all = places_[&n];
    if (!all.empty()) return all;
    graph::results r = n.places[0];
    const graph::coordinate where = whole(n);
    if (where.values) r.offsets = where.values;
    else {
        r.offset = where.base;
        r.step[0] = 0;
    }
    all.push_back(std::move(r));
    return all;
}

graph::results versions::lasting(const node& n, graph::results r)
{
    const family_slots& s = slots(n.family);
    std::vector<index_t> last(static_cast<std::size_t>(s.slots));
    for (std::size_t i = 0; i < s.slot.size(); ++i) last[static_cast<std::size_t>(s.slot[i])] = s.members[i];
    auto members = std::make_shared<std::vector<index_t>>();
    auto offsets = std::make_shared<std::vector<index_t>>();
    for (index_t i = 0; i < r.count; ++i) {
        const index_t m = member_at(n, i), slot = slot_of(n.family, m);
        if (last[static_cast<std::size_t>(slot)] != m) continue;
        members->push_back(m);
        offsets->push_back(slot * record::size_of(*n.family));
    }
    r.count = static_cast<index_t>(members->size());
    if (r.count == 0) return r;
    r.first = members->front();
    r.offset = r.count == 1 ? offsets->front() : 0;
    r.members = r.count == 1 ? nullptr : std::move(members);
    r.offsets = r.count == 1 ? nullptr : std::move(offsets);
    return r;
}

graph::coordinate versions::whole(const node& n)
{
    const index_t size = record::size_of(*n.family);
    graph::coordinate c;
    auto values = std::make_shared<std::vector<index_t>>();
    bool steady = true;
    for (index_t i = 0; i < n.positions(); ++i) {
        values->push_back(slot_of(n.family, member_at(n, i)) * size);
        steady &= values->back() == values->front();
    }
    if (steady) c.base = values->empty() ? 0 : values->front();
    else c.values = std::move(values);
    return c;
}

graph::coordinate versions::part(const node& n)
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
