// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/evaluate.hpp"

#include "engine/memory.hpp"
#include "engine/plan_cache.hpp"
#include "engine/views.hpp"
#include "rules/optimize.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace tenfold::engine {

namespace {

using plan::index_t;

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

/// Keeps what steps read and write while other threads may drop it, or give up what they themselves no longer need.
class pins {
public:
    explicit pins(const std::vector<need>& needs) : needs_(needs)
    {
        for (const need& n : needs) {
            record::pin(n.f);
            if (n.f->owner == detail::this_recorder) continue;
            for (std::size_t i = 0; i < n.f->sources.size(); ++i)
                if (record::family* s = n.f->sources[i]; s && s != n.f) {
                    record::pin(s);
                    read_.push_back(s);
                }
        }
    }
    pins(const pins&) = delete;
    pins& operator=(const pins&) = delete;
    ~pins()
    {
        for (record::family* f : read_) record::unpin(f);
        for (const need& n : needs_) record::unpin(n.f);
    }

private:
    const std::vector<need>& needs_;
    std::vector<record::family*> read_;  // by another thread's families
};

/// Adds the rest of another thread's loop to the last target, where all its members may still be computed.
void add_loop(recorded& f, std::vector<need>& targets, record::reading_guard& guard)
{
    guard.cover(f);
    if (!f.pending || f.thinned || f.is_view || f.what.what == record::operation::store) return;
    targets.back().members.add(0, f.count.load(std::memory_order_acquire));
}

}  // namespace

std::mutex& planning()
{
    static auto* const lock = new std::mutex;
    return *lock;
}

std::vector<std::string> disabled_rules(const options* choices)
{
    static const std::vector<std::string> environment = disabled_by_environment();
    std::vector<std::string> names = environment;
    if (choices) names.insert(names.end(), choices->disable.begin(), choices->disable.end());
    for (const std::string& name : names) {
        if (rules::is_name(name)) continue;
        std::string all;
        for (const rules::rule& r : rules::all()) all += (all.empty() ? "" : ", ") + std::string(r.name);
        throw error("[options] disable: no rule is called '" + name + "'; there are " + all);
    }
    return names;
}

namespace {

/// What one evaluation does, decided under the lock of planning.
struct work {
    std::vector<need> needs;
    std::shared_ptr<const kept_plan> plan;
    // Of a plan that is kept: what it computes and reads this time.
    std::vector<const need*> computed;
    std::vector<const std::byte*> inputs;
};

bool any_store(const std::vector<need>& needs)
{
    return std::any_of(needs.begin(), needs.end(),
                       [](const need& n) { return n.f->what.what == record::operation::store; });
}

work planned(request& r, record::reading_guard& guard)
{
    work w;
    w.needs = record::reach(std::move(r.targets), guard);
    if (w.needs.empty()) return w;
    const auto disabled = disabled_rules(r.choices);
    const bool reorder_sums = !r.choices || r.choices->reorder_sums;
    form looks(w.needs, disabled, reorder_sums, r.plain);
    if (looks.usable()) {
        w.plan = find_plan(looks);
        w.computed = looks.needs();
        for (const recorded* f : looks.inputs()) w.inputs.push_back(f->placed.load(std::memory_order_acquire)->data);
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
    if (r.choices && r.choices->threads < 0)
        throw error("[options] threads = " + std::to_string(r.choices->threads) + " is negative");
    work w;
    std::optional<pins> kept;
    {
        const std::lock_guard turn(planning());
        record::reading_guard guard;
        if (r.loop) add_loop(*r.loop, r.targets, guard);
        w = planned(r, guard);
        if (w.needs.empty()) return retire_computed();
        kept.emplace(w.needs);
    }
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

void compute_for_reader(const operand& x, site where)
{
    index_t offset;
    if (find_placed(*core(x.source), x.member, offset)) return;
    detail::retain_slow(x.source, x.member);
    detail::evaluate_for_reading(detail::handle(x.source, x.member), where);
}

}  // namespace tenfold::record

namespace tenfold::detail {

void evaluate_for_reading(const handle& h, site)
{
    using record::core;
    engine::request r;
    record::recorded& f = *core(h.source());
    if (f.owner == this_recorder) r.targets = engine::living();
    else r.loop = &f;
    const auto mine = std::find_if(r.targets.begin(), r.targets.end(), [&](const record::need& n) { return n.f == &f; });
    if (mine != r.targets.end()) mine->members.add(h.member(), h.member() + 1);
    else {
        r.targets.push_back({&f, {}, -1});
        r.targets.back().members.add(h.member(), h.member() + 1);
    }
    engine::evaluate(std::move(r));
}

located locate(const handle& h, site where)
{
    if (!h) fail<error>("read", "the array holds no value", where);
    const auto& f = *record::core(h.source());
    for (int attempt = 0; attempt < 2; ++attempt) {
        index_t offset;
        if (const placement* p = record::find_placed(f, h.member(), offset)) {
            const auto* kept = static_cast<const record::kept_placement*>(p);
            return {p->data + offset * static_cast<index_t>(size_of(f.type)), p->stride, kept->block};
        }
        if (attempt == 0) evaluate_for_reading(h, where);
    }
    fail<error>("read", "the value was not computed", where);
}

}  // namespace tenfold::detail
