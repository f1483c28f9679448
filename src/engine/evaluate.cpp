// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/evaluate.hpp"

#include "engine/memory.hpp"
#include "engine/plan_cache.hpp"
#include "engine/views.hpp"
#include "rules/optimize.hpp"

#include <algorithm>
#include <cstdlib>
#include <mutex>

namespace tenfold::engine {

namespace {

using plan::index_t;

// Snapshots and publications take turns between threads; steps run beside each other.
std::mutex& planning()
{
    static auto* const lock = new std::mutex;
    return *lock;
}

std::vector<std::string> disabled_by_environment()
{
    std::vector<std::string> names;
    if (const char* text = std::getenv("TENFOLD_DISABLE")) {
        std::string all = text;
        for (std::size_t from = 0; from <= all.size();) {
            const std::size_t comma = std::min(all.find(',', from), all.size());
            if (comma > from) names.push_back(all.substr(from, comma - from));
            from = comma + 1;
        }
    }
    return names;
}

}  // namespace

std::vector<std::string> disabled_rules(const options* choices)
{
    static const std::vector<std::string> environment = disabled_by_environment();
    std::vector<std::string> names = environment;
    if (choices) names.insert(names.end(), choices->disable.begin(), choices->disable.end());
    return names;
}

namespace {

/// What one evaluation does, decided under the lock of planning.
struct work {
    std::vector<need> needs;
    std::shared_ptr<const kept_plan> plan;
    // Of a plan that is kept: what it computes and reads this time.
    std::vector<const need*> computed;
    std::vector<recorded*> inputs;
};

bool any_store(const std::vector<need>& needs)
{
    return std::any_of(needs.begin(), needs.end(),
                       [](const need& n) { return n.f->what.what == record::operation::store; });
}

work planned(request& r)
{
    work w;
    record::reading_guard guard;
    w.needs = record::reach(std::move(r.targets), guard);
    if (w.needs.empty()) return w;
    const auto disabled = disabled_rules(r.choices);
    const bool reorder_sums = !r.choices || r.choices->reorder_sums;
    form looks(w.needs, disabled, reorder_sums, r.plain);
    if (looks.usable()) {
        w.plan = find_plan(looks);
        w.computed = looks.needs();
        w.inputs = looks.inputs();
        if (w.plan) return w;
    }
    graph::graph g = graph::build(w.needs);
    rules::optimize(g, {disabled, reorder_sums, r.plain, nullptr});
    auto made = std::make_shared<kept_plan>();
    made->what = plan::lower(g, any_store(w.needs) ? left_over(w.needs) : std::vector<recorded*>());
    if (looks.usable()) keep_plan(looks, made);
    w.plan = std::move(made);
    return w;
}

}  // namespace

void evaluate(request r)
{
    work w;
    {
        const std::lock_guard turn(planning());
        w = planned(r);
        if (w.needs.empty()) return retire_computed();
        for (const need& n : w.needs) record::pin(n.f);
    }
    // Pinned, so that other threads may drop what is being computed.
    struct unpin_all {
        const std::vector<need>& needs;
        ~unpin_all() { for (const need& n : needs) record::unpin(n.f); }
    } const pins{w.needs};

    if (r.choices && r.choices->device.kind() == device::type::null) return;
    const memory m(*w.plan, w.inputs);
    run(w.plan->what.what, m.bases(), r.choices);

    const std::lock_guard turn(planning());
    publish(*w.plan, w.computed, m);
    publish_views(w.needs, r.choices);
    retire_computed();
}

}  // namespace tenfold::engine

namespace tenfold::record {

void compute_eagerly(const detail::handle& h, site)
{
    member_set one;
    one.add(h.member(), h.member() + 1);
    engine::request r;
    r.targets.push_back({core(h.source()), one, -1});
    r.plain = true;
    engine::evaluate(std::move(r));
}

}  // namespace tenfold::record

namespace tenfold::detail {

void evaluate_for_reading(const handle& h, site)
{
    using record::core;
    engine::request r;
    record::recorded& f = *core(h.source());
    if (f.owner == this_recorder) r.targets = engine::living();
    const auto mine = std::find_if(r.targets.begin(), r.targets.end(), [&](const record::need& n) { return n.f == &f; });
    if (mine != r.targets.end()) mine->members.add(h.member(), h.member() + 1);
    else {
        r.targets.push_back({&f, {}, -1});
        // Another thread's loop is computed as a whole.
        const index_t all = f.count.load(std::memory_order_acquire);
        if (f.owner == this_recorder) r.targets.back().members.add(h.member(), h.member() + 1);
        else r.targets.back().members.add(0, all);
    }
    engine::evaluate(std::move(r));
}

located locate(const handle& h, site where)
{
    if (!h) fail<error>("read", "the array holds no value", where);
    const auto& f = *record::core(h.source());
    for (int attempt = 0; attempt < 2; ++attempt) {
        for (const placement* p = f.placed.load(std::memory_order_acquire); p; p = p->next) {
            const index_t k = h.member() - p->first;
            if (k < 0 || k >= p->count) continue;
            const index_t offset = p->offset(k);
            if (offset == placement::absent) continue;
            const auto* kept = static_cast<const record::kept_placement*>(p);
            return {p->data + offset * static_cast<index_t>(size_of(f.type)), p->stride, kept->block};
        }
        if (attempt == 0) evaluate_for_reading(h, where);
    }
    fail<error>("read", "the value was not computed", where);
}

}  // namespace tenfold::detail
