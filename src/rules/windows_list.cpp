// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Calls one by one, for loops that follow no pattern: which pair each multiplies, and where its window begins.
#include "rules/windows.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace tenfold::rules {

using plan::product_axis;

namespace {

bool product_axis::*const in_operand[2] = {&product_axis::in_a, &product_axis::in_b};
index_t product_axis::*const stride_in[2] = {&product_axis::a, &product_axis::b};

graph::read standing(const node& n, const graph::read& r, index_t position)
{
    graph::read one;
    one.sources = r.sources;
    one.number.base = graph::at(n, r.number, position);
    one.member.base = graph::at(n, r.member, position);
    one.offset.base = graph::at(n, r.offset, position);
    one.shape = r.shape;
    one.stride = r.stride;
    return one;
}

/// Sources and members of both operands, and the offset of the one whose windows are not looked at.
using pair_key = std::array<index_t, 5>;

/// Numbers of keys, each with those of the same key that differ in the rest of the offset.
class pair_numbers {
public:
    explicit pair_numbers(std::size_t most) : slots_(std::bit_ceil(2 * most + 2), -1) {}

    /// The first pair of this key, or -1.
    std::int32_t find(const pair_key& key) const { return slots_[slot(key)]; }
    void add(const pair_key& key, std::int32_t pair)
    {
        keys_.push_back(key);
        std::int32_t& first = slots_[slot(key)];
        next_.push_back(first);
        first = pair;
    }
    std::int32_t next(std::int32_t pair) const { return next_[static_cast<std::size_t>(pair)]; }

private:
    std::size_t slot(const pair_key& key) const
    {
        std::size_t hash = 0;
        for (const index_t v : key) hash = (hash ^ static_cast<std::size_t>(v)) * 0x9e3779b97f4a7c15u;
        std::size_t at = hash >> 32 & (slots_.size() - 1);
        while (slots_[at] >= 0 && keys_[static_cast<std::size_t>(slots_[at])] != key) at = (at + 1) & (slots_.size() - 1);
        return at;
    }

    std::vector<std::int32_t> slots_;
    std::vector<pair_key> keys_;
    std::vector<std::int32_t> next_;
};

}  // namespace

std::optional<windows::walk> windows::find_walk(int operand) const
{
    const graph::read& x = node_.operands[static_cast<std::size_t>(operand)];
    if (!x.sources || !node_.operands[static_cast<std::size_t>(1 - operand)].sources) return std::nullopt;
    const value_family& f = *graph::source_at(node_, x, 0);
    walk w{operand, -1, -1, {}, {}};
    std::vector<int> which;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        if (!(axes[i].*in_operand[operand])) continue;
        which.push_back(static_cast<int>(i));
        w.moves.push_back({axes[i].extent, axes[i].*stride_in[operand]});
    }
    const auto lifted = graph::lift(f.rank, f.shape, graph::at(node_, x.offset, 0), w.moves);
    if (!lifted) return std::nullopt;
    w.step = lifted->step;
    for (int d = 0; d < f.rank && w.axis < 0; ++d) {
        int moving = -1, met = 0;
        for (std::size_t v = 0; v < w.moves.size(); ++v)
            if (w.step[v][static_cast<std::size_t>(d)] != 0) moving = static_cast<int>(v), ++met;
        // An index of one element stands still, but its stride tells where it would go.
        for (std::size_t v = 0; v < w.moves.size() && met == 0 && moving < 0; ++v)
            if (w.moves[v].extent == 1 && w.moves[v].stride == f.stride[d]) moving = static_cast<int>(v);
        if (moving < 0 || met > 1 || w.moves[static_cast<std::size_t>(moving)].stride != f.stride[d]) continue;
        const product_axis& a = axes[static_cast<std::size_t>(which[static_cast<std::size_t>(moving)])];
        if (!a.in_c || a.*in_operand[1 - operand]) continue;
        w.axis = d;
        w.index = which[static_cast<std::size_t>(moving)];
    }
    if (w.axis < 0) return std::nullopt;
    return w;
}

/// The pair of a position, where its other indices read as those of the first position do.
bool windows::add_pair(const walk& w, index_t position, index_t rest)
{
    const value_family& f = *graph::source_at(node_, node_.operands[static_cast<std::size_t>(w.operand)], position);
    const auto lifted = graph::lift(f.rank, f.shape, rest, w.moves);
    if (!lifted || lifted->step != w.step) return false;
    graph::factor_pair& p = pairs.emplace_back();
    for (std::size_t k = 0; k < 2; ++k) p.operands[k] = standing(node_, node_.operands[k], position);
    p.operands[w.operand].offset.base = rest;
    return true;
}

/// For each position, the number of its pair times the length of the axis, and the place there.
bool windows::find_places(const walk& w, std::vector<index_t>& places)
{
    const graph::read &x = node_.operands[static_cast<std::size_t>(w.operand)], &y = node_.operands[static_cast<std::size_t>(1 - w.operand)];
    const value_family& f = *graph::source_at(node_, x, 0);
    const index_t length = f.shape[w.axis], canonical = f.stride[w.axis], count = node_.positions();
    const index_t width = axes[static_cast<std::size_t>(w.index)].extent;
    const graph::coordinate* const all[] = {&x.number, &x.member, &y.number, &y.member, &y.offset};
    pair_key key{};
    std::vector<std::size_t> moving;
    for (std::size_t k = 0; k < key.size(); ++k) {
        key[k] = graph::at(node_, *all[k], 0);
        if (!all[k]->constant()) moving.push_back(k);
    }
    // A loop over pairs may come inside the others; but where most calls bring a new pair, there is nothing to share.
    constexpr index_t most_pairs = 4096, few = 16, in_a_row = 256;
    const index_t most = std::min(most_pairs, few + count / 4);
    pair_numbers known(static_cast<std::size_t>(most));
    std::vector<index_t> rests, first;   // of each pair: what is left of the offset at place 0, and a position
    // Whole multiples: exact in floating point, and a division of integers would be most of the work.
    const double each = 1.0 / static_cast<double>(canonical);
    const auto place = [&](index_t offset, index_t rest) {
        const index_t away = offset - rest;
        const index_t p = canonical == 1 ? away : static_cast<index_t>(static_cast<double>(away) * each + 0.5);
        return away >= 0 && p + width <= length && p * canonical == away ? p : -1;
    };
    places.resize(static_cast<std::size_t>(count));
    std::int32_t pair = -1;
    for (index_t i = 0; i < count; ++i) {
        bool same = pair >= 0;
        for (const std::size_t k : moving) {
            const index_t v = graph::at(node_, *all[k], i);
            same &= v == key[k];
            key[k] = v;
        }
        const index_t offset = graph::at(node_, x.offset, i);
        index_t p = same ? place(offset, rests[static_cast<std::size_t>(pair)]) : -1;
        if (p < 0) {
            for (pair = known.find(key); pair >= 0; pair = known.next(pair))
                if (p = place(offset, rests[static_cast<std::size_t>(pair)]); p >= 0) break;
        }
        if (p < 0) {
            const index_t rest = offset - offset / canonical % length * canonical;
            p = place(offset, rest);
            pair = static_cast<std::int32_t>(rests.size());
            if (p < 0 || pair >= std::min(most, in_a_row + i / 4)) return false;
            rests.push_back(rest);
            first.push_back(i);
            known.add(key, pair);
        }
        places[static_cast<std::size_t>(i)] = pair * length + p;
    }
    for (std::size_t i = 0; i < first.size(); ++i)
        if (!add_pair(w, first[i], rests[i])) return false;
    return true;
}

void windows::number_ranges(const std::vector<index_t>& places, index_t length, index_t width)
{
    const auto count = static_cast<index_t>(places.size()), cells = static_cast<index_t>(pairs.size()) * length;
    range_of_.resize(places.size());
    const auto add = [&](index_t pair, index_t p) {
        ranges.push_back({static_cast<std::int32_t>(pair), p, p + width - 1});
        return static_cast<std::int32_t>(ranges.size() - 1);
    };
    if (cells <= 8 * count + 4096) {
        std::vector<std::int32_t> number(static_cast<std::size_t>(cells), -1);
        for (const index_t p : places) number[static_cast<std::size_t>(p)] = 0;
        std::int32_t* at = number.data();
        for (index_t pair = 0; pair < static_cast<index_t>(pairs.size()); ++pair)
            for (index_t p = 0; p < length; ++p, ++at)
                if (*at == 0) *at = add(pair, p);
        for (std::size_t i = 0; i < places.size(); ++i) range_of_[i] = number[static_cast<std::size_t>(places[i])];
        return;
    }
    std::vector<index_t> distinct = places;
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    for (const index_t p : distinct) add(p / length, p % length);
    for (std::size_t i = 0; i < places.size(); ++i)
        range_of_[i] = static_cast<std::int32_t>(std::lower_bound(distinct.begin(), distinct.end(), places[i]) - distinct.begin());
}

bool windows::list(int operand)
{
    const auto w = find_walk(operand);
    if (!w) return false;
    std::vector<index_t> places;
    if (!find_places(*w, places)) return false;
    const value_family& f = *graph::source_at(node_, node_.operands[static_cast<std::size_t>(operand)], 0);
    const index_t width = axes[static_cast<std::size_t>(w->index)].extent;
    number_ranges(places, f.shape[w->axis], width);
    add_index(operand, w->axis, {0, width - 1, 1}, 0);
    const term t{merged.back().axis, 1};
    replace(w->index, t);
    std::fill(loops_.begin(), loops_.end(), t);
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
    if (range_of_.empty()) m.start += starts[0];
    start_of_.resize(range_of_.size());
    for (std::size_t i = 0; i < range_of_.size(); ++i) start_of_[i] = starts[static_cast<std::size_t>(range_of_[i])];
    axes[static_cast<std::size_t>(m.axis)].extent = extent;
}

}  // namespace tenfold::rules
