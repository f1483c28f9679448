// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/windows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace tenfold::rules {

using graph::moving_index;
using plan::product_axis;

namespace {

bool product_axis::*const in_operand[2] = {&product_axis::in_a, &product_axis::in_b};
index_t product_axis::*const stride_in[2] = {&product_axis::a, &product_axis::b};

bool no_table(const graph::read& r) { return !r.number.values && !r.member.values && !r.offset.values; }

}  // namespace

windows::windows(const node& n) : axes(n.axes), node_(n), gone_(n.axes.size(), false)
{
    const record::product_labels& p = *n.family->product;
    for (int d = 0; d < p.rank_c; ++d) dims_.push_back({p.c[d], 1});
    loops_.resize(static_cast<std::size_t>(n.loops));
}

bool windows::steady(int operand, int loop) const
{
    const graph::read& r = node_.operands[static_cast<std::size_t>(operand)];
    return no_table(r) && r.number.step[loop] == 0 && r.member.step[loop] == 0 && r.offset.step[loop] == 0;
}

// All indices that move this operand; the first `candidates` of them may merge: free indices of this operand alone,
// and loops that leave the other operand where it is.
bool windows::movers(int operand, std::vector<mover>& all, std::vector<moving_index>& moves,
                     std::size_t& candidates) const
{
    const graph::read& x = node_.operands[static_cast<std::size_t>(operand)];
    if (!x.source() || !x.member.constant() || x.offset.values) return false;
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

bool windows::merge(int operand, bool alone)
{
    std::vector<mover> all;
    std::vector<moving_index> moves;
    std::size_t candidates = 0;
    if (!movers(operand, all, moves, candidates)) return false;
    const graph::read& x = node_.operands[static_cast<std::size_t>(operand)];
    const recorded& f = *x.source();
    const auto lifted = graph::lift(f.rank, f.shape, x.offset.base + offset_[operand], moves);
    if (!lifted) return false;

    bool any = false;
    for (int d = 0; d < f.rank; ++d) {
        std::vector<std::size_t> meet;
        bool blocked = false;
        for (std::size_t v = 0; v < all.size(); ++v) {
            const auto& step = lifted->step[v];
            if (step[static_cast<std::size_t>(d)] == 0) continue;
            const auto axes_moved = std::count_if(step.begin(), step.end(), [](index_t s) { return s != 0; });
            blocked |= v >= candidates || axes_moved > 1;
            meet.push_back(v);
        }
        if (blocked || meet.size() < (alone ? 1u : 2u)) continue;
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

    const recorded& f = *node_.operands[static_cast<std::size_t>(operand)].source();
    merged_index m;
    m.operand = operand;
    m.source_axis = source_axis;
    m.axis = static_cast<int>(axes.size());
    m.range = range;
    m.canonical = f.stride[source_axis];
    m.start = (lifted.origin[d] - range.low) / range.step;
    product_axis t;
    t.extent = range.size();
    t.*stride_in[operand] = range.step * m.canonical;
    t.*in_operand[operand] = true;
    t.in_c = true;
    axes.push_back(t);
    gone_.push_back(false);
    for (const std::size_t v : which) {
        const term now{m.axis, lifted.step[v][d] / range.step};
        if (all[v].is_loop) {
            loops_[static_cast<std::size_t>(all[v].index)] = now;
            continue;
        }
        gone_[static_cast<std::size_t>(all[v].index)] = true;
        for (term& dim : dims_)
            if (dim.axis == all[v].index) dim = now;
    }
    offset_[operand] += (range.low - lifted.origin[d]) * m.canonical;
    merged.push_back(m);
}

void windows::widen(merged_index& m, graph::lattice range)
{
    offset_[m.operand] += (range.low - m.range.low) * m.canonical;
    m.start += (m.range.low - range.low) / m.range.step;
    m.range = range;
    axes[static_cast<std::size_t>(m.axis)].extent = range.size();
}

bool windows::merge_table(int operand)
{
    const graph::read& x = node_.operands[static_cast<std::size_t>(operand)];
    if (node_.loops != 1 || !x.offset.values || !x.source() || !x.member.constant() || !steady(1 - operand, 0))
        return false;
    const recorded& f = *x.source();
    const std::vector<index_t>& offsets = *x.offset.values;

    std::vector<int> which;
    std::vector<moving_index> moves;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        if (!(axes[i].*in_operand[operand])) continue;
        which.push_back(static_cast<int>(i));
        moves.push_back({axes[i].extent, axes[i].*stride_in[operand]});
    }
    const auto lifted = graph::lift(f.rank, f.shape, offsets.front(), moves);
    if (!lifted) return false;

    // The axis of the source that a free index walks alone, one position at a time, and along which windows lie.
    int free = -1, axis = -1;
    for (int d = 0; d < f.rank && axis < 0; ++d) {
        int moving = -1, met = 0;
        for (std::size_t v = 0; v < moves.size(); ++v)
            if (lifted->step[v][static_cast<std::size_t>(d)] != 0) moving = static_cast<int>(v), ++met;
        if (met != 1 || lifted->step[static_cast<std::size_t>(moving)][static_cast<std::size_t>(d)] != 1) continue;
        const product_axis& a = axes[static_cast<std::size_t>(which[static_cast<std::size_t>(moving)])];
        if (!a.in_c || a.*in_operand[1 - operand]) continue;
        axis = d;
        free = which[static_cast<std::size_t>(moving)];
    }
    if (axis < 0) return false;

    const index_t length = f.shape[axis], canonical = f.stride[axis];
    const index_t width = axes[static_cast<std::size_t>(free)].extent;
    const index_t rest = offsets.front() - offsets.front() / canonical % length * canonical;
    const auto position = [&](index_t offset) { return canonical == 1 ? offset - rest : (offset - rest) / canonical; };
    std::vector<std::uint64_t> starts(static_cast<std::size_t>(length) / 64 + 1, 0);  // a bit for each position
    for (const index_t offset : offsets) {
        const index_t p = position(offset);
        if (p < 0 || p + width > length || offset - p * canonical != rest) {
            declined = "offsets without pattern that move along more than one axis";
            return false;
        }
        starts[static_cast<std::size_t>(p) / 64] |= std::uint64_t{1} << (p % 64);
    }

    // Ranges that the windows cover; a gap is computed too where that costs less than another call.
    constexpr double flops_of_a_call = 3000;
    const auto bridge = static_cast<index_t>(flops_of_a_call / std::max(1.0, flops_of_one() / static_cast<double>(width)));
    std::vector<node::segment> found;
    index_t covered = 0, distinct = 0;
    std::vector<std::int32_t> at(static_cast<std::size_t>(length));  // place of the window that starts here
    for (std::size_t word = 0; word < starts.size(); ++word)
        for (std::uint64_t left = starts[word]; left; left &= left - 1) {
            const index_t p = static_cast<index_t>(word) * 64 + std::countr_zero(left);
            if (found.empty() || p > found.back().operand_offset + found.back().extent + bridge)
                found.push_back({0, p, covered});
            node::segment& s = found.back();
            at[static_cast<std::size_t>(p)] = static_cast<std::int32_t>(s.result_offset + p - s.operand_offset);
            s.extent = p + width - s.operand_offset;
            covered = s.result_offset + s.extent;
            ++distinct;
        }
    if (static_cast<double>(covered) > 0.75 * static_cast<double>(distinct * width)
        && static_cast<index_t>(found.size()) * 2 > distinct) {
        declined = fmt::format("{} windows of {} positions hardly meet: they cover {}", distinct, width, covered);
        return false;
    }
    member_position_.resize(offsets.size());
    for (std::size_t i = 0; i < offsets.size(); ++i)
        member_position_[i] = at[static_cast<std::size_t>(position(offsets[i]))];
    segments_ = std::move(found);
    merged_index m;
    m.operand = operand;
    m.source_axis = axis;
    m.axis = free;
    m.canonical = canonical;
    m.range = {0, covered - 1, 1};
    merged.push_back(m);
    axes[static_cast<std::size_t>(free)].extent = covered;
    offset_[operand] = rest;
    loops_[0] = {free, 1};
    return true;
}

bool windows::one_index() const
{
    for (std::size_t d = 0; d < loops_.size(); ++d)
        if (loops_[d].axis < 0 && node_.extent[d] > 1) return false;
    return merged.size() == 1;
}

double windows::flops_of_one() const
{
    double flops = 2;
    for (std::size_t i = 0; i < axes.size(); ++i)
        if (!gone_[i] && (merged.empty() || merged.back().axis != static_cast<int>(i)))
            flops *= static_cast<double>(axes[i].extent);
    return flops;
}

}  // namespace tenfold::rules
