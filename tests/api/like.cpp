// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <tenfold/like.hpp>

namespace {

using namespace support;
using D = tf::array<double>;

template <class T> std::vector<T> elements(const tf::array<T>& x) { return {x.begin(), x.end()}; }

}  // namespace

TEST(Like, shapes_and_types)
{
    const tf::array<float> x = tf::arange<float>(6);
    const tf::array<float> matrix = tf::reshape(x, {2, 3});
    EXPECT_EQ(tf::zeros_like(matrix).shape(), (std::vector<int>{2, 3}));
    EXPECT_EQ(elements(tf::zeros_like(x)), std::vector<float>(6, 0.f));
    EXPECT_EQ(elements(tf::ones_like(tf::view(matrix, 1))), std::vector<float>(3, 1.f));
    EXPECT_EQ(elements(tf::full_like(x * 2.f, 2.5f)), std::vector<float>(6, 2.5f));
    EXPECT_EQ(elements(tf::empty_like(x)), std::vector<float>(6, 0.f));
    static_assert(std::is_same_v<decltype(tf::zeros_like(x > 0.f)), tf::array<bool>>);
    static_assert(std::is_same_v<decltype(tf::ones_like<std::complex<double>>(x)), tf::array<std::complex<double>>>);
    EXPECT_EQ(elements(tf::full_like<int>(x, 7)), std::vector<int>(6, 7));
    EXPECT_EQ(tf::ones_like(tf::zeros<double>({0, 3})).shape(), (std::vector<int>{0, 3}));
    EXPECT_EQ(tf::ones_like(tf::zeros<double>({}))(), 1.0);
    EXPECT_EQ(xt::ones_like(x).shape(), x.shape());
}

TEST(Like, reads_nothing)
{
    const D never = tf::dot(tf::ones({2, 3}), tf::ones({3, 2}));
    const D zeros = tf::zeros_like(never);
    EXPECT_GT(tf::explain(never).calls.size(), 0u);   // still to be computed
    EXPECT_EQ(zeros(1, 1), 0.0);
}

TEST(Like, bad_input)
{
    const D x = tf::ones({2, 3}), y = tf::ones({4});
    EXPECT_THROW(tf::zeros_like(x + y), tf::shape_error);
    EXPECT_THROW(tf::ones_like(D()), tf::error);
}
