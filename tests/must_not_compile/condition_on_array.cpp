// expect: tenfold: an array is no number: x(i, j) reads an element, and x() what has no axes, as in sum(x)()
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/tenfold.hpp>

int sign(const tenfold::array<double>& x)
{
    if (tenfold::sum(x)) return 1;
    return 0;
}
