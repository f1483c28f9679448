// expect: complex elements do not become real by themselves: write real(z)
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/tenfold.hpp>

tenfold::array<double> narrow(const tenfold::array<std::complex<double>>& x) { return x; }
