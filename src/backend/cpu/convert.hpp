// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// From one element type to another, for every pair but complex to real: headers refuse that one at compile time.
#pragma once

#include <tenfold/detail/kernel.hpp>

namespace tenfold::backend::on_cpu {

/// The loop that converts elements; null where complex would become real.
detail::chunk_loop find_conversion(element from, element to);

}  // namespace tenfold::backend::on_cpu
