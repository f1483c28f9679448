// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: a sum of products is the same number whether the products are formed apart or not; and they are not.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>
#include <vector>

namespace tf = tenfold;

namespace {

template <class T>
tf::array<T> whole(std::mt19937& draw, std::vector<std::size_t> shape)
{
    xt::xarray<T> x = xt::zeros<T>(shape);
    for (T& v : x) v = static_cast<T>(static_cast<int>(draw() % 9) - 4);
    return tf::array<T>(std::move(x));
}

const tf::explanation::rule& rule(const tf::explanation& e)
{
    for (const auto& r : e.rules)
        if (r.name == "sum_into_product") return r;
    throw std::logic_error("no such rule");
}

template <class T>
struct terms {
    std::vector<tf::array<T>> a, b;
    std::ptrdiff_t m, n;

    terms(unsigned seed, std::size_t count, std::size_t rows, std::size_t inner, std::size_t columns)
        : m(static_cast<std::ptrdiff_t>(rows)), n(static_cast<std::ptrdiff_t>(columns))
    {
        std::mt19937 draw(seed);
        for (std::size_t i = 0; i < count; ++i) {
            a.push_back(whole<T>(draw, {rows, inner}));
            b.push_back(whole<T>(draw, {inner, columns}));
        }
    }
    T want(std::ptrdiff_t i, std::ptrdiff_t j, T start = 0) const
    {
        T sum = start;
        for (std::size_t q = 0; q < a.size(); ++q)
            for (std::ptrdiff_t k = 0; k < a[q].shape()[1]; ++k) sum = static_cast<T>(sum + a[q](i, k) * b[q](k, j));
        return sum;
    }
    void expect(const tf::array<T>& got, T start = 0) const
    {
        for (std::ptrdiff_t i = 0; i < m; ++i)
            for (std::ptrdiff_t j = 0; j < n; ++j) ASSERT_EQ(got(i, j), want(i, j, start));
    }
};

template <class T>
class SumIntoProduct : public testing::Test {};
using types = testing::Types<double, float, int, std::int64_t>;
TYPED_TEST_SUITE(SumIntoProduct, types);

TYPED_TEST(SumIntoProduct, ARunningSum)
{
    using T = TypeParam;
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937 draw(seed);
        const terms<T> x(seed, 2 + draw() % 30, 1 + draw() % 6, 1 + draw() % 6, 1 + draw() % 6);
        for (const bool left : {false, true}) {
            tf::array<T> sum = tf::zeros<T>({x.m, x.n});
            for (std::size_t i = 0; i < x.a.size(); ++i) {
                if (left) sum = tf::dot(x.a[i], x.b[i]) + sum;
                else sum += tf::dot(x.a[i], x.b[i]);
            }
            EXPECT_TRUE(rule(tf::explain(sum)).fired);
            x.expect(sum);
        }
    }
}

TYPED_TEST(SumIntoProduct, StartsFromAnyValue)
{
    using T = TypeParam;
    const terms<T> x(3, 12, 4, 3, 5);
    tf::array<T> sum = tf::full<T>({4, 5}, T(7));
    for (std::size_t i = 0; i < x.a.size(); ++i) sum = sum + tf::dot(x.a[i], x.b[i]);
    EXPECT_TRUE(rule(tf::explain(sum)).fired);
    x.expect(sum, T(7));

    tf::array<T> on = x.a[0], by = whole<T>(*std::make_unique<std::mt19937>(1u), {3, 3});
    tf::array<T> power = tf::dot(on, by);   // another product, not one of the sum
    for (std::size_t i = 0; i < 5; ++i) power += tf::dot(x.a[i], by);
    const T first = on(1, 0) * by(0, 2) + on(1, 1) * by(1, 2) + on(1, 2) * by(2, 2);
    T want = first;
    for (std::size_t i = 0; i < 5; ++i)
        for (int k = 0; k < 3; ++k) want = static_cast<T>(want + x.a[i](1, k) * by(k, 2));
    EXPECT_EQ(power(1, 2), want);
}

TYPED_TEST(SumIntoProduct, SeveralSumsSideBySide)
{
    using T = TypeParam;
    const terms<T> x(4, 24, 4, 3, 5);
    const auto loop = [&](int kind) {
        std::vector<tf::array<T>> sums(3, tf::zeros<T>({x.m, x.n}));
        sums[1] = tf::full<T>({4, 5}, T(2));
        const auto add = [&](std::size_t to, std::size_t i) { sums[to] += tf::dot(x.a[i], x.b[i]); };
        for (std::size_t i = 0; i < x.a.size(); ++i) {
            if (kind == 0) add(i % 3, i);
            if (kind == 1) add(i * i % 7 % 3, i);
            if (kind == 2) add(i < 10 ? 2 : 0, i);
            if (kind == 3) {
                sums[0] += tf::dot(x.a[i], x.b[i]);
                sums[2] = tf::dot(x.a[x.a.size() - 1 - i], x.b[i]) + sums[2];
            }
        }
        return sums;
    };
    for (int kind = 0; kind < 4; ++kind) {
        const auto lazy = loop(kind);
        EXPECT_TRUE(rule(tf::explain(lazy)).fired) << kind;
        tf::eval(lazy);
        std::vector<tf::array<T>> eager;
        {
            const tf::eager_scope now;
            eager = loop(kind);
        }
        for (std::size_t k = 0; k < 3; ++k) {
            const xt::xarray<T> p = lazy[k], q = eager[k];
            EXPECT_EQ(p, q) << kind << " " << k;
        }
    }
}

TEST(SumOfAStack, OverTheNewAxis)
{
    for (const int axis : {0, 1, 2}) {
        const terms<double> x(5, 9, 3, 4, 6);
        std::vector<tf::array<double>> list;
        for (std::size_t i = 0; i < x.a.size(); ++i) list.push_back(tf::dot(x.a[i], x.b[i]));
        const tf::array<double> sum = tf::sum(tf::stack(list, axis), axis);
        list.clear();
        const tf::explanation e = tf::explain(sum);
        EXPECT_TRUE(rule(e).fired);
        EXPECT_EQ(e.steps.size(), 1u);
        x.expect(sum);
    }
}

TEST(SumOfAStack, OverAnotherAxisIsAReduction)
{
    const terms<double> x(6, 9, 3, 4, 6);
    std::vector<tf::array<double>> list;
    for (std::size_t i = 0; i < x.a.size(); ++i) list.push_back(tf::dot(x.a[i], x.b[i]));
    const tf::array<double> rows = tf::sum(tf::stack(list), 1);
    list.clear();
    EXPECT_FALSE(rule(tf::explain(rows)).fired);
    for (std::size_t i = 0; i < x.a.size(); ++i) {
        double want = 0;
        for (int r = 0; r < 3; ++r)
            for (int k = 0; k < 4; ++k) want += x.a[i](r, k) * x.b[i](k, 5);
        EXPECT_EQ(rows(static_cast<std::ptrdiff_t>(i), 5), want);
    }
}

TEST(SumIntoProductDeclines, WhereProductsOrPartialSumsAreWanted)
{
    const terms<double> x(7, 8, 3, 4, 5);
    tf::array<double> sum = tf::zeros<double>({3, 5});
    std::vector<tf::array<double>> products, sums;
    for (std::size_t i = 0; i < x.a.size(); ++i) {
        products.push_back(tf::dot(x.a[i], x.b[i]));
        sum += products.back();
    }
    EXPECT_FALSE(rule(tf::explain(sum)).fired);
    x.expect(sum);

    tf::array<double> next = tf::zeros<double>({3, 5});
    for (std::size_t i = 0; i < x.a.size(); ++i) {
        next += tf::dot(x.a[i], x.b[i]);
        sums.push_back(next);
    }
    EXPECT_FALSE(rule(tf::explain(next, sums)).fired);
    x.expect(next);
    EXPECT_EQ(sums[0](2, 4), x.a[0](2, 0) * x.b[0](0, 4) + x.a[0](2, 1) * x.b[0](1, 4) + x.a[0](2, 2) * x.b[0](2, 4)
                                 + x.a[0](2, 3) * x.b[0](3, 4));
}

TEST(SumIntoProductDeclines, WhereTheOrderOfSumsMustStay)
{
    const terms<double> x(8, 8, 3, 4, 5);
    tf::array<double> sum = tf::zeros<double>({3, 5});
    for (std::size_t i = 0; i < x.a.size(); ++i) sum += tf::dot(x.a[i], x.b[i]);
    tf::options strict;
    strict.reorder_sums = false;
    const tf::explanation e = tf::explain(strict, sum);
    EXPECT_FALSE(rule(e).fired);
    EXPECT_EQ(rule(e).reason, "reorder_sums forbids it");
    tf::eval(strict, sum);
    x.expect(sum);
}

TEST(SumIntoProductDeclines, WhenSwitchedOff)
{
    const terms<double> x(9, 8, 3, 4, 5);
    tf::array<double> sum = tf::zeros<double>({3, 5});
    for (std::size_t i = 0; i < x.a.size(); ++i) sum += tf::dot(x.a[i], x.b[i]);
    tf::options off;
    off.disable = {"sum_into_product"};
    EXPECT_FALSE(rule(tf::explain(off, sum)).fired);
    tf::eval(off, sum);
    x.expect(sum);
}

TEST(SumIntoProductDeclines, WhereTheSumBroadcasts)
{
    const terms<double> x(10, 6, 1, 3, 4);
    tf::array<double> sum = tf::zeros<double>({5, 4});
    for (std::size_t i = 0; i < x.a.size(); ++i) sum += tf::dot(x.a[i], x.b[i]);
    EXPECT_FALSE(rule(tf::explain(sum)).fired);
    EXPECT_EQ(sum(4, 2), x.want(0, 2));
}

TEST(SumIntoProductOfWindows, AlongALoop)
{
    std::mt19937 draw(11);
    const auto a = whole<double>(draw, {4, 60}), b = whole<double>(draw, {60, 3});
    tf::array<double> sum = tf::zeros<double>({4, 3});
    for (int i = 0; i + 6 <= 60; i += 6)
        sum += tf::dot(tf::view(a, xt::all(), xt::range(i, i + 6)), tf::view(b, xt::range(i, i + 6), xt::all()));
    EXPECT_TRUE(rule(tf::explain(sum)).fired);
    const tf::array<double> all = tf::dot(a, b);
    for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 3; ++j) EXPECT_EQ(sum(i, j), all(i, j));
}

}  // namespace
