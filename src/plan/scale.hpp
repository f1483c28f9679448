// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// c = scale * sum: the step that scales what a product step has written, in place. And the bounds of the sum.
#pragma once

#include "plan/plan.hpp"

#include <complex>

namespace tenfold::plan {

step scaling(const step& product, std::complex<double> scale);

/// Sets the bounds that sums of the step must keep, where numbers of that type have any.
void watch_range(step& product, std::complex<double> scale, bool small_too);

}  // namespace tenfold::plan
