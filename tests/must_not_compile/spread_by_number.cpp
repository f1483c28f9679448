// expect: tenfold: an axis here is a list, stddev(x, {1}), and what is taken from the count is stddev(x, ddof(1))
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/moments.hpp>

auto spread(const tenfold::array<double>& x) { return tenfold::stddev(x, 1); }
