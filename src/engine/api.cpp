// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/jobs.hpp"
#include "record/key_numbers.hpp"

#include <tenfold/evaluate.hpp>

#include <optional>

namespace tenfold {
namespace detail {

namespace {

std::vector<record::need> needs_of(const targets& wanted, const char* operation, site where)
{
    std::vector<record::need> needs;
    needs.reserve(wanted.runs().size());
    std::optional<record::key_numbers> place;  // behind each family's need
    if (wanted.runs().size() > 1) place.emplace(wanted.runs().size());
    for (const targets::run& r : wanted.runs()) {
        if (!r.source) fail<error>(operation, "an array holds no value", where);
        if (record::core(r.source)->is_leaf()) continue;   // it is there
        int* const at = place ? &(*place)[r.source] : nullptr;
        if (!at || *at == 0) {
            needs.push_back({record::calls(r.source), {}, -1});
            if (at) *at = static_cast<int>(needs.size());
        }
        needs[at ? static_cast<std::size_t>(*at) - 1 : 0].members.add(r.first, r.last);
    }
    return needs;
}

}  // namespace

void evaluate(const targets& wanted, const options* choices, site where)
{
    engine::request r;
    r.targets = needs_of(wanted, "eval", where);
    r.choices = choices;
    engine::evaluate(std::move(r));
}

explanation explain(const targets& wanted, const options* choices, site where)
{
    engine::request r;
    r.targets = needs_of(wanted, "explain", where);
    r.choices = choices;
    return engine::explain(std::move(r));
}

options on(const device& d)
{
    options o;
    o.device = d;
    return o;
}

}  // namespace detail

struct job::state {
    std::shared_ptr<engine::task> task;
};

job submit_targets(const detail::targets& wanted, const options& choices, detail::site where)
{
    return job(std::make_shared<job::state>(job::state{engine::start(detail::needs_of(wanted, "submit", where), choices)}));
}

void job::wait()
{
    if (!state_) return;
    state_->task->finish();
    engine::retire();
    state_->task->rethrow();
}

void* job::event()
{
    backend::door* const d = state_ ? state_->task->own_door() : nullptr;
    if (!d) throw device_error("[job] event: the job is not on a GPU");
    return state_->task->end_on_device(*d).native();
}

bool job::ready() { return !state_ || state_->task->done(); }

eager_scope::eager_scope() { ++detail::my_recorder().eager; }
eager_scope::~eager_scope() { --detail::my_recorder().eager; }

}  // namespace tenfold
