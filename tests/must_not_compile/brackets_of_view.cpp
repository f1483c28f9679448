// expect: tenfold: x(i, j) reads an element, and view(x, i) is a part
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/tenfold.hpp>

double read(const tenfold::array<double>& x) { return tenfold::view(x, 0)[0]; }
