// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <tenfold/signal.hpp>

#include <cmath>
#include <limits>

namespace {

using namespace support;
using D = tf::array<double>;
using C = std::complex<double>;
using reference::index;

constexpr double nothing = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();

template <class T> std::vector<T> elements(const tf::array<T>& x) { return {x.begin(), x.end()}; }
bool recorded(const D& x) { return tf::explain(x).calls.size() > 0; }

template <class T> void check_diff()
{
    const shape_t shape = random_shape(uniform(1, 4));
    const auto x = random_sample<T>(shape);
    const auto axis = static_cast<std::size_t>(uniform(0, static_cast<int>(shape.size())));
    const int n = uniform(0, 3);
    ndarray<T> want = x.expected;
    for (int k = 0; k < n; ++k) {
        shape_t shorter = want.shape;
        if (shorter[axis] > 0) --shorter[axis];
        ndarray<T> next(shorter);
        index inner = 1;
        for (std::size_t d = axis + 1; d < shape.size(); ++d) inner *= shape[d];
        for (index i = 0; i < next.size(); ++i) {
            const index from = i / (inner * shorter[axis]) * inner * want.shape[axis] + i % (inner * shorter[axis]);
            if constexpr (std::is_same_v<T, bool>) next.set(i, want.get(from + inner) != want.get(from));
            else next.set(i, static_cast<T>(want.get(from + inner) - want.get(from)));
        }
        want = next;
    }
    RC_ASSERT(!reference::difference(to_reference(tf::diff(x.value, n, static_cast<std::ptrdiff_t>(axis))), want));
}

template <class T> T conjugate(T x)
{
    if constexpr (reference::is_complex_v<T>) return std::conj(x);
    else return x;
}

template <class T> std::vector<T> full_convolution(const std::vector<T>& a, const std::vector<T>& v)
{
    std::vector<T> r(a.size() + v.size() - 1, T());
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t k = 0; k < v.size(); ++k) {
            if constexpr (std::is_same_v<T, bool>) r[i + k] = r[i + k] || (a[i] && v[k]);
            else r[i + k] = static_cast<T>(r[i + k] + a[i] * v[k]);
        }
    return r;
}

/// n elements from `from`.
template <class T> std::vector<T> piece(const std::vector<T>& x, std::size_t from, std::size_t n)
{
    return {x.begin() + static_cast<index>(from), x.begin() + static_cast<index>(from + n)};
}

template <class T> void check_convolve()
{
    using mode = tf::convolve_mode;
    const auto a = random_sample<T>({uniform(1, 12)}), v = random_sample<T>({uniform(1, 12)});
    const std::vector<T> p = elements(a.value), q = elements(v.value), full = full_convolution(p, q);
    const std::size_t n = std::max(p.size(), q.size()), m = std::min(p.size(), q.size());
    RC_ASSERT(elements(tf::convolve(a.value, v.value)) == full);
    RC_ASSERT(elements(tf::convolve(a.value, v.value, mode::same)) == piece(full, (m - 1) / 2, n));
    RC_ASSERT(elements(tf::convolve(a.value, v.value, mode::valid)) == piece(full, m - 1, n - m + 1));
    std::vector<T> turned(q.rbegin(), q.rend());
    for (std::size_t i = 0; i < turned.size(); ++i) turned[i] = conjugate<T>(turned[i]);
    const std::vector<T> correlation = full_convolution(p, turned);
    RC_ASSERT(elements(tf::correlate(a.value, v.value, mode::full)) == correlation);
    RC_ASSERT(elements(tf::correlate(a.value, v.value)) == piece(correlation, m - 1, n - m + 1));
    const std::size_t from = p.size() >= q.size() ? (m - 1) / 2 : m - 1 - (m - 1) / 2;
    RC_ASSERT(elements(tf::correlate(a.value, v.value, mode::same)) == piece(correlation, from, n));
}

}  // namespace

RC_GTEST_PROP(Signal, diff, ())
{
    check_diff<double>();
    check_diff<std::int8_t>();
    check_diff<std::uint32_t>();
    check_diff<bool>();
    check_diff<std::complex<float>>();
}
RC_GTEST_PROP(Signal, convolve_and_correlate, ())
{
    check_convolve<double>();
    check_convolve<std::int16_t>();
    check_convolve<bool>();
    check_convolve<C>();
}
RC_GTEST_PROP(Signal, running_products, ())
{
    const shape_t shape = random_shape(uniform(1, 4));
    const auto x = random_sample<std::int32_t>(shape);
    const auto axis = static_cast<std::size_t>(uniform(0, static_cast<int>(shape.size())));
    const shape_t strides = reference::strides_of(shape);
    ndarray<std::int64_t> want(shape);
    for (reference::index i = 0; i < want.size(); ++i) {
        const reference::index at = i / strides[axis] % shape[axis];
        want.set(i, at == 0 ? x.expected.get(i) : want.get(i - strides[axis]) * x.expected.get(i));
    }
    RC_ASSERT(!reference::difference(to_reference(tf::cumprod(x.value, static_cast<std::ptrdiff_t>(axis))), want));
}

TEST(Signal, what_is_not_finite_reaches_what_it_belongs_to)
{
    const D x = {1, 2, 3, 4, 5}, v = {1, inf, 2};
    const auto full = elements(tf::convolve(x, v));
    EXPECT_EQ(full[0], 1.0);
    EXPECT_EQ(full[1], inf);
    EXPECT_EQ(full[6], 10.0);
    EXPECT_EQ(full[5], inf);
    const auto ends = elements(tf::convolve(D{nothing, 1, 1, 1}, D{1, 2}));
    EXPECT_TRUE(std::isnan(ends[0]) && std::isnan(ends[1]));
    EXPECT_EQ(ends[2], 3.0);
    EXPECT_TRUE(recorded(tf::convolve(x, v)));
    EXPECT_TRUE(recorded(tf::diff(x)));
}

TEST(Signal, as_numpy_shows)
{
    using mode = tf::convolve_mode;
    const D x = {1, 2, 3}, v = {0, 1, 0.5};
    EXPECT_EQ(elements(tf::convolve(x, v)), (std::vector<double>{0, 1, 2.5, 4, 1.5}));
    EXPECT_EQ(elements(tf::convolve(x, v, mode::same)), (std::vector<double>{1, 2.5, 4}));
    EXPECT_EQ(elements(tf::convolve(x, std::vector<double>{0, 1, 0.5}, mode::valid)), (std::vector<double>{2.5}));
    EXPECT_EQ(elements(tf::correlate(x, v)), (std::vector<double>{3.5}));
    EXPECT_EQ(elements(tf::correlate(x, v, mode::same)), (std::vector<double>{2, 3.5, 3}));
    EXPECT_EQ(elements(tf::correlate(x, v, mode::full)), (std::vector<double>{0.5, 2, 3.5, 3, 0}));
    EXPECT_EQ(elements(tf::diff(D{1, 2, 4, 7, 0}, 2)), (std::vector<double>{1, 1, -10}));
    EXPECT_EQ(elements(tf::diff(tf::array<bool>{true, false, false})), (std::vector<bool>{true, false}));
    EXPECT_EQ(tf::diff(x, 7).size(), 0u);
    EXPECT_EQ(tf::trapz(x)(), 4.0);
    EXPECT_EQ(tf::trapz(x, 2)(), 8.0);
    EXPECT_EQ(tf::trapz(x, D{4, 6, 8})(), 8.0);
    EXPECT_EQ(tf::trapezoid(x, D{8, 6, 4})(), -8.0);
    const D m = tf::reshape(tf::arange<double>(6), {2, 3});
    EXPECT_EQ(elements(tf::trapz(m, 1.0, 0)), (std::vector<double>{1.5, 2.5, 3.5}));
    EXPECT_EQ(elements(tf::trapz(m, D{0, 2}, 0)), (std::vector<double>{3, 5, 7}));
    EXPECT_EQ(elements(tf::trapz(m, m * 2.0, 1)), (std::vector<double>{4, 16}));
    EXPECT_EQ(tf::trapz(tf::array<int>{1, 2})(), 1.5);
    static_assert(std::is_same_v<decltype(tf::trapz(tf::array<float>())), tf::array<float>>);
    EXPECT_EQ(elements(tf::cumprod(m + 1.0)), (std::vector<double>{1, 2, 6, 24, 120, 720}));
    EXPECT_EQ(elements(tf::nancumprod(D{2, nothing, 3})), (std::vector<double>{2, 2, 6}));
    EXPECT_EQ(elements(tf::nancumsum(D{2, nothing, 3})), (std::vector<double>{2, 2, 5}));
    EXPECT_EQ(tf::cumprod(tf::array<std::int8_t>{100, 100})(1), 10000);
    EXPECT_EQ(tf::cumprod(tf::array<C>{C(0, 1), C(0, 1)})(1), C(-1, 0));
}

TEST(Signal, interp)
{
    const D xp = {1, 2, 3}, fp = {3, 2, 0};
    EXPECT_TRUE(tf::allclose(tf::interp(D{0, 1, 1.5, 2.72, 3.14}, xp, fp), D{3, 3, 2.5, 0.56, 0}));
    EXPECT_EQ(elements(tf::interp(D{0, 3.14}, xp, fp, -99.0, 99.0)), (std::vector<double>{-99, 99}));
    EXPECT_EQ(tf::interp(tf::array<int>{2}, std::vector<int>{1, 3}, D{0, 4})(0), 2.0);
    EXPECT_TRUE(std::isnan(tf::interp(D{nothing}, xp, fp)(0)));
    EXPECT_EQ(tf::interp(D{1.5}, xp, D{-inf, 2, 0})(0), -inf);
    EXPECT_EQ(tf::interp(D{{1, 2}}, xp, fp, 0, 0).shape(), (std::vector<int>{1, 2}));
}

TEST(Signal, as_xtensor_writes_it)
{
    using namespace xt;
    using namespace tenfold;
    D x = {1, 2, 4};
    const D v = {1, 1};
    const xt::xarray<double> p = x, q = v;
    EXPECT_EQ(xt::xarray<double>(xt::diff(x)), xt::xarray<double>(xt::diff(p)));
    EXPECT_EQ(elements(diff(x, std::size_t(2))), (std::vector<double>{1}));
    EXPECT_EQ(elements(xt::convolve(x, v, xt::convolve_mode::valid())), (std::vector<double>{3, 6}));
    EXPECT_EQ(xt::xarray<double>(xt::convolve(x, v, xt::convolve_mode::full())), xt::convolve(p, q, xt::convolve_mode::full()));
    EXPECT_EQ(convolve(x, v, tenfold::convolve_mode::same).size(), 3u);
    EXPECT_EQ(convolve(p, v, xt::convolve_mode::full()).size(), 4u);
    EXPECT_EQ(xt::trapz(x)(), 4.5);
    EXPECT_EQ(trapz(x, x)(), 7.5);
    EXPECT_EQ(xt::cumprod(x)(2), 8.0);
    EXPECT_EQ(cumprod(x, 0)(2), 8.0);
    EXPECT_EQ(nancumsum(x + 0.0)(2), 7.0);
    EXPECT_EQ(xt::interp(D{1.5}, x, x)(0), 1.5);
    EXPECT_EQ(interp(D{0.5}, x, x, 7.0, 8.0)(0), 7.0);
}

TEST(Signal, bad_input)
{
    const D x = {1, 2, 3}, none = tf::zeros<double>({0}), m = tf::ones({2, 2});
    EXPECT_THROW(tf::diff(x, -1), tf::shape_error);
    EXPECT_THROW(tf::diff(x, 1, 1), tf::shape_error);
    EXPECT_THROW(tf::diff(tf::full({}, 1.0)), tf::shape_error);
    EXPECT_THROW(tf::convolve(x, none), tf::shape_error);
    EXPECT_THROW(tf::convolve(m, x), tf::shape_error);
    EXPECT_THROW(tf::correlate(x, m), tf::shape_error);
    EXPECT_THROW(tf::trapz(x, D{1, 2}), tf::shape_error);
    EXPECT_THROW(tf::interp(x, x, none), tf::shape_error);
    EXPECT_THROW(tf::interp(x, none, none), tf::shape_error);
    EXPECT_THROW(tf::cumprod(x, 1), tf::shape_error);
    EXPECT_EQ(message_of([&] { tf::convolve(x, m); }), "[convolve] (2, 2) is no vector with elements");
    EXPECT_EQ(message_of([&] { tf::diff(x, -1); }), "[diff] -1 times");
}
