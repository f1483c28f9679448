// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A kernel's postfix program, with the types that every operation takes: what the device interprets.
#pragma once

#include "backend/cuda/launch.hpp"

#include <tenfold/detail/kernel.hpp>

namespace tenfold::backend::on_cuda {

/// Writes operations, operand count and types into `out`. Why the device cannot run it; null where it can.
const char* translate(const detail::elementwise_kernel&, elementwise& out);

}  // namespace tenfold::backend::on_cuda
