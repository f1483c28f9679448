// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: batches do every tile once, and steps that may not go together stay as they are.
#include "plan/pipeline.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using namespace tenfold;
using namespace tenfold::plan;

/// x -> y of so many rows of `columns`, as one position or as a loop over the rows.
step copied(int from, int to, index_t rows, index_t columns, bool loop = false)
{
    step s;
    s.what = kind::copy;
    s.name = "copy";
    s.type = s.operand_type = element::float64;
    s.operands.resize(1);
    s.operands[0].buffer = from;
    s.result.buffer = to;
    form f{{rows, columns}, {columns, 1}};
    if (loop) {
        f = {{columns}, {1}};
        s.loops = 1;
        s.extent[0] = rows;
        s.operands[0].loop[0] = s.result.loop[0] = columns;
    }
    s.result_form = f;
    s.operand_forms = {f};
    return s;
}

struct three {
    plan::plan what;
    std::vector<bool> passing{false, true, false};
    three(index_t rows, index_t columns, bool loop)
    {
        for (int i = 0; i < 3; ++i) add_buffer(what, element::float64, rows * columns, role::result);
        what.steps = {copied(0, 1, rows, columns), copied(1, 2, rows, columns, loop)};
    }
    void make()
    {
        make_pipelines(what, passing, machine());
        schedule(what);
        verify(what);
    }
};

bool is_pipeline(const step& s) { return s.what == kind::pipeline; }

TEST(Pipeline, BatchesDoEveryTileOnce)
{
    for (const bool loop : {false, true})
        for (const index_t rows : {index_t{4}, index_t{517}, index_t{3001}}) {
            const index_t columns = 70000 / rows;
            three p(rows, columns, loop);
            p.make();
            ASSERT_EQ(p.what.steps.size(), 1u);
            const step& s = p.what.steps[0];
            ASSERT_TRUE(is_pipeline(s));
            EXPECT_EQ(p.what.buffers[1].what, role::local);
            EXPECT_LT(p.what.buffers[1].elements, rows * columns);
            index_t next = 0;   // elements of the result, in order
            for (index_t b = 0; b < batches_of(s); ++b) {
                step first = s.inner[0], second = s.inner[1];
                narrow(s, 0, b, first);
                narrow(s, 1, b, second);
                EXPECT_EQ(first.result.offset, 0);
                EXPECT_EQ(first.operands[0].offset, next);
                EXPECT_EQ(second.operands[0].offset, 0);
                EXPECT_EQ(second.result.offset, next);
                const index_t count = loop ? second.positions() : second.result_form.shape[0];
                EXPECT_EQ(first.result_form.shape[0], count);
                next += count * columns;
            }
            EXPECT_EQ(next, rows * columns);
        }
}

TEST(Pipeline, SmallValuesStayAsTheyAre)
{
    three p(10, 20, false);
    p.make();
    EXPECT_TRUE(std::none_of(p.what.steps.begin(), p.what.steps.end(), is_pipeline));
    EXPECT_EQ(p.what.buffers[1].what, role::result);
}

TEST(Pipeline, WhatIsReadElsewhereOrLaterStaysAsItIs)
{
    const auto stays = [](const auto& change) {
        three p(500, 200, false);
        change(p);
        p.make();
        return std::none_of(p.what.steps.begin(), p.what.steps.end(), is_pipeline);
    };
    EXPECT_FALSE(stays([](three&) {}));
    EXPECT_TRUE(stays([](three& p) { p.passing[1] = false; }));               // somebody reads it afterwards
    EXPECT_TRUE(stays([](three& p) {                                           // a row further down
        p.what.steps[1].operands[0].offset = 200;
        p.what.steps[1].result_form.shape[0] = p.what.steps[1].operand_forms[0].shape[0] = 499;
    }));
    EXPECT_TRUE(stays([](three& p) {                                           // backwards
        p.what.steps[1].operands[0].offset = 499 * 200;
        p.what.steps[1].operand_forms[0].stride[0] = -200;
    }));
    EXPECT_TRUE(stays([](three& p) {                                           // what is read has been written over meanwhile
        step over = copied(2, 0, 500, 200);
        over.what = kind::store;
        over.whole = over.result;
        over.whole_form = over.result_form;
        p.what.steps.insert(p.what.steps.begin() + 1, over);
    }));
}

}  // namespace
