// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// dot(a, b[:, i : i + w]) for every i, against every rival. The best way by hand is one gemm whose columns the
// answers share; the loops of rivals compute each answer into memory of its own.

#include "table.hpp"
#include "window_loop.hpp"

#include <string_view>

namespace bench {

namespace {

struct limits {
    double loop, call;
};

// The rivals of a problem; those that write every answer for itself only where the answers fit in memory.
void add_rivals(std::vector<way>& ways, const rivals::problem& p, double* out, bool loops, const settings& set)
{
    for (const rivals::rival& r : rivals::all()) {
        if (!r.available || (r.loop && !loops)) continue;
        const bool eager = std::string_view(r.name).starts_with("eager");
        for (const int threads : set.thread_counts()) {
            if (eager && threads > 1) continue;
            ways.push_back({with(r.name, threads),
                            [=, run = r.run] { run(p, eager ? nullptr : out, threads); }, !r.loop});
        }
    }
}

void row_group(const measure::windows& x, bool scattered, limits most, double seconds, const settings& set,
               worst_ratios* worst)
{
    const window_data data(x, scattered);
    const rivals::problem problem = data.problem();
    measure::numbers out(std::max(worst ? 0 : problem.loop_size(), problem.gemm_size()));
    std::vector<array> kept;
    kept.reserve(data.starts.size());

    std::vector<way> ways;
    add_rivals(ways, problem, out.data(), !worst, set);
    ways.push_back({"tenfold, loop", [&] { data.loop(kept); }, false, most.loop, [&] { kept.clear(); }});
    if (!scattered) ways.push_back({"tenfold, one call", [&] { data.call(); }, false, most.call});
    const outcome result = race(ways, {.cache = measure::caches::warm, .seconds = set.seconds(seconds)});
    if (worst) return worst->add(ways, result, data.sizes());
    heading(fmt::format("{}{}: {}", x.name, scattered ? " with random offsets and duplicates" : "", data.sizes()),
            "first call to last read; warm; ratio to the best one gemm");
    print(ways, result);
}

void with_random_sizes(const measure::windows& x, bool scattered, limits most, double seconds, const settings& set)
{
    row_group(x, scattered, most, seconds, set, nullptr);
    worst_ratios worst;
    for (unsigned seed = 1; seed <= set.random_sizes(); ++seed)
        row_group(measure::like(x, seed), scattered, most, 3, set, &worst);
    worst.print();
}

}  // namespace

void windows(const settings& set)
{
    with_random_sizes(measure::w1(), false, {3.0, 1.25}, 6, set);
    with_random_sizes(measure::w1(), true, {4, 0}, 6, set);
    with_random_sizes(measure::w2(), false, {1.03, 1.03}, 15, set);
}

}  // namespace bench
