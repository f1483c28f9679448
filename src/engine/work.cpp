// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/work.hpp"

#include "engine/compact.hpp"
#include "engine/publish.hpp"
#include "engine/run.hpp"
#include "record/computing.hpp"
#include "record/ended.hpp"

#include <algorithm>
#include <new>
#include <optional>

namespace tenfold::engine {

pins::~pins()
{
    for (record::family* f : kept_) record::unpin(f);
}

void pins::keep(record::family* f)
{
    kept_.push_back(f);
    record::pin(f);
}

void pins::keep(const std::vector<need>& needs, bool apart)
{
    kept_.reserve(needs.size());
    for (const need& n : needs) {
        keep(n.f);
        // A thread gives up what its own families read only when it evaluates or records: not now, unless apart.
        if (!apart && n.f->owner == detail::this_recorder) continue;
        for (std::size_t i = 0; i < n.f->sources.size(); ++i)
            if (record::family* s = n.f->sources[i]; s && s != n.f) keep(s);
    }
}

namespace {

/// Does a step multiply numbers in an order of ours, so that they may leave their range where the program's do not?
bool is_checked(const plan::plan& p)
{
    return std::any_of(p.steps.begin(), p.steps.end(), [](const plan::step& s) { return s.most != 0; });
}

}  // namespace

void add_loop(const request& r, std::vector<need>& targets, record::reading_guard& guard)
{
    if (!r.loop) return;
    const recorded& f = *r.loop;
    guard.cover(f);
    if (!f.pending || f.thinned || f.is_view || f.what.what == record::operation::store) return;
    targets.back().members.add(0, f.count.load(std::memory_order_acquire));
}

work::work(request r, bool apart)
{
    const record::letting_go later;
    std::unique_lock turn(planning());
    compact();
    // A job is not to wait, and user code that works for an evaluation must not wait for it: those compute again.
    if (!apart && !record::is_computing()) wait_for_flights(r, turn);
    plan(std::move(r), apart);
    if (!empty()) flight_.start(now_.needs, now_.lone.published);
}

void work::plan(request r, bool apart)
{
    record::reading_guard guard;
    add_loop(r, r.targets, guard);
    std::vector<need> needs = record::reach(std::move(r.targets), guard);
    if (needs.empty()) return;
    ask_for_what_is_stored(needs);
    pins_.keep(needs, apart);
    views_ = views_of(needs);
    now_ = draft_of(std::move(needs), r);
    if (now_.plan) plan_as_written_beforehand(apart);
}

/// It is seldom run, and so it is made when it is; unless what it needs may change by then.
void work::plan_as_written_beforehand(bool apart)
{
    if (!is_checked(now_.plan->what.what)) return;
    const bool own = std::all_of(now_.needs.begin(), now_.needs.end(), [](const need& n) { return n.f->owner == detail::this_recorder; });
    if (apart || !own) as_written_ = now_.make_plan(false, false);
}

void work::run(const options* choices, const std::function<void()>& begun)
{
    const record::letting_go later;
    compute(choices, begun);
    try {
        retire_of_ended_threads();
    }
    catch (const std::bad_alloc&) {   // all is computed; what it took goes with its handles
    }
}

// Threads that go on do it themselves.
void work::retire_of_ended_threads() const
{
    std::vector<detail::recorder*> others;
    const auto see = [&](const recorded& f) {
        if (f.owner != detail::this_recorder && (others.empty() || others.back() != f.owner)) others.push_back(f.owner);
    };
    for (const need& n : now_.needs) see(*n.f);
    for (const plan::publication& p : now_.lone.published) see(*p.members.family);
    std::sort(others.begin(), others.end());
    others.erase(std::unique(others.begin(), others.end()), others.end());
    for (detail::recorder* r : others)
        if (const record::stand_in now(*r); now) retire();
}

void work::compute(const options* choices, const std::function<void()>& begun)
{
    backend::executor& on = *now_.on;
    const binding alone(now_.lone.what, now_.lone.read, on);
    const kept_plan* p = now_.plan.get();
    std::optional<binding> m;
    if (p) m.emplace(p->what.what, now_.read(), on);
    const binding* const both[] = {&alone, m ? &*m : nullptr};
    if (!engine::run(on, {both, m ? 2u : 1u}, choices, begun)) {
        if (!as_written_) {
            const std::lock_guard turn(planning());
            as_written_ = now_.make_plan(false, false);
        }
        p = as_written_.get();
        const binding* const again[] = {&m.emplace(p->what.what, p->what.read, on)};
        engine::run(on, again, choices, begun);
    }
    std::unique_lock turn(planning());
    if (on.computes()) {
        publish(now_.lone.published, alone);
        if (p) publish(*p, now_.computed, *m);
        if (!views_.empty() && !on.space().is_host()) {
            turn.unlock();
            bring_home(views_);
            turn.lock();
        }
        publish_views(views_, choices);
    }
    flight_.land();
}

}  // namespace tenfold::engine
