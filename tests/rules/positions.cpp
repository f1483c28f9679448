// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: two positions have one key where all coordinates are equal, and only there.
#include "rules/positions.hpp"

#include <gtest/gtest.h>

#include <map>
#include <vector>

namespace {

using namespace tenfold;
using rules::index_t;

graph::coordinate tabled(std::vector<index_t> values)
{
    graph::coordinate c;
    c.values = std::make_shared<std::vector<index_t>>(std::move(values));
    return c;
}

/// Each column's values at 60 positions are one of few, `apart` from each other.
void expect_told_apart(const std::vector<index_t>& apart)
{
    constexpr index_t count = 60;
    graph::node n;
    n.loops = 1;
    n.extent[0] = count;
    std::vector<graph::coordinate> columns;
    for (std::size_t c = 0; c < apart.size(); ++c) {
        std::vector<index_t> values;
        for (index_t i = 0; i < count; ++i) {
            const index_t one_of_five = (i * i + static_cast<index_t>(c) * i) % 5;
            values.push_back((one_of_five - 2) * apart[c]);
        }
        columns.push_back(tabled(std::move(values)));
    }
    std::vector<const graph::coordinate*> moving;
    for (const auto& c : columns) moving.push_back(&c);
    const rules::position_keys keys(n, moving);
    std::vector<index_t> all(count);
    keys.copy(0, count, all.data());
    std::map<std::vector<index_t>, index_t> number;
    const rules::numbered found = rules::number_keys(keys);
    for (index_t i = 0; i < count; ++i) {
        std::vector<index_t> values;
        for (const auto& c : columns) values.push_back(graph::at(n, c, i));
        const auto [at, fresh] = number.emplace(values, static_cast<index_t>(number.size()));
        EXPECT_EQ(found.number[static_cast<std::size_t>(i)], at->second);
        if (fresh) { EXPECT_EQ(found.first[static_cast<std::size_t>(at->second)], i); }
        const index_t first = found.first[static_cast<std::size_t>(at->second)];
        EXPECT_EQ(all[static_cast<std::size_t>(i)], all[static_cast<std::size_t>(first)]);
        EXPECT_GE(all[static_cast<std::size_t>(i)], 0);
        EXPECT_LT(all[static_cast<std::size_t>(i)], keys.bound());
    }
    EXPECT_EQ(found.first.size(), number.size());
}

TEST(Positions, KeysTellApartWhatDiffers)
{
    constexpr index_t far = index_t{1} << 55;   // products of these would not fit
    expect_told_apart({});
    expect_told_apart({1});
    expect_told_apart({far});
    expect_told_apart({1, 1});
    expect_told_apart({1000, 1'000'000});
    expect_told_apart({far, 3, far});
    expect_told_apart({3, far, far, far, 1});
}

TEST(Positions, StepsAreKeysToo)
{
    graph::node n;
    n.loops = 2;
    n.extent[0] = 4;
    n.extent[1] = 3;
    graph::coordinate row, column;
    row.step[1] = 10;
    column.step[0] = -5;
    EXPECT_EQ(rules::number_keys(rules::position_keys(n, {&row})).first, (std::vector<index_t>{0, 4, 8}));
    EXPECT_EQ(rules::number_keys(rules::position_keys(n, {&column})).first, (std::vector<index_t>{0, 1, 2, 3}));
    EXPECT_EQ(rules::number_keys(rules::position_keys(n, {&row, &column})).first.size(), 12u);
}

}  // namespace
