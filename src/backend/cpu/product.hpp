// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// From a product over any number of axes to matrix products: the axes are grouped by the operands that have them,
// axes that nest become one, what is left over becomes loops, and an operand that BLAS refuses is packed.
#pragma once

#include "backend/cpu/gemm.hpp"
#include "plan/plan.hpp"

namespace tenfold::backend::on_cpu {

struct axis {
    index_t extent, a, b, c;  // strides in elements
};

struct axis_list {
    static constexpr int most = 2 * max_rank + plan::max_loops + 1;

    int count = 0;
    axis at[most];

    axis_list() {}  // leaves `at` alone: it is large, and mostly unused
    axis_list(const axis_list& o) { *this = o; }
    axis_list& operator=(const axis_list& o)
    {
        count = o.count;
        for (int d = 0; d < count; ++d) at[d] = o.at[d];
        return *this;
    }
    void add(const axis& x) { at[count++] = x; }
    void remove(int d)
    {
        for (--count; d < count; ++d) at[d] = at[d + 1];
    }
    const axis* begin() const { return at; }
    const axis* end() const { return at + count; }
    index_t size() const
    {
        index_t n = 1;
        for (const axis& x : *this) n *= x.extent;
        return n;
    }
};

/// Axes by the operands that have them. Axes of length 1 are gone, and no stride of c is negative.
struct groups {
    axis_list m, n, k, batch;  // a and c; b and c; summed, with stride 0 in an operand that lacks it; all three
    index_t shift_a = 0, shift_b = 0, shift_c = 0;  // element that index 0 of the turned axes reads
    bool empty_result = false, empty_sum = false;
};

enum class has : std::uint8_t { a = 1, b = 2, c = 4 };
/// Joins axes that nest in each of the operands named by the bits of `in`.
void join(axis_list&, unsigned in);

/// Adds an axis along which a product is summed.
void add_summed(axis, groups&);

void group_axes(const std::vector<plan::product_axis>&, groups&);

/// What runs: for each index of `batch` pack what must be packed, then for each index of `inner` one product, or
/// several that are added up over `sums`.
struct arrangement {
    matrices core;
    axis_list batch, inner, sums;
    bool pack_a = false, pack_b = false, pack_c = false;
    axis_list packed_a, packed_b, packed_c;  // axes to copy; .a or .b or .c as they lie, the other two fields: packed
    index_t shift_a = 0, shift_b = 0, shift_c = 0;
    double seconds = 0;  // estimate for one position on one thread
};

/// Strides of a packed operand are kept in this field of the axes to copy.
inline index_t& packed_stride(axis& x, has operand) { return operand == has::c ? x.a : x.c; }
inline index_t packed_stride(const axis& x, has operand) { return operand == has::c ? x.a : x.c; }

constexpr double worth_a_look = 20e-6;  // seconds, of which looking for something better takes a small part
constexpr double better = 0.9;          // estimates are no finer than this

/// The quickest arrangement by estimate. `positions`: how often it runs with new addresses.
void arrange(const groups&, element, bool conjugate_a, index_t positions, arrangement&);

/// The same, and in two parts where an axis is cut and its pieces are not of one length. Returns how many parts.
int arrange_in_parts(const groups&, element, bool conjugate_a, index_t positions, arrangement& first, arrangement& second);

/// Counts an axis from its other end.
void turn(axis&, groups&);

}  // namespace tenfold::backend::on_cpu
