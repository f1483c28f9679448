// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <tenfold/moments.hpp>

#include <cmath>
#include <limits>

namespace {

using namespace support;
using D = tf::array<double>;
using C = std::complex<double>;
using reference::index;

template <class T> std::vector<T> elements(const tf::array<T>& x) { return {x.begin(), x.end()}; }
template <class T> C wide(const T& x)
{
    if constexpr (reference::is_complex_v<T>) return C(x.real(), x.imag());
    else return C(static_cast<double>(x), 0);
}
bool near(C a, C b) { return std::abs(a - b) < 1e-4 * (1 + std::abs(b)); }

/// Covariance of two rows, step by step.
template <class T> C covariance(const ndarray<T>& x, index i, index k, double taken)
{
    const index n = x.shape[1];
    C mean_i = 0, mean_k = 0, sum = 0;
    for (index j = 0; j < n; ++j) {
        mean_i += wide(x.get(i * n + j)) / static_cast<double>(n);
        mean_k += wide(x.get(k * n + j)) / static_cast<double>(n);
    }
    for (index j = 0; j < n; ++j) sum += (wide(x.get(i * n + j)) - mean_i) * std::conj(wide(x.get(k * n + j)) - mean_k);
    return sum / (static_cast<double>(n) - taken);
}

template <class T> void check_moments()
{
    const int m = uniform(1, 4), n = uniform(2, 6);
    const auto x = random_sample<T>({m, n});
    const auto c = tf::cov(x.value), population = tf::cov(x.value, tf::ddof(0));
    const auto v = tf::var(x.value, 1, tf::ddof(1)), s = tf::stddev(x.value, {1}, tf::ddof(1));
    RC_ASSERT(c.shape() == (shape_t{m, m}));
    for (index i = 0; i < m; ++i) {
        for (index k = 0; k < m; ++k) {
            RC_ASSERT(near(wide(c(i, k)), covariance(x.expected, i, k, 1)));
            RC_ASSERT(near(wide(population(i, k)), covariance(x.expected, i, k, 0)));
        }
        const C want = covariance(x.expected, i, i, 1);
        RC_ASSERT(near(wide(v(i)), want));
        RC_ASSERT(near(wide(s(i)), std::sqrt(want.real())));
    }
    const auto both = tf::cov(x.value, x.value);
    RC_ASSERT(both.shape() == (shape_t{2 * m, 2 * m}));
    RC_ASSERT(near(wide(both(0, m)), wide(c(0, 0))));
    const auto r = tf::corrcoef(x.value);
    for (index i = 0; i < m; ++i)
        for (index k = 0; k < m; ++k) {
            const double d = std::sqrt((covariance(x.expected, i, i, 1) * covariance(x.expected, k, k, 1)).real());
            if (d > 1e-9) RC_ASSERT(near(wide(r(i, k)), covariance(x.expected, i, k, 1) / d));
        }
    std::vector<double> weights;
    for (int j = 0; j < n; ++j) weights.push_back(uniform(1, 5));
    const auto a = tf::average(x.value, weights, 1);
    for (index i = 0; i < m; ++i) {
        C sum = 0;
        double total = 0;
        for (index j = 0; j < n; ++j) {
            const double w = weights[static_cast<std::size_t>(j)];
            sum += w * wide(x.expected.get(i * n + j));
            total += w;
        }
        RC_ASSERT(near(wide(a(i)), sum / total));
    }
}

}  // namespace

RC_GTEST_PROP(Moments, agree_with_loops, ())
{
    check_moments<double>();
    check_moments<float>();
    check_moments<std::int8_t>();
    check_moments<C>();
}

TEST(Moments, types_and_forms)
{
    const D x = {{1, 2}, {3, 5}};
    static_assert(std::is_same_v<decltype(tf::var(tf::array<float>(), tf::ddof(1))), tf::array<float>>);
    static_assert(std::is_same_v<decltype(tf::stddev(tf::array<C>(), tf::ddof(1))), D>);
    static_assert(std::is_same_v<decltype(tf::cov(tf::array<int>())), D>);
    static_assert(std::is_same_v<decltype(tf::average(tf::array<float>(), tf::array<float>())), tf::array<float>>);
    EXPECT_EQ(tf::var(x, {0, 1}, tf::ddof(1), xt::keep_dims).shape(), (std::vector<int>{1, 1}));
    EXPECT_EQ(tf::var(x, 0, tf::ddof(1))(0), 2.0);
    EXPECT_EQ(tf::variance(x, 0, tf::ddof(1))(1), 4.5);
    EXPECT_TRUE(std::isnan(tf::var(D{1.0}, tf::ddof(1))()));
    EXPECT_EQ(tf::var(D{1.0, 3.0}, tf::ddof(2))(), std::numeric_limits<double>::infinity());
    EXPECT_EQ(tf::average(x)(), 2.75);
    EXPECT_EQ(tf::average(x, x)(), (1 + 4 + 9 + 25) / 11.0);
    EXPECT_EQ(elements(tf::average(x, D{1, 3}, 0)), (std::vector<double>{2.5, 4.25}));
    EXPECT_EQ(tf::average(x, D{1, 3}, 0, xt::keep_dims).shape(), (std::vector<int>{1, 2}));
    EXPECT_EQ(tf::cov(D{1, 3, 5})(), 4.0);
    EXPECT_EQ(tf::cov(D{1, 3, 5}).dimension(), 0u);
    EXPECT_EQ(tf::cov(D{1, 3, 5}, D{5, 3, 1})(0, 1), -4.0);
    EXPECT_EQ(tf::corrcoef(D{1, 3, 5}, D{5, 3, 1})(1, 0), -1.0);
    EXPECT_EQ(tf::corrcoef(D{1, 3, 5})(), 1.0);
    EXPECT_EQ(tf::nanstd(D{1, std::numeric_limits<double>::quiet_NaN(), 3})(), 1.0);
    EXPECT_GT(tf::explain(tf::cov(x)).calls.size(), 0u);
}

TEST(Moments, as_xtensor_writes_it)
{
    using namespace xt;
    using namespace tenfold;
    D x = {{1, 2}, {3, 5}};
    EXPECT_EQ(xt::variance(x, {0}, 1)(0), 2.0);
    EXPECT_EQ(xt::variance(x, std::vector<std::size_t>{0}, 1)(0), 2.0);
    EXPECT_EQ(variance(x, {0}, 1)(0), 2.0);
    EXPECT_EQ(stddev(x, tf::ddof(0))(), tf::array<double>(stddev(x))());
    EXPECT_EQ(stddev(x, 0, tf::ddof(1))(0), std::sqrt(2.0));
    EXPECT_EQ(xt::average(x, D{1, 3}, {0})(0), 2.5);
    EXPECT_EQ(xt::average(x, x + 0.0)(), 39 / 11.0);
    EXPECT_EQ(average(x, D{1, 3}, 0)(0), 2.5);
    EXPECT_EQ(xt::cov(x)(0, 1), 1.0);
    EXPECT_EQ(cov(x)(0, 1), 1.0);
    EXPECT_EQ(cov(x, x)(0, 3), 1.0);
    EXPECT_EQ(xt::nanstd(x, {0})(0), 1.0);
}

TEST(Moments, bad_input)
{
    const D x = tf::ones({2, 3});
    EXPECT_THROW(tf::average(x, D{1, 2}, 1), tf::shape_error);
    EXPECT_THROW(tf::average(x, D{1, 2}), tf::shape_error);
    EXPECT_THROW(tf::cov(tf::ones({2, 2, 2})), tf::shape_error);
    EXPECT_THROW(tf::cov(x, tf::ones({2, 4})), tf::shape_error);
    EXPECT_THROW(tf::var(x, 2, tf::ddof(1)), tf::shape_error);
    EXPECT_EQ(message_of([&] { tf::average(x, D{1, 2}, 1); }), "[average] (2, 3) by weights (2,) along axes (1,)");
}
