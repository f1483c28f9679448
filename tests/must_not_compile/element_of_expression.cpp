// expect: tenfold: an expression that is held by auto has no elements yet: make it an array first
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/tenfold.hpp>

double read(const tenfold::array<double>& x) { return (x + 1.0)(0, 0); }
