// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Elementwise kernels by their postfix program alone: the way of kernels without compiled code, and what devices are
// compared with. Results are those of the compiled code up to the rounding of the vector library.
#pragma once

#include <tenfold/detail/kernel.hpp>

namespace tenfold::backend::on_cpu {

/// Computes one member. Throws error where there is no program, or one that C++ would not compile.
void interpret(
    const detail::elementwise_kernel&, const detail::strided* operands, const void* scalars, const detail::strided& result);

}  // namespace tenfold::backend::on_cpu
