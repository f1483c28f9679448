// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/evaluate.hpp"

#include <tenfold/evaluate.hpp>

namespace tenfold {
namespace detail {

namespace {

std::vector<record::need> needs_of(const std::vector<const handle*>& values, const char* operation, site where)
{
    std::vector<record::need> needs;
    for (std::size_t i = 0; i < values.size();) {
        const handle& h = *values[i];
        if (!h) fail<error>(operation, "an array holds no value", where);
        // Neighbours of one family are one range.
        const index_t first = h.member();
        index_t last = first + 1;
        for (++i; i < values.size() && values[i]->source() == h.source() && values[i]->member() == last; ++i) ++last;
        if (needs.empty() || needs.back().f != record::core(h.source())) needs.push_back({record::core(h.source()), {}, -1});
        needs.back().members.add(first, last);
    }
    return needs;
}

}  // namespace

void evaluate(const targets& wanted, const options* choices, site where)
{
    engine::request r;
    r.targets = needs_of(wanted.values(), "eval", where);
    r.choices = choices;
    engine::evaluate(std::move(r));
}

explanation explain(const targets& wanted, const options* choices, site where)
{
    engine::request r;
    r.targets = needs_of(wanted.values(), "explain", where);
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
    std::vector<detail::handle> values;
    options choices;
    detail::site where;
    bool done = false;
    std::exception_ptr error;

    void run()
    {
        if (done) return;
        done = true;
        try {
            std::vector<const detail::handle*> all;
            for (const detail::handle& h : values) all.push_back(&h);
            engine::request r;
            r.targets = detail::needs_of(all, "submit", where);
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
    for (const detail::handle* h : wanted.values()) {
        if (!*h) detail::fail<error>("submit", "an array holds no value", where);
        s->values.push_back(*h);
    }
    s->choices = choices;
    s->where = where;
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
