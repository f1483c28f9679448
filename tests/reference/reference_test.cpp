// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The reference itself, against values that NumPy 2 prints.

#include "reference.hpp"

#include <gtest/gtest.h>

#include <random>

namespace
{
namespace ref = reference;
using A = ref::ndarray<double>;
using ref::shape_t;

A counting(shape_t shape)
{
    return ref::cast<double>(ref::positions(shape));
}

A random(shape_t shape, unsigned seed)
{
    std::mt19937_64 bits(seed);
    std::normal_distribution<double> normal;
    A x(shape);
    for (double& v : x.data)
        v = normal(bits);
    return x;
}

TEST(Reference, SlicesAsNumPy)
{
    const A x = counting({3, 4});
    const auto same = [](const A& got, const A& want) { return !ref::difference(got, want); };
    EXPECT_TRUE(same(ref::view(x, 1), A({4}, {4, 5, 6, 7})));
    EXPECT_TRUE(same(ref::view(x, -1, ref::range({}, {}, -2)), A({2}, {11, 9})));
    const A left = ref::view(x, ref::ellipsis{}, ref::newaxis{}, ref::range(-9, 2));
    EXPECT_TRUE(same(left, A({3, 1, 2}, {0, 1, 4, 5, 8, 9})));
    EXPECT_EQ(ref::view(x, ref::range(2, 1)).shape, (shape_t{0, 4}));
    EXPECT_THROW(ref::view(x, 3), std::invalid_argument);
    EXPECT_THROW(ref::view(x, ref::all{}, ref::all{}, 0), std::invalid_argument);

    A y = x;
    ref::assign(y, {ref::all{}, ref::range(0, 4, 2)}, A({3, 1}, {-1, -2, -3}));
    ref::add_assign(y, {0}, A(10.0));
    EXPECT_TRUE(same(y, A({3, 4}, {9, 11, 9, 13, -2, 5, -2, 7, -3, 9, -3, 11})));
}

TEST(Reference, WindowsAsNumPy)
{
    const A x = counting({2, 5});
    EXPECT_EQ(ref::sliding_window_view(x, {2, 3}).shape, (shape_t{1, 3, 2, 3}));
    EXPECT_EQ(ref::sliding_window_view(x, {3}, 1)(1, 2, 1), 8.0);
    EXPECT_EQ(ref::sliding_window_view(x, {0}, 1).shape, (shape_t{2, 6, 0}));
    EXPECT_EQ(ref::as_strided(x, {3, 2}, {2, 3})(2, 1), 7.0);
    EXPECT_THROW(ref::sliding_window_view(x, {6}, 1), std::invalid_argument);
    EXPECT_THROW(ref::as_strided(x, {3, 2}, {4, 3}), std::invalid_argument);
}

TEST(Reference, ShapesOfProductsAsNumPy)
{
    const auto shape = [](const A& x) { return x.shape; };
    EXPECT_EQ(shape(ref::dot(counting({2, 3, 4}), counting({5, 4, 6}))), (shape_t{2, 3, 5, 6}));
    EXPECT_EQ(shape(ref::matmul(counting({7, 1, 3, 4}), counting({5, 4, 6}))), (shape_t{7, 5, 3, 6}));
    EXPECT_EQ(shape(ref::matmul(counting({4}), counting({5, 4, 6}))), (shape_t{5, 6}));
    EXPECT_EQ(shape(ref::dot(A(2.0), counting({3}))), (shape_t{3}));
    EXPECT_EQ(shape(ref::inner(counting({2, 3}), counting({4, 5, 3}))), (shape_t{2, 4, 5}));
    EXPECT_EQ(shape(ref::kron(counting({2}), counting({3, 4}))), (shape_t{3, 8}));
    EXPECT_EQ(shape(ref::tensordot(counting({2, 3, 4}), counting({4, 5, 2}), {0, 2}, {2, 0})), (shape_t{3, 5}));
    EXPECT_EQ(shape(ref::einsum("...ij,kj...", counting({6, 2, 3}), counting({4, 3, 1}))), (shape_t{6, 2, 4}));
    EXPECT_EQ(ref::einsum("ii->", counting({3, 3}))(), 12.0);
    EXPECT_EQ(ref::matrix_power(A({2, 2}, {1, 1, 1, 0}), 10)(0, 1), 55.0);
    EXPECT_THROW(ref::dot(counting({2, 3}), counting({2, 3})), std::invalid_argument);
    EXPECT_THROW(ref::matmul(A(1.0), counting({3})), std::invalid_argument);
}

TEST(Reference, ReductionsAsNumPy)
{
    A x = counting({2, 3});
    EXPECT_EQ(ref::sum(x, {0, 1})(), 15.0);
    EXPECT_EQ(ref::var(x, 1)(1), 2.0 / 3.0);
    EXPECT_EQ(ref::cumsum(x, 0)(1, 2), 7.0);
    EXPECT_EQ(ref::argmax(x)(), 5);
    x.set(1, std::nan(""));
    EXPECT_TRUE(std::isnan(ref::amax(x)()));
    EXPECT_EQ(ref::argmin(x, 1)(0), 1);
    EXPECT_EQ(ref::sum(ref::ndarray<bool>({4}, true))(), 4);
    EXPECT_THROW(ref::amin(counting({0, 3}), 0), std::invalid_argument);
}

TEST(Reference, BoundsHoldForOtherOrdersAndCatchErrors)
{
    const A a = random({5, 40}, 1), b = random({40, 6}, 2);
    A backwards = ref::dot(ref::flip(a, 1), ref::flip(b, 0));
    const auto product = [](const auto& x, const auto& y) { return ref::dot(x, y); };
    EXPECT_FALSE(ref::difference(backwards, ref::dot(a, b), ref::bound(product, a, b)));

    const auto chain = [](const auto& x, const auto& y) {
        return ref::sum(ref::apply([](const auto& v) { return exp(v * v) / (1.0 + v); }, ref::dot(x, y)), 0);
    };
    const auto plain = [](const A& x, const A& y) {
        return ref::sum(ref::apply([](double v) { return std::exp(v * v) / (1.0 + v); }, ref::dot(x, y)), 0);
    };
    const A small = ref::apply([](double v) { return v / 50; }, b);
    const auto want = chain(ref::track(a), ref::track(small));
    A got = plain(ref::flip(a, 1), ref::flip(small, 0));
    EXPECT_FALSE(ref::difference(got, want));
    got.set(2, got.get(2) * (1 + 1e-11));
    EXPECT_TRUE(ref::difference(got, want));
    backwards.set(3, std::nan(""));
    EXPECT_TRUE(ref::difference(backwards, ref::dot(a, b), ref::bound(product, a, b)));
}
} // namespace
