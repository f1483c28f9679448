// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/flights.hpp"

#include <algorithm>
#include <condition_variable>

namespace tenfold::engine {

struct flights {
    flight* first = nullptr;
    std::condition_variable landed;
    int waiting = 0;

    static flights& all()
    {
        static auto* const one = new flights;   // never destroyed: jobs may run until the process ends
        return *one;
    }
    void add(flight& f)
    {
        f.link_ = &first;
        f.next_ = first;
        if (first) first->link_ = &f.next_;
        first = &f;
        f.under_way_ = true;
    }
    void remove(flight& f)
    {
        *f.link_ = f.next_;
        if (f.next_) f.next_->link_ = f.link_;
        f.under_way_ = false;
        if (waiting > 0) landed.notify_all();
    }
    record::member_set members_of(const recorded& f) const
    {
        record::member_set all;
        for (const flight* x = first; x; x = x->next_) x->add(f, all);
        return all;
    }
    bool compute_any(const std::vector<need>& needs) const
    {
        return std::any_of(needs.begin(), needs.end(), [&](const need& n) {
            record::member_set left = n.members;
            left.subtract(members_of(*n.f));
            return left.size() != n.members.size();
        });
    }
};

flight::~flight()
{
    if (!under_way_) return;
    const std::lock_guard turn(planning());
    land();
}

void flight::start(std::span<const value_name> values)
{
    values_ = values;
    flights::all().add(*this);
}

void flight::start(const std::vector<need>& needs, const std::vector<plan::publication>& lone)
{
    needs_ = &needs;
    lone_ = &lone;
    flights::all().add(*this);
}

void flight::land()
{
    if (under_way_) flights::all().remove(*this);
}

void flight::add(const recorded& f, record::member_set& all) const
{
    for (const value_name& v : values_)
        if (v.family == &f) all.add(v.member, v.member + 1);
    if (!needs_) return;
    if (members_.empty()) {
        for (const need& n : *needs_)
            for (const auto& r : n.members.ranges()) members_[n.f].add(r.first, r.last);
        for (const auto& [r, buffer] : *lone_) members_[r.family].add(r.first, r.first + r.count);
    }
    if (const auto at = members_.find(&f); at != members_.end())
        for (const auto& r : at->second.ranges()) all.add(r.first, r.last);
}

bool any_flying(std::span<const value_name> values)
{
    return flights::all().first && std::any_of(values.begin(), values.end(), [](const value_name& v) {
        return flights::all().members_of(*v.family).contains(v.member);
    });
}

namespace {

bool needs_what_flies(const request& r)
{
    std::vector<need> targets = r.targets;
    record::reading_guard guard;
    add_loop(r, targets, guard);
    return flights::all().compute_any(record::reach(std::move(targets), guard));
}

/// Asks for less, step by step: not for what others compute, for nothing beside the loop of the value that is read, for
/// nothing beside the value.
bool give_way(request& r, int step)
{
    if (!r.read || step > 3) return false;
    const bool loop = r.loop;
    r.loop = nullptr;
    record::member_set value;
    value.add(r.member, r.member + 1);
    if (step == 3) {
        r.targets.clear();
        r.targets.push_back({r.read, value, -1});
        return true;
    }
    std::erase_if(r.targets, [&](need& n) {
        if (n.f != r.read && step == 2) return true;
        n.members.subtract(flights::all().members_of(*n.f));
        if (n.f == r.read) n.members.add(r.member, r.member + 1);
        return n.members.empty();
    });
    return loop || !r.targets.empty();
}

}  // namespace

void wait_for_flights(request& r, std::unique_lock<std::mutex>& turn)
{
    flights& all = flights::all();
    for (int step = 1; all.first && needs_what_flies(r);) {
        if (give_way(r, step++)) continue;
        ++all.waiting;
        all.landed.wait(turn);
        --all.waiting;
    }
}

}  // namespace tenfold::engine
