// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What the examples have in common: the same work done call by call and as one plan, with the times of both.
#pragma once

#include <tenfold/tenfold.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

using values = std::vector<tenfold::array<double>>;

/// The best of a few runs in seconds, and what the last one gave.
template <class Work> double best_of(int runs, values& made, const Work& work)
{
    double best = 1e9, all = 0;
    for (int run = 0; run < runs && (run < 2 || all < 2); ++run) {
        made.clear();
        const auto start = std::chrono::steady_clock::now();
        made = work();
        tenfold::eval(made);
        const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        best = std::min(best, took);
        all += took;
    }
    return best;
}

/// Prints both times and the largest difference between the elements of both; returns what the lazy run gave.
template <class Work> values compare(const Work& work)
{
    values eager, lazy;
    const double slow = best_of(5, eager, [&] { const tenfold::eager_scope now; return work(); });
    const double fast = best_of(20, lazy, work);
    double difference = 0;
    for (std::size_t i = 0; i < lazy.size(); ++i)
        difference = std::max(difference, tenfold::amax(xt::abs(lazy[i] - eager[i]))());
    std::printf("  eager               %10.3f ms\n", slow * 1e3);
    std::printf("  lazy                %10.3f ms   %.1fx\n", fast * 1e3, slow / fast);
    std::printf("  largest difference  %10.1e\n", difference);
    return lazy;
}
