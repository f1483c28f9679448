// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Recurrences by depth: the same numbers whatever the order of recording, and as many stretches as the depth asks for.
#include "plan/waves.hpp"

#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace tf = tenfold;
namespace plan = tenfold::plan;
using A = tf::array<double>;
using plan::index_t;

namespace {

A small_whole(std::mt19937& draw, std::size_t n)
{
    xt::xarray<double> x = xt::zeros<double>({n, n});
    for (double& v : x) v = static_cast<double>(draw() % 3) - 1;
    return A(std::move(x));
}

/// Members of one value, each of which needs the member that `reads` names (-1: none).
plan::step recurrence(const std::vector<index_t>& reads, index_t size = 1)
{
    plan::step s;
    s.what = plan::kind::waves;
    s.values = 1;
    plan::step inner;
    inner.what = plan::kind::copy;
    inner.loops = 1;
    inner.extent[0] = static_cast<index_t>(reads.size());
    inner.operands.resize(1);
    inner.operands[0].buffer = inner.result.buffer = 0;
    auto from = std::make_shared<std::vector<index_t>>(reads);
    for (index_t& at : *from) at *= size;
    inner.operands[0].table = std::move(from);
    inner.result.loop[0] = size;
    plan::step::turn turn;
    turn.member.loop[0] = 1;
    plan::place needs;
    needs.table = std::make_shared<std::vector<index_t>>(reads);
    turn.needs.push_back({0, needs, 0});
    s.inner.push_back(inner);
    s.turns.push_back(turn);
    return s;
}

plan::wave_value members(std::size_t count, index_t size)
{
    return {0, static_cast<index_t>(count), size, 0, std::vector<bool>(count, false)};
}

std::vector<index_t> chains(index_t count, index_t steps)
{
    std::vector<index_t> reads;
    for (index_t c = 0; c < count; ++c)
        for (index_t s = 0; s < steps; ++s) reads.push_back(s ? c * steps + s - 1 : -1);
    return reads;
}

TEST(Waves, ChainsRecordedOneAfterAnotherRunTogether)
{
    plan::step s = recurrence(chains(64, 100));
    std::vector<plan::buffer> buffers(1);
    const auto order = plan::order_waves(s, {members(6400, 4)}, buffers, plan::machine{});
    EXPECT_TRUE(order.changed);
    ASSERT_EQ(s.schedule.size(), 100u);
    for (const auto& x : s.schedule) EXPECT_EQ(x.count, 64);
    for (index_t n = 0; n < 6400; ++n) {  // position n computes step n / 64 of chain n % 64
        EXPECT_EQ(offset_of(s.inner[0], s.inner[0].result, n), n % 64 * 100 + n / 64);
    }
}

// Members of `size` elements lie in order, or where there are `slots` somewhere in those.
void expect_chains_apart(const plan::step& s, const std::vector<index_t>& reads, index_t size, bool slots)
{
    std::vector<std::int32_t> chain(reads.size(), 0), owner(reads.size(), -1);
    std::vector<index_t> member_of_position;
    for (index_t n = 0; n < s.inner[0].positions(); ++n) member_of_position.push_back(offset_of(s.inner[0], s.inner[0].result, n) / size);
    ASSERT_EQ(s.chain.size(), 1u);
    for (const auto& x : s.schedule)
        for (index_t n = x.first; n + 1 < x.first + x.count; ++n)
            EXPECT_LE(s.chain[0][static_cast<std::size_t>(n)], s.chain[0][static_cast<std::size_t>(n + 1)]);
    if (!slots) {
        for (std::size_t n = 0; n < member_of_position.size(); ++n)
            chain[static_cast<std::size_t>(member_of_position[n])] = s.chain[0][n];
        for (std::size_t m = 0; m < reads.size(); ++m)
            EXPECT_TRUE(reads[m] < 0 || chain[m] == chain[static_cast<std::size_t>(reads[m])]);
        return;
    }
    for (std::size_t n = 0; n < member_of_position.size(); ++n) {
        std::int32_t& of = owner[static_cast<std::size_t>(member_of_position[n])];  // a slot
        if (of < 0) of = s.chain[0][n];
        EXPECT_EQ(of, s.chain[0][n]) << "two chains take one slot";
    }
}

TEST(Waves, ChainsShareNeitherValuesNorMemory)
{
    constexpr std::size_t count = 5;
    std::mt19937 draw(3);
    int ordered = 0, slotted = 0;
    for (int trial = 0; trial < 20; ++trial) {
        // Five chains that go on in any order, or one after the other.
        std::vector<index_t> reads, last;
        for (index_t m = 0; m < 400; ++m) {
            if (last.size() < count) {
                reads.push_back(-1);
                last.push_back(m);
                continue;
            }
            index_t& end = last[trial % 2 ? static_cast<std::size_t>(m) * count / 400 : draw() % count];
            reads.push_back(end);
            end = m;
        }
        for (const index_t size : {index_t{4}, index_t{1024}}) {
            plan::step s = recurrence(reads, size);
            std::vector<plan::buffer> buffers(1);
            buffers[0].elements = 400 * size;
            const auto order = plan::order_waves(s, {members(400, size)}, buffers, plan::machine{});
            if (!order.changed) continue;
            EXPECT_EQ(s.chains, static_cast<std::int32_t>(count));
            ++ordered;
            slotted += !order.slots.empty();
            expect_chains_apart(s, reads, size, !order.slots.empty());
        }
    }
    EXPECT_GT(slotted, 0);
    EXPECT_GT(ordered, slotted);
}

TEST(Waves, OneChainStaysAsItIs)
{
    plan::step s = recurrence(chains(1, 500));
    std::vector<plan::buffer> buffers(1);
    EXPECT_FALSE(plan::order_waves(s, {members(500, 4)}, buffers, plan::machine{}).changed);
    EXPECT_TRUE(s.schedule.empty());
}

TEST(Waves, ValuesThatNobodyNeedsGiveUpTheirMemory)
{
    plan::step s = recurrence(chains(8, 50));
    std::vector<plan::buffer> buffers(1);
    buffers[0].elements = 400 * 1024;
    plan::wave_value v = members(400, 1024);
    v.kept[49] = true;  // the end of the first chain
    const auto order = plan::order_waves(s, {v}, buffers, plan::machine{});
    ASSERT_EQ(order.slots.size(), 1u);
    EXPECT_LE(buffers[0].elements, 17 * 1024);
    // No two values that are alive at once share a slot: members of one wave, and those of the wave before.
    for (std::size_t step = 1; step < 50; ++step) {
        std::vector<index_t> alive;
        for (std::size_t c = 0; c < 8; ++c)
            for (const std::size_t back : {std::size_t{0}, std::size_t{1}}) alive.push_back(order.slots[0][c * 50 + step - back]);
        std::sort(alive.begin(), alive.end());
        EXPECT_EQ(std::adjacent_find(alive.begin(), alive.end()), alive.end());
    }
}

// Every member reads any two earlier ones: against the same program, eager.
TEST(Waves, AnyOrderOfReadingGivesTheSameNumbers)
{
    for (unsigned seed = 0; seed < 12; ++seed) {
        std::mt19937 draw(seed);
        const std::size_t n = seed % 3 ? 24 : 4, calls = 150, starts = 1 + draw() % 5;
        const auto run = [&](bool lazily) {
            std::mt19937 same(seed * 7 + 1);
            std::vector<A> h, w;
            for (std::size_t i = 0; i < starts; ++i) h.push_back(small_whole(same, n));
            for (std::size_t i = 0; i < 3; ++i) w.push_back(small_whole(same, n));
            const auto record = [&] {
                for (std::size_t i = 0; i < calls; ++i) {
                    const A& x = h[same() % h.size()];
                    h.push_back(tf::dot(w[same() % 3], xt::clip(x, -3.0, 3.0)));
                }
            };
            if (lazily) record();
            else {
                const tf::eager_scope now;
                record();
            }
            std::vector<A> kept;
            for (std::size_t i = 0; i < h.size(); ++i)
                if (i % 5 == seed % 5 || i + 1 == h.size()) kept.push_back(h[i]);
            return kept;
        };
        const auto lazy = run(true), eager = run(false);
        for (std::size_t i = 0; i < lazy.size(); ++i)
            for (std::size_t r = 0; r < n; ++r) ASSERT_EQ(lazy[i](r, n - 1 - r), eager[i](r, n - 1 - r)) << seed << " " << i;
    }
}

TEST(Waves, ManyChainsInBothOrders)
{
    constexpr std::size_t count = 12, steps = 40, n = 40;
    std::mt19937 draw(5);
    std::vector<A> w, start;
    for (std::size_t c = 0; c < count; ++c) {
        // Permutations: powers stay exact.
        xt::xarray<double> p = xt::zeros<double>({n, n});
        std::vector<std::size_t> to(n);
        for (std::size_t i = 0; i < n; ++i) to[i] = i;
        std::shuffle(to.begin(), to.end(), draw);
        for (std::size_t i = 0; i < n; ++i) p(i, to[i]) = 1;
        w.push_back(A(std::move(p)));
        start.push_back(small_whole(draw, n));
    }
    std::vector<A> inside = start, outside = start;
    for (std::size_t c = 0; c < count; ++c)
        for (std::size_t s = 0; s < steps; ++s) inside[c] = tf::dot(w[c], inside[c]);
    for (std::size_t s = 0; s < steps; ++s)
        for (std::size_t c = 0; c < count; ++c) outside[c] = tf::dot(w[c], outside[c]);
    tf::eval(inside);
    tf::eval(outside);
    for (std::size_t c = 0; c < count; ++c) {
        std::vector<std::size_t> row(n);
        for (std::size_t i = 0; i < n; ++i) row[i] = i;
        for (std::size_t s = 0; s < steps; ++s)
            for (std::size_t& i : row)
                for (std::size_t j = 0; j < n; ++j)
                    if (w[c](i, j) == 1) {
                        i = j;
                        break;
                    }
        for (std::size_t i = 0; i < n; ++i) {
            ASSERT_EQ(inside[c](i, 3), start[c](row[i], 3));
            ASSERT_EQ(outside[c](i, 3), start[c](row[i], 3));
        }
    }
}

}  // namespace
