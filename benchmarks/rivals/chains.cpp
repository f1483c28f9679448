// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause

#include "small_kernel.hpp"
#include "split.hpp"

#include <algorithm>

namespace rivals {

namespace {

// Step number `step` of one chain, between its two buffers; the last step ends in x.
void advance(const chains& c, const small_kernel& kernel, std::size_t i, std::size_t step)
{
    const bool into_x = (c.steps - step) % 2 == 1;
    double* const to = into_x ? c.x[i] : c.scratch[i];
    const double* const from = step == 0 ? c.start[i] : into_x ? c.scratch[i] : c.x[i];
    kernel(c.w[i], from, to);
}

template <class F>
void for_each_chain(const chains& c, int threads, F f)
{
    const std::size_t n = c.x.size(), part = parts(threads, n);
    const auto range = [&](std::size_t p) { for (std::size_t i = n * p / part; i < n * (p + 1) / part; ++i) f(i); };
    if (threads > 1) return for_each_part(part, threads, range);
    for (std::size_t i = 0; i < n; ++i) f(i);
}

}  // namespace

void chain_by_chain(const chains& c, int threads)
{
    const small_kernel kernel({c.n, c.n, c.n});
    for_each_chain(c, threads, [&](std::size_t i) {
        for (std::size_t step = 0; step < c.steps; ++step) advance(c, kernel, i, step);
    });
}

void chains_in_waves(const chains& c, int threads)
{
    const small_kernel kernel({c.n, c.n, c.n});
    for (std::size_t step = 0; step < c.steps; ++step)
        for_each_chain(c, threads, [&](std::size_t i) { advance(c, kernel, i, step); });
}

}  // namespace rivals
