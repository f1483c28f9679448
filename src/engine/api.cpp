// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/evaluate.hpp"
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
        int* const at = place ? &(*place)[r.source] : nullptr;
        if (!at || *at == 0) {
            needs.push_back({record::core(r.source), {}, -1});
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
    std::vector<detail::handle> values;   // keep what is wanted alive
    std::vector<record::need> wanted;
    options choices;
    bool done = false;
    std::exception_ptr error;

    void run()
    {
        if (done) return;
        done = true;
        try {
            engine::request r;
            r.targets = std::move(wanted);
            r.choices = &choices;
            engine::evaluate(std::move(r));
        }
        catch (...) {
            error = std::current_exception();
        }
        values.clear();
    }
};

job submit_targets(const detail::targets& wanted, const options& choices, detail::site where)
{
    auto s = std::make_shared<job::state>();
    s->wanted = detail::needs_of(wanted, "submit", where);
    for (const detail::targets::run& r : wanted.runs())
        for (detail::index_t m = r.first; m < r.last; ++m) {
            detail::retain_slow(r.source, m);
            s->values.emplace_back(r.source, m);
        }
    s->choices = choices;
    return job(std::move(s));
}

void job::wait()
{
    if (!state_) return;
    state_->run();
    if (state_->error) std::rethrow_exception(state_->error);
}

bool job::ready()
{
    if (state_) state_->run();
    return true;
}

eager_scope::eager_scope() { ++detail::my_recorder().eager; }
eager_scope::~eager_scope() { --detail::my_recorder().eager; }

}  // namespace tenfold
