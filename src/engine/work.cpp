// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/work.hpp"

#include "backend/devices.hpp"
#include "engine/compact.hpp"
#include "engine/publish.hpp"
#include "engine/run.hpp"
#include "plan/cost.hpp"
#include "record/computing.hpp"
#include "record/ended.hpp"
#include "record/reads.hpp"

#include <algorithm>
#include <new>
#include <optional>
#include <unordered_map>

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

bool any_store(const std::vector<need>& needs)
{
    return std::any_of(needs.begin(), needs.end(),
                       [](const need& n) { return n.f->what.what == record::operation::store; });
}

/// Does a step multiply numbers in an order of ours, so that they may leave their range where the program's do not?
bool is_checked(const plan::plan& p)
{
    return std::any_of(p.steps.begin(), p.steps.end(), [](const plan::step& s) { return s.most != 0; });
}

/// What stores that stay recorded were given is read there once more: it stays when it is computed.
void ask_for_what_is_stored(std::vector<need>& needs)
{
    if (!detail::this_recorder) return;
    std::unordered_map<const recorded*, need*> of;
    for (const recorded* f : detail::this_recorder->pending()) {
        if (f->what.what != record::operation::store) continue;
        if (of.empty())
            for (need& n : needs) of[n.f] = &n;
        record::member_set later(0, f->count.load(std::memory_order_relaxed));
        if (const auto now = of.find(f); now != of.end()) later.subtract(now->second->members);
        record::sources_of(*f, record::leading_sources(*f), later, [&](const recorded* source, record::index_t first, record::index_t last) {
            if (const auto n = of.find(source); n != of.end() && !n->second->all_asked) n->second->asked.add(first, last);
        });
    }
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

work::work(request r, bool apart) : executor_(backend::executor_of(device_of(r.choices)))
{
    const record::letting_go later;
    std::unique_lock turn(planning());
    compact();
    // A job is not to wait, and user code that works for an evaluation must not wait for it: those compute again.
    if (!apart && !record::is_computing()) wait_for_flights(r, turn);
    plan(std::move(r), apart);
    if (!empty()) flight_.start(needs_, lone_.published);
}

void work::plan(request r, bool apart)
{
    record::reading_guard guard;
    add_loop(r, r.targets, guard);
    needs_ = record::reach(std::move(r.targets), guard);
    if (needs_.empty()) return;
    ask_for_what_is_stored(needs_);
    pins_.keep(needs_, apart);
    views_ = views_of(needs_);
    if (!executor_.space().is_host()) put_together(needs_);
    disabled_ = disabled_rules(r.choices);
    const bool reorder_sums = !r.choices || r.choices->reorder_sums;
    if (!r.plain) plan_lone({disabled_, reorder_sums, r.plain, nullptr});
    if (needs_.empty()) return;

    form looks(needs_, {disabled_, executor_.name(), reorder_sums, r.plain});
    if (looks.usable()) {
        plan_ = find_plan(looks);
        computed_.assign(looks.needs().begin(), looks.needs().end());
    }
    if (!plan_) {
        auto made = make_plan(reorder_sums, r.plain);
        if (looks.usable()) keep_plan(looks, made);
        plan_ = std::move(made);
    }
    if (!plan_->input.empty()) inputs_ = plan_->inputs_of(looks);
    plan_as_written_beforehand(apart);
}

std::shared_ptr<kept_plan> work::make_plan(bool reorder_sums, bool plain) const
{
    graph::graph g = graph::build(needs_);
    rules::optimize(g, {disabled_, reorder_sums, plain, nullptr, plan::product_cost(executor_.rates()), least_handed_on(executor_)});
    auto made = std::make_shared<kept_plan>();
    made->what = plan::lower(g, any_store(needs_) ? left_over(needs_) : std::vector<recorded*>(), executor_.rates());
    return made;
}

/// It is seldom run, and so it is made when it is; unless what it needs may change by then.
void work::plan_as_written_beforehand(bool apart)
{
    if (!is_checked(plan_->what.what)) return;
    const bool own = std::all_of(needs_.begin(), needs_.end(), [](const need& n) { return n.f->owner == detail::this_recorder; });
    if (apart || !own) as_written_ = make_plan(false, false);
}

void work::plan_lone(const rules::context& c)
{
    graph::graph g;
    g.lone = graph::take_lone(needs_, plan::flops_for_threads(executor_.rates()));
    if (g.lone.empty()) return;
    rules::optimize(g, c);
    lone_ = plan::lower_lone(g);
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
    for (const need& n : needs_) see(*n.f);
    for (const plan::publication& p : lone_.published) see(*p.members.family);
    std::sort(others.begin(), others.end());
    others.erase(std::unique(others.begin(), others.end()), others.end());
    for (detail::recorder* r : others)
        if (const record::stand_in now(*r); now) retire();
}

void work::compute(const options* choices, const std::function<void()>& begun)
{
    const binding alone(lone_.what, lone_.read, executor_);
    const kept_plan* p = plan_.get();
    std::optional<binding> m;
    if (p) m.emplace(p->what.what, p->input.empty() ? p->what.read : inputs_, executor_);
    const binding* const both[] = {&alone, m ? &*m : nullptr};
    if (!engine::run(executor_, {both, m ? 2u : 1u}, choices, begun)) {
        if (!as_written_) {
            const std::lock_guard turn(planning());
            as_written_ = make_plan(false, false);
        }
        p = as_written_.get();
        const binding* const again[] = {&m.emplace(p->what.what, p->what.read, executor_)};
        engine::run(executor_, again, choices, begun);
    }
    std::unique_lock turn(planning());
    if (executor_.computes()) {
        publish(lone_.published, alone);
        if (p) publish(*p, computed_, *m);
        if (!views_.empty() && !executor_.space().is_host()) {
            turn.unlock();
            bring_home(views_);
            turn.lock();
        }
        publish_views(views_, choices);
    }
    flight_.land();
}

}  // namespace tenfold::engine
