// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What windows of one width cover together, whatever their order: ranges of positions. Time goes with the windows and
// with the positions among which they lie, not with an order to be found.
#pragma once

#include <tenfold/detail/family.hpp>

#include <cstdint>
#include <vector>

namespace tenfold::rules {

using detail::index_t;

/// Positions low .. high that windows of one pair of values cover. Windows that touch are in one range.
struct window_range {
    std::int32_t pair;
    index_t low, high;
    index_t windows = 1;               // distinct ones
    index_t positions = high - low + 1;  // of all of these, one by one
};

/// Where a window begins: the number of its pair, and a position there.
struct window_begin {
    static constexpr int bits = 40;
    static index_t made(index_t pair, index_t position) { return (pair << bits) + position; }
    static std::size_t pair(index_t begin) { return static_cast<std::size_t>(begin >> bits); }
    static index_t position(index_t begin) { return begin & ((index_t{1} << bits) - 1); }
};

/// The first and the last window of a pair.
struct window_span {
    index_t low, high;
};

/// Gaps of `bridge` positions at most are covered too.
class covering {
public:
    covering(const std::vector<index_t>& begins, std::vector<window_span> of_pairs, index_t width, index_t bridge);

    const std::vector<window_range>& ranges() const { return ranges_; }   // by pair, then by position
    /// Of the same windows: the position of each times `stride`, moved by what is said for its range.
    void settle(std::vector<index_t>& begins, index_t stride, const std::vector<index_t>& by) const;

private:
    static constexpr index_t word_bits = 64;
    struct word {
        std::uint64_t bits = 0;     // where windows begin, then where ranges do
        std::int32_t before = 0;    // ranges that begin in earlier words
    };

    index_t cell(index_t begin) const
    {
        return cell_of_zero_[window_begin::pair(begin)] + window_begin::position(begin);
    }
    std::size_t range_at(index_t cell) const;
    bool add(std::size_t pair, index_t position);
    void lengthen(index_t last, index_t windows);
    void by_bits(const std::vector<index_t>& begins);
    void number(word&, std::size_t pair, index_t position);
    void by_order(const std::vector<index_t>& begins);

    std::vector<window_span> spans_;
    const index_t width_, bridge_;
    std::vector<index_t> cell_of_zero_;   // of each pair
    index_t cells_ = 0;
    std::vector<window_range> ranges_;
    std::vector<word> words_;
    std::vector<std::int32_t> range_of_;  // of each window, where there are no words
};

}  // namespace tenfold::rules
