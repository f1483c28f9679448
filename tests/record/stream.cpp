// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/stream.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>
#include <vector>

using tenfold::record::index_t;
using tenfold::record::run;
using tenfold::record::stream;

namespace {

stream made_of(const std::vector<index_t>& values)
{
    stream s;
    for (const index_t v : values) s.push(v);
    return s;
}

void expect_holds(const stream& s, const std::vector<index_t>& values)
{
    ASSERT_EQ(s.size(), static_cast<index_t>(values.size()));
    for (std::size_t n = 0; n < values.size(); ++n) ASSERT_EQ(s.at(static_cast<index_t>(n)), values[n]) << "member " << n;
    std::vector<index_t> visited;
    s.visit(0, s.size(), [&](const run& r, index_t first, index_t count) {
        for (index_t n = first; n < first + count; ++n) visited.push_back(r.at(n - r.first));
    });
    ASSERT_EQ(visited, values);
}

std::vector<index_t> nested(const std::vector<index_t>& extents, const std::vector<index_t>& steps, index_t base)
{
    std::vector<index_t> values{base};
    for (std::size_t d = 0; d < extents.size(); ++d) {
        const std::vector<index_t> row = values;
        for (index_t k = 1; k < extents[d]; ++k)
            for (const index_t v : row) values.push_back(v + k * steps[d]);
    }
    return values;
}

TEST(Stream, ALoopIsOneRun)
{
    const auto values = nested({1000}, {3}, 7);
    const stream s = made_of(values);
    expect_holds(s, values);
    EXPECT_EQ(s.runs(), 1u);
}

TEST(Stream, NestedLoopsAreOneRun)
{
    const auto values = nested({20, 30, 4, 5}, {1, 100, -7, 40000}, 3);
    const stream s = made_of(values);
    expect_holds(s, values);
    EXPECT_EQ(s.runs(), 1u);
}

TEST(Stream, AlternatingNumbersAreOneRun)
{
    std::vector<index_t> values;
    for (int i = 0; i < 500; ++i) values.push_back(i % 2);
    const stream s = made_of(values);
    expect_holds(s, values);
    EXPECT_EQ(s.runs(), 1u);
}

TEST(Stream, ALoopOfLongerRowsIsAnotherRun)
{
    for (const index_t step : {0, 1, 3}) {
        auto values = nested({100, 8}, {step, 1000}, 3);
        const auto longer = nested({1000, 20}, {step, 1000}, 3);
        values.insert(values.end(), longer.begin(), longer.end());
        const stream s = made_of(values);
        expect_holds(s, values);
        EXPECT_LE(s.runs(), 2u) << step;
    }
}

TEST(Stream, NumbersWithoutPatternBecomeATableAndATableEndsWithThePattern)
{
    std::mt19937 draw(1);
    std::vector<index_t> values;
    for (int i = 0; i < 5000; ++i) values.push_back(static_cast<index_t>(draw() % 100000));
    for (int i = 0; i < 5000; ++i) values.push_back(2 * i);
    const stream s = made_of(values);
    expect_holds(s, values);
    EXPECT_LT(s.runs(), 20u);
}

TEST(Stream, NumbersFarApartKeepTheirValues)
{
    std::mt19937_64 draw(2);
    std::vector<index_t> values;
    for (int i = 0; i < 300; ++i) values.push_back(static_cast<index_t>(draw() >> 2));
    expect_holds(made_of(values), values);
}

RC_GTEST_PROP(Stream, HoldsAnySequenceOfLoops, ())
{
    std::vector<index_t> values;
    const int pieces = *rc::gen::inRange(1, 6);
    for (int p = 0; p < pieces; ++p) {
        const auto extents = *rc::gen::container<std::vector<index_t>>(3, rc::gen::inRange<index_t>(1, 9));
        const auto steps = *rc::gen::container<std::vector<index_t>>(3, rc::gen::inRange<index_t>(-5, 6));
        auto part = nested(extents, steps, *rc::gen::inRange<index_t>(-50, 50));
        part.resize(static_cast<std::size_t>(*rc::gen::inRange<int>(1, static_cast<int>(part.size()) + 1)));
        values.insert(values.end(), part.begin(), part.end());
    }
    const stream s = made_of(values);
    RC_ASSERT(s.size() == static_cast<index_t>(values.size()));
    for (std::size_t n = 0; n < values.size(); ++n) RC_ASSERT(s.at(static_cast<index_t>(n)) == values[n]);
}

RC_GTEST_PROP(Stream, AdvancingIsPushingWhatIsPredicted, ())
{
    stream s, t;
    const auto extents = *rc::gen::container<std::vector<index_t>>(3, rc::gen::inRange<index_t>(2, 7));
    const auto values = nested(extents, {1, 10, 100}, 0);
    std::size_t n = 0;
    while (n < values.size()) {
        const index_t left = s.left();
        if (left > 0 && s.next() == values[n]) {
            const auto count = std::min<index_t>({left, static_cast<index_t>(values.size() - n), 3});
            bool as_predicted = true;
            for (index_t k = 0; k < count; ++k) as_predicted &= values[n + k] == s.next() + k * s.step();
            if (as_predicted) {
                s.catch_up(s.size() + count);
                for (index_t k = 0; k < count; ++k) t.push(values[n++]);
                continue;
            }
        }
        s.push(values[n]);
        t.push(values[n++]);
    }
    for (std::size_t k = 0; k < values.size(); ++k) RC_ASSERT(s.at(static_cast<index_t>(k)) == values[k]);
    RC_ASSERT(s.runs() == t.runs());
}

}  // namespace
