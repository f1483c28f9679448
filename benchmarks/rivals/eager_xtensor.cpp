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
#include <xtensor/xarray.hpp>
#include <xtensor/xtensor.hpp>
#include <xtensor/xview.hpp>
#endif

#include <algorithm>
#include <array>

namespace rivals {
void eager_xtensor(const problem& p, double* out, int threads)
{
    set_blas_threads(threads);
    const auto a = xt::adapt(p.a, p.m * p.k, xt::no_ownership(), std::array<std::size_t, 2>{p.m, p.k});
    const auto b = xt::adapt(p.b, p.k * p.n, xt::no_ownership(), std::array<std::size_t, 2>{p.k, p.n});

    std::vector<xt::xtensor<double, 2>> answers;
    answers.reserve(p.count);
    for (std::size_t i = 0; i < p.count; ++i) {
        const std::size_t s = p.starts[i];
        xt::xtensor<double, 2> window = xt::view(b, xt::all(), xt::range(s, s + p.w));
        answers.push_back(xt::linalg::dot(a, window));
    }

    for (std::size_t i = 0; out && i < p.count; ++i)
        std::copy(answers[i].data(), answers[i].data() + p.answer_size(), out + i * p.answer_size());
}

double eager_reads(const std::vector<const double*>& a, const std::vector<const double*>& b, std::size_t m, std::size_t k,
                   std::size_t n, std::size_t calls)
{
    set_blas_threads(1);
    std::vector<xt::xarray<double>> left, right;
    for (std::size_t i = 0; i < a.size(); ++i) {
        left.push_back(xt::adapt(a[i], m * k, xt::no_ownership(), std::vector<std::size_t>{m, k}));
        right.push_back(xt::adapt(b[i], k * n, xt::no_ownership(), std::vector<std::size_t>{k, n}));
    }
    double sum = 0;
    for (std::size_t i = 0; i < calls; ++i) {
        const xt::xarray<double> c = xt::linalg::dot(left[i % left.size()], right[i % right.size()]);
        sum += c(0, 0);
    }
    return sum;
}
}  // namespace rivals
