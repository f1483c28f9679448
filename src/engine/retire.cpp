// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What an evaluation leaves of the epoch.
#include "engine/evaluate.hpp"
#include "record/computing.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace tenfold::engine {

using record::index_t;

std::vector<need> living()
{
    std::vector<need> all;
    if (!detail::this_recorder) return all;
    record::drain_foreign_counts();
    for (recorded* f : detail::this_recorder->pending())
        if (auto members = record::living_members(*f); !members.empty()) all.push_back({f, std::move(members), -1});
    return all;
}


std::vector<recorded*> left_over(const std::vector<need>& needs)
{
    std::vector<recorded*> left;
    if (!detail::this_recorder) return left;
    std::unordered_map<const recorded*, const need*> need_of;
    for (const need& n : needs) need_of[n.f] = &n;
    for (recorded* f : detail::this_recorder->pending()) {
        const auto at = need_of.find(f);
        auto wanted = record::living_members(*f);
        wanted.subtract(record::computed_members(*f));
        if (at != need_of.end()) wanted.subtract(at->second->members);
        if (!wanted.empty()) left.push_back(f);
    }
    return left;
}

namespace {

/// Every member that a handle holds is computed.
bool all_computed(const recorded& f)
{
    const index_t count = f.count.load(std::memory_order_relaxed);
    if (const detail::placement* const p = f.placed.load(std::memory_order_acquire); p && !p->gaps)
        if (p->first <= f.low && p->first + p->count >= count) return true;
    auto wanted = record::living_members(f);
    wanted.subtract(record::computed_members(f));
    return wanted.empty();
}

}  // namespace

void retire_computed()
{
    if (!detail::this_recorder || record::is_computing()) return;
    // What others hold is wanted too, above all a part of a value that a view of theirs has named again.
    record::drain_foreign_counts();
    const auto& pending = detail::this_recorder->pending();
    std::vector<recorded*> stay;
    for (recorded* f : pending)
        if (f->leaving = all_computed(*f); !f->leaving) stay.push_back(f);
    // A family that others still read stays, although nobody holds its members.
    while (!stay.empty()) {
        const recorded& f = *stay.back();
        stay.pop_back();
        for (std::size_t i = 0; i < f.sources.size(); ++i) {
            if (!f.sources[i]) continue;
            recorded* const source = record::core(f.sources[i]);
            if (source->owner != detail::this_recorder || !source->leaving) continue;
            source->leaving = false;
            stay.push_back(source);
        }
    }
    std::vector<recorded*> done;
    std::copy_if(pending.begin(), pending.end(), std::back_inserter(done), [](const recorded* f) { return f->leaving; });
    detail::this_recorder->retire(done);
}

void retire()
{
    const record::letting_go later;
    const std::lock_guard turn(planning());
    retire_computed();
}

}  // namespace tenfold::engine

namespace tenfold::record {

void settle()
{
    engine::retire();
    collect(*detail::this_recorder);
}

}  // namespace tenfold::record
