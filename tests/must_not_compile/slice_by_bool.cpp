// expect: a slice is an integer, xt::all()
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/view.hpp>

auto part(tenfold::array<double>& x) { return tenfold::view(x, true); }
