// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <tenfold/order.hpp>

#if __has_include(<xtensor/misc/xsort.hpp>)
#include <xtensor/misc/xset_operation.hpp>
#include <xtensor/misc/xsort.hpp>
#else
#include <xtensor/xset_operation.hpp>
#include <xtensor/xsort.hpp>
#endif

#include <cmath>
#include <limits>

namespace {

using namespace support;
using D = tf::array<double>;
using reference::index;

constexpr double no_number = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();

template <class T> std::vector<T> elements(const tf::array<T>& x) { return {x.begin(), x.end()}; }

/// Comparison as this test understands it: real part, then imaginary part.
template <class T> bool less(const T& a, const T& b)
{
    if constexpr (reference::is_complex_v<T>)
        return a.real() < b.real() || (a.real() == b.real() && a.imag() < b.imag());
    else return a < b;
}

/// f(lane) in place of every lane along an axis, lanes as vectors.
template <class R, class T, class F> ndarray<R> by_lanes(const ndarray<T>& x, std::size_t axis, F f)
{
    const shape_t strides = reference::strides_of(x.shape);
    ndarray<R> out(x.shape);
    const index n = x.shape[axis];
    for (index i = 0; i < x.size(); ++i) {
        if (i / strides[axis] % n != 0) continue;
        std::vector<T> lane;
        for (index k = 0; k < n; ++k) lane.push_back(x.get(i + k * strides[axis]));
        const std::vector<R> changed = f(lane);
        for (index k = 0; k < n; ++k) out.set(i + k * strides[axis], changed[static_cast<std::size_t>(k)]);
    }
    return out;
}

template <class T> void check_sort()
{
    const shape_t shape = random_shape(uniform(1, 4));
    const auto x = random_sample<T>(shape);
    const auto axis = static_cast<std::size_t>(uniform(0, static_cast<int>(shape.size())));
    const auto given = static_cast<std::ptrdiff_t>(axis) - (uniform(0, 2) ? static_cast<std::ptrdiff_t>(shape.size()) : 0);
    // Insertion: slow, stable, and nothing of the library's.
    const auto places = by_lanes<index>(x.expected, axis, [](const std::vector<T>& lane) {
        std::vector<index> order;
        for (std::size_t i = 0; i < lane.size(); ++i) {
            auto at = order.end();
            while (at != order.begin() && less<T>(lane[i], lane[static_cast<std::size_t>(at[-1])])) --at;
            order.insert(at, static_cast<index>(i));
        }
        return order;
    });
    const auto sorted = by_lanes<T>(x.expected, axis, [](std::vector<T> lane) {
        for (std::size_t i = 0; i < lane.size(); ++i)
            for (std::size_t k = i; k > 0 && less<T>(lane[k], lane[k - 1]); --k) {
                const T kept = lane[k];
                lane[k] = lane[k - 1];
                lane[k - 1] = kept;
            }
        return lane;
    });
    RC_ASSERT(!reference::difference(to_reference(tf::sort(x.value, given)), sorted));
    RC_ASSERT(!reference::difference(to_reference(tf::argsort(x.value, given)), places));
    const index n = shape[axis];
    if (n == 0) return;
    const index k = uniform(0, static_cast<int>(n));
    const auto parted = to_reference(tf::partition(x.value, k - n, given));
    by_lanes<T>(parted, axis, [&](const std::vector<T>& lane) {
        for (index i = 0; i < n; ++i) {
            if (i < k) RC_ASSERT(!less<T>(lane[static_cast<std::size_t>(k)], lane[static_cast<std::size_t>(i)]));
            if (i > k) RC_ASSERT(!less<T>(lane[static_cast<std::size_t>(i)], lane[static_cast<std::size_t>(k)]));
        }
        return lane;
    });
    RC_ASSERT(!reference::difference(to_reference(tf::sort(tf::array<T>(to_array(parted)), given)), sorted));
}

template <class T> void check_unique()
{
    const auto x = random_sample<T>(random_shape(uniform(0, 3)));
    const auto u = tf::unique_all(x.value);
    const auto values = elements(u.values), back = elements(tf::unique(x.value));
    RC_ASSERT(values == back);
    for (std::size_t i = 1; i < values.size(); ++i) RC_ASSERT(less<T>(values[i - 1], values[i]));
    RC_ASSERT(u.inverse.shape() == x.value.shape());
    const auto inverse = elements(u.inverse), counts = elements(u.counts), first = elements(u.indices);
    std::vector<std::ptrdiff_t> seen(values.size(), 0);
    for (index i = 0; i < x.expected.size(); ++i) {
        const auto at = static_cast<std::size_t>(inverse[static_cast<std::size_t>(i)]);
        RC_ASSERT(values[at] == x.expected.get(i));
        if (seen[at]++ == 0) RC_ASSERT(first[at] == i);
    }
    RC_ASSERT(seen == counts);
}

template <class T> void check_places()
{
    const auto x = random_sample<T>(random_shape(1));
    const auto v = random_sample<T>(random_shape(uniform(0, 3)));
    const tf::array<T> sorted = tf::sort(x.value);
    const auto a = elements(sorted);
    const auto left = elements(tf::searchsorted(sorted, v.value)), right = elements(tf::searchsorted(sorted, v.value, tf::side::right));
    const auto among = elements(tf::isin(v.value, x.value)), not_among = elements(tf::isin(v.value, x.value, true));
    for (index i = 0; i < v.expected.size(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        index below = 0, equal = 0;
        for (const T& y : a) {
            below += less<T>(y, v.expected.get(i));
            equal += y == v.expected.get(i);
        }
        RC_ASSERT(left[at] == below);
        RC_ASSERT(right[at] == below + equal);
        RC_ASSERT(among[at] == (equal > 0));
        RC_ASSERT(not_among[at] == (equal == 0));
    }
}

/// The linear rule, written out.
double quantile_of(std::vector<double> lane, double q)
{
    if (lane.empty()) return no_number;
    for (const double x : lane)
        if (std::isnan(x)) return no_number;
    for (std::size_t i = 0; i < lane.size(); ++i)
        for (std::size_t k = i; k > 0 && lane[k] < lane[k - 1]; --k) std::swap(lane[k], lane[k - 1]);
    const double at = q * static_cast<double>(lane.size() - 1);
    const auto low = static_cast<std::size_t>(std::floor(at)), high = static_cast<std::size_t>(std::ceil(at));
    return lane[low] + (at - std::floor(at)) * (lane[high] - lane[low]);
}

template <class T> void check_quantiles()
{
    const shape_t shape = random_shape(uniform(1, 4));
    const auto x = random_sample<T>(shape);
    const double q = uniform(0, 11) / 10.0;
    const auto axis = static_cast<std::size_t>(uniform(0, static_cast<int>(shape.size())));
    const auto on = static_cast<std::ptrdiff_t>(axis);
    const auto want = by_lanes<double>(x.expected, axis, [&](const std::vector<T>& lane) {
        return std::vector<double>(lane.size(), quantile_of({lane.begin(), lane.end()}, q));
    });
    const auto got = tf::quantile(x.value, q, on, xt::keep_dims);
    static_assert(std::is_same_v<std::remove_cv_t<decltype(got)>, tf::array<std::conditional_t<std::is_same_v<T, float>, float, double>>>);
    const std::vector<double> list = {q, 0.5};
    const auto several = tf::quantile(x.value, list, on);
    RC_ASSERT(several.shape(0) == 2);
    RC_ASSERT(several.dimension() == shape.size());
    shape_t kept = shape;
    kept[axis] = 1;
    RC_ASSERT(got.shape() == kept);
    if (reference::count(shape) == 0) return;
    const auto spread = to_reference(tf::array<double>(tf::broadcast_to(tf::astype<double>(got), shape)));
    for (index i = 0; i < want.size(); ++i) RC_ASSERT(std::abs(spread.get(i) - want.get(i)) < 1e-5);
    RC_ASSERT(tf::allclose(tf::median(x.value, on), tf::view(several, 1)));
    RC_ASSERT(tf::allclose(tf::view(several, 0), tf::percentile(x.value, q * 100, on), 1e-5, 1e-5));
    RC_ASSERT(tf::allclose(tf::median(x.value), tf::quantile(x.value, 0.5)));
}

}  // namespace

RC_GTEST_PROP(Order, sort_argsort_partition, ())
{
    check_sort<double>();
    check_sort<std::int8_t>();
    check_sort<std::uint64_t>();
    check_sort<bool>();
    check_sort<std::complex<float>>();
}
RC_GTEST_PROP(Order, unique, ())
{
    check_unique<double>();
    check_unique<std::int32_t>();
    check_unique<bool>();
    check_unique<std::complex<double>>();
}
RC_GTEST_PROP(Order, searchsorted_and_isin, ())
{
    check_places<float>();
    check_places<std::uint8_t>();
    check_places<std::complex<double>>();
}
RC_GTEST_PROP(Order, quantiles, ())
{
    check_quantiles<double>();
    check_quantiles<float>();
    check_quantiles<std::int16_t>();
}

TEST(Order, nan_comes_last)
{
    const D x = {no_number, 2.0, -inf, no_number, inf, 1.0};
    const auto s = elements(tf::sort(x));
    EXPECT_EQ(s[0], -inf);
    EXPECT_EQ(s[3], inf);
    EXPECT_TRUE(std::isnan(s[4]) && std::isnan(s[5]));
    EXPECT_EQ(elements(tf::argsort(x)), (std::vector<std::ptrdiff_t>{2, 5, 1, 4, 0, 3}));
    EXPECT_EQ(elements(tf::partition(x, 1))[1], 1.0);
    EXPECT_EQ(elements(tf::argpartition(x, {0, 1}))[1], 5);
    const auto [values, counts] = tf::unique_counts(x);
    EXPECT_EQ(values.size(), 5u);
    EXPECT_EQ(counts(4), 2);
    EXPECT_EQ(tf::searchsorted(tf::sort(x), no_number)(), 4);
    EXPECT_EQ(tf::searchsorted(tf::sort(x), no_number, tf::side::right)(), 6);
    EXPECT_EQ(elements(tf::isin(x, {no_number, 2.0})), (std::vector<bool>{false, true, false, false, false, false}));
    using C = std::complex<double>;
    const tf::array<C> z = {C(no_number, 0), C(1, no_number), C(1, 2), C(no_number, no_number), C(1, 1)};
    EXPECT_EQ(elements(tf::argsort(z)), (std::vector<std::ptrdiff_t>{4, 2, 1, 0, 3}));
    EXPECT_EQ(tf::sort(z)(1), C(1, 2));
}

TEST(Order, medians_as_numpy_shows)
{
    const D x = {{10, 7, 4}, {3, 2, 1}};
    EXPECT_EQ(tf::median(x)(), 3.5);
    EXPECT_EQ(elements(tf::median(x, 0)), (std::vector<double>{6.5, 4.5, 2.5}));
    EXPECT_EQ(elements(tf::median(x, 1)), (std::vector<double>{7, 2}));
    EXPECT_EQ(tf::median(x, {0, 1}, xt::keep_dims).shape(), (std::vector<int>{1, 1}));
    EXPECT_EQ(tf::percentile(x, 50)(), 3.5);
    EXPECT_EQ(elements(tf::percentile(x, 50, 0)), (std::vector<double>{6.5, 4.5, 2.5}));
    EXPECT_EQ(elements(tf::percentile(x, {0, 25, 100})), (std::vector<double>{1, 2.25, 10}));
    EXPECT_EQ(tf::quantile(x, {0.1, 0.2}, {0, 1}, xt::keep_dims).shape(), (std::vector<int>{2, 1, 1}));
    const D y = {{1, no_number}, {3, 4}};
    EXPECT_TRUE(std::isnan(tf::median(y)()));
    EXPECT_TRUE(std::isnan(tf::quantile(y, 0.3)()));
    EXPECT_EQ(tf::nanmedian(y)(), 3.0);
    EXPECT_EQ(elements(tf::nanmedian(y, 1)), (std::vector<double>{1, 3.5}));
    EXPECT_EQ(tf::nanpercentile(y, 100, 1)(0), 1.0);
    EXPECT_TRUE(std::isnan(tf::nanmedian(D{no_number, no_number})()));
    EXPECT_TRUE(std::isnan(tf::median(tf::zeros<double>({0}))()));
    EXPECT_EQ(tf::median(tf::zeros<double>({0, 2}), 1).size(), 0u);
    EXPECT_EQ(tf::quantile(D{-inf, inf, inf}, 0.75)(), inf);
    EXPECT_EQ(tf::median(tf::full({}, 2.0))(), 2.0);
    EXPECT_EQ(tf::median(tf::array<bool>{true, false})(), 0.5);
}

TEST(Order, as_xtensor_writes_it)
{
    using namespace xt;
    using namespace tenfold;
    D x = {{3.0, 1.0, 2.0}, {0.0, 5.0, 4.0}};
    const D c = x;
    const xt::xarray<double> p = x;
    EXPECT_EQ(xt::xarray<double>(xt::sort(x)), xt::sort(p));
    EXPECT_EQ(xt::xarray<double>(sort(x, 0)), xt::sort(p, 0));
    EXPECT_EQ(xt::xarray<double>(xt::sort(c, placeholders::xtuph())), xt::sort(p, placeholders::xtuph()));
    EXPECT_EQ(xt::xarray<std::size_t>(xt::argsort(x)), xt::argsort(p));
    EXPECT_EQ(xt::xarray<double>(xt::partition(x, 1)), xt::partition(p, 1));
    EXPECT_EQ(xt::xarray<double>(partition(x, {0, 1}, 0)), xt::partition(p, {0, 1}, 0));
    EXPECT_EQ(xt::argpartition(x, std::size_t(1), 0).shape(), x.shape());
    EXPECT_EQ(xt::median(x, 0)(0), 1.5);
    EXPECT_EQ(xt::median(x, std::ptrdiff_t(0))(0), 1.5);
    EXPECT_EQ(xt::median(x)(), xt::median(p));
    EXPECT_EQ(xt::xarray<double>(xt::unique(x + 1.0)), xt::unique(xt::xarray<double>(p + 1.0)));
    EXPECT_EQ(elements(xt::isin(x, {3.0, 4.0})), (std::vector<bool>{true, false, false, false, false, true}));
    EXPECT_EQ(isin(c, std::vector<double>{3.0})(0, 0), true);
    const D line = {1.0, 2.0, 2.0, 3.0};
    EXPECT_EQ(xt::searchsorted(line, D{2.0})(0), 1);
    EXPECT_EQ(xt::searchsorted(line, D{2.0}, false)(0), 3);
    EXPECT_EQ(searchsorted(line, 2.0)(), 1);
    EXPECT_EQ(searchsorted(line, 2)(), 1);
    EXPECT_EQ(elements(searchsorted(line, std::vector<float>{2.5f})), (std::vector<std::ptrdiff_t>{3}));
}

TEST(Order, bad_input)
{
    const D x = tf::ones({2, 3});
    EXPECT_THROW(tf::sort(x, 2), tf::shape_error);
    EXPECT_THROW(tf::sort(tf::full({}, 1.0)), tf::shape_error);
    EXPECT_THROW(tf::argsort(D()), tf::error);
    EXPECT_THROW(tf::partition(x, 3), tf::index_error);
    EXPECT_THROW(tf::searchsorted(x, 1.0), tf::shape_error);
    EXPECT_THROW(tf::median(x, {0, 0}), tf::shape_error);
    EXPECT_THROW(tf::quantile(x, 1.5), tf::error);
    EXPECT_THROW(tf::quantile(x, no_number), tf::error);
    EXPECT_EQ(message_of([&] { tf::partition(x, -4); }), "[partition] (2, 3): element -4 is outside axis 1 of 3");
    try {
        tf::sort(x, 7);
        FAIL();
    }
    catch (const tf::error& e) {
        EXPECT_NE(std::string(e.what()).find("order.cpp:"), std::string::npos) << e.what();
    }
}
