// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Counting handles off the fast path: several handles of one member, holes, other threads.
#include "record/recorder.hpp"

namespace tenfold::record {

std::mutex& foreign_lock()
{
    static auto* const lock = new std::mutex;  // never destroyed: values with static storage may outlive it
    return *lock;
}

namespace {

std::atomic<std::size_t> noisy_count{0};

std::vector<recorded*>& noisy()
{
    static auto* const list = new std::vector<recorded*>;
    return *list;
}

// Under foreign_lock().
void apply_events(recorded& f)
{
    const auto events = std::exchange(f.events, {});
    f.careful.fetch_and(static_cast<std::uint8_t>(~family::has_events), std::memory_order_relaxed);
    for (const auto& [member, change] : events)
        if (change > 0) f.count_up(member);
    for (const auto& [member, change] : events)
        if (change < 0) f.count_down(member);
    std::erase(noisy(), &f);
    noisy_count.store(noisy().size(), std::memory_order_relaxed);
    unpin(&f);
}

// Another thread than the owner changes a count.
void change_from_outside(recorded& f, index_t member, int change)
{
    const std::lock_guard hold(foreign_lock());
    if (f.events.empty()) {
        noisy().push_back(&f);
        pin(&f);  // until the events are applied
        noisy_count.store(noisy().size(), std::memory_order_relaxed);
    }
    f.events.emplace_back(member, change);
    f.careful.fetch_or(family::has_events, std::memory_order_relaxed);
    if (f.owner->gone) apply_events(f);  // nobody else will, and older events come first
}

}  // namespace

void recorded::count_up(index_t m)
{
    if (is_dead(m)) return revive(m);
    ++copies;
    if (!single) ++extra[m];
}

void recorded::count_down(index_t m)
{
    if (single) {
        if (copies > 0) { --copies; return; }
        low = 1;
        unpin(this);
        return;
    }
    if (copies > 0) {
        if (const auto at = extra.find(m); at != extra.end()) {
            --copies;
            if (--at->second == 0) extra.erase(at);
            return;
        }
    }
    kill(m);
    if (pending || low != count.load(std::memory_order_relaxed)) return;
    if (watched >= 0) owner->unwatch(*this);
    unpin(this);
}

void drain_foreign_counts()
{
    if (noisy_count.load(std::memory_order_relaxed) == 0) return;
    const std::lock_guard hold(foreign_lock());
    const auto list = noisy();
    for (recorded* f : list)
        if (f->owner == detail::this_recorder || f->owner->gone) apply_events(*f);
}

}  // namespace tenfold::record

namespace tenfold::detail {

using record::core;

void retain_slow(family* f, index_t member)
{
    if (f->owner == this_recorder) core(f)->count_up(member);
    else record::change_from_outside(*core(f), member, 1);
}

void release_slow(family* f, index_t member) noexcept
{
    record::recorded& r = *core(f);
    if (r.owner != this_recorder) return record::change_from_outside(r, member, -1);
    if (r.careful.load(std::memory_order_relaxed) & family::has_events) {
        const std::lock_guard hold(record::foreign_lock());
        record::apply_events(r);
    }
    r.count_down(member);
}

}  // namespace tenfold::detail
