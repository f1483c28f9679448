// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Counting handles off the fast path: several handles of one member, holes, other threads.
#include "record/ended.hpp"
#include "record/recorder.hpp"

#include <algorithm>
#include <new>
#include <type_traits>

namespace tenfold::record {

std::mutex& foreign_lock()
{
    static constinit std::mutex lock;
    static_assert(std::is_trivially_destructible_v<std::mutex>);   // values with static storage may outlive others
    return lock;
}

namespace {

void count_member_up(recorded& f, index_t m)
{
    if (f.is_dead(m)) return f.revive(m);
    try {
        if (!f.coarse) f.extra.add(m);
    }
    catch (const std::bad_alloc&) {
        f.count_coarsely();
    }
    if (f.coarse && !f.pending && f.handles() == 0) pin(&f);   // as in revive
    ++f.copies;
}

void count_member_down(recorded& f, index_t m) noexcept
{
    if (!f.coarse && f.copies > 0 && f.extra.take(m)) {
        --f.copies;
        return;
    }
    try {
        if (!f.coarse) f.kill(m);
    }
    catch (const std::bad_alloc&) {
        f.count_coarsely();
    }
    if (f.coarse) --f.copies;
    if (f.pending || (f.coarse ? f.handles() != 0 : f.low != f.count.load(std::memory_order_relaxed))) return;
    if (f.watched >= 0) f.owner->unwatch(f);
    unpin(&f);
}

}  // namespace

void value_family::count_up(index_t m)
{
    if (!single) return count_member_up(*calls(this), m);
    if (low == 0) ++copies;
    else {                                 // the handles' share of the family went with the last of them
        pin(this);
        low = 0;
    }
}

void value_family::count_down(index_t m) noexcept
{
    if (!single) return count_member_down(*calls(this), m);
    if (copies > 0) --copies;
    else {
        low = 1;
        unpin(this);
    }
}

void recorded::count_coarsely()
{
    coarse = true;
    careful.fetch_or(has_holes, std::memory_order_relaxed);
}

// ---- other threads, under foreign_lock()

namespace {

using change = std::pair<index_t, index_t>;

/// One change for each member. What was taken and given back is none.
void join(std::vector<change>& all)
{
    std::sort(all.begin(), all.end());
    std::size_t n = 0;
    for (std::size_t i = 0; i < all.size();) {
        change sum{all[i].first, 0};
        for (; i < all.size() && all[i].first == sum.first; ++i) sum.second += all[i].second;
        if (sum.second != 0) all[n++] = sum;
    }
    all.resize(n);
}

/// A thread that takes and gives back without end leaves no more than one change a member.
void add(std::vector<change>& all, index_t member, index_t by)
{
    if (!all.empty() && all.back().first == member) {
        if ((all.back().second += by) == 0) all.pop_back();
        return;
    }
    if (all.size() == all.capacity()) {
        join(all);
        if (all.size() >= all.capacity() / 2) all.reserve(2 * all.size() + 2);
    }
    all.emplace_back(member, by);
}

void note(value_family& f, index_t member, index_t by) noexcept
{
    try {
        if (f.single) f.nameless += by;
        else add(calls(&f)->events, member, by);
    }
    catch (const std::bad_alloc&) {
        f.nameless += by;
    }
    if (f.careful.load(std::memory_order_relaxed) & family::has_events) return;
    f.careful.fetch_or(family::has_events, std::memory_order_relaxed);
    pin(&f);  // until the changes are applied
    f.next = std::exchange(f.owner->noisy, &f);
    f.owner->is_noisy.store(true, std::memory_order_relaxed);
}

void apply_to_single(value_family& f) noexcept
{
    for (; f.nameless > 0; --f.nameless) f.count_up(0);
    for (; f.nameless < 0; ++f.nameless) f.count_down(0);
}

/// New handles first: a member must not go in between. Where that fails, the rest stays for another time.
void apply_events(recorded& f)
{
    join(f.events);
    const auto last = [](const change& x) { return std::pair(x.second < 0, x.first); };
    std::sort(f.events.begin(), f.events.end(), [&](const change& x, const change& y) { return last(x) > last(y); });
    for (; !f.events.empty(); f.events.pop_back()) {
        auto& [member, by] = f.events.back();
        for (; by > 0; --by) f.count_up(member);
        for (; by < 0; ++by) f.count_down(member);
    }
    f.events = {};
    if (f.nameless != 0) f.count_coarsely();
    f.copies += std::exchange(f.nameless, 0);
}

}  // namespace

void apply_foreign_counts(detail::recorder& r)
{
    while (value_family* const f = r.noisy) {
        if (f->single) apply_to_single(*f);
        else apply_events(*calls(f));
        r.noisy = std::exchange(f->next, nullptr);
        f->careful.fetch_and(static_cast<std::uint8_t>(~family::has_events), std::memory_order_relaxed);
        unpin(f);
    }
    r.is_noisy.store(false, std::memory_order_relaxed);
}

void drain_foreign_counts()
{
    detail::recorder* const r = detail::this_recorder;
    if (!r || !r->is_noisy.load(std::memory_order_relaxed)) return;
    const letting_go later;
    const std::lock_guard hold(foreign_lock());
    apply_foreign_counts(*r);
}

namespace {

// Another thread than the owner changes a count.
void change_from_outside(value_family& f, index_t member, index_t by) noexcept
{
    const letting_go later;
    detail::recorder* left = nullptr;
    {
        const std::lock_guard hold(foreign_lock());
        detail::recorder& owner = *f.owner;
        note(f, member, by);
        if (!owner.gone) return;
        try {
            const bool counts = f.pending && by < 0 && !f.is_dead(member);
            apply_foreign_counts(owner);  // nobody else will
            if (counts && f.is_dead(member) && ++owner.dropped >= owner.worth_a_look) left = &owner;
        }
        catch (const std::bad_alloc&) {   // with the next one
        }
    }
    if (left) tidy(*left);
}

}  // namespace

}  // namespace tenfold::record

namespace tenfold::detail {

using record::core;

bool is_held_elsewhere(const handle& h)
{
    record::value_family& f = *core(h.source());
    if (f.owner != this_recorder) return true;
    record::drain_foreign_counts();
    if (f.coarse) return true;
    return f.single ? f.copies > 0 : record::calls(&f)->extra.contains(h.member());
}

void retain_slow(family* f, index_t member)
{
    if (f->owner == this_recorder) core(f)->count_up(member);
    else record::change_from_outside(*core(f), member, 1);
}

void release_slow(family* f, index_t member) noexcept
{
    record::value_family& r = *core(f);
    if (r.owner != this_recorder) return record::change_from_outside(r, member, -1);
    if (r.careful.load(std::memory_order_relaxed) & family::has_events) {
        try {
            record::drain_foreign_counts();
        }
        catch (const std::bad_alloc&) {
            return record::change_from_outside(r, member, -1);   // behind those that could not be applied
        }
    }
    r.count_down(member);
}

}  // namespace tenfold::detail
