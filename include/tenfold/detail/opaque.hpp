// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Functions of whole values that no rule looks into, such as those of LAPACK. They are recorded, put in order, run side by side
// and kept in plans like any other call.
#pragma once

#include <tenfold/detail/record.hpp>

#include <limits>

namespace tenfold::detail {

/// A generalized universal function, as NumPy calls it: it takes the last axes of its operands and gives those of the
/// result; the axes before them broadcast. Lives as long as the process.
struct opaque_function {
    static constexpr int most_operands = 4;

    const char* name;                    // "solve"
    int operands;
    element type, result;                // of all operands; of the result
    std::uint8_t core[most_operands];    // how many last axes of each operand one call takes
    /// Writes the result's last axes and how many there are; returns what does not fit, or null.
    const char* (*shape)(const index_t* const* cores, index_t* result, int& rank);
    /// One call, on operands and a result of only those axes. Throws linalg_error with the reason alone.
    void (*run)(const strided* operands, const strided& result);
    /// Of one call, about.
    double (*flops)(const index_t* const* cores);
    /// Calls of longer sides run one after another where BLAS has threads of its own: it wakes them inside of each, and they would
    /// wait for each other.
    index_t side_by_side = std::numeric_limits<index_t>::max();
};

handle record_opaque(const opaque_function&, const operand*, site);

}  // namespace tenfold::detail
