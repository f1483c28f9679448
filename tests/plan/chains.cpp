// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/chains.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace plan = tenfold::plan;

namespace {

TEST(DisjointSets, AreNumberedInTheOrderInWhichTheyBegan)
{
    plan::disjoint_sets sets;
    for (int i = 0; i < 6; ++i) EXPECT_EQ(sets.add(), i);
    sets.join(4, 1);
    sets.join(5, 4);
    std::int32_t count = 0;
    EXPECT_EQ(sets.numbers(count), (std::vector<std::int32_t>{0, 1, 2, 3, 1, 1}));
    EXPECT_EQ(count, 4);
}

TEST(DisjointSets, NoneAtAll)
{
    plan::disjoint_sets sets;
    std::int32_t count = 7;
    EXPECT_TRUE(sets.numbers(count).empty());
    EXPECT_EQ(count, 0);
}

// Against labels that are painted over by hand.
TEST(DisjointSets, JoinWhatWasJoined)
{
    std::mt19937 draw(1);
    for (int trial = 0; trial < 50; ++trial) {
        const std::size_t n = 1 + draw() % 60;
        plan::disjoint_sets sets;
        std::vector<int> label(n);
        for (std::size_t i = 0; i < n; ++i) label[i] = sets.add();
        for (std::size_t k = draw() % n; k > 0; --k) {
            const std::size_t x = draw() % n, y = draw() % n;
            sets.join(static_cast<std::int32_t>(x), static_cast<std::int32_t>(y));
            const int from = label[x], to = label[y];
            for (int& l : label)
                if (l == from) l = to;
        }
        std::int32_t count = 0;
        const auto number = sets.numbers(count);
        for (std::size_t x = 0; x < n; ++x)
            for (std::size_t y = 0; y < n; ++y) EXPECT_EQ(number[x] == number[y], label[x] == label[y]);
    }
}

}  // namespace
