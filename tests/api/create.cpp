// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <limits>

namespace {

using namespace support;
using D = tf::array<double>;

template <class T> std::vector<T> elements(const tf::array<T>& x) { return {x.begin(), x.end()}; }

}  // namespace

TEST(Create, full)
{
    EXPECT_EQ(elements(tf::zeros<float>({2, 2})), (std::vector<float>(4, 0.f)));
    EXPECT_EQ(elements(tf::ones<int>(3)), (std::vector<int>{1, 1, 1}));
    EXPECT_EQ(
        elements(tf::full<std::complex<double>>({1, 2}, {1.0, 2.0}))[1], std::complex<double>(1.0, 2.0));
    EXPECT_EQ(tf::full({2}, 2)(1), 2.0);
    EXPECT_EQ(tf::ones({})(), 1.0);
    EXPECT_EQ(tf::zeros<double>({3, 0}).size(), 0u);
    EXPECT_EQ(tf::zeros(std::vector<std::size_t>{2, 3}).shape(), (std::vector<int>{2, 3}));
    EXPECT_EQ(tf::ones<float>(tf::zeros({2, 3}).shape()).shape(), (std::vector<int>{2, 3}));
    EXPECT_THROW(tf::zeros<double>({-1}), tf::shape_error);
    EXPECT_THROW(tf::zeros<double>({std::ptrdiff_t(1) << 40, std::ptrdiff_t(1) << 40}), tf::memory_error);
    EXPECT_THROW(tf::zeros<double>(std::vector<int>(33, 1)), tf::shape_error);
}

TEST(Create, arange)
{
    EXPECT_EQ(elements(tf::arange<double>(4)), (std::vector<double>{0, 1, 2, 3}));
    EXPECT_EQ(elements(tf::arange<double>(1, 2, 0.25)), (std::vector<double>{1, 1.25, 1.5, 1.75}));
    EXPECT_EQ(elements(tf::arange<double>(3, 0, -2)), (std::vector<double>{3, 1}));
    EXPECT_EQ(elements(tf::arange<int>(5, 0, -2)), (std::vector<int>{5, 3, 1}));
    EXPECT_EQ(tf::arange<int>(3, 1).size(), 0u);
    using L = std::numeric_limits<std::int64_t>;
    EXPECT_EQ(
        elements(tf::arange<std::int64_t>(L::min(), L::max(), L::max())),
        (std::vector<std::int64_t>{L::min(), -1, L::max() - 1}));
    EXPECT_EQ(elements(tf::arange<std::uint8_t>(250, 255, 2)), (std::vector<std::uint8_t>{250, 252, 254}));
    // A quotient that is too small to be a number counts as a part of a step.
    EXPECT_EQ(elements(tf::arange<double>(0, 2.2e-16, INFINITY)), std::vector<double>{0});
    EXPECT_EQ(elements(tf::arange<double>(0, 2.2e-16, 1.7e308)), std::vector<double>{0});
    EXPECT_EQ(tf::arange<double>(0, 2.2e-16, -1.7e308).size(), 0u);
    EXPECT_EQ(tf::arange<double>(0, 0, 1.7e308).size(), 0u);
    EXPECT_EQ(tf::arange<double>(1, 2, 0.1)(2), 1.2000000000000002);   // the difference of the first two, twice
    EXPECT_THROW(tf::arange<double>(0, 1, 0), tf::shape_error);
    EXPECT_THROW(tf::arange<int>(0, 1, 0), tf::shape_error);
    EXPECT_THROW(tf::arange<double>(0, INFINITY), tf::shape_error);
    EXPECT_THROW(tf::arange<double>(NAN), tf::shape_error);
    EXPECT_THROW(tf::arange<double>(0, 1, 1e-300), tf::memory_error);
    EXPECT_THROW(tf::arange<std::int64_t>(L::min(), L::max()), tf::memory_error);
}

TEST(Create, linspace)
{
    EXPECT_EQ(elements(tf::linspace<double>(0, 1, 5)), (std::vector<double>{0, 0.25, 0.5, 0.75, 1}));
    EXPECT_EQ(elements(tf::linspace<double>(0, 1, 4, false)), (std::vector<double>{0, 0.25, 0.5, 0.75}));
    EXPECT_EQ(tf::linspace(0, 1).size(), 50u);
    EXPECT_EQ(elements(tf::linspace<double>(2, 9, 1)), (std::vector<double>{2}));
    EXPECT_EQ(tf::linspace<double>(2, 9, 0).size(), 0u);
    EXPECT_EQ(elements(tf::linspace<int>(-3, 3, 5)), (std::vector<int>{-3, -2, 0, 1, 3}));
    EXPECT_EQ(tf::linspace<double>(0.1, 0.7, 7)(6), 0.7);
    // A difference of less than the least number.
    EXPECT_EQ(elements(tf::linspace<double>(0, 2.5e-323, 10, false)),
              (std::vector<double>{0, 5e-324, 5e-324, 5e-324, 1e-323, 1e-323, 1.5e-323, 1.5e-323, 2e-323, 2.5e-323}));
    // Each operation is rounded.
    const auto x = tf::linspace<double>(0.1, 0.83, 1001);
    const volatile double step = (0.83 - 0.1) / 1000;
    for (int i = 0; i < 1000; ++i) {
        const volatile double moved = i * step;
        ASSERT_EQ(x(i), moved + 0.1) << i;
    }
    EXPECT_THROW(tf::linspace<double>(0, 1, -1), tf::shape_error);
}

TEST(Create, eye)
{
    for (int n : {0, 1, 3})
        for (int m : {0, 2, 3, 5})
            for (int k : {-4, -1, 0, 1, 2, 7}) {
                const auto e = tf::eye<float>(n, m, k);
                ASSERT_EQ(e.shape(), (std::vector<int>{n, m}));
                for (int i = 0; i < n; ++i)
                    for (int j = 0; j < m; ++j) EXPECT_EQ(e(i, j), j == i + k ? 1.f : 0.f);
            }
    EXPECT_EQ(tf::eye(3)(2, 2), 1.0);
    EXPECT_EQ(tf::eye<bool>(2)(0, 1), false);
    EXPECT_THROW(tf::eye(-1), tf::shape_error);
    EXPECT_THROW(tf::eye(std::ptrdiff_t(1) << 40), tf::memory_error);
}
