// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What an evaluation leaves of the epoch.
#include "engine/evaluate.hpp"
#include "record/computing.hpp"
#include "evaluation.hpp"

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
    // Members that are evaluated one by one: the first or the last is mostly among those that are left.
    for (const index_t m : {f.low, count - 1})
        if (index_t at; m < count && !f.is_dead(m) && !record::find_placed(f, m, at)) return false;
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
    if (pending.size() == 1) {   // programs that read after every call
        recorded* const only = pending[0];
        if (all_computed(*only)) detail::this_recorder->retire({&only, 1});
        return;
    }
    std::vector<recorded*> stay;
    bool any = false, read = false;
    for (recorded* f : pending)
        if (f->leaving = all_computed(*f); !f->leaving) stay.push_back(f);
        else {
            any = true;
            read |= f->references.load(std::memory_order_relaxed) > 1;   // pinned, by a reader or for another reason
        }
    if (!any) return;
    // A family that others still read stays, although nobody holds its members.
    while (read && !stay.empty()) {
        const recorded& f = *stay.back();
        stay.pop_back();
        for (std::size_t i = 0; i < f.sources.size(); ++i) {
            if (!f.sources[i]) continue;
            value_family* const source = record::core(f.sources[i]);
            if (source->owner != detail::this_recorder || !source->leaving) continue;
            source->leaving = false;
            stay.push_back(record::calls(source));
        }
    }
    std::vector<recorded*> done;
    std::copy_if(pending.begin(), pending.end(), std::back_inserter(done), [](const recorded* f) { return f->leaving; });
    detail::this_recorder->retire(done);
}

void retire_soon(std::size_t bytes)
{
    // A quarter of what is pending, or this much memory that sources may be giving up, is worth a look at all.
    constexpr std::size_t few = 64, most_bytes = 1 << 20;
    detail::recorder& r = *detail::this_recorder;
    r.computed_bytes += bytes;
    if (std::max(few, 4 * ++r.computed_values) < r.pending().size() && r.computed_bytes < most_bytes) return;
    r.computed_values = r.computed_bytes = 0;
    retire_computed();
}

void retire()
{
    const record::letting_go later;
    const std::lock_guard turn(planning());
    retire_computed();
}

}  // namespace tenfold::engine

void tenfold::evaluation::retire() { engine::retire(); }
