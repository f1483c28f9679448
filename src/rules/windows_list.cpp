// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Calls one by one, for loops that follow no pattern: which pair each multiplies, and where its window begins.
#include "rules/positions.hpp"
#include "rules/windows.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

namespace tenfold::rules {

using graph::in_operand;
using graph::product_axis;
using graph::stride_in;

namespace {

graph::read standing(const node& n, const graph::read& r, index_t position)
{
    graph::read one;
    one.sources = r.sources;
    one.from = r.from;
    one.block = r.block;
    one.number.base = graph::at(n, r.number, position);
    one.member.base = graph::at(n, r.member, position);
    one.offset.base = graph::at(n, r.offset, position);
    one.shape = r.shape;
    one.stride = r.stride;
    return one;
}

/// Of windows along one axis: what they have in common, and how far they go.
struct listed_pair {
    index_t rest, first;            // of the offset at place 0; the first position
    window_span span;
    std::int32_t next;              // of the same key
};

/// Pairs by the key of what they read, but for the part of the offset that windows move.
class listed_pairs {
public:
    listed_pairs(index_t keys, std::size_t most)
        : direct_(keys <= static_cast<index_t>(16 * most + 4096)),
          slots_(direct_ ? static_cast<std::size_t>(keys) : std::bit_ceil(2 * most + 2), -1) {}

    /// The first pair of this key, or -1.
    std::int32_t find(index_t key) const { return slots_[slot(key)]; }
    std::int32_t add(index_t key, index_t rest, index_t position)
    {
        std::int32_t& first = slots_[slot(key)];
        keys_.push_back(key);
        all.push_back({rest, position, {std::numeric_limits<index_t>::max(), 0}, first});
        return first = static_cast<std::int32_t>(all.size() - 1);
    }

    std::vector<listed_pair> all;

private:
    std::size_t slot(index_t key) const
    {
        if (direct_) return static_cast<std::size_t>(key);
        std::size_t at = static_cast<std::size_t>(key) * 0x9e3779b97f4a7c15u >> 32 & (slots_.size() - 1);
        const auto other = [&](std::int32_t pair) { return pair >= 0 && keys_[static_cast<std::size_t>(pair)] != key; };
        while (other(slots_[at])) at = (at + 1) & (slots_.size() - 1);
        return at;
    }

    bool direct_;
    std::vector<std::int32_t> slots_;
    std::vector<index_t> keys_;
};

}  // namespace

std::optional<windows::walk> windows::find_walk(int operand) const
{
    const graph::read& x = node_.operands[static_cast<std::size_t>(operand)];
    if (!x.sources && x.block.empty()) return std::nullopt;
    std::vector<graph::mover> indices = graph::axes_moving(axes, operand);
    const std::span<const index_t> shape = graph::shape_read(node_, x, 0);
    auto met = graph::meet(shape, graph::at(node_, x.offset, 0), std::move(indices));
    if (!met) return std::nullopt;
    std::optional<walk> best;
    index_t most = -1;
    for (std::size_t d = 0; d < met->axes(); ++d) {
        std::vector<std::size_t> which = met->on(d);
        // An index of one element stands still, but its stride tells where it would go.
        for (std::size_t v = 0; v < met->movers.size() && which.empty(); ++v)
            if (met->movers[v].moves.extent == 1 && met->movers[v].moves.stride == met->canonical[d]) which.push_back(v);
        if (which.size() != 1) continue;
        const graph::mover& m = met->movers[which[0]];
        if (!m.free || m.moves.stride != met->canonical[d]) continue;
        const index_t moved = 2 * moved_along(x, met->canonical[d], met->length[d]) + (m.moves.extent < met->length[d]);
        if (moved < most) continue;
        most = moved;
        best = walk{operand, m.index, d, *met, shape};
    }
    return best;
}

/// Of some positions, how many begin elsewhere on an axis than the first one does.
index_t windows::moved_along(const graph::read& x, index_t canonical, index_t length) const
{
    constexpr index_t some = 16;
    const index_t count = node_.positions(), first = graph::at(node_, x.offset, 0) / canonical % length;
    index_t moved = 0;
    for (index_t k = 1; k < std::min(count, some); ++k)
        moved += graph::at(node_, x.offset, k * (count - 1) / (std::min(count, some) - 1)) / canonical % length != first;
    return moved;
}

/// The pair of a position, where its other indices read as those of the first position do.
bool windows::add_pair(const walk& w, index_t position, index_t rest)
{
    const std::span<const index_t> f = graph::shape_read(node_, node_.operands[static_cast<std::size_t>(w.operand)], position);
    const bool joined = w.met.axes() < w.shape.size();
    if (joined && !std::equal(f.begin(), f.end(), w.shape.begin(), w.shape.end())) return false;
    std::vector<graph::moving_index> moves;
    for (const graph::mover& m : w.met.movers) moves.push_back(m.moves);
    const auto lifted = graph::lift(static_cast<int>(w.met.axes()), joined ? w.met.length.data() : f.data(), rest, moves);
    if (!lifted || f.size() != w.shape.size()) return false;
    for (std::size_t v = 0; v < moves.size(); ++v)
        if (lifted->step[v] != w.met.movers[v].step) return false;
    graph::factor_pair& p = pairs.emplace_back();
    for (std::size_t k = 0; k < 2; ++k) p.operands[k] = standing(node_, node_.operands[k], position);
    p.operands[w.operand].offset.base = rest;
    return true;
}

/// Where the window of each position begins, in its pair.
bool windows::find_begins(const walk& w, std::vector<window_span>& spans)
{
    const graph::read& x = node_.operands[static_cast<std::size_t>(w.operand)];
    const graph::read& y = node_.operands[static_cast<std::size_t>(1 - w.operand)];
    const index_t length = w.met.length[w.axis], canonical = w.met.canonical[w.axis], count = node_.positions();
    const index_t width = axes[static_cast<std::size_t>(w.index)].extent;
    std::vector<const graph::coordinate*> moving;
    for (const graph::coordinate* c : {&x.number, &x.member, &y.number, &y.member, &y.offset})
        if (!c->constant()) moving.push_back(c);
    // A loop over pairs may come inside the others; but where most calls bring a new pair, there is nothing to share.
    constexpr index_t most_pairs = 4096, few = 16, in_a_row = 256;
    const index_t most = std::min(most_pairs, few + count / 4);
    const position_keys keys(node_, moving);
    const column offsets(node_, x.offset);
    listed_pairs known(keys.bound(), static_cast<std::size_t>(most));
    // Whole multiples: exact in floating point, and a division of integers would be most of the work.
    const double each = 1.0 / static_cast<double>(canonical);
    const auto place = [&](index_t offset, index_t rest) {
        const index_t away = offset - rest;
        const index_t p = canonical == 1 ? away : static_cast<index_t>(static_cast<double>(away) * each + 0.5);
        return away >= 0 && p + width <= length && p * canonical == away ? p : -1;
    };
    begins_.resize(static_cast<std::size_t>(count));
    std::array<index_t, 1024> key;   // of the next positions
    index_t* const begins = begins_.data();
    listed_pair* pairs_so_far = nullptr;
    for (index_t i = 0; i < count; ++i) {
        const auto k = static_cast<std::size_t>(i) % key.size();
        if (k == 0) keys.copy(i, std::min(count - i, static_cast<index_t>(key.size())), key.data());
        const index_t offset = offsets[i];
        index_t p = -1;
        std::int32_t pair = known.find(key[k]);
        for (; pair >= 0; pair = pairs_so_far[pair].next)
            if (p = place(offset, pairs_so_far[pair].rest); p >= 0) break;
        if (p < 0) {
            const index_t rest = offset - offset / canonical % length * canonical;
            p = place(offset, rest);
            if (p < 0 || static_cast<index_t>(known.all.size()) >= std::min(most, in_a_row + i / 4)) return false;
            pair = known.add(key[k], rest, i);
            pairs_so_far = known.all.data();
        }
        window_span& s = pairs_so_far[pair].span;
        if (p < s.low) s.low = p;   // seldom: the next call need not wait for it
        if (p > s.high) s.high = p;
        begins[i] = window_begin::made(pair, p);
    }
    for (const listed_pair& p : known.all) {
        spans.push_back(p.span);
        if (!add_pair(w, p.first, p.rest)) return false;
    }
    return true;
}

bool windows::list(int operand)
{
    const auto w = find_walk(operand);
    std::vector<window_span> spans;
    if (!w || !find_begins(*w, spans)) return false;
    const index_t width = axes[static_cast<std::size_t>(w->index)].extent;
    add_index(operand, {0, width - 1, 1}, 0, w->met.canonical[w->axis]);
    const term t{merged.back().axis, 1};
    replace(w->index, t);
    std::fill(loops_.begin(), loops_.end(), t);
    covering_.emplace(begins_, std::move(spans), width, bridge());
    ranges = covering_->ranges();
    return true;
}

bool windows::list_merged()
{
    const merged_index& m = merged.back();
    if (!one_index() || m.range.step != 1) return false;
    graph::factor_pair& p = pairs.emplace_back();
    for (std::size_t k = 0; k < 2; ++k) {
        p.operands[k] = standing(node_, node_.operands[k], 0);
        p.operands[k].offset.base += offset_[k];
    }
    p.operands[m.operand].offset.base -= m.range.low * m.canonical;
    ranges.push_back({0, m.range.low, m.range.high});
    return true;
}

void windows::settle(const std::vector<index_t>& starts, index_t extent)
{
    merged_index& m = merged.back();
    axes[static_cast<std::size_t>(m.axis)].extent = extent;
    if (!is_listed()) {
        m.start += starts[0];
        return;
    }
    further_ = starts;
    for (std::size_t r = 0; r < ranges.size(); ++r) further_[r] -= ranges[r].low;
}

}  // namespace tenfold::rules
