// expect: tenfold: xt::initial goes with sum, prod, amax and amin
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/reductions.hpp>

auto mean(const tenfold::array<double>& x) { return tenfold::mean(x, xt::initial(1.0)); }
