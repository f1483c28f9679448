// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Turns: no step runs beside one whose result it reads, or whose operand it overwrites.
#include "plan/plan.hpp"

#include <gtest/gtest.h>

#include <random>

namespace plan = tenfold::plan;

namespace {

plan::step reads(std::vector<int> from, int to)
{
    plan::step s;
    s.what = plan::kind::copy;
    for (const int b : from) {
        s.operands.emplace_back();
        s.operands.back().buffer = b;
    }
    s.result.buffer = to;
    s.name = std::to_string(to);
    return s;
}

plan::plan scheduled(std::vector<plan::step> steps, std::size_t buffers)
{
    plan::plan p;
    p.buffers.resize(buffers);
    p.steps = std::move(steps);
    plan::schedule(p);
    return p;
}

TEST(Schedule, IndependentStepsShareATurn)
{
    const auto p = scheduled({reads({0}, 1), reads({0}, 2), reads({0}, 3)}, 4);
    EXPECT_EQ(p.turns, std::vector<std::size_t>{3});
}

TEST(Schedule, ReadersComeAfterWriters)
{
    const auto p = scheduled({reads({0}, 1), reads({1}, 2), reads({0}, 3), reads({2, 3}, 4)}, 5);
    EXPECT_EQ(p.turns, (std::vector<std::size_t>{2, 3, 4}));
    EXPECT_EQ(p.steps[1].name, "3");
    EXPECT_EQ(p.steps[3].name, "4");
}

TEST(Schedule, AnAccumulatingStepKeepsItsPlace)
{
    plan::step adds = reads({0}, 1);
    adds.accumulate = true;
    const auto p = scheduled({reads({2}, 1), adds, reads({1}, 3)}, 4);
    EXPECT_EQ(p.turns, (std::vector<std::size_t>{1, 2, 3}));
}

TEST(Schedule, AStoreWaitsForReadersOfTheOlderVersion)
{
    plan::step store = reads({0}, 1);
    store.what = plan::kind::store;
    store.whole.buffer = 1;
    const auto p = scheduled({reads({2}, 1), reads({1}, 3), store, reads({1}, 4)}, 5);
    EXPECT_EQ(p.turns, (std::vector<std::size_t>{1, 2, 3, 4}));
}

TEST(Schedule, NothingIsLost)
{
    std::mt19937 draw(1);
    for (int round = 0; round < 200; ++round) {
        const int count = 1 + static_cast<int>(draw() % 20);
        std::vector<plan::step> steps;
        for (int i = 0; i < count; ++i) {
            std::vector<int> from{0};
            for (int b = 1; b <= i; ++b)
                if (draw() % 4 == 0) from.push_back(b);
            steps.push_back(reads(from, i + 1));
        }
        const auto p = scheduled(steps, static_cast<std::size_t>(count) + 1);
        ASSERT_EQ(p.steps.size(), steps.size());
        ASSERT_EQ(p.turns.back(), steps.size());
        std::vector<int> written_in(static_cast<std::size_t>(count) + 1, -1);
        std::size_t first = 0;
        for (std::size_t t = 0; t < p.turns.size(); first = p.turns[t++]) {
            for (std::size_t i = first; i < p.turns[t]; ++i)
                for (const auto& o : p.steps[i].operands)
                    ASSERT_TRUE(o.buffer == 0 || (written_in[static_cast<std::size_t>(o.buffer)] >= 0));
            for (std::size_t i = first; i < p.turns[t]; ++i) written_in[static_cast<std::size_t>(p.steps[i].result.buffer)] = static_cast<int>(t);
        }
    }
}

}  // namespace
