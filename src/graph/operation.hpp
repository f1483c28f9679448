// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What a node does at each of its loop positions. Rules change it: it need not be what was recorded.
#pragma once

#include "graph/product.hpp"
#include "record/family.hpp"

#include <algorithm>
#include <complex>
#include <memory>
#include <variant>
#include <vector>

namespace tenfold::graph {

using record::recorded;
using record::value_family;

using table = std::shared_ptr<const std::vector<index_t>>;

/// An integer that depends on the loop position: affine, or a table over all positions, innermost loop first.
struct coordinate {
    index_t base = 0;
    index_t step[max_loops] = {};
    table values;   // replaces base and step

    bool constant() const { return !values && std::all_of(step, step + max_loops, [](index_t s) { return s == 0; }); }
    friend bool operator==(const coordinate&, const coordinate&) = default;
};

/// What one operand reads: member `member` of source number `number`, from `offset` in its canonical order. Or, of
/// what only the graph knows: the block of node `from`, from `offset` on.
struct read {
    const record::source_list* sources = nullptr;
    int from = -1;
    coordinate number, member, offset;
    std::vector<index_t> shape, stride;
    std::vector<index_t> block = {};     // of windows of a node's block: its axes, row by row

    /// The one source, where the number does not move.
    value_family* source() const
    {
        return sources && number.constant() ? record::core((*sources)[static_cast<std::size_t>(number.base)]) : nullptr;
    }
};

/// What is multiplied in one part of a product.
struct factor_pair {
    read operands[2];                    // constant
};

/// A rule may multiply numbers in another order than the program did. What shows afterwards that they left the range
/// of their type on the way, which those of the program may not do: results that are too large, or too small as well.
enum class watch : std::uint8_t { nothing, large, large_and_small };

struct product {
    std::vector<product_axis> axes;      // strides of a and b in their sources' canonical order
    std::vector<int> dims;               // which axis each dimension of the result is; empty once a rule lays it out anew
    bool conjugate_a = false;
    std::complex<double> scale = 1;      // the result is this times the sum
    watch watched = watch::nothing;      // of the sum, before it is scaled
    unsigned row_loops = 0;              // bit d says that loop d may become an index of one product
    /// All loop positions add to one result; operand 2, where there is one, is what it starts from.
    bool sums = false;
    /// Over separate ranges of one index: one product for each, side by side in the block.
    struct segment {
        index_t extent, operand_offset, result_offset;
        std::int32_t pair = 0;
    };
    std::vector<segment> segments;
    std::vector<factor_pair> pairs;      // of segments, where they differ; `operands` names those that the family knows
    int segment_axis = -1, segment_operand = 0;

    friend bool operator==(const product& x, const product& y)
    {
        return x.axes == y.axes && x.dims == y.dims && x.conjugate_a == y.conjugate_a && x.scale == y.scale && x.watched == y.watched
            && x.row_loops == y.row_loops && x.sums == y.sums && x.segments.empty() && y.segments.empty();
    }
};

struct elementwise {
    const detail::elementwise_kernel* kernel = nullptr;
    std::shared_ptr<const std::vector<std::byte>> scalars;   // null: the kernel takes none
    coordinate scalar_block;             // which block of them
    /// Positions take ranges of one axis, each so long; the shape has all of the axis.
    std::vector<index_t> lengths = {};
    int ranged_axis = -1;

    friend bool operator==(const elementwise& x, const elementwise& y)
    {
        return x.kernel == y.kernel && x.scalar_block == y.scalar_block && !x.scalars == !y.scalars
            && (!x.scalars || *x.scalars == *y.scalars) && x.lengths == y.lengths;
    }
};

struct reduction {
    detail::reduction code = detail::reduction::sum;
    std::uint32_t axes = 0;

    friend bool operator==(const reduction&, const reduction&) = default;
};

/// Operands: the older version, the part of it that is written, the new value. One that gathers lies in the place of
/// stores: its operand is their values, all at once, and its operand 1, where there is one, what they start from.
struct store {
    detail::store_mode mode = detail::store_mode::assign;
    bool gathers = false;

    friend bool operator==(const store&, const store&) = default;
};

struct copy {
    friend bool operator==(const copy&, const copy&) = default;
};

/// One scalar everywhere.
struct fill {
    std::shared_ptr<const std::vector<std::byte>> value;

    friend bool operator==(const fill& x, const fill& y) { return *x.value == *y.value; }
};

/// Lies where the values lie that it reads; nothing runs.
struct view {
    friend bool operator==(const view&, const view&) = default;
};

/// A function that no rule looks into.
struct opaque {
    const detail::opaque_function* function = nullptr;

    friend bool operator==(const opaque&, const opaque&) = default;
};

using operation = std::variant<product, elementwise, reduction, store, copy, fill, view, opaque>;

}  // namespace tenfold::graph
