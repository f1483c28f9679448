// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Planning must go with the number of loops, not of calls. explain() plans like eval() and computes nothing; its own
// seconds_planning leaves out the walk over a million handles that the caller passes.

#include "inputs.hpp"
#include "table.hpp"

#include <limits>

namespace bench {

namespace {

struct program {
    std::string name;
    std::function<std::vector<array>(size calls)> record;
    double few = std::numeric_limits<double>::infinity(), many = few;   // seconds, the least
};

constexpr size few = 1000;

// Planned twice, the second time measured, with empty caches: a million handles empty them anyhow. Then everything
// is dropped, and a value read, so that the next program finds nothing recorded.
double planned(const program& p, size calls)
{
    double seconds = 0;
    {
        const std::vector<array> wanted = p.record(calls);
        tf::explain(wanted);
        measure::empty_caches();
        seconds = tf::explain(wanted).seconds_planning;
    }
    const array one = random_array({2, 2}, 1);
    measure::keep(first_of(tf::dot(one, one)));
    return seconds;
}

void measure_all(std::vector<program>& programs, size many, double seconds)
{
    const double end = measure::now() + seconds;
    for (int round = 0; round < 3 || measure::now() < end; ++round)
        for (program& p : programs) {
            p.few = std::min(p.few, planned(p, few));
            p.many = std::min(p.many, planned(p, many));
        }
}

std::vector<array> recurrence(size calls, bool keep_all)
{
    const size steps = calls / 2, n = 4;   // two calls a step
    const array weights = random_array({n, n}, 1), x = random_array({steps, n}, 2);
    std::vector<array> kept;
    array h = random_array({n}, 3);
    for (size t = 0; t < steps; ++t) {
        h = xt::tanh(tf::dot(weights, h) + tf::view(x, t));
        if (keep_all) kept.push_back(h);
    }
    if (!keep_all) kept.push_back(h);
    return kept;
}

}  // namespace

void planning(const settings& set)
{
    const size many = set.quick ? 100'000 : 1'000'000, w = 3;
    heading("Planning", "explain(...).seconds_planning, which is reach, graph, rules and lowering; the least of "
                        "interleaved runs; cold");
    const array a = random_array({2, 3}, 1), b = random_array({3, many + w}, 2);
    const array thin = random_array({2, 1}, 13), wide = random_array({1, 4 * many + w}, 14);
    std::vector<array> filters;
    for (size f = 0; f < 10; ++f) filters.push_back(random_array({2, 3}, 3 + f));

    const auto window = [=](const array& left, size i) {
        return tf::dot(left, tf::view(b, xt::all(), xt::range(i, i + w)));
    };
    std::vector<program> loops{
        {"one loop", [=](size calls) {
            std::vector<array> kept;
            for (size i = 0; i < calls; ++i) kept.push_back(window(a, i));
            return kept;
        }},
        {"nested loops, 10 filters", [=](size calls) {
            std::vector<array> kept;
            for (const array& f : filters)
                for (size i = 0; i < calls / filters.size(); ++i) kept.push_back(window(f, i));
            return kept;
        }},
        {"nested loops, the second at one site", [=](size calls) {
            std::vector<array> kept;
            for (const array& f : filters)
                for (size i = 0; i < 50; ++i) kept.push_back(window(f, i));
            for (const array& f : filters)
                for (size i = 0; i < calls / filters.size(); ++i) kept.push_back(window(f, i));
            return kept;
        }}};
    measure_all(loops, many, set.seconds(4));
    const std::string of_many = ", " + std::to_string(many) + " calls";
    for (const program& p : loops) {
        ratio_row(p.name + ", 1000 calls", p.few, 1);
        ratio_row(p.name + of_many, p.many, p.many / p.few, 1.5);
    }

    std::vector<program> others{
        {"random offsets", [=](size calls) {
            std::mt19937_64 bits(7);
            std::vector<array> kept;
            for (size i = 0; i < calls; ++i) kept.push_back(window(a, bits() % calls));
            return kept;
        }},
        {"random offsets, nothing overlaps", [=](size calls) {
            std::mt19937_64 bits(7);
            std::vector<array> kept;
            for (size i = 0; i < calls; ++i) {
                const size at = 4 * (bits() % calls);
                kept.push_back(tf::dot(thin, tf::view(wide, xt::all(), xt::range(at, at + w))));
            }
            return kept;
        }},
        {"recurrence, last one kept", [](size calls) { return recurrence(calls, false); }},
        {"recurrence, all kept", [](size calls) { return recurrence(calls, true); }}};
    measure_all(others, many, set.seconds(8));
    for (const program& p : others) {
        const double limit = p.name.starts_with("random") ? 10 : 2;
        value_row(p.name + ", 1000 calls, a call", p.few / few * 1e9, "ns");
        value_row(p.name + of_many + ", a call", p.many / static_cast<double>(many) * 1e9, "ns", limit);
    }
}

}  // namespace bench
