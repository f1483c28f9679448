// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// f(i) for every product of a problem, on some threads.

#pragma once

#include "rivals.hpp"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

namespace rivals
{
template <class F>
void for_each_product(const problem& p, int threads, F f)
{
    if (threads <= 1)
    {
        for (std::size_t i = 0; i < p.count; ++i)
            f(i);
        return;
    }
    static tbb::task_arena arena(threads);
    const auto part = [&](const tbb::blocked_range<std::size_t>& r) {
        for (std::size_t i = r.begin(); i < r.end(); ++i)
            f(i);
    };
    const auto run = [&] {
        tbb::parallel_for(tbb::blocked_range<std::size_t>(0, p.count), part, tbb::static_partitioner());
    };
    if (arena.max_concurrency() == threads)
        arena.execute(run);
    else
        tbb::task_arena(threads).execute(run);
}
} // namespace rivals
