// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Recurrences run their steps a few positions at a time: what they give is what steps one by one give.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <complex>
#include <cstdint>
#include <utility>

namespace tf = tenfold;

namespace {

template <class T>
tf::array<T> numbers(std::ptrdiff_t length, std::ptrdiff_t width)
{
    const tf::array<T> u = tf::ones<T>({length, width});
    tf::array<T> s = tf::ones<T>({length, width});
    for (std::ptrdiff_t t = 2; t < length; ++t) {
        if (t % 7 == 0) tf::view(s, t) += tf::view(s, t - 2);
        else tf::view(s, t) = tf::view(s, t - 1) * T(2) + tf::view(u, t) - tf::view(s, t - 2);
    }
    return s;
}

template <class T>
void expect_as_one_by_one(std::ptrdiff_t width)
{
    const tf::array<T> lazy = numbers<T>(60, width);
    tf::eval(lazy);
    const tf::eager_scope now;
    const tf::array<T> eager = numbers<T>(60, width);
    for (std::ptrdiff_t t = 0; t < 60; ++t)
        for (std::ptrdiff_t k = 0; k < width; ++k) EXPECT_EQ(lazy(t, k), eager(t, k)) << width << ": " << t << ", " << k;
}

TEST(Stepwise, ElementsAndRowsOfEveryKind)
{
    for (const std::ptrdiff_t width : {1, 3, 4, 50}) {
        expect_as_one_by_one<float>(width);
        expect_as_one_by_one<double>(width);
        expect_as_one_by_one<std::int32_t>(width);
        expect_as_one_by_one<std::complex<double>>(width);
    }
}

TEST(Stepwise, ProductsOfFormerValues)
{
    const auto run = [] {
        const tf::array<double> w = tf::full<double>({3, 3}, 0.25), filter = tf::full<double>({4}, 0.2);
        tf::array<double> h = tf::ones<double>({50, 3}), s = tf::ones<double>({50});
        for (std::ptrdiff_t t = 4; t < 50; ++t) {
            tf::view(h, t) = tf::dot(w, tf::view(h, t - 1)) + 0.5;
            tf::view(s, t) = tf::dot(tf::view(s, xt::range(t - 4, t)), filter);
        }
        return std::pair(h, s);
    };
    const auto [h, s] = run();
    tf::eval(h, s);
    const tf::eager_scope now;
    const auto [one_h, one_s] = run();
    EXPECT_TRUE(tf::allclose(h, one_h, 1e-13, 1e-13));
    EXPECT_TRUE(tf::allclose(s, one_s, 1e-13, 1e-13));
}

}  // namespace
