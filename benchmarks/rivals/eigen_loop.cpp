// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause

#include "split.hpp"

#if TENFOLD_HAS_EIGEN
#include <Eigen/Core>
#endif

namespace rivals {
void eigen_loop([[maybe_unused]] const problem& p, [[maybe_unused]] double* out, [[maybe_unused]] int threads)
{
#if TENFOLD_HAS_EIGEN
    using matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const auto number = [](std::size_t x) { return static_cast<Eigen::Index>(x); };
    const Eigen::Map<const matrix> a(p.a, number(p.m), number(p.k)), b(p.b, number(p.k), number(p.n));
    for_each_product(p, threads, [&](std::size_t i) {
        Eigen::Map<matrix> answer(out + i * p.answer_size(), number(p.m), number(p.w));
        answer.noalias() = a * b.middleCols(number(p.starts[i]), number(p.w));
    });
#endif
}
}  // namespace rivals
