// expect: use not_equal(a, b) for element by element
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/reductions.hpp>

bool differ(const tenfold::array<double>& a) { return a * 2.0 != 1.0; }
