// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What the cost model predicts of a plan (explain(...).seconds_predicted) beside what its evaluation takes, on one
// thread. docs/cost_model.md tells what to expect of it.

#include "product_list.hpp"
#include "window_loop.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

namespace bench {

namespace {

using list = std::vector<array>;

struct workload {
    std::string name;
    std::function<void(list&)> record;   // not timed
};

void row(const workload& w, const settings& set)
{
    tf::options one;
    one.threads = 1;
    list kept;
    w.record(kept);
    const tf::explanation told = tf::explain(one, kept);
    const std::vector<measure::contender> all{
        {w.name, [&] { tf::eval(one, kept); }, [&] { kept.clear(); w.record(kept); }}};
    const double seconds = measure::race(all, {.cache = measure::caches::warm, .seconds = set.seconds(2)})[0].minimum;
    fmt::print("  {:<42}{:>12}{:>12}{:>8.2f}\n", w.name, measure::seconds_text(seconds),
               measure::seconds_text(told.seconds_predicted), told.seconds_predicted / seconds);
    std::fflush(stdout);
}

void of_windows(const measure::windows& x, const settings& set)
{
    const window_data data(x);
    row({x.name + ", loop over windows", [&](list& kept) {
        for (const size i : data.starts) kept.push_back(tf::dot(data.a, tf::view(data.b, xt::all(), xt::range(i, i + x.w))));
    }}, set);
}

void of_products(const measure::products& x, const settings& set)
{
    const product_list data(x);
    row({fmt::format("{}, {} products", x.name, data.calls()), [&](list& kept) {
        for (size r = 0; r < x.repeats; ++r)
            for (size i = 0; i < data.a.size(); ++i) kept.push_back(tf::dot(data.a[i], data.b[i]));
    }}, set);
}

void of_sum(const measure::summed& x, const settings& set)
{
    const product_list data(measure::equal_products(x.name, x.count, {x.m, x.k, x.n}));
    row({x.name + ", sum += dot(...)", [&](list& kept) {
        array sum = tf::zeros<double>({std::ptrdiff_t(x.m), std::ptrdiff_t(x.n)});
        for (size i = 0; i < x.count; ++i) sum += tf::dot(data.a[i], data.b[i]);
        kept.push_back(sum);
    }}, set);
}

void of_chain(const measure::chain& x, const settings& set)
{
    const array a = random_array({x.n, x.n}, 1), b = random_array({x.n, x.n}, 2), v = random_array({x.n}, 3);
    row({x.name + ", dot(dot(a, b), v)", [&](list& kept) { kept.push_back(tf::dot(tf::dot(a, b), v)); }}, set);
    row({x.name + ", multi_dot", [&](list& kept) { kept.push_back(tf::multi_dot({a, b, v})); }}, set);
}

void of_stack(const measure::stacked& x, const settings& set)
{
    const array stack = random_array({x.count, x.m, x.k}, 1), right = random_array({x.k, x.n}, 2);
    row({x.name + ", a stack by one matrix", [&](list& kept) { kept.push_back(tf::dot(stack, right)); }}, set);
    row({x.name + ", loop over the stack", [&](list& kept) {
        for (size i = 0; i < x.count; ++i) kept.push_back(tf::dot(tf::view(stack, i), right));
    }}, set);
}

}  // namespace

void predicted(const settings& set)
{
    const char* const record = std::getenv("TENFOLD_MACHINE");
    fmt::print("\nPredicted and measured\n(evaluation only, 1 thread, warm; the record of the machine: {})\n",
               record ? record : "where tenfold looks for it, else the defaults");
    fmt::print("  {:<42}{:>12}{:>12}{:>8}\n", "", "measured", "predicted", "ratio");
    of_windows(measure::w1(), set);
    of_windows(measure::w2(), set);
    for (const measure::products& x : {measure::w3(), measure::w4(), measure::w5()}) of_products(x, set);
    of_sum(measure::w6(), set);
    of_chain(measure::w7(), set);
    of_products(measure::w13(), set);
    of_stack(measure::w14(), set);
}

}  // namespace bench
