// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What the kernels of this module are asked for. Every function puts its launches on a stream and returns.
#pragma once

#include "backend/cuda/places.hpp"

#include <tenfold/detail/element.hpp>

#include <cuda_runtime_api.h>

namespace tenfold::backend::on_cuda {

/// Where launches go: on a stream or, where only their number is asked for, nowhere.
struct queue {
    cudaStream_t stream = nullptr;
    std::int64_t* counted = nullptr;

    /// Is that all that is asked for? Then it is done.
    bool counts() const
    {
        if (counted) ++*counted;
        return counted != nullptr;
    }
};

/// How a copy meets what is there: in the order of detail::store_mode.
enum class combine : std::uint8_t { assign, add, subtract, multiply, divide };

/// to (mode)= from, element by element, at every position. Positions must not write what others read or write.
struct move {
    positions where;
    start to, from;
    axes<2> over;              // strides of to, from
    element type = element::float64;
    combine mode = combine::assign;
};
void launch(const move&, const queue&);

/// One scalar everywhere.
struct scatter {
    positions where;
    start to;
    axes<1> over;
    int bytes = 8;             // of an element
    unsigned char value[16] = {};
};
void launch(const scatter&, const queue&);

/// c[free...] = sum over summed... of a * b, each position by itself or all of them into one result.
struct contraction {
    positions where;
    start a, b, c;
    axes<3> free, summed;      // strides of a, b, c
    element type = element::float64;
    bool conjugate_a = false, accumulate = false, sum_positions = false;
};
void launch(const contraction&, const queue&);

/// One operation on the values on top of a stack, which are brought to the types that it takes before.
struct operation {
    std::uint8_t code = 0;                    // a detail::opcode
    element given[3] = {}, takes[3] = {};     // the deepest first
    element gives = element::float64;
    std::int32_t index = 0;                   // an operand, a byte of the scalars, an exponent
};

/// A postfix program for every element at every position.
struct elementwise {
    static constexpr int max_operands = 8, max_operations = 64, max_depth = 8;

    positions where;
    start result, operands[max_operands];
    axes<1 + max_operands> over;              // strides of the result, then of the operands
    element type = element::float64;          // of the result
    int count = 0;
    operation program[max_operations];
    const std::byte* scalars = nullptr;       // blocks of them, on the device
    const std::int64_t* block = nullptr;      // which block a position takes; null: the first
    std::int64_t block_bytes = 0;
};
void launch(const elementwise&, const queue&);

/// What has been seen of the elements of one result.
struct fold_value {
    double re, im;
    std::uint64_t whole;
    std::int64_t index;        // of an extreme; below zero: nothing yet
};
/// A reduction, cut into parts. A variance takes two: the first, with `centres`, finds means.
struct fold {
    enum class kind : std::uint8_t { sum, prod, mean, var, amax, amin, argmax, argmin, cumsum, norm };   // as detail::reduction

    positions where;
    start from, to;
    axes<2> kept;              // strides of from, to
    axes<1> reduced;           // in row-major order
    element type = element::float64, result = element::float64;
    kind what = kind::sum;
    std::int64_t parts = 1, part_length = 0;
    fold_value* partial = nullptr;          // one for each part of each result
    fold_value* centres = nullptr;          // written instead of results
    const fold_value* centre = nullptr;     // what deviations are from
};
void launch(const fold&, const queue&);

/// Running sums along some axes, cut into parts: sums of parts, what lies before each, then the sums themselves.
struct running_sum {
    positions where;
    start from, to;
    axes<2> rows, along;       // strides of from, to; along: in row-major order
    element type = element::float64, result = element::float64;
    std::int64_t parts = 1, part_length = 0;
    fold_value* partial = nullptr;          // one for each part of each row; null where there is one
};
void launch(const running_sum&, const queue&);

/// c = a b, with element strides.
struct listed_product {
    const std::byte* a;
    const std::byte* b;
    std::byte* c;
    std::int64_t m, n, k, am, ak, bk, bn, cm, cn;
    std::int64_t conjugate_a;  // a truth value, without bytes behind it that could be anything: tables are known by theirs
};
/// A square of a result: which product, and which square of it.
struct tile {
    std::int32_t product, row, column;
};
constexpr int tile_edge = 32;
/// Products of any shapes, in lists that lie on the device, tile by tile.
struct product_list {
    const listed_product* all = nullptr;
    const tile* tiles = nullptr;
    std::int64_t count = 0;    // of tiles
    element type = element::float64;
};
void launch(const product_list&, const queue&);

/// Products of one shape at many positions, or all of them into one result.
struct product_batch {
    positions where;
    start a, b, c;
    std::int64_t m = 1, n = 1, k = 1, am = 0, ak = 0, bk = 0, bn = 0, cm = 0, cn = 0;
    element type = element::float64;
    bool conjugate_a = false, accumulate = false, sum_positions = false;
};
void launch(const product_batch&, const queue&);

/// What has been found out about the numbers of a product.
struct watched {
    std::uint32_t outside, small;           // is any too large, or no number; below the least
    double smallest[2];                     // the least magnitude, other than 0, of each operand; found where some are small
};
/// Looks at the results of a product that is done, then, where some are small, at its operands.
struct watch {
    contraction product;
    double least = 0, most = 0;
    watched* state = nullptr;
    int operand = 0;
};
void launch(const watch&, const queue&);

/// Writes the addresses at which positions start, for calls that take arrays of them.
struct addresses {
    positions where;
    start from;
    std::int64_t element_bytes = 8;
    std::byte** to = nullptr;
};
void launch(const addresses&, const queue&);

}  // namespace tenfold::backend::on_cuda
