// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The numbers that an element type holds without losing digits.
#pragma once

#include <tenfold/detail/element.hpp>

#include <complex>

namespace tenfold::graph {

struct range {
    double least = 0, most = 0;   // normal numbers
};
range range_of(element);

/// Could a result that is this times a sum be computed without leaving the range of its type?
bool is_in_range(std::complex<double> scale, element);

}  // namespace tenfold::graph
