// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What a recorded call costs, and dropping a handle. The loops take turns, since one binary moves between phases of
// several nanoseconds. An evaluation in between retires what was recorded, and empties the caches of it.

#include "inputs.hpp"
#include "table.hpp"

#include <limits>

namespace bench {

namespace {

struct loop {
    std::string name;
    double limit;   // nanoseconds a call
    size calls;
    std::function<void(std::vector<array>&)> record;
    double recorded = std::numeric_limits<double>::infinity(), dropped = recorded;   // seconds a call, the least
};

// The first time is not measured.
void run_once(loop& l, std::vector<array>& kept, bool evaluate)
{
    for (const bool measured : {false, true}) {
        const double start = measure::race_clock();
        l.record(kept);
        const double end = measure::race_clock();
        if (evaluate) measure::keep(first_of(kept.front()));
        const double from = measure::race_clock();
        kept.clear();
        const double to = measure::race_clock();
        if (!measured) continue;
        const auto calls = static_cast<double>(l.calls);
        l.recorded = std::min(l.recorded, (end - start) / calls);
        l.dropped = std::min(l.dropped, (to - from) / calls);
    }
}

std::vector<loop> loops(const measure::windows& x)
{
    const size n = x.count(), w = x.w;
    const array a = random_array({x.m, x.k}, 1), b = random_array({x.k, x.n}, 2);
    std::vector<loop> all;
    const auto add = [&](const char* name, double limit, size calls, std::function<void(std::vector<array>&)> f) {
        all.push_back({name, limit, calls, std::move(f)});
    };
    add("dot(array, view(array))", 16, n, [=](std::vector<array>& out) {
        for (size i = 0; i < n; ++i) out.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + w))));
    });
    add("the same, spelled xt::view", 22, n, [=](std::vector<array>& out) {
        for (size i = 0; i < n; ++i) out.push_back(tf::dot(a, xt::view(b, xt::all(), xt::range(i, i + w))));
    });
    std::vector<array> filters;
    for (size f = 0; f < 4; ++f) filters.push_back(random_array({x.m, x.k}, 3 + f));
    add("nested loop over 4 filters", 22, filters.size() * n, [=](std::vector<array>& out) {
        for (const array& f : filters)
            for (size i = 0; i < n; ++i) out.push_back(tf::dot(f, tf::view(b, xt::all(), xt::range(i, i + w))));
    });
    const std::vector<size> starts = x.random_starts();
    add("random offsets", 22, n, [=](std::vector<array>& out) {
        for (const size i : starts) out.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + w))));
    });
    const array other = filters.front();
    add("alternating operands at one site", 32, n, [=](std::vector<array>& out) {
        for (size i = 0; i < n; ++i)
            out.push_back(tf::dot(i % 2 ? a : other, tf::view(b, xt::all(), xt::range(i, i + w))));
    });
    std::vector<array> left, right;
    for (size i = 0; i < n; ++i) {
        left.push_back(random_array({x.m, x.k}, 100 + i));
        right.push_back(random_array({x.k, x.w}, 200 + i));
    }
    add("separate leaves", 36, n, [=](std::vector<array>& out) {
        for (size i = 0; i < n; ++i) out.push_back(tf::dot(left[i], right[i]));
    });
    add("product and elementwise, both together", 110, n, [=](std::vector<array>& out) {
        for (size i = 0; i < n; ++i)
            out.push_back(xt::tanh(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + w))) + 1.0));
    });
    return all;
}

void rows(std::vector<loop> all, bool evaluate, double seconds)
{
    std::vector<array> kept;
    kept.reserve(8 * all.front().calls);
    const double end = measure::now() + seconds;
    for (std::size_t round = 0; round < 20 || measure::now() < end; ++round)
        for (loop& l : all) run_once(l, kept, evaluate);

    double dearest = 0;
    for (const loop& l : all) {
        value_row(l.name, l.recorded * 1e9, "ns", l.limit);
        dearest = std::max(dearest, l.dropped);
    }
    value_row("dropping a handle, of the first loop", all.front().dropped * 1e9, "ns", 2);
    value_row("dropping a handle, the dearest of these", dearest * 1e9, "ns", 2);
}

}  // namespace

void recording(const settings& set)
{
    const std::vector<loop> all = loops(measure::w1());
    heading("Recording, for each call", "981 calls a loop, handles kept in a reserved vector; warm: after the same loop");
    rows(all, false, set.seconds(8));
    heading("Recording, evaluating and dropping", "the same, but every loop is evaluated before its handles are dropped");
    rows(all, true, set.seconds(8));
}

}  // namespace bench
