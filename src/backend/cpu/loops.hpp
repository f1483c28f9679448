// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Products by plain loops: types without BLAS, products without a sum, extents beyond an int. Any strides, zero too.
#pragma once

#include "backend/cpu/gemm.hpp"

namespace tenfold::backend::on_cpu {

void multiply_by_loops(const matrices&, const std::byte* a, const std::byte* b, std::byte* c, bool accumulate);

}  // namespace tenfold::backend::on_cpu
