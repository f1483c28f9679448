// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// How much a window sum is: its rows, its terms, its operations.
#include "plan/sliding.hpp"

#include <algorithm>

namespace tenfold::plan {

window_terms terms_of(const step& s)
{
    window_terms n;
    for (std::size_t i = 0; i < s.axes.size(); ++i)
        if (static_cast<int>(i) != s.window_axis) (s.axes[i].in_c ? n.results : n.terms) *= static_cast<double>(s.axes[i].extent);
    return n;
}

double other_positions(const step& s) { return static_cast<double>(s.positions()) / static_cast<double>(s.extent[s.window_loop]); }

index_t hop_of(const step& s)
{
    const place& p = s.operands[0];
    return p.table ? 0 : p.loop[s.window_loop] / s.axes[static_cast<std::size_t>(s.window_axis)].a;
}

std::vector<index_t> first_rows(const step& s)
{
    const index_t stride = s.axes[static_cast<std::size_t>(s.window_axis)].a;
    std::vector<index_t> rows = *s.operands[0].table;   // differences are whole rows; where the first stands does not matter
    const index_t lowest = *(stride > 0 ? std::min_element(rows.begin(), rows.end()) : std::max_element(rows.begin(), rows.end()));
    for (index_t& r : rows) r = (r - lowest) / stride;
    return rows;
}

index_t rows_of(const step& s)
{
    const product_axis& x = s.axes[static_cast<std::size_t>(s.window_axis)];
    if (const index_t hop = hop_of(s)) return (s.extent[s.window_loop] - 1) * hop + x.extent;
    const std::vector<index_t> rows = first_rows(s);
    return *std::max_element(rows.begin(), rows.end()) + x.extent;
}

index_t pieces_side_by_side(const step& s, index_t windows)
{
    constexpr index_t pieces = 8;
    constexpr double few = 4;
    const product_axis& x = s.axes[static_cast<std::size_t>(s.window_axis)];
    const index_t hop = hop_of(s);
    if (hop == 0 || !s.result.follows_loops() || terms_of(s).results > few) return 1;
    return windows / pieces * hop >= 2 * x.extent ? pieces : 1;
}

double flops_of_window_sum(const step& s)
{
    const window_terms n = terms_of(s);
    const bool multiplies = s.operands.size() > 1;
    const double weight = s.type == element::complex64 || s.type == element::complex128 ? 4 : 1;   // as flops_of
    const double row = n.results * (n.terms * (multiplies ? 2 : 1) + 1), window = n.results;
    return weight * other_positions(s) * (row * static_cast<double>(rows_of(s)) + window * static_cast<double>(s.extent[s.window_loop]));
}

/// Rows are read once, results written once.
double bytes_of_window_sum(const step& s)
{
    double elements = terms_of(s).results * static_cast<double>(s.extent[s.window_loop]);
    for (std::size_t k = 0; k < s.operands.size(); ++k) {
        double row = 1;
        for (std::size_t i = 0; i < s.axes.size(); ++i)
            if (s.axes[i].*graph::in_operand[k] && static_cast<int>(i) != s.window_axis) row *= static_cast<double>(s.axes[i].extent);
        elements += row * static_cast<double>(rows_of(s));
    }
    return other_positions(s) * elements * static_cast<double>(tenfold::size_of(s.type));
}

}  // namespace tenfold::plan
