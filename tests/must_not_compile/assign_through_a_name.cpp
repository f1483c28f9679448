// expect: assign to view(...) of a named array directly, not through a name
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/view.hpp>

void write(tenfold::array<double>& x)
{
    auto row = tenfold::view(x, 0);
    row = 1.0;
}
