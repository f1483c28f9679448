// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "graph/product.hpp"
#include "record/family.hpp"

namespace tenfold::graph {

/// Writes the sizes and strides of a recorded product's members as one matrix product, with the strides of the
/// operands in the canonical order of what they read; false where it is none.
bool as_matrices(const record::recorded&, matrix_product&);

}  // namespace tenfold::graph
