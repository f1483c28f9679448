// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: an array that is filled part by part holds what was stored; and where one family fills it, nothing is copied.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <stdexcept>
#include <vector>

namespace tf = tenfold;
using A = tf::array<double>;

namespace {

A whole(std::mt19937& draw, std::vector<std::size_t> shape)
{
    xt::xarray<double> x = xt::zeros<double>(shape);
    for (double& v : x) v = static_cast<double>(draw() % 9) - 4;
    return A(std::move(x));
}

bool fired(const tf::explanation& e)
{
    for (const auto& r : e.rules)
        if (r.name == "place_results") return r.fired;
    throw std::logic_error("no such rule");
}

bool stores(const tf::explanation& e)
{
    for (const auto& s : e.steps)
        if (s.kind.starts_with("store")) return true;
    return false;
}

struct products {
    std::vector<A> a, b;
    explicit products(std::size_t count, unsigned seed = 1)
    {
        std::mt19937 draw(seed);
        for (std::size_t i = 0; i < count; ++i) {
            a.push_back(whole(draw, {3, 4}));
            b.push_back(whole(draw, {4, 5}));
        }
    }
    A at(std::size_t i) const { return tf::dot(a[i], b[i]); }
    double want(std::size_t q, std::ptrdiff_t i, std::ptrdiff_t j) const
    {
        double sum = 0;
        for (int k = 0; k < 4; ++k) sum += a[q](i, k) * b[q](k, j);
        return sum;
    }
};

TEST(PlaceResults, StackOnEveryAxis)
{
    const products p(7);
    for (const int axis : {0, 1, 2}) {
        std::vector<A> list;
        for (std::size_t i = 0; i < 7; ++i) list.push_back(p.at(i));
        const A all = tf::stack(list, axis);
        if (axis == 1) list.clear();   // kept or not
        const tf::explanation e = tf::explain(all, list);
        EXPECT_TRUE(fired(e));
        EXPECT_FALSE(stores(e));
        EXPECT_EQ(e.steps.size(), 1u);   // nor is the array filled with zeros first
        tf::eval(all, list);
        for (std::size_t q = 0; q < 7; ++q)
            for (std::ptrdiff_t i = 0; i < 3; ++i)
                for (std::ptrdiff_t j = 0; j < 5; ++j) {
                    const auto n = static_cast<std::ptrdiff_t>(q);
                    ASSERT_EQ(axis == 0 ? all(n, i, j) : axis == 1 ? all(i, n, j) : all(i, j, n), p.want(q, i, j));
                    if (list.empty()) continue;
                    ASSERT_EQ(list[q](i, j), p.want(q, i, j));
                }
    }
}

TEST(PlaceResults, ConcatenateOfEqualParts)
{
    const products p(6);
    for (const int axis : {0, 1}) {
        std::vector<A> list;
        for (std::size_t i = 0; i < 6; ++i) list.push_back(p.at(i));
        const A all = tf::concatenate(list, axis);
        const tf::explanation e = tf::explain(all);
        EXPECT_TRUE(fired(e));
        EXPECT_FALSE(stores(e));
        EXPECT_EQ(axis == 0 ? all(3 * 4 + 2, 1) : all(2, 5 * 4 + 1), p.want(4, 2, 1));
    }
}

TEST(PlaceResults, ALoopOverAPreallocatedArray)
{
    const products p(9);
    A out = tf::zeros<double>({9, 3, 5});
    const A before = out;
    for (std::size_t i = 0; i < 9; ++i) tf::view(out, static_cast<std::ptrdiff_t>(i)) = p.at(i);
    const tf::explanation e = tf::explain(out);
    EXPECT_TRUE(fired(e));
    EXPECT_FALSE(stores(e));
    EXPECT_EQ(out(8, 2, 4), p.want(8, 2, 4));
    EXPECT_EQ(before(8, 2, 4), 0);
}

TEST(PlaceResults, InAnyOrder)
{
    const products p(9);
    A out = tf::zeros<double>({9, 3, 5});
    const int order[] = {4, 0, 8, 2, 6, 1, 3, 7, 5};
    for (std::size_t i = 0; i < 9; ++i) tf::view(out, order[i]) = p.at(i);
    EXPECT_TRUE(fired(tf::explain(out)));
    for (std::size_t i = 0; i < 9; ++i) EXPECT_EQ(out(order[i], 1, 2), p.want(i, 1, 2));
}

// What cannot be computed in the array, as products can, is copied into it: each part to its own place.
TEST(PlaceResults, InAnyOrderOfWhatWasComputed)
{
    std::mt19937 draw(4);
    constexpr std::size_t count = 40;   // more than is computed without a plan
    const A x = whole(draw, {count, 3, 4});
    std::vector<A> doubled, summed;
    for (std::size_t i = 0; i < count; ++i) {
        doubled.push_back(2.0 * tf::view(x, i));
        summed.push_back(tf::sum(tf::view(x, i), {1}));
    }
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::shuffle(order.begin(), order.end(), draw);
    std::vector<A> parts, sums;
    for (const std::size_t i : order) {
        parts.push_back(doubled[i]);
        sums.push_back(summed[i]);
    }
    const A joined = tf::concatenate(parts, 0), stacked = tf::stack(sums), back = tf::stack(std::vector<A>(doubled.rbegin(), doubled.rend()));
    EXPECT_TRUE(fired(tf::explain(joined, stacked, back)));
    for (std::size_t n = 0; n < count; ++n)
        for (std::size_t r = 0; r < 3; ++r) {
            const auto from = [&](std::size_t c) { return x(order[n], r, c); };
            EXPECT_EQ(joined(3 * n + r, 1), 2 * from(1));
            EXPECT_EQ(stacked(n, r), from(0) + from(1) + from(2) + from(3));
            EXPECT_EQ(back(n, r, 2), 2 * x(count - 1 - n, r, 2));
        }
}

TEST(PlaceResults, LaterStoresSeeTheFilledArray)
{
    const products p(5);
    A out = tf::zeros<double>({5, 3, 5});
    for (std::size_t i = 0; i < 5; ++i) tf::view(out, static_cast<std::ptrdiff_t>(i)) = p.at(i);
    const A filled = out;
    tf::view(out, 2) = tf::full<double>({3, 5}, 9.0);
    const A twice = filled * 2.0;
    EXPECT_EQ(out(2, 1, 1), 9);
    EXPECT_EQ(out(3, 1, 1), p.want(3, 1, 1));
    EXPECT_EQ(filled(2, 1, 1), p.want(2, 1, 1));
    EXPECT_EQ(twice(4, 2, 2), 2 * p.want(4, 2, 2));
}

TEST(PlaceResults, DeclinesWhereTheArrayIsNotFilledOnce)
{
    const products p(6);
    A part = tf::full<double>({8, 3, 5}, 5.0);   // two parts keep their value
    for (std::size_t i = 0; i < 6; ++i) tf::view(part, static_cast<std::ptrdiff_t>(i)) = p.at(i);
    EXPECT_FALSE(fired(tf::explain(part)));
    EXPECT_EQ(part(7, 0, 0), 5);
    EXPECT_EQ(part(5, 2, 1), p.want(5, 2, 1));

    A twice = tf::zeros<double>({3, 3, 5});      // every part is written two times
    for (std::size_t i = 0; i < 6; ++i) tf::view(twice, static_cast<std::ptrdiff_t>(i % 3)) = p.at(i);
    EXPECT_FALSE(fired(tf::explain(twice)));
    for (std::size_t i = 3; i < 6; ++i) EXPECT_EQ(twice(static_cast<std::ptrdiff_t>(i - 3), 2, 2), p.want(i, 2, 2));

    A sums = tf::ones<double>({6, 3, 5});        // what was there counts
    for (std::size_t i = 0; i < 6; ++i) tf::view(sums, static_cast<std::ptrdiff_t>(i)) += p.at(i);
    EXPECT_FALSE(fired(tf::explain(sums)));
    EXPECT_EQ(sums(4, 1, 3), 1 + p.want(4, 1, 3));
}

TEST(PlaceResults, DeclinesWhereAVersionOnTheWayIsWanted)
{
    const products p(5);
    A out = tf::zeros<double>({5, 3, 5});
    std::vector<A> versions;
    for (std::size_t i = 0; i < 5; ++i) {
        tf::view(out, static_cast<std::ptrdiff_t>(i)) = p.at(i);
        versions.push_back(out);
    }
    EXPECT_FALSE(fired(tf::explain(out, versions)));
    tf::eval(out, versions);
    EXPECT_EQ(versions[2](2, 1, 1), p.want(2, 1, 1));
    EXPECT_EQ(versions[2](3, 1, 1), 0);
    EXPECT_EQ(out(3, 1, 1), p.want(3, 1, 1));
}

TEST(PlaceResults, OfElementwiseCodeAndReductions)
{
    const products p(6);
    std::vector<A> list;
    for (std::size_t i = 0; i < 6; ++i) list.push_back(p.a[i] * 2.0 + 1.0);
    const A all = tf::stack(list);
    list.clear();
    EXPECT_TRUE(fired(tf::explain(all)));
    EXPECT_EQ(all(3, 2, 1), p.a[3](2, 1) * 2 + 1);

    for (std::size_t i = 0; i < 6; ++i) list.push_back(tf::sum(p.a[i], 0));
    const A sums = tf::stack(list);
    EXPECT_EQ(sums(5, 3), p.a[5](0, 3) + p.a[5](1, 3) + p.a[5](2, 3));
}

TEST(PlaceResults, PartsOfSeveralLoopsAndSources)
{
    std::mt19937 draw(5);
    const A x = whole(draw, {40, 4}), w = whole(draw, {4}), line = whole(draw, {40});
    std::vector<A> list;
    std::vector<double> want;
    for (std::ptrdiff_t i = 0; i < 40; ++i) {
        const double sum = x(i, 0) + x(i, 1) + x(i, 2) + x(i, 3);
        switch (i * 7 % 11 % 4) {
        case 0: list.push_back(tf::sum(tf::view(x, i))); want.push_back(sum); break;
        case 1: list.push_back(tf::view(line, i)); want.push_back(line(i)); break;
        case 2: list.push_back(tf::view(tf::view(x, i) * 2.0, 1)); want.push_back(2 * x(i, 1)); break;
        default:
            list.push_back(tf::dot(tf::view(x, i), w));
            want.push_back(x(i, 0) * w(0) + x(i, 1) * w(1) + x(i, 2) * w(2) + x(i, 3) * w(3));
        }
    }
    const A all = tf::stack(list);
    list.clear();
    const tf::explanation e = tf::explain(all);
    EXPECT_TRUE(fired(e));
    EXPECT_FALSE(stores(e));
    for (std::size_t i = 0; i < want.size(); ++i) EXPECT_EQ(all(static_cast<std::ptrdiff_t>(i)), want[i]) << i;
}

TEST(PlaceResults, PartsOfUnlikeLengths)
{
    std::mt19937 draw(6);
    const A x = whole(draw, {30, 5});
    std::vector<A> list;
    std::vector<double> want;
    for (std::ptrdiff_t i = 0; i < 30; ++i) {
        const std::ptrdiff_t n = 2 + i % 3;
        list.push_back(tf::view(x, i, xt::range(0, n)) + 1.0);
        for (std::ptrdiff_t j = 0; j < n; ++j) want.push_back(x(i, j) + 1);
    }
    const A all = tf::concatenate(list);
    list.clear();
    const tf::explanation e = tf::explain(all);
    EXPECT_TRUE(fired(e));
    EXPECT_FALSE(stores(e));
    for (std::size_t i = 0; i < want.size(); ++i) EXPECT_EQ(all(static_cast<std::ptrdiff_t>(i)), want[i]) << i;
}

TEST(PlaceResults, WhatNoPartWritesStaysAsItWas)
{
    const products p(9);
    std::mt19937 draw(7);
    const A start = whole(draw, {12, 3, 5});
    A out = start;
    for (std::size_t i = 0; i < 9; ++i) tf::view(out, static_cast<std::ptrdiff_t>(i + 1)) = p.at(i);
    EXPECT_TRUE(fired(tf::explain(out)));
    for (const std::ptrdiff_t i : {0, 10, 11}) EXPECT_EQ(out(i, 2, 3), start(i, 2, 3)) << i;
    for (std::size_t i = 0; i < 9; ++i) EXPECT_EQ(out(static_cast<std::ptrdiff_t>(i + 1), 1, 2), p.want(i, 1, 2)) << i;

    A numbers = tf::ones<double>({200});   // each from the one before; two kinds of steps take turns
    double want = 1;
    for (std::ptrdiff_t i = 1; i < 200; ++i) {
        if (i % 2) tf::view(numbers, i) = tf::view(numbers, i - 1) * 0.5 + 1.0;
        else tf::view(numbers, i) = 3.0 - tf::view(numbers, i - 1);
        want = i % 2 ? want * 0.5 + 1 : 3 - want;
    }
    EXPECT_TRUE(fired(tf::explain(numbers)));
    EXPECT_EQ(numbers(199), want);
    EXPECT_EQ(numbers(0), 1);
}

// The chain that computed the old value had been put into another order, with products that have no name.
TEST(PlaceResults, AValueThatIsStoredOverAltogetherIsNotComputed)
{
    std::mt19937 draw(3);
    const A a = whole(draw, {3, 3}), b = whole(draw, {3, 6}), c = whole(draw, {6, 3}), d = whole(draw, {3, 9});
    const A kept = tf::dot(tf::dot(tf::dot(a, b), c), d);
    A x = tf::dot(tf::dot(a, b), tf::dot(c, d));
    tf::moveaxis(x, 0, 0) = kept;
    EXPECT_TRUE(tf::allclose(x, kept, 0.0, 0.0));
    const tf::eager_scope now;
    EXPECT_TRUE(tf::allclose(x, tf::dot(tf::dot(tf::dot(a, b), c), d)));
}

}  // namespace
