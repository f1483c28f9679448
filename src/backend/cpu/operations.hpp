// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The typed loop of each instruction of a postfix program, made of the functor that the compiled kernels call. C++ brings
// the operands of most operations to one type first; so do we, which leaves few loops of the many pairs of types.
#pragma once

#include <tenfold/detail/kernel.hpp>

namespace tenfold::backend::on_cpu {

struct typed_operation {
    /// Over contiguous operands of the types that it takes; beside them it is given the address of `index` as a
    /// std::size_t. Null: C++ has no such operation, or it gives another type than the instruction says.
    detail::chunk_loop loop = nullptr;
    element gives = element::boolean;
    element takes[3] = {};
};

/// `given`: the types that the instruction finds on the stack, the deepest first.
typed_operation find_operation(const detail::instruction&, const element* given);

inline std::size_t index_of(const detail::instruction& i) { return i.index[0] + std::size_t(256) * i.index[1]; }

}  // namespace tenfold::backend::on_cpu
