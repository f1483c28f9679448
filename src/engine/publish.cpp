// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/publish.hpp"

#include "plan/locate.hpp"

#include <algorithm>

namespace tenfold::engine {

namespace {

/// Offsets of listed members, from the first of them to the last, with gaps.
graph::table by_member(const graph::results& r, record::kept_placement& p)
{
    const std::vector<index_t>& members = *r.members;
    p.first = members.front();
    p.count = members.back() + 1 - members.front();
    p.gaps = p.count != r.count;
    auto table = std::make_shared<std::vector<index_t>>(static_cast<std::size_t>(p.count), detail::placement::absent);
    graph::member_layout at = r.layout();
    at.lies.base = 0;   // as that of the placement
    for (std::size_t k = 0; k < members.size(); ++k)
        (*table)[static_cast<std::size_t>(members[k] - p.first)] = at.offset(static_cast<index_t>(k));
    return table;
}

/// Where values without elements lie.
constexpr std::byte nothing{};

/// Newest placements win, but where all of it was there before its memory may go: user code that works for one
/// evaluation computes again what another computes.
void publish_new(recorded& f, record::kept_placement&& p)
{
    if (f.placed.load(std::memory_order_relaxed)) {
        record::member_set fresh;
        for (index_t k = 0; k < p.count; k += p.gaps ? 1 : p.count)
            if (!p.gaps || p.table[k] != detail::placement::absent) fresh.add(p.first + k, p.first + (p.gaps ? k + 1 : p.count));
        fresh.subtract(record::computed_members(f));
        if (fresh.empty()) return;
    }
    record::publish(f, std::move(p));
}

/// Members of `f`, which begins `shift` members after the family that the plan was made for.
void publish(const plan::publication& p, recorded& f, index_t shift, const binding& m)
{
    const graph::results& r = p.members;
    record::kept_placement kept;
    kept.strides = r.stride;
    kept.stride = r.stride.empty() ? f.stride : kept.strides.data();
    kept.first = r.first;
    kept.count = r.count;
    if (std::byte* const base = m.bases()[p.buffer]) {
        std::byte* const data = base + r.lies.base * static_cast<index_t>(size_of(f.type));
        if (m.space().is_host()) {
            kept.block = m.block(p.buffer);
            kept.block_bytes = bytes_of(m.what().buffers[static_cast<std::size_t>(p.buffer)]);
            kept.data = data;
        }
        else {
            kept.replicas = std::make_unique<record::replica>(record::replica{&m.space(), m.block(p.buffer), data, nullptr});
            kept.replicas->room = m.room(p.buffer);
        }
    }
    else kept.data = &nothing;
    kept.axes = std::max(r.lies.axes, 1);
    kept.step = r.lies.step[0];
    std::copy(r.lies.extent, r.lies.extent + graph::max_loops, kept.loop_extent);
    std::copy(r.lies.step, r.lies.step + graph::max_loops, kept.loop_step);
    if (r.members) kept.offsets = by_member(r, kept);
    else if (r.offsets) kept.offsets = r.offsets;
    if (kept.offsets) {
        kept.axes = 0;
        kept.table = kept.offsets->data();
    }
    kept.first += shift;
    publish_new(f, std::move(kept));
}

}  // namespace

void publish(const std::vector<plan::publication>& all, const binding& m)
{
    for (const plan::publication& p : all) publish(p, *p.members.family, 0, m);
}

void publish(const kept_plan& p, const std::vector<const need*>& computed, const binding& m)
{
    if (p.need.empty()) return publish(p.what.published, m);
    for (std::size_t i = 0; i < p.what.published.size(); ++i) {
        const auto n = static_cast<std::size_t>(p.need[i]);
        publish(p.what.published[i], *computed[n]->f, computed[n]->members.ranges()[0].first - p.first[n], m);
    }
}

}  // namespace tenfold::engine
