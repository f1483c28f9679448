// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// This file may not include <cblas.h>: it does not go together with xtensor-blas.

#include "rivals.hpp"

#include <xtensor-blas/xlinalg.hpp>
#if __has_include(<xtensor/containers/xadapt.hpp>)  // xtensor since 0.26
#include <xtensor/containers/xadapt.hpp>
#include <xtensor/containers/xtensor.hpp>
#include <xtensor/views/xview.hpp>
#else
#include <xtensor/xadapt.hpp>
#include <xtensor/xtensor.hpp>
#include <xtensor/xview.hpp>
#endif

#include <algorithm>
#include <array>

namespace rivals
{
void eager_xtensor(const problem& p, double* out, int threads)
{
    set_blas_threads(threads);
    const auto a = xt::adapt(p.a, p.m * p.k, xt::no_ownership(), std::array<std::size_t, 2>{p.m, p.k});
    const auto b = xt::adapt(p.b, p.k * p.n, xt::no_ownership(), std::array<std::size_t, 2>{p.k, p.n});

    std::vector<xt::xtensor<double, 2>> answers;
    answers.reserve(p.count);
    for (std::size_t i = 0; i < p.count; ++i)
    {
        const std::size_t s = p.starts[i];
        xt::xtensor<double, 2> window = xt::view(b, xt::all(), xt::range(s, s + p.w));
        answers.push_back(xt::linalg::dot(a, window));
    }

    for (std::size_t i = 0; out && i < p.count; ++i)
        std::copy(answers[i].data(), answers[i].data() + p.answer_size(), out + i * p.answer_size());
}
} // namespace rivals
