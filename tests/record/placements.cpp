// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <thread>
#include <vector>

namespace tf = tenfold;

namespace {

constexpr int n = 1500;

/// n members of one family; member i is {i, 2 i}.
std::vector<tf::array<double>> members()
{
    const tf::array<double> b{{1., 2.}};
    std::vector<tf::array<double>> all;
    for (int i = 0; i < n; ++i) {
        const tf::array<double> a{static_cast<double>(i)};
        all.push_back(tf::dot(a, b));
    }
    return all;
}

void expect_all(const std::vector<tf::array<double>>& all)
{
    for (int i = 0; i < n; ++i) {
        ASSERT_EQ(all[static_cast<std::size_t>(i)](0), i);
        ASSERT_EQ(all[static_cast<std::size_t>(i)](1), 2 * i);
    }
}

TEST(Placements, MembersEvaluatedOneByOneInAnyOrder)
{
    std::mt19937 draw(1);
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (int way = 0; way < 4; ++way) {
        if (way == 1) std::reverse(order.begin(), order.end());
        if (way >= 2) std::shuffle(order.begin(), order.end(), draw);
        const std::size_t stop = way == 3 ? n / 3 : n;   // the rest in one go
        const auto all = members();
        for (std::size_t i = 0; i < stop; ++i) tf::eval(all[order[i]]);
        expect_all(all);
    }
}

/// What lies in a joined table lives on when members around it go, and is read by later calls.
TEST(Placements, HolesAndReaders)
{
    auto all = members();
    for (std::size_t i = 0; i < n; i += 2) tf::eval(all[i]);
    for (std::size_t i = 0; i < n; i += 4) all[i] = {};
    std::vector<tf::array<double>> twice;
    for (std::size_t i = 1; i < n; ++i)
        if (i % 4) twice.push_back(all[i] + all[i]);
    tf::eval(twice);
    const tf::array<double> kept = all[2];
    all.clear();
    std::size_t at = 0;
    for (int i = 1; i < n; ++i)
        if (i % 4) { ASSERT_EQ(twice[at++](1), 4 * i); }
    EXPECT_EQ(kept(1), 4);
}

TEST(Placements, ReadByOtherThreadsWhileTheyAreJoined)
{
    const auto all = members();
    for (std::size_t i = 0; i < 64; ++i) tf::eval(all[i]);
    std::vector<std::thread> readers;
    for (int t = 0; t < 3; ++t)
        readers.emplace_back([&all] {
            for (int round = 0; round < 200; ++round)
                for (std::size_t i = 0; i < 64; ++i) ASSERT_EQ(all[i](1), 2 * static_cast<double>(i));
        });
    for (std::size_t i = 64; i < n; ++i) tf::eval(all[i]);
    for (std::thread& t : readers) t.join();
    expect_all(all);
}

}  // namespace
