// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: results are the same with the rule and without it, whatever meets on the free index of either operand;
// and where windows meet, fewer products are left.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>
#include <vector>

namespace tf = tenfold;
using A = tf::array<double>;

namespace {

A numbers(std::size_t rows, std::size_t columns, unsigned seed)
{
    xt::xarray<double> x = xt::zeros<double>({rows, columns});
    std::mt19937 draw(seed);
    std::uniform_real_distribution<double> between(-1, 1);
    for (double& v : x) v = between(draw);
    return A(std::move(x));
}

/// Every element by a plain loop over the same windows.
void expect_product(const A& got, const A& a, const A& b)
{
    ASSERT_EQ(got.shape()[0], a.shape()[0]);
    ASSERT_EQ(got.shape()[1], b.shape()[1]);
    for (int i = 0; i < a.shape()[0]; ++i)
        for (int j = 0; j < b.shape()[1]; ++j) {
            double sum = 0;
            for (int k = 0; k < a.shape()[1]; ++k) sum += a(i, k) * b(k, j);
            ASSERT_NEAR(got(i, j), sum, 1e-12 * static_cast<double>(a.shape()[1]));
        }
}

const tf::explanation::rule& rule(const tf::explanation& e, const char* name)
{
    for (const auto& r : e.rules)
        if (r.name == name) return r;
    throw std::logic_error("no such rule");
}

struct loop {
    std::vector<A> results, left, right;
    void add(const A& a, const A& b)
    {
        left.push_back(a);
        right.push_back(b);
        results.push_back(tf::dot(a, b));
    }
    void expect_right() const
    {
        for (std::size_t n = 0; n < results.size(); ++n) expect_product(results[n], left[n], right[n]);
    }
};

TEST(ShareProduct, WindowsOfTheRightOperandAreOneProduct)
{
    const A a = numbers(3, 5, 1), b = numbers(5, 40, 2);
    loop l;
    for (int i = 0; i + 7 <= 40; ++i) l.add(a, tf::view(b, xt::all(), xt::range(i, i + 7)));
    const tf::explanation e = tf::explain(l.results);
    EXPECT_EQ(e.products_before, 34);
    EXPECT_EQ(e.products_after, 1);
    EXPECT_TRUE(rule(e, "share_product").fired);
    EXPECT_EQ(e.views, 34);
    EXPECT_DOUBLE_EQ(e.flops_after, 2.0 * 3 * 5 * 40);
    l.expect_right();
}

TEST(ShareProduct, WindowsOfTheLeftOperandAreOneProduct)
{
    const A a = numbers(30, 5, 1), b = numbers(5, 6, 2);
    loop l;
    for (int i = 0; i + 4 <= 30; ++i) l.add(tf::view(a, xt::range(i, i + 4)), b);
    EXPECT_EQ(tf::explain(l.results).products_after, 1);
    l.expect_right();
}

TEST(ShareProduct, NestedLoopsOverFiltersKeepOneProductAFilter)
{
    const A b = numbers(5, 40, 2);
    const std::vector<A> filters{numbers(3, 5, 3), numbers(3, 5, 4), numbers(3, 5, 5), numbers(3, 5, 6)};
    loop l;
    for (const A& a : filters)
        for (int i = 0; i + 7 <= 40; ++i) l.add(a, tf::view(b, xt::all(), xt::range(i, i + 7)));
    EXPECT_EQ(tf::explain(l.results).products_after, 4);
    l.expect_right();
}

TEST(ShareProduct, WindowsOnBothSidesAreOneProduct)
{
    const A a = numbers(12, 5, 1), b = numbers(5, 15, 2);
    loop l;
    for (int i = 0; i + 4 <= 12; ++i)
        for (int j = 0; j + 6 <= 15; ++j)
            l.add(tf::view(a, xt::range(i, i + 4)), tf::view(b, xt::all(), xt::range(j, j + 6)));
    EXPECT_EQ(tf::explain(l.results).products_after, 1);
    l.expect_right();
}

TEST(ShareProduct, OffsetsWithoutPatternAndDuplicatesMeetInRanges)
{
    const A a = numbers(3, 5, 1), b = numbers(5, 3000, 2);
    std::mt19937 draw(7);
    loop l;
    for (int n = 0; n < 60; ++n) {
        const int i = static_cast<int>(draw() % 50) + (n % 2 ? 2900 : 0);
        l.add(a, tf::view(b, xt::all(), xt::range(i, i + 20)));
    }
    const tf::explanation e = tf::explain(l.results);
    EXPECT_EQ(e.products_after, 2);
    l.expect_right();
}

TEST(ShareProduct, WindowsOfSeveralSizesAndSitesMeet)
{
    const A a = numbers(3, 5, 1), b = numbers(5, 60, 2);
    loop l;
    for (int i = 0; i + 7 <= 60; ++i) l.add(a, tf::view(b, xt::all(), xt::range(i, i + 7)));
    for (int i = 0; i + 11 <= 60; ++i) l.add(a, tf::view(b, xt::all(), xt::range(i, i + 11)));
    l.add(a, tf::view(b, xt::all(), xt::range(10, 30)));
    EXPECT_EQ(tf::explain(l.results).products_after, 1);
    l.expect_right();
}

TEST(ShareProduct, WindowsFarApartStayAsTheyAre)
{
    const A a = numbers(30, 50, 1), b = numbers(50, 4000, 2);
    loop l;
    for (int i = 0; i + 10 <= 4000; i += 200) l.add(a, tf::view(b, xt::all(), xt::range(i, i + 10)));
    const tf::explanation e = tf::explain(l.results);
    EXPECT_EQ(e.products_after, 20);
    EXPECT_FALSE(rule(e, "share_product").fired);
    EXPECT_NE(rule(e, "share_product").reason.find("far apart"), std::string::npos);
    l.expect_right();
}

TEST(ShareProduct, WindowsOfTheSummedIndexShareNothing)
{
    const A x = numbers(4, 40, 1), w = numbers(6, 3, 2);
    loop l;
    for (int i = 0; i + 6 <= 40; ++i) l.add(tf::view(x, xt::all(), xt::range(i, i + 6)), w);
    EXPECT_EQ(tf::explain(l.results).products_after, 35);
    l.expect_right();
}

TEST(ShareProduct, TheWindowedCallGetsThePlanOfTheLoop)
{
    const A a = numbers(10, 20, 1), b = numbers(20, 200, 2);
    const A all = tf::dot(a, tf::squeeze(tf::sliding_window_view(b, {20, 20})));
    const tf::explanation e = tf::explain(all);
    ASSERT_EQ(e.steps.size(), 1u);
    EXPECT_EQ(e.steps[0].m, 10);
    EXPECT_EQ(e.steps[0].n, 200);
    EXPECT_EQ(e.steps[0].k, 20);
    for (int n : {0, 7, 180})
        for (int j : {0, 19}) {
            double sum = 0;
            for (int k = 0; k < 20; ++k) sum += a(3, k) * b(k, n + j);
            EXPECT_NEAR(all(3, n, j), sum, 1e-12);
        }
}

TEST(ShareProduct, WindowsOfAResultAreReadWhereTheProductLies)
{
    const A a = numbers(3, 5, 1), b = numbers(5, 40, 2), c = numbers(4, 3, 3);
    std::vector<A> first;
    for (int i = 0; i + 7 <= 40; ++i) first.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 7))));
    loop l;
    for (const A& x : first) l.add(c, x);
    l.expect_right();
}

TEST(ShareProduct, ALoopRunSeveralTimesIsOneProduct)
{
    const A a = numbers(2, 3, 1), b = numbers(3, 11, 2);
    loop inner, outer;
    for (int round = 0; round < 3; ++round)  // merge_equal takes the outer loop away
        for (int i = 0; i < 4; ++i) inner.add(a, tf::view(b, xt::all(), xt::range(i, i + 3)));
    for (int i = 0; i < 4; ++i)
        for (int round = 0; round < 3; ++round) outer.add(a, tf::view(b, xt::all(), xt::range(i, i + 3)));
    EXPECT_EQ(tf::explain(inner.results).products_after, 1);
    EXPECT_EQ(tf::explain(outer.results).products_after, 1);
    inner.expect_right();
    outer.expect_right();
}

TEST(ShareProduct, AxesThatMeetNothingStayAsTheyAre)
{
    const A a = numbers(2, 3, 1), b = numbers(4, 5, 2);
    const A woven = tf::kron(a, b);  // four free axes, read through a reshape
    for (int i = 0; i < 8; ++i)
        for (int j = 0; j < 15; ++j) ASSERT_EQ(woven(i, j), a(i / 4, j / 5) * b(i % 4, j % 5));
}

TEST(ShareProduct, WindowsOverSeveralAxesReadAsOneAreOneProduct)
{
    constexpr int frames = 20, channels = 4, width = 3;
    const A a = numbers(6, 5, 1), flat = numbers(5, frames * channels, 2);
    xt::xarray<double> plain = flat;
    plain.reshape({5, frames, channels});
    const A x(std::move(plain));
    loop l;
    for (int n = 0; n + width <= frames; ++n)
        l.add(a, tf::reshape(tf::view(x, xt::all(), xt::range(n, n + width), xt::all()), {5, width * channels}));
    EXPECT_EQ(tf::explain(l.results).products_after, 1);
    l.expect_right();
}

TEST(ShareProduct, CanBeSwitchedOff)
{
    const A a = numbers(3, 5, 1), b = numbers(5, 40, 2);
    loop l;
    for (int i = 0; i + 7 <= 40; ++i) l.add(a, tf::view(b, xt::all(), xt::range(i, i + 7)));
    tf::options off;
    off.disable = {"share_product"};
    EXPECT_EQ(tf::explain(off, l.results).products_after, 34);
    tf::eval(off, l.results);
    l.expect_right();
}

RC_GTEST_PROP(ShareProduct, KeepsEveryValueForEveryLoop, ())
{
    const int m = *rc::gen::inRange(1, 5), k = *rc::gen::inRange(1, 5);
    const int width = *rc::gen::inRange(1, 9), step = *rc::gen::inRange(1, 6), count = *rc::gen::inRange(1, 12);
    const int length = width + step * (count - 1);
    const bool left = *rc::gen::arbitrary<bool>(), backwards = *rc::gen::arbitrary<bool>();
    const A fixed = left ? numbers(k, m, 1) : numbers(m, k, 1);
    const A wide = left ? numbers(length, k, 2) : numbers(k, length, 2);
    loop l;
    for (int n = 0; n < count; ++n) {
        const int i = step * (backwards ? count - 1 - n : n);
        if (left) l.add(tf::view(wide, xt::range(i, i + width)), fixed);
        else l.add(fixed, tf::view(wide, xt::all(), xt::range(i, i + width)));
    }
    l.expect_right();
}

}  // namespace
