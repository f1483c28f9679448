// expect: arrays and containers are given to make_lambda_xfunction(f, x, ...) as arguments
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/tenfold.hpp>

tenfold::array<double> scaled(const tenfold::array<double>& x, std::vector<double> factors)
{
    return xt::make_lambda_xfunction([factors](double v) { return v * factors[0]; }, x);
}
