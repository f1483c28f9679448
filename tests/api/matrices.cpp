// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <tenfold/matrices.hpp>

#include <limits>

namespace {

using namespace support;
using D = tf::array<double>;
using reference::index;

template <class T> void check_triangles()
{
    shape_t shape = random_shape(uniform(2, 4));
    const auto x = random_sample<T>(shape);
    const int k = uniform(-4, 5);
    const index n = shape.back(), m = shape[shape.size() - 2];
    ndarray<T> low = x.expected, high = x.expected;
    for (index i = 0; i < low.size(); ++i) {
        const index column = i % n, row = i / n % m;
        if (column > row + k) low.set(i, T(0));
        if (column < row + k) high.set(i, T(0));
    }
    RC_ASSERT(!reference::difference(to_reference(tf::tril(x.value, k)), low));
    RC_ASSERT(!reference::difference(to_reference(tf::triu(x.value, k)), high));
}

template <class T> void check_diagonals()
{
    const int k = uniform(-4, 5);
    const auto v = random_sample<T>(random_shape(1));
    const index n = v.expected.size(), side = n + std::abs(k);
    ndarray<T> matrix(shape_t{side, side});
    for (index i = 0; i < n; ++i) matrix.set((i + std::max(0, -k)) * side + i + std::max(0, k), v.expected.get(i));
    RC_ASSERT(!reference::difference(to_reference(tf::diag(v.value, k)), matrix));
    RC_ASSERT(!reference::difference(to_reference(tf::diag(tf::diag(v.value, k), k)), v.expected));
}

}  // namespace

RC_GTEST_PROP(Matrices, triangles, ())
{
    check_triangles<double>();
    check_triangles<std::int16_t>();
    check_triangles<std::complex<float>>();
    check_triangles<bool>();
}
RC_GTEST_PROP(Matrices, diagonals, ())
{
    check_diagonals<double>();
    check_diagonals<std::uint8_t>();
    check_diagonals<std::complex<double>>();
}

TEST(Matrices, triangles_drop_what_is_not_finite)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const D x = tf::full({2, 2}, nan);
    EXPECT_EQ(tf::tril(x)(0, 1), 0.0);
    EXPECT_EQ(tf::triu(x, 1)(0, 0), 0.0);
    EXPECT_TRUE(std::isnan(tf::tril(x)(1, 0)));
    EXPECT_EQ(tf::sum(tf::tril(tf::ones({3, 3}), INT64_MAX))(), 9.0);
    EXPECT_EQ(tf::sum(tf::triu(tf::ones({3, 3}), INT64_MIN))(), 9.0);
    EXPECT_EQ(tf::sum(tf::tril(tf::ones({3, 3}), INT64_MIN))(), 0.0);
}

TEST(Matrices, of_views_and_expressions)
{
    const D x = tf::reshape(tf::arange<double>(12), {3, 4});
    EXPECT_EQ(tf::tril(tf::transpose(x))(0, 1), 0.0);
    EXPECT_EQ(tf::tril(tf::transpose(x))(1, 0), 1.0);
    EXPECT_EQ(xt::triu(x + 1.0)(0, 0), 1.0);
    EXPECT_EQ(tf::diag(tf::view(x, 0) * 2.0)(3, 3), 6.0);
    EXPECT_EQ(xt::diag(x)(2), 10.0);
    EXPECT_EQ(tf::diag(x, 9).size(), 0u);
}

TEST(Matrices, trace)
{
    const D x = tf::reshape(tf::arange<double>(12), {3, 4});
    EXPECT_EQ(tf::trace(x)(), 15.0);
    EXPECT_EQ(tf::trace(x, 1)(), 18.0);
    EXPECT_EQ(tf::trace(x, -2)(), 8.0);
    EXPECT_EQ(tf::trace(x, 7)(), 0.0);
    static_assert(std::is_same_v<decltype(tf::trace(tf::array<std::int8_t>())), tf::array<std::int64_t>>);
    const D y = tf::reshape(tf::arange<double>(8), {2, 2, 2});
    EXPECT_EQ(tf::trace(y)(1), 1.0 + 7.0);
    EXPECT_EQ(tf::trace(y, 0, 1, 2)(1), 4.0 + 7.0);
}

TEST(Matrices, bad_input)
{
    EXPECT_THROW(tf::tril(tf::ones(3)), tf::shape_error);
    EXPECT_THROW(tf::triu(D()), tf::error);
    EXPECT_THROW(tf::diag(tf::ones({2, 2, 2})), tf::shape_error);
    EXPECT_THROW(tf::diag(tf::ones({})), tf::shape_error);
    EXPECT_THROW(tf::diag(tf::ones(3), INT64_MIN), tf::memory_error);
    EXPECT_THROW(tf::trace(tf::ones(3)), tf::shape_error);
    EXPECT_THROW(tf::trace(tf::ones({3, 3}), 0, 0, 2), tf::shape_error);
    EXPECT_EQ(message_of([] { tf::triu(tf::ones(3)); }), "[triu] (3,) is no matrix");
}
