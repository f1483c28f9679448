// expect: write astype<T>(x)
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/tenfold.hpp>

tenfold::array<int> narrow(const tenfold::array<double>& x) { return tenfold::view(x, 0); }
