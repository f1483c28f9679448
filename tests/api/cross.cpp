// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <tenfold/cross.hpp>

namespace {

using namespace support;
using D = tf::array<double>;
using reference::index;

template <class T> void check_cross()
{
    const int n = uniform(0, 4), m = uniform(1, 3);
    const auto a = random_sample<T>({m, n, 3}), b = random_sample<T>({n, 3});
    ndarray<T> want(shape_t{m, n, 3});
    for (index i = 0; i < m * n; ++i) {
        const auto x = [&](index k) { return a.expected.get(i * 3 + k); };
        const auto y = [&](index k) { return b.expected.get(i % n * 3 + k); };
        for (index k = 0; k < 3; ++k)
            want.set(i * 3 + k, static_cast<T>(x((k + 1) % 3) * y((k + 2) % 3) - x((k + 2) % 3) * y((k + 1) % 3)));
    }
    RC_ASSERT(!reference::difference(to_reference(tf::cross(a.value, b.value)), want));
}

}  // namespace

RC_GTEST_PROP(Cross, agrees_with_a_loop, ())
{
    check_cross<double>();
    check_cross<std::int16_t>();
    check_cross<std::complex<float>>();
}

TEST(Cross, forms)
{
    const D x = {1, 2, 3}, y = {4, 5, 6};
    const auto same = [](const D& a, const D& b) { return a.shape() == b.shape() && tf::allclose(a, b); };
    EXPECT_TRUE(same(tf::cross(x, y), D{-3, 6, -3}));
    EXPECT_TRUE(same(xt::linalg::cross(x, y), D{-3, 6, -3}));
    EXPECT_TRUE(same(tf::cross(x + 0.0, xt::xarray<double>{4, 5, 6}), D{-3, 6, -3}));
    EXPECT_EQ(tf::cross(D{1, 2}, D{4, 5})(), -3.0);
    EXPECT_TRUE(same(tf::cross(tf::transpose(tf::stack({x, y})), tf::transpose(tf::stack({y, x})), 0), D{{-3, 3}, {6, -6}, {-3, 3}}));
    static_assert(std::is_same_v<decltype(tf::cross(tf::array<int>(), x)), D>);
    EXPECT_GT(tf::explain(tf::cross(x, y)).calls.size(), 0u);
}

TEST(Cross, bad_input)
{
    const D x = {1, 2, 3};
    EXPECT_THROW(tf::cross(x, D{1, 2}), tf::shape_error);
    EXPECT_THROW(tf::cross(D{1}, D{1}), tf::shape_error);
    EXPECT_THROW(tf::cross(x, tf::full({}, 1.0)), tf::shape_error);
    EXPECT_THROW(tf::cross(x, x, 1), tf::shape_error);
    EXPECT_THROW(tf::cross(tf::ones({2, 3}), tf::ones({4, 3})), tf::shape_error);
    EXPECT_EQ(message_of([&] { tf::cross(x, D{1, 2}); }), "[cross] (3,) x (2,): 3 and 2 components along axis -1");
}
