// expect: tenfold: complex numbers have no order: reduce xt::abs(z) or xt::real(z)
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/reductions.hpp>

auto largest(const tenfold::array<std::complex<double>>& z) { return tenfold::amax(z); }
