// expect: make it an array, or borrow it
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/shape.hpp>

auto turned(const xt::xtensor<double, 2>& x) { return tenfold::transpose(x, {1, 0}); }
