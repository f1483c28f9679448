// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/cover.hpp"

#include <array>
#include <bit>
#include <utility>

namespace tenfold::rules {

covering::covering(const std::vector<index_t>& begins, std::vector<window_span> of_pairs, index_t width, index_t bridge)
    : spans_(std::move(of_pairs)), width_(width), bridge_(bridge)
{
    cell_of_zero_.reserve(spans_.size());
    for (const window_span& s : spans_) {
        cell_of_zero_.push_back(cells_ - s.low);
        cells_ += (s.high - s.low + word_bits) / word_bits * word_bits;   // no word belongs to two pairs
    }
    // Among so many positions, words of bits are the quickest order there is.
    constexpr index_t spread = 64, few_words = 1 << 15;
    if (cells_ <= spread * static_cast<index_t>(begins.size()) + few_words) by_bits(begins);
    else by_order(begins);
}

void covering::settle(std::vector<index_t>& begins, index_t stride, const std::vector<index_t>& by) const
{
    const auto move = [&](std::size_t i, std::size_t range) {
        begins[i] = window_begin::position(begins[i]) * stride + by[range];
    };
    if (ranges_.size() == spans_.size())   // one each
        for (std::size_t i = 0; i < begins.size(); ++i) move(i, window_begin::pair(begins[i]));
    else if (!range_of_.empty())
        for (std::size_t i = 0; i < begins.size(); ++i) move(i, static_cast<std::size_t>(range_of_[i]));
    else
        for (std::size_t i = 0; i < begins.size(); ++i) move(i, range_at(cell(begins[i])));
}

std::size_t covering::range_at(index_t cell) const
{
    const word& here = words_[static_cast<std::size_t>(cell / word_bits)];
    const std::uint64_t up_to = ~std::uint64_t{0} >> (word_bits - 1 - cell % word_bits);
    return static_cast<std::size_t>(here.before + std::popcount(here.bits & up_to) - 1);
}

/// The next window, in order. Does a range begin with it?
bool covering::add(std::size_t pair, index_t position)
{
    const bool begins = ranges_.empty() || ranges_.back().pair != static_cast<std::int32_t>(pair)
                     || position > ranges_.back().high + 1 + bridge_;
    if (begins) ranges_.push_back({static_cast<std::int32_t>(pair), position, position + width_ - 1});
    else lengthen(position, 1);
    return begins;
}

void covering::lengthen(index_t last, index_t windows)
{
    window_range& r = ranges_.back();
    r.high = last + width_ - 1;
    r.windows += windows;
    r.positions += windows * width_;
}

void covering::by_bits(const std::vector<index_t>& begins)
{
    words_.resize(static_cast<std::size_t>(cells_ / word_bits));
    for (const index_t b : begins) {
        const index_t at = cell(b);
        words_[static_cast<std::size_t>(at / word_bits)].bits |= std::uint64_t{1} << (at % word_bits);
    }
    word* w = words_.data();
    for (std::size_t pair = 0; pair < spans_.size(); ++pair)
        for (index_t p = spans_[pair].low; p <= spans_[pair].high; p += word_bits, ++w) number(*w, pair, p);
}

/// The windows of one word, which begins with this position.
void covering::number(word& w, std::size_t pair, index_t position)
{
    w.before = static_cast<std::int32_t>(ranges_.size());
    const bool all_touch = width_ + bridge_ >= word_bits || !~w.bits;
    std::uint64_t ranges = 0;
    for (std::uint64_t left = w.bits; left; left &= left - 1) {
        const int bit = std::countr_zero(left);
        if (add(pair, position + bit)) ranges |= std::uint64_t{1} << bit;
        if (!all_touch) continue;
        const int more = std::popcount(left) - 1;
        if (more) lengthen(position + std::bit_width(left) - 1, more);
        break;
    }
    w.bits = ranges;
}

namespace {

struct window {
    index_t cell;
    std::int32_t number;
};

/// By the digits of their cells, from the last one on.
void sort(std::vector<window>& all, index_t cells)
{
    constexpr int digit = 11;
    constexpr index_t digits = 1 << digit;
    std::vector<window> sorted(all.size());
    for (int shift = 0; cells >> shift; shift += digit) {
        const auto of = [shift](const window& w) { return static_cast<std::size_t>(w.cell >> shift & (digits - 1)); };
        std::array<std::uint32_t, digits> end{};
        for (const window& w : all) ++end[of(w)];
        std::uint32_t sum = 0;
        for (std::uint32_t& e : end) e = sum += e;
        for (std::size_t i = all.size(); i-- > 0;) sorted[--end[of(all[i])]] = all[i];
        all.swap(sorted);
    }
}

}  // namespace

void covering::by_order(const std::vector<index_t>& begins)
{
    std::vector<window> all(begins.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = {cell(begins[i]), static_cast<std::int32_t>(i)};
    sort(all, cells_);
    range_of_.resize(begins.size());
    index_t before = -1;
    for (const window& w : all) {
        const index_t b = begins[static_cast<std::size_t>(w.number)];
        if (w.cell != before) add(window_begin::pair(b), window_begin::position(b));
        before = w.cell;
        range_of_[static_cast<std::size_t>(w.number)] = static_cast<std::int32_t>(ranges_.size()) - 1;
    }
}

}  // namespace tenfold::rules
