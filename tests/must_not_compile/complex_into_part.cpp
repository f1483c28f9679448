// expect: this number does not convert
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/view.hpp>

void write(tenfold::array<double>& x) { tenfold::view(x, 0) = std::complex<double>(1, 2); }
