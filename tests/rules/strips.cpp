// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: what is read decides which products are left, not the order of the calls nor where they were written.
#include "rules/support.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <random>
#include <vector>

namespace {

using namespace rules_support;
using A = tf::array<double>;

struct call {
    std::size_t pair;
    std::ptrdiff_t first, size;

    friend std::ostream& operator<<(std::ostream& out, const call& c)
    {
        return out << c.pair << " from " << c.first << ", " << c.size;
    }
};

/// Pairs of values: filters, and sources of windows.
struct signals {
    std::vector<ndarray<double>> a, b;
    std::vector<A> x, y;

    explicit signals(std::size_t pairs, std::ptrdiff_t length, std::ptrdiff_t rows = 3, std::ptrdiff_t inner = 4)
    {
        for (std::size_t p = 0; p < pairs; ++p) {
            a.push_back(numbers({rows, inner}, static_cast<unsigned>(2 * p)));
            b.push_back(numbers({inner, length}, static_cast<unsigned>(2 * p + 1)));
            x.push_back(to_array(a.back()));
            y.push_back(to_array(b.back()));
        }
    }
    A at(const call& c) const
    {
        return tf::dot(x[c.pair], tf::view(y[c.pair], xt::all(), xt::range(c.first, c.first + c.size)));
    }
    std::vector<A> record(const std::vector<call>& calls) const
    {
        std::vector<A> all;
        for (const call& c : calls) all.push_back(at(c));
        return all;
    }
    void expect_right(const std::vector<call>& calls, const std::vector<A>& got) const
    {
        for (std::size_t i = 0; i < calls.size(); ++i) {
            const call& c = calls[i];
            const auto part = reference::view(b[c.pair], {reference::all{}, reference::range(c.first, c.first + c.size)});
            expect_equal(got[i], reference::dot(a[c.pair], part));
        }
    }
    /// Products that are left, with the results checked.
    std::ptrdiff_t products(const std::vector<call>& calls) const
    {
        const auto got = record(calls);
        const auto left = tf::explain(got).products_after;
        expect_right(calls, got);
        return static_cast<std::ptrdiff_t>(left);
    }
};

std::vector<call> each_window(std::size_t pair, std::ptrdiff_t length, std::ptrdiff_t size)
{
    std::vector<call> calls;
    for (std::ptrdiff_t i = 0; i + size <= length; ++i) calls.push_back({pair, i, size});
    return calls;
}

std::vector<call> every_pair(std::size_t pairs, std::ptrdiff_t length, std::ptrdiff_t size, bool innermost)
{
    std::vector<call> calls;
    for (std::size_t p = 0; p < pairs; ++p)
        for (const call& c : each_window(p, length, size)) calls.push_back(c);
    if (innermost)
        std::stable_sort(calls.begin(), calls.end(), [](const call& x, const call& y) { return x.first < y.first; });
    return calls;
}

TEST(Strips, PairsInAnyOrderAreAProductEach)
{
    for (const std::size_t pairs : {2u, 3u, 8u}) {
        const signals s(pairs, 60);
        EXPECT_EQ(s.products(every_pair(pairs, 60, 7, false)), static_cast<std::ptrdiff_t>(pairs));
        EXPECT_EQ(s.products(every_pair(pairs, 60, 7, true)), static_cast<std::ptrdiff_t>(pairs));
        auto calls = every_pair(pairs, 60, 7, false);
        std::shuffle(calls.begin(), calls.end(), std::mt19937(3));
        EXPECT_EQ(s.products(calls), static_cast<std::ptrdiff_t>(pairs));
    }
}

TEST(Strips, TheSourceMayDependOnTheIndex)
{
    const signals s(3, 60);
    const auto sources = [&](auto&& pair_of) {
        std::vector<call> calls;
        for (std::ptrdiff_t i = 0; i + 20 <= 60; ++i) calls.push_back({pair_of(i), i, 20});
        return s.products(calls);
    };
    EXPECT_EQ(sources([](std::ptrdiff_t i) -> std::size_t { return i * i % 7 < 3; }), 2);
    EXPECT_EQ(sources([](std::ptrdiff_t i) -> std::size_t { return i > 13; }), 2);
    EXPECT_LE(sources([](std::ptrdiff_t i) -> std::size_t { return static_cast<std::size_t>(i % 2); }), 3);
    EXPECT_LE(sources([](std::ptrdiff_t i) -> std::size_t { return static_cast<std::size_t>(i % 3); }), 5);
}

TEST(Strips, SizesFromATable)
{
    const signals s(2, 80);
    std::vector<call> calls;
    for (std::ptrdiff_t i = 0; i + 16 <= 80; ++i)
        for (std::size_t p = 0; p < 2; ++p) calls.push_back({p, i, 5 + i * i % 11});
    EXPECT_EQ(s.products(calls), 2);
    calls.clear();
    for (std::ptrdiff_t i = 1; i <= 80; ++i) calls.push_back({0, 0, i});
    EXPECT_EQ(s.products(calls), 1);
    calls.clear();
    for (std::ptrdiff_t i = 0; i < 60; ++i) calls.push_back({1, i, 5 + i % 15});
    EXPECT_EQ(s.products(calls), 1);
}

TEST(Strips, OffsetsThatWrapAreOneProduct)
{
    const signals s(1, 420);
    std::vector<call> calls;
    for (std::ptrdiff_t i = 0; i < 300; ++i) calls.push_back({0, (i * 7919 + 13) % 397, 20});
    EXPECT_EQ(s.products(calls), 1);
}

TEST(Strips, EvaluationOfSomethingElseInBetween)
{
    const signals s(1, 60);
    const A w = to_array(numbers({4, 2}, 9));
    std::vector<call> calls = each_window(0, 60, 7);
    std::vector<A> got;
    for (const call& c : calls) {
        got.push_back(s.at(c));
        if (c.first % 10 == 3) tf::eval(tf::dot(s.x[0], w));
    }
    EXPECT_EQ(tf::explain(got).products_after, 1);
    s.expect_right(calls, got);
}

TEST(Strips, EvaluatedHalfway)
{
    const signals s(2, 60);
    std::vector<call> calls = every_pair(2, 60, 7, true);
    std::vector<A> got;
    for (const call& c : calls) {
        got.push_back(s.at(c));
        if (c.first == 30 && c.pair == 1) tf::eval(got);
    }
    EXPECT_LE(tf::explain(got).products_after, 2);
    s.expect_right(calls, got);
}

TEST(Strips, FiltersSourcesAndWindowsInEveryOrder)
{
    std::vector<ndarray<double>> a, b;
    std::vector<A> x, y;
    for (unsigned q = 0; q < 3; ++q) {
        a.push_back(numbers({3, 4}, q));
        b.push_back(numbers({4, 40}, q + 10));
        x.push_back(to_array(a.back()));
        y.push_back(to_array(b.back()));
    }
    std::vector<int> order{0, 1, 2};
    do {
        const std::ptrdiff_t extent[3] = {3, 3, 34};
        std::vector<A> got;
        std::vector<std::array<std::ptrdiff_t, 3>> at;
        for (std::ptrdiff_t n = 0; n < 3 * 3 * 34; ++n) {
            std::array<std::ptrdiff_t, 3> i{};
            std::ptrdiff_t rest = n;
            for (const int d : order) {
                i[static_cast<std::size_t>(d)] = rest % extent[d];
                rest /= extent[d];
            }
            at.push_back(i);
            got.push_back(tf::dot(x[static_cast<std::size_t>(i[0])],
                                  tf::view(y[static_cast<std::size_t>(i[1])], xt::all(), xt::range(i[2], i[2] + 7))));
        }
        EXPECT_EQ(tf::explain(got).products_after, 9);
        for (std::size_t n = 0; n < got.size(); ++n) {
            const auto part = reference::view(b[static_cast<std::size_t>(at[n][1])], {reference::all{}, reference::range(at[n][2], at[n][2] + 7)});
            expect_equal(got[n], reference::dot(a[static_cast<std::size_t>(at[n][0])], part));
        }
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST(Strips, PairsThatFeedEachOtherAreNotOneProduct)
{
    // The second source is made from windows of the first: both in one line, by turns and at random.
    const auto a = numbers({4, 4}, 1), b = numbers({4, 30}, 2);
    const A x = to_array(a), y = to_array(b);
    const A z = tf::dot(x, y), u = tf::dot(x, z);
    std::vector<A> got;
    std::vector<ndarray<double>> want;
    const auto c = reference::dot(a, b), d = reference::dot(a, c);
    std::mt19937 draw(5);
    for (int n = 0; n < 200; ++n) {
        const std::ptrdiff_t i = static_cast<std::ptrdiff_t>(draw() % 24);
        const unsigned which = draw() % 3;
        const A& source = which == 0 ? y : which == 1 ? z : u;
        got.push_back(tf::dot(x, tf::view(source, xt::all(), xt::range(i, i + 6))));
        want.push_back(reference::dot(a, reference::view(which == 0 ? b : which == 1 ? c : d,
                                                         {reference::all{}, reference::range(i, i + 6)})));
    }
    for (std::size_t n = 0; n < got.size(); ++n) expect_equal(got[n], want[n]);
}

TEST(Strips, TransposedAndComputedSourcesOfUnlikeStrides)
{
    const auto a = numbers({3, 4}, 1), b = numbers({4, 30}, 2), w = numbers({4, 4}, 3);
    const A x = to_array(a), y = to_array(b), z = tf::dot(to_array(w), y);
    const auto c = reference::dot(w, b);
    for (const bool turned : {false, true}) {
        std::vector<A> got;
        std::vector<ndarray<double>> want;
        std::mt19937 draw(7);
        for (int n = 0; n < 120; ++n) {
            const std::ptrdiff_t i = static_cast<std::ptrdiff_t>(draw() % 24);
            const bool second = draw() % 2;
            const auto part = tf::view(second ? z : y, xt::all(), xt::range(i, i + 6));
            const auto same = reference::view(second ? c : b, {reference::all{}, reference::range(i, i + 6)});
            got.push_back(turned ? tf::dot(tf::transpose(part), tf::transpose(x)) : tf::dot(x, part));
            want.push_back(turned ? reference::dot(reference::transpose(same), reference::transpose(a)) : reference::dot(a, same));
        }
        for (std::size_t n = 0; n < got.size(); ++n) expect_equal(got[n], want[n]);
    }
}

RC_GTEST_PROP(Strips, AnyCallsOfFewPairs, ())
{
    const auto pairs = *rc::gen::inRange<std::size_t>(1, 5);
    const auto length = *rc::gen::inRange<std::ptrdiff_t>(8, 40);
    const signals s(pairs, length, 2, 3);
    const auto calls = *rc::gen::container<std::vector<call>>(rc::gen::exec([&] {
        const auto size = *rc::gen::element<std::ptrdiff_t>(1, 3, 5, 8);
        return call{*rc::gen::inRange<std::size_t>(0, pairs), *rc::gen::inRange<std::ptrdiff_t>(0, length - size + 1), size};
    }));
    s.expect_right(calls, s.record(calls));
}

// Of one pair a single row is read, and the value lies in column-major order: its place is not that of canonical order.
TEST(Strips, OneWindowOfAPairWhereTheSourceLiesInAnotherOrder)
{
    xt::xarray<double, xt::layout_type::column_major> rows = xt::zeros<double>({6, 1, 3});
    for (std::size_t i = 0; i < 6; ++i)
        for (std::size_t k = 0; k < 3; ++k) rows(i, 0, k) = static_cast<double>(10 * i + k * k);
    const A x = tf::borrow(rows), y = to_array(numbers({2, 3, 4}, 5));
    std::vector<A> got(5);
    for (int i = 0; i < 5; ++i) {
        got[static_cast<std::size_t>(i)] = tf::dot(tf::view(x, i), tf::view(y, i % 2));
        if (i == 3) got[3] = A();
    }
    tf::eval(got[0], got[1], got[2], got[4]);
    for (const std::size_t i : {0u, 1u, 2u, 4u}) {
        const tf::eager_scope now;
        const A one = tf::dot(tf::view(x, static_cast<int>(i)), tf::view(y, static_cast<int>(i % 2)));
        EXPECT_TRUE(tf::allclose(got[i], one)) << i;
    }
}

}  // namespace
