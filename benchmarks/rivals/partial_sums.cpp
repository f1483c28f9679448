// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause

#include "small_kernel.hpp"
#include "split.hpp"

#include <algorithm>

namespace rivals {

void partial_sums(const list& l, double* total, double* scratch, int threads)
{
    set_blas_threads(1);
    const small_kernel first(l.shapes[0], false, true), add(l.shapes[0], true, true);
    const std::size_t n = l.size(), size = l.shapes[0].m * l.shapes[0].n;
    const auto part = static_cast<std::size_t>(threads);
    const auto sum = [&](std::size_t p) {
        double* const into = p == 0 ? total : scratch + p * size;
        const std::size_t from = n * p / part, to = n * (p + 1) / part;
        if (from == to) return std::fill_n(into, size, 0.0), void();
        for (std::size_t i = from; i < to; ++i) {
            const std::size_t next = i + 1 < to ? i + 1 : i;
            (i == from ? first : add)(l.a[i], l.b[i], into, l.a[next], l.b[next]);
        }
    };
    if (threads <= 1) return sum(0);
    for_each_part(part, threads, sum);
    for (std::size_t p = 1; p < part; ++p)
        for (std::size_t i = 0; i < size; ++i) total[i] += scratch[p * size + i];
}

}  // namespace rivals
