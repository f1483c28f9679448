// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Elementwise functions give what the C library gives, to 4 units in the last place, at the edges exactly,
// wherever an element lies. What C leaves open is NumPy's.
#include "api/support.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

namespace tf = tenfold;

namespace {

template <class T> constexpr T nan_of = std::numeric_limits<T>::quiet_NaN();
template <class T> constexpr T infinity_of = std::numeric_limits<T>::infinity();

template <class T> std::vector<T> edges()
{
    using L = std::numeric_limits<T>;
    std::vector<T> x;
    for (const double v : {0.0, 1e-5, 0.1, 0.25, 0.5, 0.75, 0.9999, 1.0, 1.0001, 1.5, 2.0, 2.5, 3.0, 4.0, 7.0, 10.0, 33.0, 88.6, 88.73,
                           100.0, 103.5, 127.5, 149.5, 171.5, 708.9, 709.7, 745.0, 1023.5, 1074.5, 1e5, 8388607.5, 1e10,
                           4503599627370497.5, 1e30}) {
        x.push_back(static_cast<T>(v));
        x.push_back(-static_cast<T>(v));
    }
    for (const T v : {L::denorm_min(), L::min() / 2, L::min(), L::min() * 3, L::epsilon(), L::max() / 2, L::max(), L::infinity()}) {
        x.push_back(v);
        x.push_back(-v);
    }
    x.push_back(L::quiet_NaN());
    return x;
}

/// Of all magnitudes, and of those that functions are made for.
template <class T> std::vector<T> random_values(std::size_t n, int exponents)
{
    std::mt19937 draw(7);
    std::uniform_real_distribution<double> part(0.5, 1);
    std::uniform_int_distribution<int> exponent(std::max(-exponents, std::numeric_limits<T>::min_exponent - 10),
                                                std::min(exponents, std::numeric_limits<T>::max_exponent));
    std::vector<T> x(n);
    for (std::size_t i = 0; i < n; ++i) {
        const double size = i % 2 ? std::ldexp(part(draw), exponent(draw)) : (part(draw) - 0.5) * (i % 4 ? 4 : 100);
        x[i] = static_cast<T>(draw() & 1 ? size : -size);
    }
    return x;
}

template <class T> double ulps(T got, T want)
{
    using L = std::numeric_limits<T>;
    constexpr double far = 1e30;
    if (std::isnan(want)) return std::isnan(got) ? 0 : far;
    if (std::isnan(got)) return far;
    if (std::isinf(want) || std::isinf(got)) return got == want ? 0 : far;
    if (want == 0 && got == 0) return std::signbit(want) == std::signbit(got) ? 0 : far;
    int e = 0;
    std::frexp(want, &e);
    const long double unit = std::ldexp(1.0L, std::max(e, L::min_exponent) - L::digits);
    return static_cast<double>(std::abs(static_cast<long double>(got) - static_cast<long double>(want)) / unit);
}

template <class T> tf::array<T> array_of(const std::vector<T>& x)
{
    xt::xarray<T> a = xt::zeros<T>({x.size()});
    std::copy(x.begin(), x.end(), a.begin());
    return a;
}
template <class T> bool same_bits(T a, T b) { return std::memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b); }

/// As right at every offset from a vector's first lane, and in tails.
template <class T, class F> void expect_same_everywhere(const char* name, const tf::array<T>& x, const F& f)
{
    const tf::array<T> all = f(x);
    const auto n = static_cast<std::ptrdiff_t>(x.size());
    for (std::ptrdiff_t at = 1; at < 18; ++at) {
        const tf::array<T> part = f(tf::array<T>(tf::view(x, xt::range(at, n - at))));
        for (std::ptrdiff_t i = 0; i < n - 2 * at; ++i)
            ASSERT_LE(ulps(part(i), all(i + at)), 4) << name << "(" << x(i + at) << ") " << part(i) << " " << all(i + at);
    }
}

template <class T, class F, class C> void expect_function(const char* name, const F& f, const C& c)
{
    std::vector<T> x = edges<T>();
    const tf::array<T> first = array_of(x);
    for (const T v : random_values<T>(20001, 2000)) x.push_back(v);
    const tf::array<T> all = array_of(x), y = f(all);
    int shown = 0;
    for (std::size_t i = 0; i < x.size() && shown < 8; ++i) {
        const T got = y(static_cast<std::ptrdiff_t>(i)), want = c(x[i]);
        if (!(ulps(got, want) <= 4)) ADD_FAILURE() << name << "(" << x[i] << ") is " << got << ", not " << want, ++shown;
    }
    expect_same_everywhere(name, first, f);
}

template <class T, class F, class C> void expect_binary(const char* name, const F& f, const C& c)
{
    std::vector<T> x, y;
    const auto add = [&](const std::vector<T>& all) {
        for (std::size_t i = 0; i < all.size(); ++i)
            for (std::size_t j = 0; j < all.size(); ++j) x.push_back(all[i]), y.push_back(all[j]);
    };
    add(edges<T>());
    add(random_values<T>(80, 2000));
    add(random_values<T>(80, 20));
    const tf::array<T> r = f(array_of(x), array_of(y));
    int shown = 0;
    for (std::size_t i = 0; i < x.size() && shown < 8; ++i) {
        const T got = r(static_cast<std::ptrdiff_t>(i)), want = c(x[i], y[i]);
        if (!(ulps(got, want) <= 4))
            ADD_FAILURE() << name << "(" << x[i] << ", " << y[i] << ") is " << got << ", not " << want, ++shown;
    }
    // A number as the second argument, which all lanes share.
    for (const T b : {T(2), T(3), T(-1), T(0.5), T(0), nan_of<T>}) {
        const tf::array<T> edge = array_of(edges<T>()), q = f(edge, b);
        for (std::size_t i = 0; i < edge.size(); ++i) {
            const T a = edge(static_cast<std::ptrdiff_t>(i)), got = q(static_cast<std::ptrdiff_t>(i));
            EXPECT_LE(ulps(got, static_cast<T>(c(a, b))), 4) << name << "(" << a << ", " << b << ") is " << got;
        }
    }
}

template <class T> class Functions : public testing::Test {
};
using reals = testing::Types<float, double>;
TYPED_TEST_SUITE(Functions, reals);

#define OF_ONE(name) \
    expect_function<TypeParam>(#name, [](const auto& x) { return xt::name(x); }, [](TypeParam x) { return std::name(x); })
#define OF_TWO(name)                                                                                   \
    expect_binary<TypeParam>(#name, [](const auto& x, const auto& y) { return xt::name(x, y); },       \
                             [](TypeParam x, TypeParam y) { return std::name(x, y); })

TYPED_TEST(Functions, Exponentials)
{
    OF_ONE(exp);
    OF_ONE(exp2);
    OF_ONE(expm1);
    OF_ONE(log);
    OF_ONE(log2);
    OF_ONE(log10);
    OF_ONE(log1p);
}
TYPED_TEST(Functions, Roots)
{
    OF_ONE(sqrt);
    OF_ONE(cbrt);
    OF_TWO(hypot);
    OF_TWO(pow);
}
TYPED_TEST(Functions, Angles)
{
    OF_ONE(sin);
    OF_ONE(cos);
    OF_ONE(tan);
    OF_ONE(asin);
    OF_ONE(acos);
    OF_ONE(atan);
    OF_TWO(atan2);
}
TYPED_TEST(Functions, HyperbolicOnes)
{
    OF_ONE(sinh);
    OF_ONE(cosh);
    OF_ONE(tanh);
    OF_ONE(asinh);
    OF_ONE(acosh);
    OF_ONE(atanh);
}
TYPED_TEST(Functions, SpecialOnes)
{
    OF_ONE(erf);
    OF_ONE(erfc);
    OF_ONE(tgamma);
    OF_ONE(lgamma);
}
TYPED_TEST(Functions, Rounding)
{
    OF_ONE(ceil);
    OF_ONE(floor);
    OF_ONE(trunc);
    OF_ONE(round);
    OF_ONE(nearbyint);
    OF_ONE(rint);
    OF_ONE(abs);
    OF_TWO(fmod);
    OF_TWO(remainder);
    OF_TWO(fdim);
}
TYPED_TEST(Functions, LargerAndSmaller)
{
    using T = TypeParam;
    OF_TWO(fmax);
    OF_TWO(fmin);
    const auto with_nan = [](T a, T b, T r) { return std::isnan(a) || std::isnan(b) ? nan_of<T> : r; };
    // Which zero it is, where both are one, is left open.
    const auto plain = [](const tf::array<T>& x) { return x + T(0); };
    expect_binary<T>("maximum", [&](const auto& x, const auto& y) { return plain(xt::maximum(x, y)); },
                     [&](T a, T b) { return with_nan(a, b, std::max(a, b)) + T(0); });
    expect_binary<T>("minimum", [&](const auto& x, const auto& y) { return plain(xt::minimum(x, y)); },
                     [&](T a, T b) { return with_nan(a, b, std::min(a, b)) + T(0); });
    const T n = nan_of<T>;
    const tf::array<T> x = {n, -3, 0.5, 9, infinity_of<T>, n, 1, 2, n};
    const tf::array<T> c = xt::clip(x, T(0), T(1));
    const T want[] = {n, 0, 0.5, 1, 1, n, 1, 1, n};
    for (int i = 0; i < 9; ++i) EXPECT_TRUE(same_bits(c(i), want[i])) << i;
}

TYPED_TEST(Functions, QuestionsAboutNaN)
{
    using T = TypeParam;
    const std::vector<T> all = edges<T>();
    const tf::array<T> x = array_of(all);
    const tf::array<bool> nan = xt::isnan(x), inf = xt::isinf(x), finite = xt::isfinite(x);
    const tf::array<bool> same = xt::equal(x, x), other = xt::not_equal(x, x), less = x < x, no_less = x >= x;
    for (std::size_t k = 0; k < all.size(); ++k) {
        const auto i = static_cast<std::ptrdiff_t>(k);
        EXPECT_EQ(nan(i), std::isnan(all[k]));
        EXPECT_EQ(inf(i), std::isinf(all[k]));
        EXPECT_EQ(finite(i), std::isfinite(all[k]));
        EXPECT_EQ(same(i), !std::isnan(all[k]));
        EXPECT_EQ(other(i), std::isnan(all[k]));
        EXPECT_FALSE(less(i));
        EXPECT_EQ(no_less(i), !std::isnan(all[k]));
    }
}

TYPED_TEST(Functions, CloseIsWhatAllcloseSays)
{
    using T = TypeParam;
    const std::vector<T> all = {0, 1, T(1.00001), T(0.99999), T(1.00002), T(1e-8), T(-1e-8), T(2e-8), 1e30f, infinity_of<T>, -infinity_of<T>,
                                nan_of<T>, std::numeric_limits<T>::max()};
    for (const T a : all)
        for (const T b : all) {
            const tf::array<T> x = array_of(std::vector<T>(9, a)), y = array_of(std::vector<T>(9, b));
            const tf::array<bool> r = xt::isclose(x, y), same = xt::isclose(x, y, 1e-5, 1e-8, true);
            EXPECT_EQ(r(8), tf::allclose(x, y)) << a << " " << b;
            EXPECT_EQ(same(0), r(8) || (std::isnan(a) && std::isnan(b))) << a << " " << b;
        }
    EXPECT_FALSE(tf::array<bool>(xt::isclose(tf::array<T>{0, 1}, infinity_of<T>))(0));
}

template <class T> class Integers : public testing::Test {
};
using integers = testing::Types<std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t>;
TYPED_TEST_SUITE(Integers, integers);

TYPED_TEST(Integers, DividedByNothing)
{
    using T = TypeParam;
    const T low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max(), minus = static_cast<T>(-1);
    const tf::array<T> x = {low, high, 7, 0, minus, 5}, y = {minus, 0, 2, 0, minus, 0};
    const tf::array<T> none = tf::zeros<T>({6});
    const auto cast = [](const auto& e) { return tf::array<T>(xt::cast<T>(e)); };
    const tf::array<T> q = cast(x / y), r = cast(x % y);
    const T lowest = std::is_signed_v<T> ? low : T(0);   // 0 / max of unsigned ones
    const T quotients[] = {lowest, 0, 3, 0, 1, 0}, rests[] = {0, 0, 1, 0, 0, 0};
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(q(i), quotients[i]) << i;
        EXPECT_EQ(r(i), rests[i]) << i;
        EXPECT_EQ(cast(x / T(0))(i), 0);
        EXPECT_EQ(cast(x % T(0))(i), 0);
        EXPECT_EQ(cast(T(9) / none)(i), 0);
        EXPECT_EQ(cast(T(9) % none)(i), 0);
    }
    if (std::is_signed_v<T>) { EXPECT_EQ(cast(x / minus)(0), low); }
    tf::array<T> z = x;
    tf::view(z, xt::all()) /= y;
    EXPECT_EQ(z(1), 0);
    EXPECT_EQ(z(2), 3);
}

TYPED_TEST(Integers, ShiftedByAllTheirBits)
{
    using T = TypeParam;
    if constexpr (sizeof(T) >= 4) {
        const tf::array<T> x = {static_cast<T>(-5), 1, 6}, by = {static_cast<T>(8 * sizeof(T)), 1, static_cast<T>(-1)};
        const tf::array<T> left = x << by, right = x >> by;
        EXPECT_EQ(left(0), 0);
        EXPECT_EQ(left(1), 2);
        EXPECT_EQ(left(2), 0);
        EXPECT_EQ(right(0), std::is_signed_v<T> ? static_cast<T>(-1) : T(0));
        EXPECT_EQ(right(1), 0);
        EXPECT_EQ(right(2), 0);
    }
}

}  // namespace
