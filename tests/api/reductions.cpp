// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <tenfold/reductions.hpp>

// xtensor's own functions of the same names, which must not get in the way
#if __has_include(<xtensor/misc/xsort.hpp>)
#include <xtensor/misc/xcomplex.hpp>
#include <xtensor/misc/xsort.hpp>
#include <xtensor/reducers/xnorm.hpp>
#else
#include <xtensor/xcomplex.hpp>
#include <xtensor/xnorm.hpp>
#include <xtensor/xsort.hpp>
#endif

#include <cmath>
#include <limits>

namespace {

namespace tf = tenfold;
using A = tf::array<double>;
using support::to_array;
using support::to_reference;
using support::whole_numbers;

template <class T, class U> void equal_values(const tf::array<T>& got, const reference::ndarray<U>& want)
{
    static_assert(std::is_same_v<T, U>);
    const reference::ndarray<T> values = to_reference(got);
    ASSERT_EQ(values.shape, want.shape);
    for (reference::index i = 0; i < values.size(); ++i) {
        if constexpr (std::is_floating_point_v<T>) EXPECT_NEAR(values.get(i), want.get(i), 1e-5);
        else EXPECT_EQ(values.get(i), want.get(i));
    }
}

/// Every reduction of one element type over one choice of axes.
template <class T>
void all_reductions(const reference::shape_t& shape, const std::vector<int>& over, unsigned seed)
{
    const reference::ndarray<T> want = whole_numbers<T>(shape, seed);
    const tf::array<T> x = to_array(want);
    const reference::axes axes(reference::shape_t(over.begin(), over.end()));
    equal_values(tf::sum(x, over), reference::sum(want, axes));
    equal_values(tf::prod(x, over), reference::prod(want, axes));
    equal_values(tf::mean(x, over), reference::mean(want, axes));
    equal_values(tf::var(x, over), reference::var(want, axes));
    equal_values(tf::norm(x, over), reference::norm(want, axes));
    equal_values(tf::amax(x, over), reference::amax(want, axes));
    equal_values(tf::amin(x, over), reference::amin(want, axes));
}

/// A fresh copy where X is no lvalue reference: every call below gets its argument in the same category.
template <class X> X again(std::remove_reference_t<X>& x) { return x; }

namespace unqualified {
using namespace tenfold;

/// Every shared name, in every spelling, on an argument of type and category X.
template <class X> double every_spelling(X&& given)
{
    const auto x = [&]() -> X { return again<X>(given); };
    double s = sum(x())() + xt::sum(x())() + tf::sum(x())() + sum(x(), 0)(0) + xt::sum(x(), 0)(0);
    s += xt::mean(x(), 1)(0) + mean(x(), {0, 1})() + xt::mean(x(), {0, 1})() + xt::prod(x(), -1)(0);
    s += xt::amax(x())() + amin(x())() + amax(x(), std::vector<int>{0})(0);
    s += static_cast<double>(xt::argmax(x())() + argmin(x(), 1)(0) + xt::argmax(x(), std::ptrdiff_t(0))(0));
    s += cumsum(x(), std::ptrdiff_t(1))(0, 0) + xt::cumsum(x(), 1)(0, 0) + xt::cumsum(x())(0);
    s += norm(x())() + A(xt::norm(x()))(0, 0) + xt::norm_l2(x())() + var(x(), 0)(0);
    s += A(xt::stddev(x()))() + xt::variance(x(), {0})(0) + xt::sum<float>(x())();
    s += xt::sum(x(), 0, xt::keep_dims)(0, 0) + xt::sum(x(), {0}, xt::keep_dims)(0, 0) +
         xt::amax(x(), xt::keep_dims)(0, 0);
    s += all(x()) + xt::any(x()) + xt::allclose(x(), x()) + allclose(x(), 1.0) + allclose(2.0, x());
    s += A(real(x()))(0, 0) + A(xt::imag(x()))(0, 0) + A(conj(x()))(0, 0) + A(equal(x(), x()) * 1.0)(0, 0);
    return s;
}
}  // namespace unqualified

}  // namespace

TEST(Reductions, AgreeWithReference)
{
    const std::vector<std::vector<int>> choices = {{0}, {1}, {-1}, {0, 2}, {2, 1}, {0, 1, 2}, {-3, -1}};
    unsigned seed = 1;
    for (const auto& over : choices) {
        all_reductions<double>({3, 4, 5}, over, ++seed);
        all_reductions<float>({2, 1, 3}, over, ++seed);
        all_reductions<std::int32_t>({2, 3, 2}, over, ++seed);
        all_reductions<std::uint8_t>({1, 3, 2}, over, ++seed);
    }
}

TEST(Reductions, OverAllAxes)
{
    const reference::ndarray<double> want = whole_numbers<double>({3, 4}, 7);
    const A x = to_array(want);
    equal_values(tf::sum(x), reference::sum(want));
    equal_values(tf::cumsum(x), reference::cumsum(want));
    equal_values(tf::cumsum(x, -1), reference::cumsum(want, 1));
    EXPECT_EQ(tf::sum(x).dimension(), 0u);
    equal_values(tf::argmax(x, 1), reference::argmax(want, 1));
    equal_values(tf::argmin(x, 0), reference::argmin(want, 0));
    EXPECT_EQ(tf::argmax(x)(), reference::argmax(want).get(0));
}

TEST(Reductions, OfViewsAndExpressions)
{
    const reference::ndarray<double> want = whole_numbers<double>({3, 4}, 9);
    const A x = to_array(want);
    equal_values(tf::sum(tf::transpose(x), 0), reference::sum(want, reference::axes(1)));
    equal_values(
        tf::amax(x * 2.0 + 1.0, 0), reference::amax(to_reference<double>(x * 2.0 + 1.0), reference::axes(0)));
}

TEST(Reductions, ElementTypes)
{
    const tf::array<bool> b = A(to_array(whole_numbers<double>({4}, 3))) > 0.0;
    const tf::array<std::uint16_t> u = to_array(whole_numbers<std::uint16_t>({4}, 3));
    static_assert(std::is_same_v<decltype(tf::sum(b)), tf::array<std::int64_t>>);
    static_assert(std::is_same_v<decltype(tf::mean(b)), A>);
    static_assert(std::is_same_v<decltype(tf::sum(u)), tf::array<std::uint64_t>>);
    static_assert(std::is_same_v<decltype(tf::amax(u)), tf::array<std::uint16_t>>);
    static_assert(std::is_same_v<decltype(tf::argmax(u)), tf::array<std::ptrdiff_t>>);
    static_assert(std::is_same_v<decltype(tf::norm(u)), A>);
    using C = std::complex<float>;
    static_assert(std::is_same_v<decltype(tf::var(tf::array<C>())), tf::array<float>>);
    static_assert(std::is_same_v<decltype(tf::mean(tf::array<C>())), tf::array<C>>);
    static_assert(std::is_same_v<decltype(xt::sum<double>(u)), A>);
}

TEST(Reductions, EverySpelling)
{
    A x = to_array(whole_numbers<double>({3, 4}, 5));
    const A fixed = x;
    auto lazy = x * 1.0;
    const auto fixed_lazy = lazy;
    const double want = unqualified::every_spelling(x);
    EXPECT_DOUBLE_EQ(unqualified::every_spelling(fixed), want);
    EXPECT_DOUBLE_EQ(unqualified::every_spelling(A(x)), want);
    EXPECT_DOUBLE_EQ(unqualified::every_spelling(std::move(fixed)), want);
    EXPECT_DOUBLE_EQ(unqualified::every_spelling(lazy), want);
    EXPECT_DOUBLE_EQ(unqualified::every_spelling(fixed_lazy), want);
    EXPECT_DOUBLE_EQ(unqualified::every_spelling(x * 1.0), want);
    EXPECT_DOUBLE_EQ(unqualified::every_spelling(tf::transpose(tf::transpose(x))), want);
}

TEST(Reductions, PlainContainersStayWithXtensor)
{
    const xt::xarray<double> p = {{1.0, 2.0}, {3.0, 4.0}};
    EXPECT_EQ(xt::sum(p)(), 10.0);
    EXPECT_EQ(xt::amax(p, 0)(1), 4.0);
    EXPECT_TRUE(xt::all(p));
    EXPECT_TRUE(xt::allclose(p, p));
    EXPECT_EQ(xt::real(p)(1, 1), 4.0);
}

TEST(Reductions, Questions)
{
    const double nan = std::numeric_limits<double>::quiet_NaN(),
                 inf = std::numeric_limits<double>::infinity();
    const xt::xarray<double> p = {1.0, 2.0, 3.0};
    const A x = p, y = {1.0, 2.0, nan}, z = {1.0, inf, 3.0};
    EXPECT_TRUE(tf::allclose(x, p));
    EXPECT_TRUE(tf::allclose(p, x + 1e-9));
    EXPECT_TRUE(tf::allclose(p, p));
    EXPECT_FALSE(tf::allclose(x, x + 0.1));
    EXPECT_TRUE(tf::allclose(x, x + 0.1, 0.0, 0.2));
    EXPECT_FALSE(tf::allclose(y, y));
    EXPECT_TRUE(tf::allclose(z, z));
    EXPECT_FALSE(tf::allclose(x, z));
    EXPECT_FALSE(tf::allclose(z, x));
    EXPECT_TRUE(tf::all(x) && tf::any(x > 2.5) && !tf::all(x > 2.5) && !tf::any(x > 5.0));
    EXPECT_TRUE(tf::all(tf::equal(x, p)));
    const A none = xt::xarray<double>(xt::zeros<double>({0}));
    EXPECT_TRUE(tf::all(none) && !tf::any(none));
}

TEST(Reductions, OfANumberAlongAnAxis)
{
    const tf::array<double> x = tf::full<double>(std::vector<std::size_t>{}, 3.5);
    for (int axis : {0, -1}) {
        EXPECT_EQ(tf::sum(x, axis)(), 3.5);
        EXPECT_EQ(tf::prod(x, axis)(), 3.5);
        EXPECT_EQ(tf::amax(x, axis)(), 3.5);
        EXPECT_EQ(tf::amin(x, axis)(), 3.5);
        EXPECT_EQ(tf::argmax(x, axis)(), 0);
        EXPECT_EQ(tf::sum(x, axis).dimension(), 0u);
        EXPECT_THROW(tf::mean(x, axis), tf::shape_error);   // as in NumPy
    }
    EXPECT_THROW(tf::sum(x, 1), tf::shape_error);
    EXPECT_THROW(tf::amax(x, -2), tf::shape_error);
}

TEST(Reductions, BadInput)
{
    const A x = to_array(whole_numbers<double>({3, 4}, 1)),
            none = xt::xarray<double>(xt::zeros<double>({0, 3}));
    EXPECT_THROW(tf::sum(x, 2), tf::shape_error);
    EXPECT_THROW(tf::sum(x, -3), tf::shape_error);
    EXPECT_THROW(tf::sum(x, {0, 0}), tf::shape_error);
    EXPECT_THROW(tf::sum(x, {0, -2}), tf::shape_error);
    EXPECT_THROW(tf::argmax(x, 2), tf::shape_error);
    EXPECT_THROW(tf::amax(none, 0), tf::shape_error);
    EXPECT_THROW(tf::amin(none), tf::shape_error);
    EXPECT_THROW(tf::argmin(none, 0), tf::shape_error);
    EXPECT_NO_THROW(tf::amax(none, 1));
    EXPECT_EQ(tf::sum(none)(), 0.0);
    EXPECT_THROW(tf::sum(A()), tf::error);
    try {
        tf::mean(x, 5);
        FAIL();
    }
    catch (const tf::error& e) {
        const std::string said = e.what();
        EXPECT_EQ(said.find("[mean]"), 0u) << said;
        EXPECT_NE(said.find("reductions.cpp:"), std::string::npos) << said;
    }
}

TEST(Reductions, begin_with_a_value)
{
    const tf::array<double> x = {{1, 5}, {2, -3}}, none = tf::zeros<double>({0, 2});
    EXPECT_EQ(tf::sum(x, xt::initial(10.0))(), 15.0);
    EXPECT_EQ(tf::sum(x, 0, xt::initial(1))(1), 3.0);
    EXPECT_EQ(xt::sum(x, {1}, xt::initial(1.0) | xt::keep_dims)(0, 0), 7.0);
    EXPECT_EQ(tf::prod(x, {0, 1}, xt::initial(2.0))(), -60.0);
    EXPECT_EQ(tf::amax(x, 1, xt::initial(4.0))(1), 4.0);
    EXPECT_EQ(tf::amin(x, 1, xt::initial(0.0))(0), 0.0);
    EXPECT_EQ(tf::amax(none, 0, xt::initial(4.0))(1), 4.0);
    EXPECT_EQ(tf::amin(none, 0, xt::initial(4.0) | xt::keep_dims).shape(), (std::vector<int>{1, 2}));
    EXPECT_EQ(tf::sum(none, xt::initial(4.0))(), 4.0);
    EXPECT_THROW(tf::amax(none, 0), tf::shape_error);
    const tf::array<std::int8_t> small = {1, 2};
    static_assert(std::is_same_v<decltype(tf::amax(small, xt::initial(3))), tf::array<std::int8_t>>);
    EXPECT_EQ(tf::amax(small, xt::initial(3))(), 3);
    static_assert(std::is_same_v<decltype(tf::sum(small, 0, xt::initial(3))), tf::array<std::int64_t>>);
}
