// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/evaluate.hpp"

#include "backend/devices.hpp"
#include "engine/bring.hpp"
#include "engine/express.hpp"
#include "engine/fork.hpp"
#include "engine/parts.hpp"
#include "engine/work.hpp"
#include "record/computing.hpp"
#include "record/outside.hpp"
#include "rules/optimize.hpp"
#include "evaluation.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>
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

}  // namespace

std::mutex& planning()
{
    static constinit std::mutex lock;
    return lock;
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

void check(const options& choices)
{
    if (choices.threads < 0) throw error("[options] threads = " + std::to_string(choices.threads) + " is negative");
    if (!choices.stream) return;
    const device on = device_of(&choices);
    backend::door* const d = backend::executor_of(on).own_door();
    if (!d) throw device_error("[options] a stream is for GPUs, and the device is " + on.name());
    if (const char* const why = d->refuses_stream(*choices.stream)) throw device_error(std::string("[options] ") + why);
}

device device_of(const options* choices)
{
    if (!choices) return default_device();
    return is_automatic(choices->device) && choices->stream ? cuda(0) : choices->device;   // which has streams
}

bool may_leave_host(const device& d) { return is_automatic(d) || !backend::executor_of(d).space().is_host(); }

namespace {

void compute(request r)
{
    const options* const choices = r.choices;
    if (r.plain || !may_leave_host(device_of(choices))) {
        work w(std::move(r), false);
        if (!w.empty()) w.run(choices);
        return;
    }
    const std::vector<need> targets = r.targets;
    try {
        work w(std::move(r), false);
        if (!w.empty()) w.run(choices);
        return;
    }
    catch (const memory_error&) {
        if (!takes_less_memory(targets, choices)) throw;
    }
    evaluate_in_parts(targets, choices);
}

}  // namespace

bool takes_less_memory(const std::vector<need>& targets, const options* choices)
{
    return !targets.empty() && (is_automatic(device_of(choices)) || !halves(targets).second.empty());
}

void evaluate_in_parts(const std::vector<need>& targets, const options* choices)
{
    if (is_automatic(device_of(choices))) {
        options on_host = choices ? *choices : options();
        on_host.device = cpu();
        request all;
        all.targets = targets;
        all.choices = &on_host;
        return compute(std::move(all));
    }
    storage::space& space = backend::executor_of(device_of(choices)).space();
    const auto [first, second] = halves(targets);
    for (const std::vector<need>& part : {first, second}) {
        if (part.empty()) continue;
        request some;
        some.targets = part;
        some.choices = choices;
        compute(std::move(some));
        take_home(part, space);
    }
}

void evaluate(request r)
{
    const evaluating now;
    const options* const choices = r.choices;
    if (choices) check(*choices);
    if (!choices && !r.plain && compute_at_once(r.targets)) return;
    const record::letting_go later;
    compute(std::move(r));
    try {
        retire();
    }
    catch (const std::bad_alloc&) {   // all is computed; the next evaluation does it
    }
}

}  // namespace tenfold::engine

namespace tenfold::evaluation {

void compute_eagerly(const detail::handle& h, detail::site)
{
    const engine::evaluating now;
    record::recorded& f = *record::calls(h.source());
    if (engine::compute_at_once(f, h.member(), true)) return;
    engine::request r;
    r.targets.push_back({&f, record::member_set(h.member(), h.member() + 1), -1});
    r.plain = true;
    engine::evaluate(std::move(r));
}

void compute_for_reader(const detail::operand& x, detail::site where)
{
    record::index_t offset;
    if (record::find_placed(*x.source, x.member, offset)) return;
    detail::retain_slow(x.source, x.member);
    detail::evaluate_for_reading(detail::handle(x.source, x.member), where);
}

}  // namespace tenfold::evaluation

namespace tenfold::detail {

void evaluate_for_reading(const handle& h, site where)
{
    engine::request r;
    record::drain_foreign_counts();
    if (index_t at; record::find_placed(*h.source(), h.member(), at)) return;
    record::recorded& f = *record::calls(h.source());
    if (!backend::executor_of(default_device()).computes())
        fail<device_error>("read", "the value is not computed, and the default device, " + default_device().name() + ", runs nothing", where);
    const engine::evaluating now;
    // User code that works for an evaluation reads what it asks for: all that is recorded includes that evaluation.
    if (engine::compute_at_once(f, h.member(), record::is_computing())) return;
    r.read = &f;
    r.member = h.member();
    if (record::is_computing()) {}
    else if (f.owner == this_recorder) r.targets = engine::living();
    else r.loop = &f;
    const auto mine = std::find_if(r.targets.begin(), r.targets.end(), [&](const record::need& n) { return n.f == &f; });
    if (mine != r.targets.end()) mine->members.add(h.member(), h.member() + 1);
    else {
        r.targets.push_back({&f, {}, -1});
        r.targets.back().members.add(h.member(), h.member() + 1);
    }
    if (r.targets.size() == 1 && r.targets[0].members.size() == 1) return engine::evaluate(std::move(r));
    try {
        engine::evaluate(std::move(r));
    }
    catch (const linalg_error&) {   // perhaps of another value
        engine::request one;
        one.targets.push_back({&f, record::member_set(h.member(), h.member() + 1), -1});
        engine::evaluate(std::move(one));
    }
}

located locate(const handle& h, site where)
{
    if (!h) fail<error>("read", "the array holds no value", where);
    const auto& f = *record::core(h.source());
    constexpr int few = 4;   // it may be moved while it is on its way
    for (int attempt = 0; attempt < few; ++attempt) {
        const placement* away = nullptr;
        {
            std::optional<record::outside_reading> now;
            if (may_move(f)) now.emplace();
            index_t offset;
            if (const placement* p = record::find_placed(f, h.member(), offset)) {
                if (const std::byte* const data = p->data)
                    return {data + offset * static_cast<index_t>(size_of(f.type)), p->stride, record::block_of(f, *p)};
                away = p;
            }
        }
        if (away) engine::bring_home(*away);   // placements go with their family, which the handle keeps
        else evaluate_for_reading(h, where);
    }
    fail<error>("read", "the value was not computed", where);
}

}  // namespace tenfold::detail
