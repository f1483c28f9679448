// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Products as calls of a BLAS that is column-major and takes one unit stride in every operand.
#pragma once

#include "plan/plan.hpp"

#include <optional>

namespace tenfold::backend::on_cuda {

using plan::index_t;

/// What a gemm is told: c = op(a) op(b), column-major.
struct gemm_call {
    bool swapped = false;             // a and b change places: a row-major c
    char op_a = 'N', op_b = 'N';      // N, T or C, of what is called a and b here, after the change
    index_t m = 1, n = 1, k = 1, lda = 1, ldb = 1, ldc = 1;
};

/// Empty where an operand has no unit stride, or its other stride is too short (windows that overlap), or no gemm
/// conjugates as is asked.
std::optional<gemm_call> as_gemm(const graph::matrix_product&, bool complex);

/// The axes of a product step as one matrix product; empty where there are more.
std::optional<graph::matrix_product> as_matrices(const plan::step&);

}  // namespace tenfold::backend::on_cuda
