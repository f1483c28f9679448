// expect: tenfold: x(i, j) reads an element, and view(x, i) is a part
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/tenfold.hpp>

#include <iostream>

void print(const tenfold::array<double>& x) { std::cout << x[0]; }
