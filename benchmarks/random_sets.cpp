// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Planning never loses: random sets of products, against the faster of two ways that need no planning, one by one on
// one thread each, and in order with the threads of the BLAS. The allowance is 5%, 2 us, and 20 ns a call.

#include "product_list.hpp"

#include <fmt/format.h>

namespace bench {

namespace {

// Of one shape or of many, with operands of their own or one left operand for all; at most so much work that all sets
// together take minutes.
measure::products random_set(std::uint64_t seed)
{
    constexpr double most_flops = 1e9;
    std::mt19937_64 bits(seed);
    measure::products set{fmt::format("set {}", seed), {}};
    const size count = measure::random_size(bits, 1, 2000);
    const bool equal = bits() % 2;
    set.same_left = bits() % 4 == 0;
    double flops = 0;
    const auto length = [&] { return measure::random_size(bits, 1, 512); };
    for (size i = 0; i < count; ++i) {
        measure::shape s = i > 0 && equal ? set.shapes[0] : measure::shape{length(), length(), length()};
        if (i > 0 && set.same_left) s.m = set.shapes[0].m, s.k = set.shapes[0].k;
        flops += s.flops();
        if (i > 0 && flops > most_flops) break;
        set.shapes.push_back(s);
    }
    return set;
}

struct result {
    std::string what;
    double excess, lazy, allowed;   // excess: lazy time by what is allowed
    bool operator<(const result& other) const { return excess > other.excess; }
};

result run(std::uint64_t seed, const settings& set)
{
    const product_list data(random_set(seed));
    std::vector<array> kept;
    kept.reserve(data.calls());
    const std::vector<way> ways{
        {"one by one", [&] { rivals::cblas_list(data.rival, set.threads); }, true},
        {"in order", [&] { rivals::cblas_in_order(data.rival, set.threads); }, true},
        {"tenfold", [&] { data.loop(kept); }, false, 0, [&] { kept.clear(); }}};
    const outcome times = race(ways, {.cache = measure::caches::warm, .seconds = 0.1, .rounds_least = 4});
    const double allowed = 1.05 * times.best + 2e-6 + 20e-9 * static_cast<double>(data.calls());
    const measure::shape& s = data.of.shapes[0];
    const std::string what = fmt::format("seed {}, {} products, the first {}x{} by {}x{}{}", seed, data.calls(), s.m,
                                         s.k, s.k, s.n, data.of.same_left ? ", one left operand" : "");
    const double lazy = times.times[2].minimum;
    return {what, lazy / allowed, lazy, allowed};
}

}  // namespace

void random_sets(const settings& set)
{
    const std::size_t count = set.quick ? 50 : 500;
    heading(fmt::format("{} random sets", count),
            "first call to last read; warm; ratio to what is allowed: 1.05 times the faster of one by one on one thread "
            "each and in order with BLAS threads, + 2 us + 20 ns a call");
    std::vector<result> all;
    for (std::uint64_t seed = 1; seed <= count; ++seed) all.push_back(run(seed, set));
    std::sort(all.begin(), all.end());
    for (std::size_t i = 0; i < std::min<std::size_t>(all.size(), 3); ++i) {
        ratio_row(i == 0 ? "tenfold, the worst set" : "tenfold, the next", all[i].lazy, all[i].excess, i == 0 ? 1 : 0);
        note("    at " + all[i].what);
    }
    const auto lost = std::count_if(all.begin(), all.end(), [](const result& r) { return r.excess > 1; });
    ratio_row("tenfold, the median set", all[all.size() / 2].lazy, all[all.size() / 2].excess);
    note(fmt::format("{} of {} sets take longer than allowed", lost, count));
}

}  // namespace bench
