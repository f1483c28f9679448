// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause

#include "rivals.hpp"

#include <cblas.h>
#include <oneapi/tbb/version.h>
#if TENFOLD_HAS_LIBXSMM
#include <libxsmm.h>
#endif
#if TENFOLD_HAS_EIGEN
#include <Eigen/Core>
#endif
#include <xtensor/xtensor_config.hpp>

#include <fmt/format.h>

namespace rivals {
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

std::string libraries()
{
    std::string all = fmt::format("xtensor {}.{}.{}, oneTBB {}", XTENSOR_VERSION_MAJOR, XTENSOR_VERSION_MINOR,
                                  XTENSOR_VERSION_PATCH, TBB_runtime_version());
#if TENFOLD_HAS_OPENBLAS
    all += fmt::format(", {}", openblas_get_config());
#else
    all += ", " TENFOLD_CBLAS_NAME;
#endif
#if TENFOLD_HAS_LIBXSMM
    all += ", LIBXSMM " LIBXSMM_VERSION;
#endif
#if TENFOLD_HAS_EIGEN
    all += fmt::format(", Eigen {}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION);
#endif
    return all;
}

void set_blas_threads([[maybe_unused]] int threads)
{
#if TENFOLD_HAS_OPENBLAS
    openblas_set_num_threads(threads);
#endif
}
}  // namespace rivals
