// expect: tenfold: a view of a plain xtensor container could only copy it: make it an array, or borrow it
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/view.hpp>

auto part(xt::xarray<double>& x) { return tenfold::view(x, 0); }
