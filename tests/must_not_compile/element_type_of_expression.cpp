// expect: this elementwise expression gives elements of a type that arrays do not hold
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/reductions.hpp>

auto wide(const tenfold::array<double>& a) { return tenfold::sum(a * 2.0L); }
