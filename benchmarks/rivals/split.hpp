// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Work of rivals split over threads.

#pragma once

#include "lists.hpp"
#include "rivals.hpp"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

namespace rivals {

// f(i) for every i below count, each a task of its own.
template <class F>
void for_each_part(std::size_t count, int threads, F f)
{
    const auto run = [&] {
        const auto part = [&](const tbb::blocked_range<std::size_t>& r) {
            for (std::size_t i = r.begin(); i < r.end(); ++i) f(i);
        };
        tbb::parallel_for(tbb::blocked_range<std::size_t>(0, count, 1), part, tbb::simple_partitioner());
    };
    static tbb::task_arena arena(threads);
    if (arena.max_concurrency() == threads) arena.execute(run);
    else tbb::task_arena(threads).execute(run);
}

// More parts than threads: one that is held up by other programs does not hold up the rest.
inline std::size_t parts(int threads, std::size_t most)
{
    return std::min<std::size_t>(static_cast<std::size_t>(threads) * 8, most);
}

// f(i) for every product of a problem, on some threads.
template <class F>
void for_each_product(const problem& p, int threads, F f)
{
    const auto run = [&](std::size_t from, std::size_t to) { for (; from < to; ++from) f(from); };
    if (threads <= 1) return run(0, p.count);
    const std::size_t n = parts(threads, p.count);
    for_each_part(n, threads, [&](std::size_t i) { run(p.count * i / n, p.count * (i + 1) / n); });
}

// f(from, to) for parts of a list with equal flops, on some threads.
template <class F>
void for_each_range(const list& l, int threads, F f)
{
    if (threads <= 1) return f(std::size_t(0), l.size());
    double flops = 0;
    for (const shape& s : l.shapes) flops += s.flops();
    const std::size_t n = parts(threads, l.size());
    const double share = flops / static_cast<double>(n);
    std::vector<std::size_t> cuts{0};
    double done = 0;
    for (std::size_t i = 0; i < l.size(); ++i) {
        done += l.shapes[i].flops();
        while (cuts.size() < n && done >= share * static_cast<double>(cuts.size())) cuts.push_back(i + 1);
    }
    cuts.resize(n + 1, l.size());
    for_each_part(n, threads, [&](std::size_t i) { f(cuts[i], cuts[i + 1]); });
}

}  // namespace rivals
