// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Kernels that are compiled while the program runs, one for each shape. Compiling costs as much as a thousand of the
// smallest products: a shape that was never asked for before must save that much, by the calls so far and the calls
// that are known to come.
#pragma once

#include <tenfold/detail/element.hpp>

#include <cstddef>

namespace tenfold::backend::on_cpu {

/// Column-major c(rows, columns) = left right, or += : any leading dimensions, left is not transposed.
struct small_shape {
    element type;
    int rows, columns, inner, ld_left, ld_right, ld_result;
    bool right_transposed, accumulate;
};

/// While it works it fetches the operands of the next call into the cache. They must be there: pass the same once more
/// where there is no next call.
using small_kernel = void (*)(const void* left, const void* right, void* result, const void* next_left,
                              const void* next_right, const void* next_result);

/// The kernel where there is one already, or where `saves` seconds, those of all calls to come, together with what
/// earlier requests for this shape would have saved are worth a compilation; else null. From any thread.
small_kernel find_small(const small_shape&, double saves);

/// Whether LIBXSMM is part of this build and has kernels for this type.
bool has_small(element);

/// Elements of a vector register: rows of a kernel are padded to whole ones.
int vector_elements(element);

}  // namespace tenfold::backend::on_cpu
