// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Elementwise kernels that the core itself uses, compiled here.
#pragma once

#include <tenfold/detail/record.hpp>

namespace tenfold::record {

/// s0 * x0 of a type of fractions, the scalar of that type too; null for others.
const detail::elementwise_kernel* times_scalar(element);

}  // namespace tenfold::record
