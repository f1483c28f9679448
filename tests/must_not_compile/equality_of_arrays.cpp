// expect: use equal(a, b) for element by element
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/reductions.hpp>

bool same(const tenfold::array<double>& a, const tenfold::array<double>& b) { return a == b; }
