// expect: tenfold: this function is for real elements: take xt::abs(z) or xt::real(z)
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/order.hpp>

auto middle(const tenfold::array<std::complex<double>>& x) { return tenfold::median(x); }
