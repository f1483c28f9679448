// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "graph/access.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

using namespace tenfold::graph;

namespace {

std::vector<index_t> canonical(const std::vector<index_t>& shape)
{
    std::vector<index_t> stride(shape.size());
    index_t step = 1;
    for (std::size_t d = shape.size(); d-- > 0;) stride[d] = step, step *= shape[d];
    return stride;
}

/// Both descriptions must name the same element for every setting of the indices.
void expect_same_elements(const std::vector<index_t>& shape, index_t offset, const std::vector<moving_index>& indices,
                          const lifted_access& a)
{
    const auto stride = canonical(shape);
    std::vector<index_t> v(indices.size(), 0);
    while (true) {
        index_t flat = offset;
        for (std::size_t i = 0; i < v.size(); ++i) flat += indices[i].stride * v[i];
        index_t lifted = 0;
        for (std::size_t d = 0; d < shape.size(); ++d) {
            index_t at = a.origin[d];
            for (std::size_t i = 0; i < v.size(); ++i) at += a.step[i][d] * v[i];
            RC_ASSERT(at >= 0 && at < shape[d]);
            lifted += at * stride[d];
        }
        RC_ASSERT(flat == lifted);
        std::size_t i = 0;
        while (i < v.size() && ++v[i] == indices[i].extent) v[i++] = 0;
        if (i == v.size()) return;
    }
}

RC_GTEST_PROP(Access, LiftingFindsEveryViewOfWholeSteps, ())
{
    const int rank = *rc::gen::inRange(1, 5);
    const auto shape = *rc::gen::container<std::vector<index_t>>(static_cast<std::size_t>(rank), rc::gen::inRange<index_t>(1, 7));
    const auto stride = canonical(shape);
    // Indices that step along random axes, both ways, within bounds that shrink as they are used up.
    std::vector<index_t> origin, low(shape.size(), 0), high = shape;
    index_t offset = 0;
    std::vector<moving_index> indices;
    for (std::size_t d = 0; d < shape.size(); ++d) {
        origin.push_back(*rc::gen::inRange<index_t>(0, shape[d]));
        offset += origin[d] * stride[d];
        low[d] = high[d] = origin[d];
    }
    const int count = *rc::gen::inRange(0, 4);
    for (int i = 0; i < count; ++i) {
        const auto d = static_cast<std::size_t>(*rc::gen::inRange(0, rank));
        const index_t step = *rc::gen::inRange<index_t>(-2, 3);
        if (step == 0) continue;
        const index_t room = step > 0 ? (shape[d] - 1 - high[d]) / step : low[d] / -step;
        const index_t extent = *rc::gen::inRange<index_t>(1, room + 2);
        (step > 0 ? high[d] : low[d]) += step * (extent - 1);
        indices.push_back({extent, step * stride[d]});
    }
    const auto a = lift(rank, shape.data(), offset, indices);
    RC_ASSERT(a.has_value());
    expect_same_elements(shape, offset, indices, *a);
}

RC_GTEST_PROP(Access, WhateverIsLiftedIsTrue, ())
{
    const int rank = *rc::gen::inRange(1, 4);
    const auto shape = *rc::gen::container<std::vector<index_t>>(static_cast<std::size_t>(rank), rc::gen::inRange<index_t>(1, 6));
    const index_t size = std::accumulate(shape.begin(), shape.end(), index_t{1}, std::multiplies<>());
    const index_t offset = *rc::gen::inRange<index_t>(0, size);
    std::vector<moving_index> indices;
    for (int i = 0; i < 2; ++i)
        indices.push_back({*rc::gen::inRange<index_t>(1, 5), *rc::gen::inRange<index_t>(-size, size + 1)});
    if (const auto a = lift(rank, shape.data(), offset, indices)) expect_same_elements(shape, offset, indices, *a);
}

TEST(Access, DiagonalsAndAntiDiagonalsMoveOnTwoAxes)
{
    const index_t shape[] = {5, 5};
    const auto down = lift(2, shape, 0, {{5, 6}});
    ASSERT_TRUE(down);
    EXPECT_EQ(down->step[0], (std::vector<index_t>{1, 1}));
    const auto up = lift(2, shape, 4, {{5, 4}});
    ASSERT_TRUE(up);
    EXPECT_EQ(up->step[0], (std::vector<index_t>{1, -1}));
}

TEST(Access, IndicesThatWrapOverRowsAreNotLifted)
{
    const index_t shape[] = {3, 4};
    EXPECT_FALSE(lift(2, shape, 0, {{12, 1}}));
    EXPECT_FALSE(lift(2, shape, 2, {{2, 1}, {3, 1}}));
}

TEST(Access, WindowsCoverTheLatticeTheirStepsSpan)
{
    const lattice l = covered(3, {{5, 4}, {3, 2}});
    EXPECT_EQ(l.low, 3);
    EXPECT_EQ(l.high, 3 + 16 + 4);
    EXPECT_EQ(l.step, 2);
    EXPECT_EQ(l.size(), 11);
}

TEST(Access, LengthOneAxesDoNotMakeAnOrderUncanonical)
{
    const index_t shape[] = {1, 3, 1, 4}, odd[] = {0, 4, 77, 1}, wide[] = {12, 5, 4, 1};
    EXPECT_TRUE(is_canonical(4, shape, odd));
    EXPECT_FALSE(is_canonical(4, shape, wide));
}

}  // namespace
