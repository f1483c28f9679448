// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Steps of a plan, as the library itself would run them on one thread.
#pragma once

#include "backend/kernels.hpp"

#include <memory>

namespace calibrate {

using tenfold::element;
using tenfold::plan::index_t;

/// A step with its operands in memory.
struct work {
    tenfold::plan::step what;
    std::shared_ptr<std::byte> memory[3];  // two operands, if there are two, and the result

    void run() const
    {
        std::byte* const bases[] = {memory[0].get(), memory[1].get(), memory[2].get()};
        tenfold::backend::on_host().run(what, bases, 0, what.positions(), {1});
    }
};

/// (n, n) by (n, n) of integers.
work integer_product(index_t n);
/// A copy of (rows, columns) float64 values, of the transposed if asked for.
work copy(index_t rows, index_t columns, bool transposed);
/// The sum of n float64 values.
work sum(index_t n);

}  // namespace calibrate
