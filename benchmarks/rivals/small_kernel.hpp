// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// c = a b or c += a b for one shape: LIBXSMM's kernel where there is one, else CBLAS. With prefetch the kernel fetches
// the operands of the next call while it works, which pays where a list does not fit in the caches.

#pragma once

#include "lists.hpp"

#include <cblas.h>
#if TENFOLD_HAS_LIBXSMM
#include <libxsmm.h>
#endif

namespace rivals {

class small_kernel {
public:
    explicit small_kernel(const shape& s, bool add = false, [[maybe_unused]] bool prefetch = false) : s_(s), add_(add)
    {
#if TENFOLD_HAS_LIBXSMM
        // LIBXSMM counts by columns: a row-major product is the product of the transposed operands, swapped.
        const int m = int(s.m), k = int(s.k), n = int(s.n);
        const double one = 1, beta = add ? 1 : 0;
        const int ahead = prefetch ? LIBXSMM_GEMM_PREFETCH_AL2BL2_VIA_C : LIBXSMM_GEMM_PREFETCH_NONE;
        kernel_ = libxsmm_dmmdispatch(n, m, k, &n, &k, &n, &one, &beta, nullptr, &ahead);
#endif
    }
    void operator()(const double* a, const double* b, double* c) const { (*this)(a, b, c, a, b); }
    void operator()(const double* a, const double* b, double* c, [[maybe_unused]] const double* next_a,
                    [[maybe_unused]] const double* next_b) const
    {
#if TENFOLD_HAS_LIBXSMM
        if (kernel_) return kernel_(b, a, c, next_b, next_a, c);
#endif
        const int m = int(s_.m), k = int(s_.k), n = int(s_.n);
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, add_ ? 1 : 0, c, n);
    }
    bool fits(const shape& s) const { return s.m == s_.m && s.k == s_.k && s.n == s_.n; }

private:
    shape s_;
    bool add_;
#if TENFOLD_HAS_LIBXSMM
    libxsmm_dmmfunction kernel_ = nullptr;
#endif
};

}  // namespace rivals
