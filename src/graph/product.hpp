// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A product as indices with strides: what rules rewrite, and what plans run.
#pragma once

#include <tenfold/detail/family.hpp>

#include <functional>

namespace tenfold::graph {

using detail::index_t;

using detail::max_loops;

/// One index of a product. An operand without the index has stride 0 and in_* false; c lacks summed ones.
struct product_axis {
    index_t extent = 1;
    index_t a = 0, b = 0, c = 0;       // strides in elements, any sign; zero also where an axis broadcasts
    bool in_a = false, in_b = false, in_c = false;

    friend bool operator==(const product_axis&, const product_axis&) = default;
};

/// Members of product_axis by operand: a, b.
inline constexpr bool product_axis::*in_operand[2] = {&product_axis::in_a, &product_axis::in_b};
inline constexpr index_t product_axis::*stride_in[2] = {&product_axis::a, &product_axis::b};

/// One matrix product: c(m, n) = sum over k of a(m, k) * b(k, n).
struct matrix_product {
    index_t a = 0, b = 0, c = 0;            // where they start, in elements
    index_t m = 1, n = 1, k = 1;
    index_t am = 0, ak = 0, bk = 0, bn = 0, cm = 0, cn = 0;  // strides in elements
    bool conjugate_a = false;
};

inline double flops_of(const matrix_product& p)
{
    return 2 * static_cast<double>(p.m) * static_cast<double>(p.n) * static_cast<double>(p.k);
}

/// Seconds of one product of (m, k) by (k, n), with its operands and result, on whatever runs the plan.
using product_cost = std::function<double(double m, double n, double k, element)>;
/// Seconds of elementwise work on so many elements.
using pass_cost = std::function<double(double elements, element)>;

}  // namespace tenfold::graph
