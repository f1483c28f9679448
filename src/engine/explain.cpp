// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// From a graph and its plan to what people read.
#include "backend/devices.hpp"
#include "engine/compact.hpp"
#include "engine/draft.hpp"
#include "engine/run.hpp"
#include "plan/cost.hpp"
#include "rules/optimize.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <unordered_set>

namespace tenfold::engine {

namespace {

using plan::index_t;

std::string shape_of(int rank, const index_t* shape)
{
    if (rank == 0) return "()";
    std::string text;
    for (int d = 0; d < rank; ++d) text += fmt::format("{}{}", d ? "x" : "", shape[d]);
    return text;
}

std::string site_of(const record::kept_site& where)
{
    std::string file = where.file;
    file = file.substr(file.find_last_of('/') + 1);
    return file.empty() ? file : fmt::format("{}:{}", file, where.line);
}

explanation::recorded line_of(const record::need& n)
{
    const recorded& f = *n.f;
    explanation::recorded line;
    line.operation = plan::name_of(f);
    line.site = site_of(f.where);
    line.calls = n.members.size();
    for (std::size_t k = 0; k < f.operands.size(); ++k) {
        if (f.what.what == record::operation::store && k != 1) continue;
        const auto& o = f.operands[k];
        line.shapes += (line.shapes.empty() ? "" : " by ") + shape_of(o.rank, o.shape);
    }
    return line;
}

std::string kind_of(const plan::step& s, const plan::product_size& size, bool in_turn)
{
    if (size.batch == 1 || in_turn) return size.n == 1 || size.m == 1 ? "gemv" : "gemm";
    const bool regular = s.operands[0].follows_loops() && s.operands[1].follows_loops();
    return regular ? "strided_batch" : "pointer_batch";
}

/// Writes the lines of steps, as one executor runs them.
class step_lines {
public:
    step_lines(explanation& e, const backend::executor& on) : e_(e), on_(on) {}

    void add(const plan::plan& p)
    {
        for (const plan::step& s : p.steps) add(p, s);
    }

private:
    void add(const plan::plan& p, const plan::step& s)
    {
        const char* const reason = refusal(on_, s);
        const std::size_t first = e_.steps.size();
        if (s.inner.empty()) add(s, "", reason);
        for (const plan::step& inner : s.inner) add(inner, s.what == plan::kind::waves ? ", in turn" : ", handed on", reason);
        const double seconds = seconds_on(on_, p, s);
        e_.seconds_predicted += seconds;
        if (first == e_.steps.size()) return;
        if (s.inner.empty()) e_.steps[first].seconds = seconds;
        const auto calls = reason ? std::nullopt : on_.calls_of(p, s);
        e_.steps[first].launches = calls ? calls->all() : 0;
        e_.launches += e_.steps[first].launches;
    }

    /// `how`: in a recurrence, positions wait for each other's results; in a pipeline, steps for some rows of the one before.
    void add(const plan::step& s, std::string_view how, const char* refused)
    {
        explanation::step line;
        line.name = s.name;
        line.flops = plan::flops_of(s);
        line.bytes = plan::bytes_of(s);
        line.seconds = plan::seconds_of(s, on_.rates());
        if (s.what == plan::kind::group) fill_group(s, line);
        else if (s.what == plan::kind::product || s.what == plan::kind::window_sum) fill_product(s, line, how == ", in turn");
        else fill(s, line);
        line.kind += how;
        if (refused) line.on_host = refused;
        e_.steps.push_back(std::move(line));
    }

    /// A group of one is that product; else the sizes are those of the largest.
    void fill_group(const plan::step& s, explanation::step& line)
    {
        const auto work = [](const plan::grouped_product& x) { return x.m * x.n * x.k; };
        const plan::grouped_product& largest = *std::max_element(
            s.members.begin(), s.members.end(), [&](const auto& x, const auto& y) { return work(x) < work(y); });
        line.batch = static_cast<std::int64_t>(s.members.size());
        line.m = largest.m;
        line.n = largest.n;
        line.k = largest.k;
        line.kind = line.batch > 1 ? "grouped_batch" : line.m == 1 || line.n == 1 ? "gemv" : "gemm";
        e_.flops_after += line.flops;
        e_.products_after += line.batch;
    }

    void fill_product(const plan::step& s, explanation::step& line, bool in_turn)
    {
        const plan::product_size size = plan::size_of(s);
        line.kind = s.what == plan::kind::window_sum ? plan::name_of(s.what) : kind_of(s, size, in_turn);
        line.m = size.m;
        line.n = size.n;
        line.k = size.k;
        line.batch = size.batch;
        e_.flops_after += line.flops;
        e_.products_after += s.positions();
    }

    static void fill(const plan::step& s, explanation::step& line)
    {
        line.kind = plan::name_of(s.what);
        line.batch = s.positions();
        std::int64_t* const sizes[] = {&line.m, &line.n, &line.k};
        const std::vector<index_t>& shape = (s.what == plan::kind::reduce ? s.operand_forms[0] : s.result_form).shape;
        for (std::size_t d = 0; d < shape.size(); ++d) {
            std::int64_t& size = *sizes[std::min<std::size_t>(d, 2)];
            size = d < 3 ? shape[d] : size * shape[d];
        }
    }

    explanation& e_;
    const backend::executor& on_;
};

/// Plain containers that were copied to be operands of these calls.
void count_copies(const std::vector<record::need>& needs, explanation& e)
{
    std::unordered_set<const value_family*> copied;
    for (const record::need& n : needs)
        for (std::size_t i = 0; i < n.f->sources.size(); ++i)
            if (const record::family* s = n.f->sources[i]; s && record::core(s)->copied) copied.insert(record::core(s));
    e.containers_copied = static_cast<std::int64_t>(copied.size());
    for (const value_family* f : copied)
        e.bytes_copied += static_cast<double>(record::size_of(*f)) * static_cast<double>(size_of(f->type));
}

}  // namespace

explanation explain(request r)
{
    explanation e;
    const auto begin = std::chrono::steady_clock::now();
    const record::letting_go later;
    const std::lock_guard turn(planning());
    record::reading_guard guard;
    std::vector<record::need> needs = record::reach(std::move(r.targets), guard);
    ask_for_what_is_stored(needs);
    comparison why;
    backend::executor& on = choose_executor(needs, r, why);
    if (!on.space().is_host()) put_together(needs);
    for (const record::need& n : needs) {
        if (n.f->single) continue;
        e.calls.push_back(line_of(n));
        if (n.f->product) e.products_before += n.members.size();
    }
    const auto disabled = disabled_rules(r.choices);
    count_copies(needs, e);
    auto lone = graph::take_lone(needs, plan::flops_for_threads(on.rates()));
    const std::vector<recorded*> read_later = any_store(needs) ? left_over(needs) : std::vector<recorded*>();
    graph::graph g = graph::build(std::move(needs));
    g.lone = std::move(lone);
    for (const graph::node& n : g.nodes) e.flops_before += graph::flops_of(n);
    rules::optimize(g, {disabled, !r.choices || r.choices->reorder_sums, r.plain, &e.rules, plan::product_cost(on.rates()), plan::pass_cost(on.rates()), least_handed_on(on)});
    const plan::lowered groups = plan::lower_lone(g);
    for (const plan::step& s : groups.what.steps) e.flops_before += plan::flops_of(s);
    const plan::lowered low = plan::lower(g, read_later, on.rates());
    step_lines lines(e, on);
    lines.add(groups.what);
    lines.add(low.what);
    for (const graph::node& n : g.nodes)
        if (n.family->product)
            for (const graph::results& p : n.places)
                if (p.view) e.views += p.count;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    e.seconds_planning = took.count();
    const device asked = device_of(r.choices);
    if (!is_automatic(asked)) e.device = asked.name();
    else e.device = (&on == &backend::cpu() ? cpu() : cuda(0)).name() + " (" + why.words() + ")";
    return e;
}

}  // namespace tenfold::engine
