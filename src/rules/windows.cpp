// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/windows.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenfold::rules {

using graph::moving_index;
using graph::in_operand;
using graph::product_axis;
using graph::stride_in;

windows::windows(const node& n, const graph::product_cost& cost)
    : axes(n.as_product().axes), node_(n), cost_(&cost), gone_(axes.size(), false)
{
    for (const int axis : n.as_product().dims) dims_.push_back({axis, 1});
    loops_.resize(static_cast<std::size_t>(n.loops));
}

bool windows::merge(int operand)
{
    const graph::read& x = node_.operands[static_cast<std::size_t>(operand)];
    if (!x.sources && x.block.empty()) return false;
    std::vector<graph::mover> left = graph::all_moving(node_, axes, operand);
    std::erase_if(left, [&](const graph::mover& m) {
        const auto i = static_cast<std::size_t>(m.index);
        return m.is_loop ? loops_[i].axis >= 0 : bool{gone_[i]};
    });
    if (left.empty()) return false;
    const auto met = graph::meet(graph::shape_read(node_, x, 0), x.offset.base + offset_[operand], std::move(left));
    if (!met) return false;

    bool any = false;
    for (std::size_t d = 0; d < met->axes(); ++d) {
        std::vector<std::size_t> which = met->on(d);
        const auto repeats = [&](std::size_t v) { return met->movers[v].is_loop && !met->movers[v].free; };
        std::erase_if(which, repeats);   // a product of its own for each position
        const bool may = std::all_of(which.begin(), which.end(), [&](std::size_t v) {
            return met->movers[v].free && met->moves_one_axis(v);
        });
        if (may && which.size() > 1) any |= take(operand, d, *met, which);
    }
    return any;
}

/// One product of so many positions along an index of this operand, in the place of some axes.
double windows::seconds(double positions, int operand, std::span<const int> but) const
{
    double rows = positions, others = 1, sum = 1, batch = 1;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const product_axis& x = axes[i];
        if (gone_[i] || std::find(but.begin(), but.end(), static_cast<int>(i)) != but.end()) continue;
        double& size = !x.in_c ? sum : x.in_a && x.in_b ? batch : x.*in_operand[operand] ? rows : others;
        size *= static_cast<double>(x.extent);
    }
    const auto of = [&](double m, double n) { return batch * (*cost_)(m, n, sum, node_.operand_type); };
    return operand == 0 ? of(rows, others) : of(others, rows);
}

/// Is one product over all that windows span, and what lies between them, sooner than one for each?
bool windows::are_near(int operand, const std::vector<std::size_t>& which, const graph::meetings& met, index_t span, index_t positions) const
{
    index_t calls = 1;
    std::vector<int> taken;
    for (const std::size_t v : which) {
        const graph::mover& m = met.movers[v];
        if (m.is_loop) calls *= m.moves.extent;
        else taken.push_back(m.index);
    }
    const double each = seconds(static_cast<double>(positions / calls), operand, taken);
    return seconds(static_cast<double>(span), operand, taken) <= static_cast<double>(calls) * each;
}

bool windows::take(int operand, std::size_t d, const graph::meetings& met, const std::vector<std::size_t>& which)
{
    std::vector<moving_index> meeting;
    index_t count = 1;
    for (const std::size_t v : which) {
        meeting.push_back({met.movers[v].moves.extent, met.movers[v].step[d]});
        count *= met.movers[v].moves.extent;
    }
    const graph::lattice range = graph::covered(met.origin[d], meeting);
    // One product over all that the windows span computes what lies between them as well.
    const bool loops = std::any_of(which.begin(), which.end(), [&](std::size_t v) { return met.movers[v].is_loop; });
    if (!loops && range.size() >= count) return false;  // a reshape: nothing is computed twice
    if (range.size() > count && !are_near(operand, which, met, range.size(), count)) {
        declined = fmt::format("windows on axis {} lie too far apart: they span {} positions and use {}", d,
                               range.size(), count);
        return false;
    }

    add_index(operand, range, (met.origin[d] - range.low) / range.step, met.canonical[d]);
    for (const std::size_t v : which) {
        const graph::mover& m = met.movers[v];
        const term now{merged.back().axis, m.step[d] / range.step};
        if (m.is_loop) loops_[static_cast<std::size_t>(m.index)] = now;
        else replace(m.index, now);
    }
    offset_[operand] += (range.low - met.origin[d]) * met.canonical[d];
    return true;
}

void windows::add_index(int operand, graph::lattice range, index_t start, index_t canonical)
{
    merged_index m;
    m.operand = operand;
    m.axis = static_cast<int>(axes.size());
    m.range = range;
    m.start = start;
    m.canonical = canonical;
    product_axis t;
    t.extent = range.size();
    t.*stride_in[operand] = range.step * m.canonical;
    t.*in_operand[operand] = true;
    t.in_c = true;
    axes.push_back(t);
    gone_.push_back(false);
    merged.push_back(m);
}

void windows::replace(int axis, term by)
{
    gone_[static_cast<std::size_t>(axis)] = true;
    for (term& dim : dims_)
        if (dim.axis == axis) dim = by;
}

}  // namespace tenfold::rules
