// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A fold over any axes: which axis is the row, which results are computed side by side, and what threads share. Knows
// no types; the kernels do (fold.hpp).
#pragma once

#include "backend/cpu/reduce.hpp"

namespace tenfold::backend::on_cpu {

/// Where values go: through `store`, which knows what they become.
struct sink {
    using stores = void (*)(void* to, index_t step, const void* values, index_t n, double count);

    void* to;
    stores store;
    index_t size;              // bytes between results with neighbouring offsets
    double count = 1;          // of the elements that each result is made of
    std::size_t operand = 1;   // which stride of kept axes counts: of the result, or its number

    void put(const std::array<index_t, 3>& at, index_t step, const void* values, index_t n) const
    {
        store(static_cast<std::byte*>(to) + at[operand] * size, step, values, n, count);
    }
};

/// What one thread computes at once. `start` is added to all offsets.
struct fold_range {
    const nest<3>& kept;
    const nest<2>& reduced;
    bool by_columns;
    std::array<index_t, 3> start{};
};

/// One operation on one type.
struct fold_kernel {
    index_t element_size, value_size;
    bool in_order;   // elements must meet in their order
    bool alike;      // what becomes of an element does not depend on its result
    void (*run)(const fold_range&, const std::byte* from, const sink&, const void* context);
    sink::stores keep;                // values as they are
    const fold_kernel& (*merge)();    // joins values
};

class fold_walk {
public:
    fold_walk(const fold_kernel&, const reduction_axes&);
    /// `context`: what the operation needs to know, if anything.
    void run(const std::byte* from, const sink&, int threads, const void* context = nullptr) const;

private:
    bool columns_are_better() const;
    index_t pieces_of_rows() const;
    index_t rows_to_widen() const;
    void in_pieces(const std::byte* from, const sink&, int threads, const void* context) const;
    void widened(const std::byte* from, const sink&, int threads) const;
    void merge_all(nest<3> kept, const std::byte* all, index_t n, index_t step, const sink&, int threads) const;
    sink numbered(std::byte* to) const { return {to, kernel_.keep, kernel_.value_size, 1, 2}; }
    double seconds() const
    {
        const double results = static_cast<double>(x_.kept.size());
        return seconds_of_pass(x_.elements(), results, static_cast<std::size_t>(kernel_.element_size));
    }
    index_t kept_step() const { return std::abs(x_.kept.stride[x_.kept.rank - 1][0]); }
    index_t kept_extent() const { return x_.kept.extent[x_.kept.rank - 1]; }
    index_t reduced_step() const { return std::abs(x_.reduced.stride[x_.reduced.rank - 1][0]); }

    const fold_kernel& kernel_;
    reduction_axes x_;
    bool by_columns_ = false;
    index_t pieces_ = 1, widen_ = 1;
};

}  // namespace tenfold::backend::on_cpu
