// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/draft.hpp"

#include "backend/cpu/threads.hpp"
#include "backend/devices.hpp"
#include "engine/bring.hpp"
#include "engine/compact.hpp"
#include "engine/run.hpp"
#include "plan/cost.hpp"
#include "record/reads.hpp"
#include "rules/optimize.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace tenfold::engine {

bool any_store(const std::vector<need>& needs)
{
    return std::any_of(needs.begin(), needs.end(),
                       [](const need& n) { return n.f->what.what == record::operation::store; });
}

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

std::shared_ptr<kept_plan> draft::make_plan(bool reorder_sums, bool plain) const
{
    graph::graph g = graph::build(needs);
    rules::optimize(g, {disabled, reorder_sums, plain, nullptr, plan::product_cost(on->rates()), plan::pass_cost(on->rates()), least_handed_on(*on)});
    auto made = std::make_shared<kept_plan>();
    made->what = plan::lower(g, any_store(needs) ? left_over(needs) : std::vector<recorded*>(), on->rates());
    return made;
}

namespace {

plan::lowered take_lone(draft& d, const rules::context& c)
{
    graph::graph g;
    g.lone = graph::take_lone(d.needs, plan::flops_for_threads(d.on->rates()));
    if (g.lone.empty()) return {};
    rules::optimize(g, c);
    return plan::lower_lone(g);
}

draft draft_for(backend::executor& on, std::vector<need> needs, const request& r)
{
    draft d;
    d.on = &on;
    d.needs = std::move(needs);
    if (!on.space().is_host()) put_together(d.needs);
    d.disabled = disabled_rules(r.choices);
    const bool reorder_sums = !r.choices || r.choices->reorder_sums;
    if (!r.plain) d.lone = take_lone(d, {d.disabled, reorder_sums, r.plain, nullptr});
    if (d.needs.empty()) return d;

    form looks(d.needs, {d.disabled, on.name(), reorder_sums, r.plain});
    if (looks.usable()) {
        d.plan = find_plan(looks);
        d.computed.assign(looks.needs().begin(), looks.needs().end());
    }
    if (!d.plan) {
        auto made = d.make_plan(reorder_sums, r.plain);
        if (looks.usable()) keep_plan(looks, made);
        d.plan = std::move(made);
    }
    if (!d.plan->input.empty()) d.inputs = d.plan->inputs_of(looks);
    return d;
}

double all_seconds_on(const backend::executor& e, const plan::plan& p)
{
    double sum = 0;
    for (const plan::step& s : p.steps) sum += seconds_on(e, p, s);
    return sum;
}

/// Of a plan that is kept this is asked again and again; to count the calls of a recurrence takes as long as to make them.
double seconds_of(const draft& d)
{
    double sum = all_seconds_on(*d.on, d.lone.what);
    if (!d.plan) return sum;
    if (d.plan->seconds < 0) d.plan->seconds = all_seconds_on(*d.on, d.plan->what.what);
    return sum + d.plan->seconds;
}

/// Threads share what is long enough.
double on_threads(double seconds, const request& r)
{
    backend::settings how;
    if (r.choices) how.threads = r.choices->threads;
    const int threads = backend::on_cpu::threads_of(how);
    return std::min(seconds, plan::wake_seconds(backend::cpu().rates()) + seconds / threads);
}

std::size_t bytes_missing(const draft& d)
{
    return bytes_to_bring(d.lone.read, d.on->space()) + (d.plan ? bytes_to_bring(d.read(), d.on->space()) : 0);
}

std::size_t bytes_computed(const draft& d)
{
    std::size_t sum = 0;
    const auto add = [&](const plan::plan& p) {
        for (const plan::buffer& b : p.buffers)
            if (b.what == plan::role::result) sum += bytes_of(b);
    };
    add(d.lone.what);
    if (d.plan) add(d.plan->what.what);
    return sum;
}

double travel_seconds(std::size_t bytes, const backend::executor& gpu)
{
    return bytes == 0 ? 0 : gpu.rates().pass_call + static_cast<double>(bytes) / gpu.link();
}

/// Somebody is going to read what it computes: results travel home, from wherever they are.
draft sooner(std::vector<need> needs, const request& r, comparison& why)
{
    backend::executor* const gpu = backend::first_gpu(&why.no_gpu);
    if (!gpu) return draft_for(backend::cpu(), std::move(needs), r);
    draft here = draft_for(backend::cpu(), needs, r);
    why.here = on_threads(seconds_of(here), r) + travel_seconds(bytes_missing(here), *gpu);
    if (why.here <= gpu->rates().pass_call) return here;
    draft there = draft_for(*gpu, std::move(needs), r);
    why.travels = travel_seconds(bytes_missing(there), *gpu) + travel_seconds(bytes_computed(there), *gpu);
    why.there = seconds_of(there) + *why.travels;
    return *why.there < why.here ? std::move(there) : std::move(here);
}

std::string text_of(double seconds)
{
    if (seconds < 1e-3) return fmt::format("{:.3g} us", seconds * 1e6);
    return seconds < 1 ? fmt::format("{:.3g} ms", seconds * 1e3) : fmt::format("{:.3g} s", seconds);
}

}  // namespace

std::string comparison::words() const
{
    if (!no_gpu.empty()) return "auto: " + no_gpu;
    if (!there) return "auto: " + text_of(here) + ", less than one call of the GPU";
    return fmt::format("auto: the GPU {}, of which {} for what travels; the processors {}", text_of(*there), text_of(*travels), text_of(here));
}

draft draft_of(std::vector<need> needs, const request& r, comparison* why)
{
    const device asked = device_of(r.choices);
    if (!is_automatic(asked)) return draft_for(backend::executor_of(asked), std::move(needs), r);
    comparison unsaid;
    return sooner(std::move(needs), r, why ? *why : unsaid);
}

backend::executor& choose_executor(const std::vector<need>& needs, const request& r, comparison& why)
{
    const device asked = device_of(r.choices);
    return !is_automatic(asked) ? backend::executor_of(asked) : *draft_of(needs, r, &why).on;
}

double seconds_on(const backend::executor& e, const plan::plan& p, const plan::step& s)
{
    if (refusal(e, s)) return plan::seconds_of(s, backend::cpu().rates()) + plan::bytes_of(s) / e.link();
    const auto calls = e.calls_of(p, s);
    if (!calls) return plan::seconds_of(s, e.rates());
    plan::machine work_alone = e.rates();
    for (double plan::machine::*call : {&plan::machine::gemm_call, &plan::machine::small_call, &plan::machine::vector_call, &plan::machine::copy_call, &plan::machine::pass_call})
        work_alone.*call = 0;
    return plan::seconds_of(s, work_alone) + static_cast<double>(calls->all()) * e.rates().pass_call;
}

}  // namespace tenfold::engine
