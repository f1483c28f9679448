// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: ranges are what all windows cover, joined over gaps of the bridge; each window lies in the range that
// covers it. Whether windows are many or few for where they lie makes no difference.
#include "rules/cover.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace {

using namespace tenfold::rules;

struct windows_of_pairs {
    std::vector<index_t> begins;
    std::vector<window_span> spans;

    /// Pair and position of each; every pair up to the last has one.
    explicit windows_of_pairs(const std::vector<std::pair<index_t, index_t>>& all)
    {
        for (const auto& [pair, position] : all) {
            begins.push_back(window_begin::made(pair, position));
            const auto p = static_cast<std::size_t>(pair);
            if (spans.size() <= p) spans.resize(p + 1, {position, position});
            window_span& s = spans[p];
            s = {std::min(s.low, position), std::max(s.high, position)};
        }
    }
};

void expect_covered(const std::vector<std::pair<index_t, index_t>>& all, index_t width, index_t bridge)
{
    windows_of_pairs w(all);
    const covering c(w.begins, w.spans, width, bridge);
    std::vector<window_range> want;
    for (const auto& [pair, position] : std::set(all.begin(), all.end())) {
        const bool begins = want.empty() || want.back().pair != pair || position > want.back().high + 1 + bridge;
        if (begins) want.push_back({static_cast<std::int32_t>(pair), position, position, 0, 0});
        want.back().high = position + width - 1;
        want.back().windows += 1;
        want.back().positions += width;
    }
    ASSERT_EQ(c.ranges().size(), want.size());
    std::vector<index_t> by;
    for (std::size_t r = 0; r < want.size(); ++r) {
        const window_range &got = c.ranges()[r], &x = want[r];
        EXPECT_EQ(got.pair, x.pair);
        EXPECT_EQ(got.low, x.low);
        EXPECT_EQ(got.high, x.high);
        EXPECT_EQ(got.windows, x.windows);
        EXPECT_EQ(got.positions, x.positions);
        by.push_back(static_cast<index_t>(r + 1) << 40);
    }
    c.settle(w.begins, 1, by);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto range = static_cast<std::size_t>(w.begins[i] >> 40) - 1;
        ASSERT_LT(range, want.size());
        EXPECT_EQ(want[range].pair, all[i].first);
        EXPECT_LE(want[range].low, all[i].second);
        EXPECT_GE(want[range].high, all[i].second + width - 1);
        EXPECT_EQ(w.begins[i] & ((index_t{1} << 40) - 1), all[i].second);
    }
}

TEST(Cover, FullWordsAndTheirEnds)
{
    for (const index_t count : {1, 63, 64, 65, 128, 200, 1000})
        for (const index_t first : {0, 1, 63, 64, 77}) {
            std::vector<std::pair<index_t, index_t>> all;
            for (index_t i = 0; i < count; ++i) all.emplace_back(0, first + i * 7 % count);
            expect_covered(all, 3, 0);
            for (index_t i = 0; i < count; ++i) all.emplace_back(1, 5 + i);
            expect_covered(all, 1, 0);
        }
}

TEST(Cover, FarApart)
{
    for (const index_t apart : {1000, 1'000'000, 1'000'000'000}) {
        std::vector<std::pair<index_t, index_t>> all;
        for (index_t i = 0; i < 300; ++i) all.emplace_back(i % 3, i * 7919 % 101 * apart + i % 2);
        expect_covered(all, 4, 1);
        expect_covered(all, 4, 2 * apart);
    }
}

RC_GTEST_PROP(Cover, AnyWindows, ())
{
    const auto pairs = *rc::gen::inRange<index_t>(1, 5), span = *rc::gen::element<index_t>(10, 300, 20'000, 1 << 24);
    const auto width = *rc::gen::inRange<index_t>(1, 40), bridge = *rc::gen::inRange<index_t>(0, 30);
    std::vector<std::pair<index_t, index_t>> all;
    for (index_t p = 0; p < pairs; ++p) all.emplace_back(p, *rc::gen::inRange<index_t>(0, span));
    for (const index_t x : *rc::gen::container<std::vector<index_t>>(rc::gen::inRange<index_t>(0, span * pairs)))
        all.emplace_back(x % pairs, x / pairs);
    expect_covered(all, width, bridge);
}

}  // namespace
