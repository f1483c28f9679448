// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <tenfold/statistics.hpp>

#include <cmath>
#include <limits>

namespace {

using namespace support;
using D = tf::array<double>;
using reference::index;

constexpr double nan_ = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();

/// The elements along the last axis, one list a row: what each function is checked on.
template <class T> std::vector<std::vector<T>> rows_of(const ndarray<T>& x)
{
    const index n = x.shape.back();
    std::vector<std::vector<T>> rows(n == 0 ? 0 : static_cast<std::size_t>(x.size() / n));
    for (index i = 0; i < x.size(); ++i) rows[static_cast<std::size_t>(i / n)].push_back(x.get(i));
    return rows;
}

/// Checks reduced(x, -1) and its form with keep_dims by `want` on each row.
template <class T, class Reduced, class Kept, class Want>
void check_rows(const ndarray<T>& x, const Reduced& reduced, const Kept& kept, const Want& want, double tolerance)
{
    const auto rows = rows_of(x);
    const auto r = to_reference(reduced), k = to_reference(kept);
    shape_t shape = x.shape, with = x.shape;
    shape.pop_back();
    with.back() = 1;
    RC_ASSERT(r.shape == shape);
    RC_ASSERT(k.shape == with);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto expected = want(rows[i]);
        const auto got = r.get(static_cast<index>(i));
        const bool same = std::isnan(static_cast<double>(expected))
                            ? std::isnan(static_cast<double>(got))
                            : got == static_cast<decltype(got)>(expected)
                                  || std::abs(static_cast<double>(got) - static_cast<double>(expected)) <= tolerance;
        RC_ASSERT(same);
        RC_ASSERT(k.get(static_cast<index>(i)) == got || std::isnan(static_cast<double>(got)));
    }
}

template <class T> sample<T> with_nan(int rank)
{
    shape_t shape = random_shape(rank);
    shape.back() = uniform(1, 4);
    sample<T> x = random_sample<T>(shape);
    if constexpr (std::is_floating_point_v<T>) {
        for (index i = 0; i < x.expected.size(); ++i)
            if (uniform(0, 3) == 0) x.expected.set(i, std::numeric_limits<T>::quiet_NaN());
        x.value = arranged(x.expected, uniform(0, 3));
    }
    return x;
}

template <class T> std::vector<double> numbers(const std::vector<T>& row)
{
    std::vector<double> list;
    for (T v : row)
        if (!std::isnan(static_cast<double>(v))) list.push_back(static_cast<double>(v));
    return list;
}

template <class T> void check_nan_functions()
{
    const auto x = with_nan<T>(uniform(1, 4));
    const auto each = [&](auto f, auto want) { check_rows<T>(x.expected, f(false), f(true), want, 1e-5); };
#define CALL(name) [&](bool keep) { return keep ? tf::name(x.value, -1, xt::keep_dims) : tf::name(x.value, -1); }
    const auto total = [](const std::vector<T>& row) {
        double s = 0;
        for (double v : numbers(row)) s += v;
        return s;
    };
    each(CALL(nansum), total);
    each(CALL(nanprod), [](const std::vector<T>& row) {
        double p = 1;
        for (double v : numbers(row)) p *= v;
        return p;
    });
    const auto mean = [&](const std::vector<T>& row) { return total(row) / static_cast<double>(numbers(row).size()); };
    each(CALL(nanmean), mean);
    each(CALL(nanvar), [&](const std::vector<T>& row) {
        double s = 0;
        for (double v : numbers(row)) s += (v - mean(row)) * (v - mean(row));
        return s / static_cast<double>(numbers(row).size());
    });
    each(CALL(nanmax), [](const std::vector<T>& row) {
        const auto list = numbers(row);
        return list.empty() ? nan_ : *std::max_element(list.begin(), list.end());
    });
    each(CALL(nanmin), [](const std::vector<T>& row) {
        const auto list = numbers(row);
        return list.empty() ? nan_ : *std::min_element(list.begin(), list.end());
    });
    each(CALL(count_nonzero), [](const std::vector<T>& row) { return std::count_if(row.begin(), row.end(), [](T v) { return v != T(0); }); });
    each(CALL(any), [](const std::vector<T>& row) { return std::any_of(row.begin(), row.end(), [](T v) { return v != T(0); }); });
    each(CALL(all), [](const std::vector<T>& row) { return std::all_of(row.begin(), row.end(), [](T v) { return v != T(0); }); });
}

template <class T> void check_others()
{
    shape_t shape = random_shape(uniform(1, 4));
    shape.back() = uniform(1, 4);
    const auto x = random_sample<T>(shape);
    const auto each = [&](auto f, auto want) { check_rows<T>(x.expected, f(false), f(true), want, 1e-5); };
    each(CALL(ptp), [](const std::vector<T>& row) {
        return *std::max_element(row.begin(), row.end()) - *std::min_element(row.begin(), row.end());
    });
    each(CALL(logsumexp), [](const std::vector<T>& row) {
        double s = 0;
        for (T v : row) s += std::exp(static_cast<double>(v));
        return std::log(s);
    });
    const auto soft = to_reference(tf::softmax(x.value, -1));
    RC_ASSERT(soft.shape == shape);
    for (index i = 0, n = shape.back(); i < soft.size(); ++i) {
        double s = 0;
        for (index j = i / n * n; j < i / n * n + n; ++j) s += std::exp(static_cast<double>(x.expected.get(j)));
        RC_ASSERT(std::abs(static_cast<double>(soft.get(i)) - std::exp(static_cast<double>(x.expected.get(i))) / s) < 1e-6);
    }
}

template <class T> void check_norms()
{
    shape_t shape = random_shape(uniform(1, 4));
    shape.back() = uniform(1, 4);
    const auto x = random_sample<T>(shape);
    const auto each = [&](auto f, auto want) { check_rows<T>(x.expected, f(false), f(true), want, 1e-4); };
    const auto size = [](T v) {
        if constexpr (reference::is_complex_v<T>) return static_cast<double>(std::abs(v));
        else return std::abs(static_cast<double>(v));
    };
    each(CALL(norm_l0), [](const std::vector<T>& row) { return std::count_if(row.begin(), row.end(), [](T v) { return v != T(0); }); });
    each(CALL(norm_l1), [&](const std::vector<T>& row) {
        double s = 0;
        for (T v : row) s += size(v);
        return s;
    });
    each(CALL(norm_sq), [&](const std::vector<T>& row) {
        double s = 0;
        for (T v : row) s += size(v) * size(v);
        return s;
    });
    each(CALL(norm_linf), [&](const std::vector<T>& row) {
        double s = 0;
        for (T v : row) s = std::max(s, size(v));
        return s;
    });
}
#undef CALL

}  // namespace

RC_GTEST_PROP(Statistics, without_nan, ())
{
    check_nan_functions<double>();
    check_nan_functions<float>();
    check_nan_functions<std::int16_t>();
}
RC_GTEST_PROP(Statistics, others, ())
{
    check_others<double>();
    check_others<float>();
    check_others<std::int32_t>();
}
RC_GTEST_PROP(Statistics, norms, ())
{
    check_norms<double>();
    check_norms<std::complex<float>>();
    check_norms<std::int8_t>();
}

TEST(Statistics, types_and_empty_arrays)
{
    const tf::array<std::uint8_t> u = {1, 0, 200};
    static_assert(std::is_same_v<decltype(tf::count_nonzero(u)), tf::array<std::int64_t>>);
    static_assert(std::is_same_v<decltype(tf::nanmean(u)), D>);
    static_assert(std::is_same_v<decltype(tf::nansum(u)), tf::array<std::uint64_t>>);
    static_assert(std::is_same_v<decltype(tf::nanmax(u)), tf::array<std::uint8_t>>);
    static_assert(std::is_same_v<decltype(tf::ptp(u)), tf::array<std::uint8_t>>);
    static_assert(std::is_same_v<decltype(tf::softmax(tf::array<float>())), tf::array<float>>);
    static_assert(std::is_same_v<decltype(tf::norm_l1(tf::array<std::complex<float>>())), tf::array<float>>);
    static_assert(std::is_same_v<decltype(tf::any(u)), bool>);
    EXPECT_EQ(tf::ptp(u)(), 200);
    EXPECT_EQ(tf::count_nonzero(u)(), 2);
    EXPECT_EQ(tf::count_nonzero(u > std::uint8_t(5))(), 1);
    const D none = tf::zeros<double>({2, 0});
    EXPECT_FALSE(tf::any(none, 1)(0));
    EXPECT_TRUE(tf::all(none, 1)(0));
    EXPECT_EQ(tf::nansum(none, 1)(1), 0.0);
    EXPECT_TRUE(std::isnan(tf::nanmean(none)()));
    EXPECT_EQ(tf::softmax(tf::zeros<double>({0, 2}), 1).shape(), (std::vector<int>{0, 2}));
    EXPECT_THROW(tf::nanmax(none), tf::shape_error);
    EXPECT_THROW(tf::ptp(none, 1), tf::shape_error);
}

TEST(Statistics, without_overflow)
{
    const D x = {1000.0, 1001.0}, low = {-1000.0, -1001.0}, least = {-inf, -inf}, most = {inf, 1.0};
    EXPECT_NEAR(tf::logsumexp(x)(), 1001.3132616875182, 1e-10);
    EXPECT_NEAR(tf::logsumexp(low)(), -999.6867383124818, 1e-10);
    EXPECT_EQ(tf::logsumexp(least)(), -inf);
    EXPECT_EQ(tf::logsumexp(most)(), inf);
    EXPECT_TRUE(std::isnan(tf::logsumexp(D{nan_, 1.0})()));
    EXPECT_NEAR(tf::softmax(x)(1), 0.7310585786300049, 1e-12);
    EXPECT_TRUE(std::isnan(tf::softmax(D{nan_, 1.0})(1)));
    EXPECT_NEAR(tf::logsumexp(tf::reshape(tf::arange<int>(6), {2, 3}), {0, 1})(), 5.456193316018123, 1e-12);
}

TEST(Statistics, every_axis_and_spelling)
{
    D x = tf::reshape(tf::arange<double>(6), {2, 3});
    EXPECT_EQ(tf::count_nonzero(x, {0, 1})(), 5);
    EXPECT_EQ(tf::count_nonzero(x, xt::keep_dims)(0, 0), 5);
    EXPECT_EQ(tf::count_nonzero(x, {0, 1}, xt::keep_dims)(0, 0), 5);
    EXPECT_EQ(xt::count_nonzero(x, 0)(0), 1);
    EXPECT_EQ(xt::norm_l1(x, {0})(2), 7.0);
    EXPECT_EQ(xt::nansum(x + 1.0)(), 21.0);
    EXPECT_EQ(tf::all(x, {0})(0), false);
    EXPECT_EQ(tf::all(x, 1, xt::keep_dims).shape(), (std::vector<int>{2, 1}));
    {
        using namespace tenfold;
        using namespace xt;
        EXPECT_EQ(count_nonzero(x, 0)(0), 1);
        EXPECT_EQ(nanmax(tf::transpose(x), {0})(1), 5.0);
        EXPECT_FALSE(tenfold::all(x));
        EXPECT_TRUE(tenfold::any(x, 0)(0));
    }
}

TEST(Statistics, bad_input)
{
    const D x = tf::ones({2, 3});
    EXPECT_THROW(tf::nanmean(x, 2), tf::shape_error);
    EXPECT_THROW(tf::any(x, {0, 0}), tf::shape_error);
    EXPECT_THROW(tf::softmax(x, -3), tf::shape_error);
    EXPECT_THROW(tf::count_nonzero(D()), tf::error);
}
