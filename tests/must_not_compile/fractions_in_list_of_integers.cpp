// expect: tenfold: these numbers would lose their fractions in an array of integers
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/tenfold.hpp>

tenfold::array<int> x = {{1.5, 2.5}, {3.5, 4.5}};
