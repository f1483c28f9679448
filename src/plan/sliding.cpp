// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/sliding.hpp"

#include "plan/cost.hpp"
#include "plan/loop_axes.hpp"

#include <algorithm>
#include <cstdlib>

namespace tenfold::plan {

namespace {

/// Positions in the other direction along loop d, which is no matter to sums that do not depend on each other.
void turn(step& s, int d)
{
    const auto turned = [&](place& p) {
        p.offset += (s.extent[d] - 1) * p.loop[d];
        p.loop[d] = -p.loop[d];
    };
    for (place& p : s.operands) turned(p);
    turned(s.result);
}

/// Does loop d move all operands along the axis by the same number of rows? Less than 0 backwards; else 0.
index_t hop(const step& s, const product_axis& x, int d)
{
    index_t rows = 0;
    for (std::size_t k = 0; k < s.operands.size(); ++k) {
        const index_t stride = x.*graph::stride_in[k], moves = s.operands[k].loop[d];
        if (stride == 0 || moves % stride != 0) return 0;
        if (k > 0 && moves / stride != rows) return 0;
        rows = moves / stride;
    }
    return rows;
}

/// The same for the one loop of positions that tables tell.
bool moves_together(const step& s, const product_axis& x)
{
    const index_t n = s.positions();
    for (std::size_t k = 0; k < s.operands.size(); ++k)
        if (x.*graph::stride_in[k] == 0) return false;
    for (index_t i = 0; i < n; ++i) {
        index_t rows = 0;
        for (std::size_t k = 0; k < s.operands.size(); ++k) {
            const index_t stride = x.*graph::stride_in[k], moved = offset_of(s, s.operands[k], i) - offset_of(s, s.operands[k], 0);
            if (moved % stride != 0 || (k > 0 && moved / stride != rows)) return false;
            rows = moved / stride;
        }
    }
    return true;
}

/// A reduction as a product of one operand: axes instead of forms.
step as_product(const step& s)
{
    step p = s;
    const form& from = s.operand_forms[0];
    std::size_t out = 0;
    for (std::size_t d = 0; d < from.shape.size(); ++d) {
        product_axis x;
        x.extent = from.shape[d];
        x.a = from.stride[d];
        x.in_a = true;
        x.in_c = !(s.reduced_axes >> d & 1u);
        if (x.in_c) x.c = s.result_form.stride[out++];
        p.axes.push_back(x);
    }
    p.operand_forms.clear();
    p.result_form = {};
    return p;
}

bool may_slide(const step& s)
{
    if (s.positions() < 2) return false;
    for (const place& p : s.operands)
        if (p.list || p.buffers) return false;
    if (s.result.list || s.result.buffers) return false;
    if (s.what == kind::product) return !s.accumulate && !s.sum_positions && s.operand_type == s.type && s.type >= element::float32;
    return s.what == kind::reduce && (s.reduction == detail::reduction::sum || s.reduction == detail::reduction::mean) && s.type != element::boolean && s.mean_of == 0;
}

/// Finds the loop and the axis; the longest windows first.
bool find_window(step& s)
{
    index_t longest = 1;
    const bool tables = std::any_of(s.operands.begin(), s.operands.end(), [](const place& p) { return p.table != nullptr; });
    for (std::size_t i = 0; i < s.axes.size(); ++i) {
        const product_axis& x = s.axes[i];
        if (x.in_c || x.extent <= longest) continue;
        for (int d = 0; d < s.loops; ++d) {
            if (tables ? s.loops != 1 || !moves_together(s, x) : s.extent[d] < 2 || hop(s, x, d) == 0) continue;
            longest = x.extent;
            s.window_axis = static_cast<int>(i);
            s.window_loop = d;
        }
    }
    return s.window_axis >= 0;
}

/// Other loops become indices of the results: one pass over the rows serves them all, as long as the sums of a block stay
/// in the second-level cache.
void take_in_loops(step& s, const machine& here)
{
    if (!s.result.follows_loops() || !s.operands[0].follows_loops() || !s.operands.back().follows_loops()) return;
    double bytes = static_cast<double>(tenfold::size_of(s.type));
    for (const product_axis& x : s.axes)
        if (x.in_c) bytes *= static_cast<double>(x.extent);
    bytes *= static_cast<double>(s.axes[static_cast<std::size_t>(s.window_axis)].extent);
    const int slides = s.window_loop;
    loops_into_axes(s, [&](int d, const product_axis& x) {
        const double more = bytes * static_cast<double>(x.extent);
        if (d == slides || more > here.cache_bytes / 2) return false;
        bytes = more;
        return true;
    }, &s.window_loop);
}

}  // namespace

double seconds_of_window_sum(const step& s, const machine& here)
{
    // Operations of a pass, whose operands are in the first cache; what a row begins with, as a part of what a pass does.
    constexpr double at_once = 8, begun_one = 0.22, begun_several = 0.36;
    const window_terms n = terms_of(s);
    const double windows = static_cast<double>(s.extent[s.window_loop]), pieces = static_cast<double>(pieces_side_by_side(s, s.extent[s.window_loop]));
    const double length = static_cast<double>(s.axes[static_cast<std::size_t>(s.window_axis)].extent);
    const double rows = (static_cast<double>(rows_of(s)) - length) / pieces + length;
    const double elements = pieces * rows * (4 + n.results * (n.terms + 2)) + windows * n.results;
    const double bytes = windows * n.results * static_cast<double>(tenfold::size_of(s.type));
    const double begun = (pieces > 1 ? begun_several : begun_one) * here.pass_call;
    const double arithmetic = pass_seconds(elements, tenfold::size_of(s.type), here) / at_once + rows * begun;
    return other_positions(s) * std::max(arithmetic, transfer_seconds(bytes, here)) + here.pass_call;
}

namespace {

/// All windows of a reduction are one call, and vectors sum up many terms at once.
double seconds_of_each(const step& s, const machine& here)
{
    if (s.what == kind::product) return seconds_of(s, here);
    constexpr double window = 1.5, begun = 1, at_once = 16;
    double results = static_cast<double>(s.positions()), terms = 1;
    const form& from = s.operand_forms[0];
    for (std::size_t d = 0; d < from.shape.size(); ++d) (s.reduced_axes >> d & 1u ? terms : results) *= static_cast<double>(from.shape[d]);
    const double elements = static_cast<double>(s.positions()) * window + results * (begun + terms / at_once);
    return pass_seconds(elements, tenfold::size_of(s.operand_type), here) + here.pass_call;
}

}  // namespace

void slide(step& s, const machine& here)
{
    if (!may_slide(s)) return;
    step sliding = s.what == kind::reduce ? as_product(s) : s;
    sliding.what = kind::window_sum;
    if (!find_window(sliding)) return;
    if (hop(sliding, sliding.axes[static_cast<std::size_t>(sliding.window_axis)], sliding.window_loop) < 0) {
        if (!sliding.result.follows_loops()) return;
        turn(sliding, sliding.window_loop);
    }
    for (const product_axis& x : sliding.axes)
        if (x.extent == 0) return;
    if (s.what == kind::reduce && s.reduction == detail::reduction::mean) {
        sliding.mean_of = 1;
        for (const product_axis& x : sliding.axes)
            if (!x.in_c) sliding.mean_of *= x.extent;
    }
    take_in_loops(sliding, here);
    // Kernels for many small products at once are not always found at their best: where both are near, fewer operations win.
    const double near = s.what == kind::product ? 2 : 1;
    if (seconds_of_window_sum(sliding, here) < near * seconds_of_each(s, here)) s = std::move(sliding);
}

}  // namespace tenfold::plan
