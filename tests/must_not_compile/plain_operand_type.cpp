// expect: this xtensor operand holds another type
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/reductions.hpp>

auto wide(const tenfold::array<double>& a, const xt::xarray<long double>& b) { return a + b; }
