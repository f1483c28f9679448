// expect: tenfold: options and devices come first: eval(options, values...)
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/evaluate.hpp>

void compute(const tenfold::array<double>& x, const tenfold::options& o) { tenfold::eval(x, o); }
