// expect: assign to view(...) of a named array directly, not through a name
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/shape.hpp>

void write(tenfold::array<double>& x) { tenfold::diagonal(x) = 1.0; }
