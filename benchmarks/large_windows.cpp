// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// W2h, whose separate answers would fill 20 GB. Memory is measured before the rivals take any; rivals that write
// every answer for itself cannot take part.

#include "table.hpp"
#include "window_loop.hpp"

namespace bench {

namespace {

void memory_row(const window_data& data, const std::string& name, const std::function<void()>& run)
{
    measure::reset_peak_memory();
    run();
    const double peak = static_cast<double>(measure::peak_memory()), needed = data.of.bytes_of_gemm();
    value_row(name + ", peak of the process", peak / 1e6, "MB", 1.2 * needed / 1e6);
}

void memory_rows(const window_data& data)
{
    heading("W2h, memory", fmt::format("a, b and the product are {:.1f} MB, all answers apart {:.1f} GB",
                                       data.of.bytes_of_gemm() / 1e6, data.of.bytes_of_answers(data.starts.size()) / 1e9));
    memory_row(data, "tenfold, one call", [&] { data.call(); });
    memory_row(data, "tenfold, loop", [&] {
        std::vector<array> kept;
        kept.reserve(data.starts.size());
        data.loop(kept);
    });
}

outcome race_of(const window_data& data, double seconds, const settings& set, std::vector<way>& ways)
{
    const rivals::problem problem = data.problem();
    measure::numbers out(problem.gemm_size());
    std::vector<array> kept;
    kept.reserve(data.starts.size());
    for (const int threads : set.thread_counts())
        ways.push_back({with("one gemm by hand", threads),
                        [&, threads] { rivals::one_gemm(problem, out.data(), threads); }, true});
    ways.push_back({"tenfold, loop", [&] { data.loop(kept); }, false, 1.03, [&] { kept.clear(); }});
    ways.push_back({"tenfold, one call", [&] { data.call(); }, false, 1.03});
    return race(ways, {.cache = measure::caches::as_is, .seconds = set.seconds(seconds)});
}

}  // namespace

void large_windows(const settings& set)
{
    {
        const window_data data(measure::w2h());
        memory_rows(data);
        std::vector<way> ways;
        const outcome result = race_of(data, 15, set, ways);
        heading("W2h: " + data.sizes(),
                "first call to last read; caches as the others left them; ratio to the best one gemm");
        print(ways, result);
    }
    worst_ratios worst;
    for (unsigned seed = 1; seed <= set.random_sizes(); ++seed) {
        const window_data data(measure::like(measure::w2h(), seed, 1.5));
        std::vector<way> ways;
        const outcome result = race_of(data, 10, set, ways);
        worst.add(ways, result, data.sizes());
    }
    worst.print();
}

}  // namespace bench
