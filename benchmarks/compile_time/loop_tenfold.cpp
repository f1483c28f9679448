// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A user's file with the loop. loop_xtensor.cpp is the same without tenfold; only the time to compile them matters.
#include <tenfold/tenfold.hpp>

#include <xtensor/xarray.hpp>
#include <xtensor/xrandom.hpp>

#include <iostream>
#include <vector>

int main()
{
    tenfold::array<double> a = xt::random::rand<double>({10, 20});
    tenfold::array<double> b = xt::random::rand<double>({20, 1000});
    std::vector<tenfold::array<double>> answers;
    for (std::size_t i = 0; i + 20 <= 1000; ++i)
        answers.push_back(tenfold::dot(a, tenfold::view(b, xt::all(), xt::range(i, i + 20))));
    double sum = 0;
    for (const auto& x : answers) sum += x(0, 0);
    std::cout << sum << ' ' << answers.size() << '\n';
}
