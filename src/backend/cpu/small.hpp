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

/// What is known of a shape. From any thread, without a lock.
struct small_found {
    bool known = false;              // asked for before, so often that it was compiled
    small_kernel kernel = nullptr;   // null: not known, or LIBXSMM has none
};
small_found find_small(const small_shape&);

/// For a shape that is not known: compiles it if `saves` seconds, those of all calls to come, together with what earlier
/// requests would have saved are worth that; else null.
small_kernel request_small(const small_shape&, double saves);

/// Loads LIBXSMM, if it is part of this build: kernels are gone when what it registered for the process's end has run.
void load_small();

/// Whether LIBXSMM is part of this build and has kernels for this type.
bool has_small(element);

/// Bytes of a vector register: rows of a kernel are padded to whole ones.
#if defined(__AVX512F__)
inline constexpr int vector_bytes = 64;
#elif defined(__AVX__)
inline constexpr int vector_bytes = 32;
#else
inline constexpr int vector_bytes = 16;
#endif

}  // namespace tenfold::backend::on_cpu
