// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/tiling.hpp"

namespace tenfold::plan {

namespace {

/// Loops, then axes of a place: extent and stride, in the order in which tile axes are numbered.
struct strides {
    std::vector<std::pair<index_t, index_t>> loops, axes;
};

void add_form(const form& f, std::size_t rank, strides& all)
{
    const std::size_t lacks = rank - f.shape.size();
    for (std::size_t d = 0; d < rank; ++d) {
        const bool there = d >= lacks && f.shape[d - lacks] != 1;
        all.axes.emplace_back(there ? f.shape[d - lacks] : 1, there ? f.stride[d - lacks] : 0);
    }
}

void add_loops(const step& s, const place& p, strides& all)
{
    for (int d = 0; d < s.loops; ++d) all.loops.emplace_back(s.extent[d], p.loop[d]);
}

bool is_reduced(const step& s, std::size_t axis) { return s.what == kind::reduce && (s.reduced_axes >> axis & 1u); }

strides of_operand(const step& s, std::size_t operand)
{
    strides all;
    add_loops(s, s.operands[operand], all);
    if (s.what != kind::product) add_form(s.operand_forms[operand], s.what == kind::reduce ? s.operand_forms[0].shape.size() : s.result_form.shape.size(), all);
    else for (const product_axis& x : s.axes) all.axes.emplace_back((operand == 0 ? x.in_a : x.in_b) ? x.extent : 1, operand == 0 ? x.a : x.b);
    return all;
}

/// With an axis of one element where one was reduced.
strides of_result(const step& s)
{
    strides all;
    add_loops(s, s.result, all);
    if (s.what == kind::product) {
        for (const product_axis& x : s.axes) all.axes.emplace_back(x.in_c ? x.extent : 1, x.c);
        return all;
    }
    if (s.what != kind::reduce) {
        add_form(s.result_form, s.result_form.shape.size(), all);
        return all;
    }
    std::size_t kept = 0;
    for (std::size_t d = 0; d < s.operand_forms[0].shape.size(); ++d) {
        if (is_reduced(s, d)) all.axes.emplace_back(1, 0);
        else {
            all.axes.emplace_back(s.result_form.shape[kept], s.result_form.stride[kept]);
            ++kept;
        }
    }
    return all;
}

std::optional<movement> along(const strides& all, const tile_axis& t)
{
    movement m;
    index_t next = 0;   // stride of the next of the loops around
    for (std::size_t d = 0; d < all.loops.size(); ++d) {
        const auto [extent, stride] = all.loops[d];
        if (extent == 1) continue;
        if (stride < 0) return std::nullopt;
        if (!t.loop || d < t.number) m.others += stride * (extent - 1);
        else if (d == t.number) m.step = stride;
        else if (stride != next) return std::nullopt;
        if (t.loop && d >= t.number) next = stride * extent;
    }
    for (std::size_t d = 0; d < all.axes.size(); ++d) {
        const auto [extent, stride] = all.axes[d];
        if (extent == 1) continue;
        if (stride < 0) return std::nullopt;
        if (!t.loop && d == t.number) m.step = stride;
        else m.others += stride * (extent - 1);
    }
    return m;
}

}  // namespace

std::vector<tile_axis> tile_axes(const step& s)
{
    std::vector<tile_axis> all;
    const bool product = s.what == kind::product && !s.sum_positions && !s.accumulate && s.most == 0;
    const bool pass = s.what == kind::elementwise || s.what == kind::copy || (s.what == kind::reduce && s.reduction != detail::reduction::cumsum);
    if ((!product && !pass) || s.positions() == 0) return all;
    index_t tiles = s.positions();
    for (int d = 0; d < s.loops; ++d) {
        if (s.extent[d] == 1) continue;
        all.push_back({true, static_cast<std::size_t>(d), tiles, s.extent[d]});
        tiles /= s.extent[d];
    }
    if (product || !all.empty()) return all;   // rows of one product cost more by turns than together
    const std::vector<index_t>& shape = s.what == kind::reduce ? s.operand_forms[0].shape : s.result_form.shape;
    for (std::size_t d = 0; d < shape.size(); ++d)
        if (shape[d] > 1) all.push_back({false, d, shape[d], shape[d]});
    return all;
}

bool reduces(const step& s, const tile_axis& t) { return !t.loop && is_reduced(s, t.number); }

std::optional<movement> operand_movement(const step& s, const tile_axis& t, std::size_t operand)
{
    if (!s.operands[operand].follows_loops()) return std::nullopt;
    return along(of_operand(s, operand), t);
}

std::optional<movement> result_movement(const step& s, const tile_axis& t)
{
    if (!s.result.follows_loops() || reduces(s, t)) return std::nullopt;
    return along(of_result(s), t);
}

index_t operand_stride(const step& s, std::size_t axis, std::size_t operand) { return of_operand(s, operand).axes[axis].second; }
index_t result_stride(const step& s, std::size_t axis) { return of_result(s).axes[axis].second; }

}  // namespace tenfold::plan
