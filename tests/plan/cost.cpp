// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Predicted times: no step is free, more never costs less, positions add up, nothing costs nothing.
#include "plan/cost.hpp"

#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

namespace {

using namespace tenfold;
using plan::index_t;
using plan::kind;
using plan::machine;

const machine here;
constexpr double almost = 1 - 1e-12;  // sums round

plan::step product(index_t m, index_t n, index_t k, index_t positions, element type = element::float64)
{
    plan::step s;
    s.type = s.operand_type = type;
    s.loops = 1;
    s.extent[0] = positions;
    s.operands.resize(2);
    s.operands[0] = {0, 0, {m * k}, nullptr, nullptr};
    s.operands[1] = {1, 0, {k * n}, nullptr, nullptr};
    s.result = {2, 0, {m * n}, nullptr, nullptr};
    s.axes = {{m, k, 0, n, true, false, true}, {n, 0, 1, 1, false, true, true}, {k, 1, n, 0, true, true, false}};
    return s;
}

plan::step pass(kind what, index_t rows, index_t columns, index_t positions = 1, bool transposed = false)
{
    plan::step s;
    s.what = what;
    s.loops = 1;
    s.extent[0] = positions;
    s.operands.resize(what == kind::fill ? 0 : 1);
    for (plan::place& p : s.operands) p = {0, 0, {rows * columns}, nullptr, nullptr};
    s.result = {1, 0, {rows * columns}, nullptr, nullptr};
    const std::vector<index_t> stride = transposed ? std::vector<index_t>{1, rows} : std::vector<index_t>{columns, 1};
    s.operand_forms.assign(s.operands.size(), {{rows, columns}, stride});
    s.result_form = {{rows, columns}, {columns, 1}};
    if (what == kind::reduce) s.result_form = {{rows}, {1}};
    return s;
}

constexpr kind passes[] = {kind::elementwise, kind::reduce, kind::copy, kind::store, kind::fill};

TEST(Cost, ProductsGrowWithEverySize)
{
    for (const element type : {element::float64, element::float32, element::complex128, element::int64})
        for (const index_t m : {1, 2, 5, 8, 64, 300})
            for (const index_t n : {1, 3, 8, 17, 256})
                for (const index_t k : {1, 2, 30, 200, 5000}) {
                    const double t = seconds_of(product(m, n, k, 1, type), here);
                    ASSERT_GT(t, 0);
                    ASSERT_LE(almost * t, seconds_of(product(m + 1, n, k, 1, type), here)) << m << ' ' << n << ' ' << k;
                    ASSERT_LE(almost * t, seconds_of(product(m, n + 1, k, 1, type), here)) << m << ' ' << n << ' ' << k;
                    ASSERT_LE(almost * t, seconds_of(product(m, n, k + 1, 1, type), here)) << m << ' ' << n << ' ' << k;
                }
}

TEST(Cost, PassesGrowWithEverySize)
{
    for (const kind what : passes)
        for (const bool transposed : {false, true})
            for (const index_t n : {1, 4, 50, 3000}) {
                const double t = seconds_of(pass(what, n, n, 1, transposed), here);
                ASSERT_GT(t, 0);
                ASSERT_LE(t, seconds_of(pass(what, n + 1, n, 1, transposed), here));
                ASSERT_LE(t, seconds_of(pass(what, n, n + 1, 1, transposed), here));
            }
}

// As long as the data fits in the caches; memory is slower.
TEST(Cost, PositionsAddUp)
{
    for (const index_t n : {1, 4, 20}) {
        const double t = seconds_of(product(n, n, n, 1), here);
        EXPECT_NEAR(seconds_of(product(n, n, n, 24), here), 24 * t, 1e-9 * t);
        for (const kind what : passes) {
            const double u = seconds_of(pass(what, n, n), here);
            EXPECT_NEAR(seconds_of(pass(what, n, n, 24), here), 24 * u, 1e-9 * u);
        }
    }
    EXPECT_GE(seconds_of(pass(kind::copy, 1000, 1000, 4), here), 4 * seconds_of(pass(kind::copy, 1000, 1000), here));
}

TEST(Cost, StepsAddUp)
{
    const plan::step a = product(8, 8, 8, 10), b = pass(kind::reduce, 10, 10);
    plan::plan p;
    EXPECT_EQ(seconds_of(p, here), 0);
    p.steps = {a, b};
    EXPECT_DOUBLE_EQ(seconds_of(p, here), seconds_of(a, here) + seconds_of(b, here));
    plan::step waves;
    waves.what = kind::waves;
    EXPECT_EQ(seconds_of(waves, here), 0);
    waves.inner = {a, b};
    EXPECT_DOUBLE_EQ(seconds_of(waves, here), seconds_of(p, here));
}

TEST(Cost, NothingCostsNothing)
{
    EXPECT_EQ(seconds_of(product(0, 8, 8, 1), here), 0);
    EXPECT_EQ(seconds_of(product(8, 0, 8, 1), here), 0);
    EXPECT_EQ(seconds_of(product(8, 8, 8, 0), here), 0);
    for (const kind what : passes) {
        EXPECT_EQ(seconds_of(pass(what, 4, 4, 0), here), 0);
        EXPECT_EQ(seconds_of(pass(what, 0, 4), here), 0);
    }
    EXPECT_GT(seconds_of(product(8, 8, 0, 1), here), 0);  // zeros must be written
    plan::step group;
    group.what = kind::group;
    EXPECT_EQ(seconds_of(group, here), 0);
}

TEST(Cost, GroupsAreTheSumOfTheirProducts)
{
    plan::step group;
    group.what = kind::group;
    group.members = {{{0, 0, 0, 8, 8, 8}}, {{0, 0, 0, 20, 30, 10}}};
    const double t = plan::product_seconds(8, 8, 8, element::float64, here)
        + plan::product_seconds(20, 30, 10, element::float64, here);
    EXPECT_DOUBLE_EQ(seconds_of(group, here), t);
    group.members.push_back({{0, 0, 0, 1, 1, 1}});
    EXPECT_GT(seconds_of(group, here), t);
}

// Windows over one buffer are read once, an operand that stands still too.
TEST(Cost, BytesAreThoseThatMove)
{
    plan::step apart = pass(kind::copy, 1, 1000000, 10), windows = apart, still = apart;
    windows.operands[0].loop[0] = 1;
    still.operands[0].loop[0] = 0;
    EXPECT_LT(seconds_of(windows, here), 0.6 * seconds_of(apart, here));
    EXPECT_NEAR(seconds_of(windows, here), seconds_of(still, here), 1e-6);
    plan::step listed = windows;
    listed.operands[0].table = std::make_shared<std::vector<index_t>>(std::vector<index_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    EXPECT_DOUBLE_EQ(seconds_of(listed, here), seconds_of(windows, here));
}

TEST(Cost, ExplainTellsIt)
{
    const array<double> a = ones<double>({10, 20}), b = ones<double>({20, 100});
    std::vector<array<double>> list;
    for (int i = 0; i < 80; ++i) list.push_back(dot(a, view(b, xt::all(), xt::range(i, i + 20))));
    const explanation e = explain(list);
    ASSERT_FALSE(e.steps.empty());
    double sum = 0;
    for (const explanation::step& s : e.steps) {
        EXPECT_GT(s.seconds, 0);
        sum += s.seconds;
    }
    EXPECT_DOUBLE_EQ(e.seconds_predicted, sum);
    EXPECT_LT(sum, 1e-3);
}

}  // namespace
