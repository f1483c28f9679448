// expect: make it an array, or borrow it
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/windows.hpp>

auto windows(const xt::xarray<double>& x) { return tenfold::sliding_window_view(x, 3); }
