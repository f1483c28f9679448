// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause

#include "rivals.hpp"

#include <cblas.h>

namespace rivals
{
std::vector<rival> all()
{
    return {
        {"eager xtensor-blas", eager_xtensor, true, true},
        {"CBLAS loop", cblas_loop, true, true},
        {"LIBXSMM loop", libxsmm_loop, true, bool(TENFOLD_HAS_LIBXSMM)},
        {"Eigen loop", eigen_loop, true, bool(TENFOLD_HAS_EIGEN)},
        {"one gemm by hand", one_gemm, false, true},
    };
}

void set_blas_threads([[maybe_unused]] int threads)
{
#if TENFOLD_HAS_OPENBLAS
    openblas_set_num_threads(threads);
#endif
}
} // namespace rivals
