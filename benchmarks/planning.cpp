// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Planning must go with the number of loops, not of calls. explain() plans like eval() and computes nothing; its own
// seconds_planning leaves out the walk over a million handles that the caller passes.

#include "inputs.hpp"
#include "table.hpp"

#include <limits>
#include <utility>

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

constexpr size w = 3;

array dot_of_window(const array& left, const array& right, size i)
{
    return tf::dot(left, tf::view(right, xt::all(), xt::range(i, i + w)));
}

/// Several pairs of values on one line: loops over pairs, by an index, without any order.
std::vector<program> programs_of_pairs(size many)
{
    std::vector<array> left, right;
    for (size q = 0; q < 8; ++q) {
        left.push_back(random_array({2, 3}, 20 + q));
        right.push_back(random_array({3, many + w}, 30 + q));
    }
    std::vector<program> all;
    const auto add = [&](const char* name, auto&& pair_of, auto&& place_of) {
        all.push_back({name, [=](size calls) {
            std::vector<array> kept;
            for (size i = 0; i < calls; ++i) {
                const auto [a, b] = pair_of(i);
                kept.push_back(dot_of_window(left[a], right[b], place_of(i)));
            }
            return kept;
        }});
    };
    using pair = std::pair<size, size>;
    const auto same = [](size q) { return pair(q, q); };
    const auto forward = [](size i) { return i; };
    add("two pairs innermost", [=](size i) { return same(i % 2); }, [](size i) { return i / 2; });
    add("eight models in a window", [=](size i) { return same(i % 8); }, [](size i) { return i / 8; });
    add("eight filters in a window", [](size i) { return pair(i % 8, 0); }, [](size i) { return i / 8; });
    add("sources by parity", [](size i) { return pair(0, i % 2); }, forward);
    add("filters by sources in a window", [](size i) { return pair(i / 2 % 4, i % 2); }, [](size i) { return i / 8; });
    add("every third by another filter", [](size i) { return pair(i % 3 == 0, 0); }, forward);
    add("a helper for two signals, ten windows at a time", [=](size i) { return same(i / 10 % 2); },
        [](size i) { return i / 20 * 10 + i % 10; });
    add("wrapped, (i * 7919) % 397", [](size) { return pair(0, 0); }, [](size i) { return i * 7919 % 397; });
    add("wrapped, three pairs", [=](size i) { return same(i % 3); }, [](size i) { return i * 7919 % 397; });
    add("shuffled pairs", [=](size i) { return same((i * 0x9e3779b97f4a7c15u >> 40) % 8); }, forward);
    return all;
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
    const size many = set.quick ? 100'000 : 1'000'000;
    heading("Planning", "explain(...).seconds_planning, which is reach, graph, rules and lowering; the least of "
                        "interleaved runs; cold");
    const array a = random_array({2, 3}, 1), b = random_array({3, many + w}, 2);
    const array thin = random_array({2, 1}, 13), wide = random_array({1, 4 * many + w}, 14);
    std::vector<array> filters;
    for (size f = 0; f < 10; ++f) filters.push_back(random_array({2, 3}, 3 + f));

    const auto window = [=](const array& left, size i) { return dot_of_window(left, b, i); };
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
    for (program& p : programs_of_pairs(many)) others.push_back(std::move(p));
    measure_all(others, many, set.seconds(20));
    for (const program& p : others) {
        const double limit = p.name.starts_with("recurrence") ? 2 : p.name.starts_with("random") ? 10 : 20;
        value_row(p.name + ", 1000 calls, a call", p.few / few * 1e9, "ns");
        value_row(p.name + of_many + ", a call", p.many / static_cast<double>(many) * 1e9, "ns", limit);
    }
}

}  // namespace bench
