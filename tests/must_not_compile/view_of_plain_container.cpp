// expect: make it an array, or borrow it
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/view.hpp>

auto part(xt::xarray<double>& x) { return tenfold::view(x, 0); }
