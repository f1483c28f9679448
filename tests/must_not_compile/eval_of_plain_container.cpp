// expect: tenfold: what is evaluated are arrays, views, expressions, and ranges of them
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/tenfold.hpp>

void compute(const xt::xarray<double>& x) { tenfold::eval(x); }
