// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Sizes and costs of steps, and plans that must not run.
#include "plan/plan.hpp"

#include <gtest/gtest.h>

namespace {

using namespace tenfold;
using plan::index_t;
using plan::kind;

// c(2, 4) = a(2, 3) b(3, 4), ten times, each result 8 elements after the last.
plan::plan ten_products()
{
    plan::plan p;
    for (int b = 0; b < 2; ++b) add_input(p, element::float64);
    add_buffer(p, element::float64, 80, plan::role::result);
    plan::step s;
    s.name = "dot";
    s.loops = 1;
    s.extent[0] = 10;
    s.operands.resize(2);
    s.operands[0].buffer = 0;
    s.operands[1].buffer = 1;
    s.operands[1].loop[0] = 1;
    s.result.buffer = 2;
    s.result.loop[0] = 8;
    s.axes = {
        {2, 3, 0, 4, true, false, true}, {4, 0, 1, 1, false, true, true}, {3, 1, 4, 0, true, true, false}};
    p.steps.push_back(s);
    return p;
}

plan::plan one_copy(index_t room, index_t offset, index_t stride)
{
    plan::plan p;
    add_buffer(p, element::float64, 5, plan::role::scratch);
    add_buffer(p, element::float64, room, plan::role::result);
    plan::step s;
    s.what = kind::copy;
    s.name = "copy";
    s.operands.resize(1);
    s.operands[0].buffer = 0;
    s.operand_forms = {{{5}, {1}}};
    s.result.buffer = 1;
    s.result.offset = offset;
    s.result_form = {{5}, {stride}};
    p.steps.push_back(s);
    return p;
}

TEST(Steps, SizesOfAProduct)
{
    plan::step s = ten_products().steps[0];
    plan::product_size size = size_of(s);
    EXPECT_EQ(size.m, 2);
    EXPECT_EQ(size.n, 4);
    EXPECT_EQ(size.k, 3);
    EXPECT_EQ(size.batch, 10);
    s.axes.push_back({7, 6, 12, 80, true, true, true});
    EXPECT_EQ(size_of(s).batch, 70);
}

TEST(Steps, Flops)
{
    plan::step s = ten_products().steps[0];
    EXPECT_EQ(flops_of(s), 2.0 * 2 * 3 * 4 * 10);
    s.type = s.operand_type = element::complex128;
    EXPECT_EQ(flops_of(s), 8.0 * 2 * 3 * 4 * 10);
    EXPECT_EQ(flops_of(one_copy(5, 0, 1).steps[0]), 0);
    EXPECT_GT(bytes_of(s), 0);
    EXPECT_EQ(bytes_of(one_copy(5, 0, 1).steps[0]), 2 * 5 * 8.0);
}

TEST(Steps, EveryKindHasAName)
{
    for (int k = 0; k <= static_cast<int>(kind::waves); ++k)
        EXPECT_NE(plan::name_of(static_cast<kind>(k))[0], '\0');
}

TEST(Verify, AcceptsWhatFits)
{
    EXPECT_NO_THROW(verify(ten_products()));
    EXPECT_NO_THROW(verify(one_copy(5, 0, 1)));
    EXPECT_NO_THROW(verify(one_copy(5, 4, -1)));
}

TEST(Verify, RefusesWhatReachesOutside)
{
    EXPECT_THROW(verify(one_copy(4, 0, 1)), error);
    EXPECT_THROW(verify(one_copy(5, 1, 1)), error);
    EXPECT_THROW(verify(one_copy(5, 3, -1)), error);
    plan::plan p = ten_products();
    p.buffers[2].elements = 79;
    EXPECT_THROW(verify(p), error);
}

TEST(Verify, RefusesBuffersThatAreNotThere)
{
    for (const int buffer : {-1, 2, 100}) {
        plan::plan p = one_copy(5, 0, 1);
        p.steps[0].result.buffer = buffer;
        EXPECT_THROW(verify(p), error) << buffer;
    }
}

TEST(Verify, RefusesATableThatIsTooShortOrPointsOutside)
{
    plan::plan p = ten_products();
    p.steps[0].result.table = std::make_shared<const std::vector<index_t>>(std::vector<index_t>(9, 0));
    EXPECT_THROW(verify(p), error);
    p.steps[0].result.table = std::make_shared<const std::vector<index_t>>(std::vector<index_t>(10, 73));
    EXPECT_THROW(verify(p), error);
    p.steps[0].result.table = std::make_shared<const std::vector<index_t>>(std::vector<index_t>(10, 72));
    EXPECT_NO_THROW(verify(p));
}

TEST(Verify, RefusesAStepThatLacksAnOperand)
{
    plan::plan p = ten_products();
    p.steps[0].operands.resize(1);
    EXPECT_THROW(verify(p), error);
    p = one_copy(5, 0, 1);
    p.steps[0].operands.clear();
    p.steps[0].operand_forms.clear();
    EXPECT_THROW(verify(p), error);
    p = one_copy(5, 0, 1);
    p.steps[0].operand_forms.clear();
    EXPECT_THROW(verify(p), error);
}

TEST(Verify, AnEmptyStepReadsNothing)
{
    plan::plan p = one_copy(0, 0, 1);
    p.steps[0].operand_forms = {{{0}, {1}}};
    p.steps[0].result_form = {{0}, {1}};
    EXPECT_NO_THROW(verify(p));
}

}  // namespace
