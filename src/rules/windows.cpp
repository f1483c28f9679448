// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/windows.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenfold::rules {

using graph::moving_index;
using graph::product_axis;

namespace {

bool product_axis::*const in_operand[2] = {&product_axis::in_a, &product_axis::in_b};
index_t product_axis::*const stride_in[2] = {&product_axis::a, &product_axis::b};

bool no_table(const graph::read& r) { return !r.number.values && !r.member.values && !r.offset.values; }

}  // namespace

windows::windows(const node& n) : axes(n.as_product().axes), node_(n), gone_(axes.size(), false)
{
    const record::product_labels& p = *n.family->product;
    for (int d = 0; d < p.rank_c; ++d) dims_.push_back({p.c[d], 1});
    loops_.resize(static_cast<std::size_t>(n.loops));
}

bool windows::moves_source(int loop) const
{
    return std::any_of(node_.operands.begin(), node_.operands.begin() + 2, [&](const graph::read& r) {
        return r.number.step[loop] != 0 || r.member.step[loop] != 0;
    });
}

bool windows::steady(int operand, int loop) const
{
    const graph::read& r = node_.operands[static_cast<std::size_t>(operand)];
    return no_table(r) && r.offset.step[loop] == 0 && !moves_source(loop);
}

// All indices that move this operand; the first `candidates` of them may merge: free indices of this operand alone,
// and loops that leave the other operand, and both sources, where they are.
bool windows::movers(int operand, std::vector<mover>& all, std::vector<moving_index>& moves,
                     std::size_t& candidates) const
{
    const graph::read& x = node_.operands[static_cast<std::size_t>(operand)];
    if (!x.sources || !no_table(x)) return false;
    std::vector<mover> rest;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const product_axis& a = axes[i];
        if (gone_[i] || !(a.*in_operand[operand])) continue;
        const bool free = a.in_c && !(a.*in_operand[1 - operand]);
        (free ? all : rest).push_back({false, static_cast<int>(i)});
    }
    for (int d = 0; d < node_.loops; ++d) {
        if (loops_[static_cast<std::size_t>(d)].axis >= 0 || node_.extent[d] == 1 || x.offset.step[d] == 0) continue;
        (steady(1 - operand, d) ? all : rest).push_back({true, d});
    }
    candidates = all.size();
    all.insert(all.end(), rest.begin(), rest.end());
    for (const mover& m : all) {
        if (m.is_loop) moves.push_back({node_.extent[m.index], x.offset.step[m.index]});
        else moves.push_back({axes[static_cast<std::size_t>(m.index)].extent,
                              axes[static_cast<std::size_t>(m.index)].*stride_in[operand]});
    }
    return true;
}

bool windows::merge(int operand)
{
    std::vector<mover> all;
    std::vector<moving_index> moves;
    std::size_t candidates = 0;
    if (!movers(operand, all, moves, candidates)) return false;
    const graph::read& x = node_.operands[static_cast<std::size_t>(operand)];
    const value_family& f = *graph::source_at(node_, x, 0);
    const auto lifted = graph::lift(f.rank, f.shape, x.offset.base + offset_[operand], moves);
    if (!lifted) return false;

    bool any = false;
    for (int d = 0; d < f.rank; ++d) {
        std::vector<std::size_t> meet;
        bool blocked = false;
        for (std::size_t v = 0; v < all.size(); ++v) {
            const auto& step = lifted->step[v];
            if (step[static_cast<std::size_t>(d)] == 0) continue;
            if (v >= candidates && all[v].is_loop) continue;   // a product of its own for each position
            const auto axes_moved = std::count_if(step.begin(), step.end(), [](index_t s) { return s != 0; });
            blocked |= v >= candidates || axes_moved > 1;
            meet.push_back(v);
        }
        if (blocked || meet.size() < 2) continue;
        take(operand, d, all, *lifted, moves, meet);
        any |= !merged.empty() && merged.back().operand == operand && merged.back().source_axis == d;
    }
    return any;
}

void windows::take(int operand, int source_axis, const std::vector<mover>& all, const graph::lifted_access& lifted,
                   const std::vector<moving_index>& moves, const std::vector<std::size_t>& which)
{
    const auto d = static_cast<std::size_t>(source_axis);
    std::vector<moving_index> meeting;
    index_t count = 1;
    for (const std::size_t v : which) {
        meeting.push_back({moves[v].extent, lifted.step[v][d]});
        count *= moves[v].extent;
    }
    const graph::lattice range = graph::covered(lifted.origin[d], meeting);
    // One product over all that the windows span computes what lies between them as well.
    const bool loops = std::any_of(which.begin(), which.end(), [&](std::size_t v) { return all[v].is_loop; });
    if (which.size() > 1 && !loops && range.size() >= count) return;  // a reshape: nothing is computed twice
    const double span = static_cast<double>(range.size()), parts = static_cast<double>(count);
    constexpr double tiny_product = 2000, tiny_may_waste = 1.6;
    double flops = 2.0;
    for (std::size_t i = 0; i < axes.size(); ++i)
        if (!gone_[i]) flops *= static_cast<double>(axes[i].extent);
    if (span > parts * (flops < tiny_product ? tiny_may_waste : 1.0)) {
        declined = fmt::format("windows on axis {} lie too far apart: they span {} positions and use {}", source_axis,
                               range.size(), count);
        return;
    }

    add_index(operand, source_axis, range, (lifted.origin[d] - range.low) / range.step);
    for (const std::size_t v : which) {
        const term now{merged.back().axis, lifted.step[v][d] / range.step};
        if (all[v].is_loop) loops_[static_cast<std::size_t>(all[v].index)] = now;
        else replace(all[v].index, now);
    }
    offset_[operand] += (range.low - lifted.origin[d]) * merged.back().canonical;
}

void windows::add_index(int operand, int source_axis, graph::lattice range, index_t start)
{
    merged_index m;
    m.operand = operand;
    m.source_axis = source_axis;
    m.axis = static_cast<int>(axes.size());
    m.range = range;
    m.start = start;
    m.canonical = graph::source_at(node_, node_.operands[static_cast<std::size_t>(operand)], 0)->stride[source_axis];
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
