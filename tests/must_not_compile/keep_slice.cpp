// expect: tenfold: views take no xt::keep or xt::drop; use xt::range, or take(x, {0, 2}, axis) for the parts of a list
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/view.hpp>

auto part(tenfold::array<double>& x) { return tenfold::view(x, xt::keep(0, 2)); }
