// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A user's file with the loop, in plain xtensor with xtensor-blas. See loop_tenfold.cpp.
#include <xtensor-blas/xlinalg.hpp>

#include <xtensor/xarray.hpp>
#include <xtensor/xrandom.hpp>
#include <xtensor/xview.hpp>

#include <iostream>
#include <vector>

int main()
{
    xt::xarray<double> a = xt::random::rand<double>({10, 20});
    xt::xarray<double> b = xt::random::rand<double>({20, 1000});
    std::vector<xt::xarray<double>> answers;
    for (std::size_t i = 0; i + 20 <= 1000; ++i)
        answers.push_back(xt::linalg::dot(a, xt::xarray<double>(xt::view(b, xt::all(), xt::range(i, i + 20)))));
    double sum = 0;
    for (const auto& x : answers) sum += x(0, 0);
    std::cout << sum << ' ' << answers.size() << '\n';
}
