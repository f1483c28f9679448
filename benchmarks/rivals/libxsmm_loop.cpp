// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause

#include "split.hpp"

#if TENFOLD_HAS_LIBXSMM
#include <libxsmm.h>
#endif

namespace rivals {
void libxsmm_loop(const problem& p, double* out, int threads)
{
#if TENFOLD_HAS_LIBXSMM
    // LIBXSMM counts by columns: a row-major product is the product of the transposed operands, swapped.
    const int m = static_cast<int>(p.m), k = static_cast<int>(p.k);
    const int n = static_cast<int>(p.n), w = static_cast<int>(p.w);
    const double one = 1.0, zero = 0.0;
    const auto kernel = libxsmm_dmmdispatch(w, m, k, &n, &k, &w, &one, &zero, nullptr, nullptr);
    if (kernel) {
        for_each_product(p, threads,
                         [&](std::size_t i) { kernel(p.b + p.starts[i], p.a, out + i * p.answer_size()); });
        return;
    }
#endif
    cblas_loop(p, out, threads);
}
}  // namespace rivals
