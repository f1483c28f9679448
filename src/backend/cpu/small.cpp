// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Small products by LIBXSMM, which compiles a kernel for each shape while the program runs.
#include "backend/cpu/gemm.hpp"

#if TENFOLD_HAS_LIBXSMM
#include <libxsmm.h>
#endif

namespace tenfold::backend::on_cpu {

#if TENFOLD_HAS_LIBXSMM

bool small_pays(const matrices& x, index_t calls)
{
    if (x.type != element::float32 && x.type != element::float64) return false;
    if (x.conjugate_a || x.m < 2 || x.n < 2 || x.k < 2) return false;
    const double work = static_cast<double>(x.m) * static_cast<double>(x.n) * static_cast<double>(x.k);
    // A compilation costs 12 to 40 us; each call then saves what a BLAS call spends before its arithmetic.
    return work <= 64.0 * 64 * 64 && calls >= 300;
}

small_kernel find_small(const small_request& r)
{
    int flags = r.right_transposed ? LIBXSMM_GEMM_FLAG_TRANS_B : LIBXSMM_GEMM_FLAG_NONE;
    const int prefetch = LIBXSMM_PREFETCH_NONE;
    if (r.type == element::float64) {
        const double alpha = 1, beta = r.accumulate ? 1 : 0;
        return reinterpret_cast<small_kernel>(libxsmm_dmmdispatch(r.rows, r.columns, r.inner, &r.ld_left,
            &r.ld_right, &r.ld_result, &alpha, &beta, &flags, &prefetch));
    }
    const float alpha = 1, beta = r.accumulate ? 1 : 0;
    return reinterpret_cast<small_kernel>(libxsmm_smmdispatch(r.rows, r.columns, r.inner, &r.ld_left, &r.ld_right,
        &r.ld_result, &alpha, &beta, &flags, &prefetch));
}

#else

bool small_pays(const matrices&, index_t) { return false; }
small_kernel find_small(const small_request&) { return nullptr; }

#endif

}  // namespace tenfold::backend::on_cpu
