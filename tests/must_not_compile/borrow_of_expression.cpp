// expect: make an array of this expression
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/borrow.hpp>

auto lent(xt::xarray<double>& x)
{
    auto sum = x + 1.0;
    return tenfold::borrow(sum);
}
