// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <tenfold/counting.hpp>

#if __has_include(<xtensor/misc/xhistogram.hpp>)
#include <xtensor/misc/xhistogram.hpp>
#else
#include <xtensor/xhistogram.hpp>
#endif

#include <cmath>
#include <limits>

namespace {

using namespace support;
using D = tf::array<double>;
using reference::index;
using numbers = std::vector<std::int64_t>;

template <class T> std::vector<T> elements(const tf::array<T>& x) { return {x.begin(), x.end()}; }

template <class T> void check_histogram()
{
    const auto x = random_sample<T>(random_shape(uniform(0, 4)));
    const int bins = uniform(1, 6);
    const auto [counts, edges] = tf::histogram(x.value, bins);
    const auto n = elements(counts);
    const auto e = elements(edges);
    RC_ASSERT(e.size() == static_cast<std::size_t>(bins) + 1);
    std::vector<double> values;
    for (index i = 0; i < x.expected.size(); ++i) values.push_back(static_cast<double>(x.expected.get(i)));
    numbers want(static_cast<std::size_t>(bins), 0);
    for (const double v : values)
        for (std::size_t b = 0; b < want.size(); ++b)
            want[b] += v >= e[b] && (v < e[b + 1] || (b + 1 == want.size() && v == e[b + 1]));
    RC_ASSERT(n == want);
    index total = 0;
    for (const auto c : n) total += c;
    RC_ASSERT(total == x.expected.size());
    RC_ASSERT(elements(tf::histogram(x.value, edges).counts) == want);
    RC_ASSERT(elements(tf::histogram(x.value, bins, {e.front(), e.back()}).counts) == want);
    const auto bin = elements(tf::digitize(x.value, edges)), right = elements(tf::digitize(x.value, edges, true)),
               down = elements(tf::digitize(x.value, tf::flip(edges)));
    for (std::size_t i = 0; i < values.size(); ++i) {
        index below = 0, less = 0;
        for (const double edge : e) {
            below += edge <= values[i];
            less += edge < values[i];
        }
        RC_ASSERT(bin[i] == below);
        RC_ASSERT(right[i] == less);
        RC_ASSERT(down[i] == static_cast<index>(e.size()) - below);
    }
}

template <class T> void check_bincount()
{
    const shape_t shape = random_shape(1);
    ndarray<T> x(shape);
    ndarray<double> w(shape);
    const int least = uniform(0, 9);
    std::vector<std::int64_t> want(static_cast<std::size_t>(least), 0);
    for (index i = 0; i < x.size(); ++i) {
        const int v = uniform(0, 8);
        x.set(i, static_cast<T>(v));
        w.set(i, uniform(-3, 4));
        if (want.size() <= static_cast<std::size_t>(v)) want.resize(static_cast<std::size_t>(v) + 1);
        ++want[static_cast<std::size_t>(v)];
    }
    std::vector<double> sums(want.size(), 0.0);
    for (index i = 0; i < x.size(); ++i) sums[static_cast<std::size_t>(x.get(i))] += w.get(i);
    RC_ASSERT(elements(tf::bincount(arranged(x, uniform(0, 3)), least)) == want);
    RC_ASSERT(elements(tf::bincount(to_array(x), to_array(w), static_cast<std::size_t>(least))) == sums);
}

}  // namespace

RC_GTEST_PROP(Counting, histogram_and_digitize, ())
{
    check_histogram<double>();
    check_histogram<std::int16_t>();
    check_histogram<std::uint8_t>();
}
RC_GTEST_PROP(Counting, bincount, ())
{
    check_bincount<std::int32_t>();
    check_bincount<std::uint64_t>();
}

TEST(Counting, as_numpy_shows)
{
    const D x = {1, 2, 1};
    EXPECT_EQ(elements(tf::histogram(x, {0.0, 1.0, 2.0, 3.0}).counts), (numbers{0, 2, 1}));
    EXPECT_EQ(elements(tf::histogram(tf::arange<double>(4), 4).counts), (numbers{1, 1, 1, 1}));
    EXPECT_EQ(elements(tf::histogram(tf::arange<double>(4), tf::arange<double>(5)).counts), (numbers{1, 1, 1, 1}));
    EXPECT_EQ(elements(tf::histogram_density(tf::arange<double>(4), 2).counts), (std::vector<double>{0.5 / 1.5, 0.5 / 1.5}));
    EXPECT_EQ(elements(tf::histogram(D{0.5, 0.5}, 2).edges), (std::vector<double>{0, 0.5, 1}));
    EXPECT_EQ(elements(tf::histogram(tf::zeros<double>({0}), 2).counts), (numbers{0, 0}));
    EXPECT_EQ(elements(tf::histogram(D{-5, 0.25, 7, std::numeric_limits<double>::quiet_NaN()}, 2, {0, 1}).counts), (numbers{1, 0}));
    EXPECT_EQ(elements(tf::histogram_bin_edges(x, 2)), (std::vector<double>{1, 1.5, 2}));
    EXPECT_EQ(elements(tf::histogram_bin_edges(x, 2, {{0, 1}})), (std::vector<double>{0, 0.5, 1}));
    EXPECT_EQ(elements(tf::bincount(tf::array<int>{0, 1, 1, 3})), (numbers{1, 2, 0, 1}));
    EXPECT_EQ(elements(tf::bincount(tf::array<int>{0, 1, 1}, std::vector<double>{0.5, 1, 1})), (std::vector<double>{0.5, 2}));
    EXPECT_EQ(elements(tf::digitize(D{0.2, 6.4, 3.0, 1.6}, {0.0, 1.0, 2.5, 4.0, 10.0})), (std::vector<std::ptrdiff_t>{1, 4, 3, 2}));
    EXPECT_EQ(tf::digitize(x * std::numeric_limits<double>::quiet_NaN(), {0.0, 1.0})(0), 2);
    // A value on an edge belongs to the bin that the edge begins, however the distance was rounded.
    const D tenths = tf::linspace<double>(0, 1, 11);
    EXPECT_EQ(elements(tf::histogram(tenths, 10, {0, 1}).counts), (numbers{1, 1, 1, 1, 1, 1, 1, 1, 1, 2}));
}

TEST(Counting, as_xtensor_writes_it)
{
    using namespace xt;
    using namespace tenfold;
    D x = {1, 2, 1, 5};
    const tf::array<int> labels = {0, 2, 2};
    EXPECT_EQ(elements(xt::histogram(x, std::size_t(2))), (std::vector<double>{3, 1}));
    EXPECT_EQ(elements(xt::histogram(x, 2)), (std::vector<double>{3, 1}));
    EXPECT_EQ(elements(xt::histogram<int>(x, D{0.0, 2.0, 5.0})), (std::vector<int>{2, 2}));
    EXPECT_EQ(elements(xt::histogram(x, std::size_t(2), 0.0, 4.0)), (std::vector<double>{2, 1}));
    EXPECT_EQ(elements(xt::histogram(x, std::size_t(2), true)), (std::vector<double>{0.375, 0.125}));
    EXPECT_EQ(elements(histogram(x, 2).counts), (numbers{3, 1}));
    EXPECT_EQ(elements(xt::bincount(labels)), (numbers{1, 0, 2}));
    EXPECT_EQ(elements(xt::bincount(labels, std::size_t(4))), (numbers{1, 0, 2, 0}));
    EXPECT_EQ(elements(bincount(labels, 4)), (numbers{1, 0, 2, 0}));
    EXPECT_EQ(xt::digitize(x, D{0.0, 2.0})(1), 2);
}

TEST(Counting, bad_input)
{
    const D x = {1, 2};
    EXPECT_THROW(tf::histogram(x, 0), tf::error);
    EXPECT_THROW(tf::histogram(x, 2, {1, 0}), tf::error);
    EXPECT_THROW(tf::histogram(D{1, INFINITY}), tf::error);
    EXPECT_THROW(tf::histogram(D{std::numeric_limits<double>::quiet_NaN(), 1}), tf::error);
    EXPECT_THROW(tf::histogram(x, {1.0, 0.0}), tf::error);
    EXPECT_THROW(tf::histogram(x, tf::ones({2, 2})), tf::shape_error);
    EXPECT_THROW(tf::bincount(tf::array<int>{-1}), tf::index_error);
    EXPECT_THROW(tf::bincount(tf::array<int>{{1}}), tf::shape_error);
    EXPECT_THROW(tf::bincount(tf::array<int>{1}, x), tf::shape_error);
    EXPECT_THROW(tf::bincount(tf::array<std::int64_t>{INT64_MAX}), tf::error);
    EXPECT_THROW(tf::digitize(x, {1.0, 3.0, 2.0}), tf::error);
    EXPECT_EQ(message_of([&] { tf::bincount(tf::array<int>{3, -2}); }), "[bincount] (2,): -2 is negative");
}
