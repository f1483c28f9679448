// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Ten million calls whose results are dropped at once: what they cost, and how far they grow the process.

#include "inputs.hpp"
#include "table.hpp"

namespace bench {

namespace {

// The peak counts: what was taken and given back in between counts as well.
void grow(const std::string& name, double calls, const std::function<void()>& all)
{
    measure::reset_peak_memory();
    const double before = static_cast<double>(measure::resident_memory());
    const double start = measure::race_clock();
    all();
    const double seconds = measure::race_clock() - start;
    const double after = static_cast<double>(measure::peak_memory());
    value_row(name + ", growth", std::max(after - before, 0.0) / 1e6, "MB", 2);
    value_row(name + ", a call", seconds / calls * 1e9, "ns");
}

}  // namespace

void dropped(const settings& set)
{
    const size calls = set.quick ? 1'000'000 : 10'000'000, n = 1000, w = 20;
    heading("Dropped calls", std::to_string(calls) + " calls, the peak of the process above what it held before");
    const array a = random_array({10, 20}, 1), wide = random_array({1, calls + w}, 2), thin = random_array({2, 1}, 3);
    const array b = random_array({20, n + w}, 4);
    std::vector<array> filters;
    for (size f = 0; f < 10; ++f) filters.push_back(random_array({10, 20}, 5 + f));

    const auto regular = [&](size count) {
        for (size i = 0; i < count; ++i) tf::dot(thin, tf::view(wide, xt::all(), xt::range(i, i + w)));
    };
    const auto nested = [&](size count) {
        for (size done = 0; done < count;)
            for (const array& f : filters)
                for (size i = 0; i < n && done < count; ++i, ++done)
                    tf::dot(f, tf::view(b, xt::all(), xt::range(i, i + w)));
    };
    regular(1000);
    grow("one loop", static_cast<double>(calls), [&] { regular(calls); });
    nested(1000);
    grow("nested loops, 10 filters by 1000 windows", static_cast<double>(calls), [&] { nested(calls); });
}

}  // namespace bench
