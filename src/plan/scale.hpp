// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// c = scale * sum: the step that scales what a product step has written, in place.
#pragma once

#include "plan/plan.hpp"

#include <complex>

namespace tenfold::plan {

step scaling(const step& product, std::complex<double> scale);

}  // namespace tenfold::plan
