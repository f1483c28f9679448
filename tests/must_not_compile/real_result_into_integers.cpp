// expect: an array of integers cannot take this result in place
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/view.hpp>

void write(tenfold::array<int>& x) { tenfold::view(x, 0) *= 0.5; }
