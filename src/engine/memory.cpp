// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/memory.hpp"

#include "backend/backend.hpp"
#include "plan/locate.hpp"

#include <algorithm>

namespace tenfold::engine {

memory::memory(const plan::plan& p, const plan::inputs& inputs)
{
    read_ = backend::allocate(std::max<std::size_t>(inputs.size(), 1) * sizeof(std::byte*));
    auto* const read = reinterpret_cast<std::byte**>(read_.get());
    std::transform(inputs.begin(), inputs.end(), read, [](const detail::placement* at) { return const_cast<std::byte*>(at->data); });
    bases_.reserve(p.buffers.size());
    for (const plan::buffer& b : p.buffers) {
        if (b.what == plan::role::input) bases_.push_back(read[b.input]);
        else if (b.what == plan::role::list) bases_.push_back(reinterpret_cast<std::byte*>(read + b.input));
        else {
            auto& block = blocks_.emplace_back(static_cast<int>(bases_.size()), nullptr).second;
            if (b.elements > 0) block = backend::allocate(static_cast<std::size_t>(b.elements) * size_of(b.type));
            bases_.push_back(block.get());
        }
    }
}

const std::shared_ptr<std::byte>& memory::block(int buffer) const
{
    return std::lower_bound(blocks_.begin(), blocks_.end(), buffer, [](const auto& x, int b) { return x.first < b; })->second;
}

namespace {

/// Offsets of listed members, from the first of them to the last, with gaps.
graph::table by_member(const graph::results& r, record::kept_placement& p)
{
    const std::vector<index_t>& members = *r.members;
    plan::region at;
    at.count = r.count;
    at.axes = r.axes;
    std::copy(r.extent, r.extent + graph::max_loops, at.extent);
    std::copy(r.step, r.step + graph::max_loops, at.step);
    p.first = members.front();
    p.count = members.back() + 1 - members.front();
    p.gaps = p.count != r.count;
    auto table = std::make_shared<std::vector<index_t>>(static_cast<std::size_t>(p.count), detail::placement::absent);
    for (std::size_t k = 0; k < members.size(); ++k) {
        index_t offset = 0;
        if (r.offsets) offset = (*r.offsets)[k];
        else at.holds(static_cast<index_t>(k), offset);
        (*table)[static_cast<std::size_t>(members[k] - p.first)] = offset;
    }
    return table;
}

std::size_t bytes_of(const plan::buffer& b) { return static_cast<std::size_t>(b.elements) * size_of(b.type); }

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
void publish(const plan::publication& p, recorded& f, index_t shift, std::size_t block_bytes, const memory& m)
{
    const graph::results& r = p.members;
    const auto bytes = static_cast<index_t>(size_of(f.type));
    record::kept_placement kept;
    kept.block = m.block(p.buffer);
    kept.block_bytes = block_bytes;
    kept.strides = r.stride;
    kept.stride = kept.strides.data();
    kept.first = r.first;
    kept.count = r.count;
    const std::byte* base = m.bases()[p.buffer];
    kept.data = base ? base + r.offset * bytes : &nothing;
    kept.axes = std::max(r.axes, 1);
    std::copy(r.extent, r.extent + graph::max_loops, kept.extent);
    std::copy(r.step, r.step + graph::max_loops, kept.step);
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

void publish(const plan::grouped& group, const memory& m)
{
    const std::vector<plan::lone_place>& places = group.published;
    for (std::size_t i = 0, end; i < places.size(); i = end) {
        const plan::lone_place& p = places[i];
        recorded& f = *p.family;
        // Neighbours of one family that lie in equal steps share a placement.
        index_t step = 0;
        for (end = i + 1; end < places.size(); ++end) {
            const plan::lone_place& q = places[end];
            const auto n = static_cast<index_t>(end - i);
            if (q.family != p.family || q.buffer != p.buffer || q.member != p.member + n) break;
            if (n == 1) step = q.offset - p.offset;
            if (q.offset != p.offset + n * step) break;
        }
        record::kept_placement kept;
        kept.block = m.block(p.buffer);
        kept.block_bytes = bytes_of(group.what.buffers[static_cast<std::size_t>(p.buffer)]);
        kept.stride = f.stride;
        kept.first = p.member;
        kept.count = static_cast<index_t>(end - i);
        kept.step[0] = step;
        const std::byte* const base = m.bases()[p.buffer];
        kept.data = base ? base + p.offset * static_cast<index_t>(size_of(f.type)) : &nothing;
        publish_new(f, std::move(kept));
    }
}

void publish(const kept_plan& p, const std::vector<const need*>& computed, const memory& m)
{
    for (std::size_t i = 0; i < p.what.published.size(); ++i) {
        const plan::publication& what = p.what.published[i];
        const std::size_t bytes = bytes_of(p.what.what.buffers[static_cast<std::size_t>(what.buffer)]);
        if (p.need.empty()) {
            publish(what, *what.members.family, 0, bytes, m);
            continue;
        }
        const auto n = static_cast<std::size_t>(p.need[i]);
        publish(what, *computed[n]->f, computed[n]->members.ranges()[0].first - p.first[n], bytes, m);
    }
}

}  // namespace tenfold::engine
