// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "graph/meetings.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>
#include <numeric>

using namespace tenfold::graph;

namespace {

mover moving(index_t extent, index_t stride)
{
    mover m;
    m.moves = {extent, stride};
    return m;
}

/// Calls f(element by strides, element by axes) for every setting of the indices.
void for_each_setting(index_t offset, const meetings& m, const std::function<void(index_t, const std::vector<index_t>&)>& f)
{
    std::vector<index_t> v(m.movers.size(), 0);
    while (true) {
        index_t flat = offset;
        std::vector<index_t> at = m.origin;
        for (std::size_t i = 0; i < v.size(); ++i) {
            flat += m.movers[i].moves.stride * v[i];
            for (std::size_t d = 0; d < m.axes(); ++d) at[d] += m.movers[i].step[d] * v[i];
        }
        f(flat, at);
        std::size_t i = 0;
        while (i < v.size() && ++v[i] == m.movers[i].moves.extent) v[i++] = 0;
        if (i == v.size()) return;
    }
}

RC_GTEST_PROP(Meetings, WhateverStaysInAValueIsFoundOnItsAxes, ())
{
    const int rank = *rc::gen::inRange(1, 5);
    const auto shape = *rc::gen::container<std::vector<index_t>>(static_cast<std::size_t>(rank), rc::gen::inRange<index_t>(1, 6));
    const index_t size = std::accumulate(shape.begin(), shape.end(), index_t{1}, std::multiplies<>());
    const index_t offset = *rc::gen::inRange<index_t>(0, size);
    index_t low = offset, high = offset;
    std::vector<mover> movers;
    for (int i = 0; i < 3; ++i) {
        const index_t stride = *rc::gen::inRange<index_t>(-size, size + 1);
        if (stride == 0) continue;
        const index_t room = stride > 0 ? (size - 1 - high) / stride : low / -stride;
        const index_t extent = *rc::gen::inRange<index_t>(1, room + 2);
        (stride > 0 ? high : low) += stride * (extent - 1);
        movers.push_back(moving(extent, stride));
    }
    const auto m = meet(shape, offset, movers);
    RC_ASSERT(m.has_value());   // whatever wraps: at worst the value is one axis
    RC_ASSERT(std::accumulate(m->length.begin(), m->length.end(), index_t{1}, std::multiplies<>()) == size);
    for_each_setting(offset, *m, [&](index_t flat, const std::vector<index_t>& at) {
        index_t sum = 0;
        for (std::size_t d = 0; d < m->axes(); ++d) {
            RC_ASSERT(at[d] >= 0 && at[d] < m->length[d]);
            sum += at[d] * m->canonical[d];
        }
        RC_ASSERT(sum == flat);
    });
}

TEST(Meetings, OnlyAxesThatAnIndexWrapsOverAreJoined)
{
    const std::vector<index_t> shape{7, 20, 8};
    const auto m = meet(shape, 16, {moving(7, 160), moving(32, 1), moving(5, 8)});
    ASSERT_TRUE(m);
    EXPECT_EQ(m->length, (std::vector<index_t>{7, 160}));
    EXPECT_EQ(m->canonical, (std::vector<index_t>{160, 1}));
    EXPECT_EQ(m->on(0), (std::vector<std::size_t>{0}));
    EXPECT_EQ(m->on(1), (std::vector<std::size_t>{1, 2}));
    EXPECT_TRUE(m->moves_one_axis(1));
}

TEST(Meetings, IndicesThatLeaveTheValueMeetNowhere)
{
    const std::vector<index_t> shape{4, 5};
    EXPECT_FALSE(meet(shape, 0, {moving(21, 1)}));
    EXPECT_FALSE(meet(shape, 0, {moving(2, -1)}));
    EXPECT_FALSE(meet(std::vector<index_t>{20}, 0, {moving(21, 1)}));
}

TEST(Meetings, WhatElseMovesWithAnIndexIsTold)
{
    node n;
    product p;
    p.axes = {{3, 10, 0, 4, true, false, true},    // free in a
              {5, 1, 2, 0, true, true, false},     // summed
              {2, 50, 10, 1, true, true, true}};   // of both: one product for each
    n.what = p;
    n.loops = 3;
    n.extent[0] = 4, n.extent[1] = 6, n.extent[2] = 1;
    n.operands.resize(2);
    n.operands[0].offset.step[0] = 1, n.operands[0].offset.step[1] = 10, n.operands[0].offset.step[2] = 7;
    n.operands[1].offset.step[1] = 3;
    const auto all = all_moving(n, p.axes, 0);
    ASSERT_EQ(all.size(), 5u);
    EXPECT_TRUE(all[0].free && !all[0].summed);
    EXPECT_TRUE(all[1].summed && !all[1].free);
    EXPECT_FALSE(all[2].free || all[2].summed);
    EXPECT_TRUE(all[3].is_loop && all[3].index == 0 && all[3].free);
    EXPECT_TRUE(all[4].is_loop && all[4].index == 1 && !all[4].free);   // the other operand moves too
    n.operands[0].offset.values = std::make_shared<std::vector<index_t>>(24, 0);
    EXPECT_TRUE(all_moving(n, p.axes, 0).empty());
}

}  // namespace
