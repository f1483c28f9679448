// expect: tenfold: use equal(a, b) for element by element, all(equal(a, b)) or allclose(a, b) for one answer
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/reductions.hpp>

bool same(const tenfold::array<double>& a, const tenfold::array<double>& b) { return a == b; }
