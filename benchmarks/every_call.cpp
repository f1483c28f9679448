// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A program that reads every result before the next call, so that nothing can be gathered. It must stay close to the
// same program in plain xtensor with xtensor-blas.

#include "inputs.hpp"
#include "rivals/rivals.hpp"
#include "table.hpp"

#include <fmt/format.h>

namespace bench {

namespace {

void pairs(const measure::shape& s, double seconds, const settings& set)
{
    constexpr size calls = 500;
    std::vector<array> a, b;
    std::vector<const double*> pa, pb;
    for (size i = 0; i < 8; ++i) {
        a.push_back(random_array({s.m, s.k}, 2 * i + 1));
        b.push_back(random_array({s.k, s.n}, 2 * i + 2));
        pa.push_back(data_of(a.back()));
        pb.push_back(data_of(b.back()));
    }
    const auto read_each = [&] {
        double sum = 0;
        for (size i = 0; i < calls; ++i) sum += first_of(tf::dot(a[i % 8], b[i % 8]));
        measure::keep(sum);
    };
    const std::vector<way> ways{
        {"xtensor-blas", [&] { measure::keep(rivals::eager_reads(pa, pb, s.m, s.k, s.n, calls)); }, true},
        {"tenfold, read after every call", read_each},
        {"tenfold, in an eager_scope", [&] { const tf::eager_scope now; read_each(); }}};
    const outcome result = race(ways, {.cache = measure::caches::warm, .seconds = set.seconds(seconds)});
    heading(fmt::format("Read after every call: {}x{} by {}x{}", s.m, s.k, s.k, s.n), "for each call; warm");
    for (std::size_t i = 0; i < ways.size(); ++i)
        ratio_row(ways[i].name, result.times[i].minimum / calls, result.ratio(i));
    value_row("tenfold beyond xtensor-blas", (result.times[1].minimum - result.best) / calls * 1e9, "ns", 300);
}

}  // namespace

void every_call(const settings& set)
{
    pairs({10, 20, 20}, 3, set);
    pairs({64, 64, 64}, 3, set);
}

}  // namespace bench
