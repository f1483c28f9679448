// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: where the program's own order of multiplying stays in the range of the type, so does what is run instead.
#include "rules/support.hpp"

#include <cmath>
#include <limits>

using namespace rules_support;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

template <class T> tf::array<T> filled(std::vector<std::size_t> shape, double value)
{
    return tf::full<T>(shape, static_cast<T>(value));
}

/// Of any magnitude, so that only its own shape is known when a plan is made.
template <class T> tf::array<T> values(std::vector<std::size_t> shape, double size, unsigned seed, bool signs = false)
{
    xt::xarray<T> x = xt::zeros<T>(shape);
    for (T& v : x) {
        seed = seed * 1664525u + 1013904223u;
        v = static_cast<T>(size * (1 + (seed >> 24) / 256.0) * (signs && (seed >> 20 & 1) ? -1 : 1));
    }
    return x;
}

template <class T> void expect_near(const tf::array<T>& got, const tf::array<T>& want)
{
    ASSERT_EQ(got.size(), want.size());
    constexpr double ulps = 200 * static_cast<double>(std::numeric_limits<T>::epsilon());
    for (auto g = got.begin(), w = want.begin(); w != want.end(); ++g, ++w) {
        const double x = static_cast<double>(*g), y = static_cast<double>(*w);
        const double least = 200 * static_cast<double>(std::numeric_limits<T>::denorm_min());
        if (std::isfinite(y)) ASSERT_LE(std::abs(x - y), ulps * std::abs(y) + least) << x << " " << y;
        else ASSERT_TRUE(std::isnan(y) ? std::isnan(x) : x == y) << x << " " << y;
    }
}

/// As the program says, and as it is run.
template <class T, class F> void expect_kept(const F& program, const char* name)
{
    tf::options exact;
    exact.reorder_sums = false;
    tf::array<T> want = program();
    tf::eval(exact, want);
    const tf::array<T> got = program();
    ASSERT_TRUE(rule(tf::explain(got), name).fired) << rule(tf::explain(got), name).reason;
    expect_near(got, want);
    const tf::array<T> again = program();   // by a plan that was kept
    expect_near(again, want);
}

const char* const scaled = "scale_into_product";
const char* const chained = "reassociate";

TEST(NumbersKept, OfAScaledProduct)
{
    using A = tf::array<double>;
    const std::size_t n = 40;
    const auto check = [&](double p, double s, double v) {
        expect_kept<double>([&] { return A(tf::dot(values<double>({n, n}, p, 1) * s, values<double>({n}, v, 2))); }, scaled);
    };
    check(1e-200, 1e200, 1e-200);   // the sum without the scalar is 0
    check(1e-162, 1e200, 1e-160);   // it has a few digits only
    check(1e200, 1e-200, 1e200);    // it is infinite
    check(1e307, 1. / 16, 1);       // powers of two too
    check(1e-308, 1024, 1e-3);
    check(1, 3, 1);
    expect_kept<double>([&] { return A(tf::dot(filled<double>({n, n}, 1e308) * (1. / 16), filled<double>({n}, 0.1))); }, scaled);
}

TEST(NumbersKept, OfScaledWindowsOfBothOperandsAndOtherTypes)
{
    using A = tf::array<double>;
    for (const double size : {1e-200, 1.0, 1e200}) {
        const A a = values<double>({3, 5}, size, 1), b = values<double>({5, 60}, size, 2);
        const auto loop = [&](const tf::options& o) {
            std::vector<A> r;
            for (int i = 0; i + 7 <= 60; ++i) r.push_back(tf::dot(a, (1 / size) * tf::view(b, xt::all(), xt::range(i, i + 7))));
            tf::eval(o, r);
            return r;
        };
        tf::options exact;
        exact.reorder_sums = false;
        const auto got = loop({}), want = loop(exact);
        for (std::size_t i = 0; i < got.size(); ++i) expect_near(got[i], want[i]);
        expect_kept<double>([&] { return A(tf::dot((1 / size) * tf::transpose(values<double>({40, 9}, size, 3)),
                                                   (1 / size) * values<double>({40}, size, 4))); }, scaled);
    }
    expect_kept<float>([] { return tf::array<float>(tf::dot(values<float>({20, 30}, 1e-30, 1) * 1e30f,
                                                            values<float>({30}, 1e-20, 2))); }, scaled);
    expect_kept<float>([] { return tf::array<float>(tf::dot(values<float>({20, 30}, 1e38, 1) * 0.01f,
                                                            values<float>({30}, 1, 2))); }, scaled);
    // Scalars that leave the range together.
    const auto two = [](double s) {
        return A(tf::dot(values<double>({40, 40}, 1 / s, 1) * s, values<double>({40, 30}, 1 / s, 2) * s));
    };
    for (const double s : {1e200, 1e-200}) expect_near(two(s), A(tf::dot(values<double>({40, 40}, 1, 1), values<double>({40, 30}, 1, 2))));
    using C = std::complex<double>;
    const tf::array<C> z = tf::full<C>({40, 40}, C(1e-200, 1e-200)), v = tf::full<C>({40}, C(1e-200, 0));
    const tf::array<C> got = tf::dot(z * C(1e200), v);
    EXPECT_NEAR(got(3).real(), 40e-200, 1e-213);
    EXPECT_NEAR(got(3).imag(), 40e-200, 1e-213);
}

TEST(NumbersKept, OfAChain)
{
    using A = tf::array<double>;
    const auto check = [&](double a, double b, double v) {
        expect_kept<double>([&] { return A(tf::dot(tf::dot(values<double>({50, 60}, a, 1), values<double>({60, 70}, b, 2)),
                                                   values<double>({70}, v, 3))); }, chained);
        expect_kept<double>([&] { return A(tf::dot(values<double>({70}, v, 3), tf::dot(values<double>({70, 60}, b, 1),
                                                                                      values<double>({60, 50}, a, 2)))); }, chained);
    };
    check(1e-200, 1e200, 1e200);
    check(1e200, 1e-200, 1e-200);
    check(1e250, 1e-162, 1e-160);
    check(1e-155, 1e-155, 1e-10);
    check(1, 1, 1);
    check(infinite, 1, 1);
    expect_kept<double>([&] { return A(tf::dot(2.0 * tf::dot(values<double>({50, 60}, 1e200, 1), values<double>({60, 70}, 1e-200, 2)),
                                               values<double>({70}, 1e-200, 3))); }, chained);
}

TEST(NumbersKept, TermsThatCancel)
{
    // (A B) is 0; A (B v) is infinity less infinity.
    using A = tf::array<double>;
    xt::xarray<double> p = xt::zeros<double>({50, 60});
    for (std::size_t i = 0; i < 50; ++i) p(i, 3) = 1e200, p(i, 4) = -1e200;
    const A a = p;
    expect_kept<double>([&] { return A(tf::dot(tf::dot(a, filled<double>({60, 70}, 1)), filled<double>({70}, 1e150))); }, chained);
}

TEST(NumbersKept, ZerosAndNaNsDoNotNeedASecondRun)
{
    // They are found where they belong: what the plan says is run, and gives them.
    using A = tf::array<double>;
    for (const double odd : {0.0, std::nan("")}) {
        xt::xarray<double> p = xt::ones<double>({50, 60});
        xt::view(p, 7) = odd;
        xt::xarray<double> w = xt::ones<double>({60, 70});
        xt::view(w, 9) = 0.0;
        const A a = p, b = w;
        expect_kept<double>([&] { return A(tf::dot(tf::dot(a, b), filled<double>({70}, 1))); }, chained);
        expect_kept<double>([&] { return A(tf::dot(3.0 * a, filled<double>({60}, 1))); }, scaled);
    }
    const A none = tf::dot(3.0 * tf::full<double>({50, 60}, std::nan("")), tf::full<double>({60}, 0.0));
    EXPECT_TRUE(std::isnan(none(49)));
}

TEST(NumbersKept, OfASumOfProducts)
{
    using A = tf::array<double>;
    const double large = 1.5e308;
    const auto add = [&](const tf::options& o) {
        A sum = tf::zeros<double>({4, 4});
        for (int i = 0; i < 64; ++i) sum = sum + tf::dot(filled<double>({4, 1}, i % 2 ? -large : large), filled<double>({1, 4}, 1));
        tf::eval(o, sum);
        return sum;
    };
    EXPECT_EQ(add({})(3, 3), 0);
}

TEST(NumbersKept, WhatElseTheEvaluationStoresIsStoredOnce)
{
    using A = tf::array<double>;
    A x = tf::zeros<double>({3, 40});
    const A m = values<double>({40, 40}, 1e-200, 1), v = values<double>({40}, 1e-200, 2);
    for (int round = 0; round < 2; ++round) {
        tf::view(x, 0) += filled<double>({40}, 1);
        tf::view(x, 1) += tf::dot(m * 1e200, v) * 1e200;
        tf::eval(x);
    }
    EXPECT_EQ(x(0, 5), 2);
    EXPECT_GT(x(1, 5), 79);
}

/// Any magnitudes; where the program's order is right, compared with long double, so is what is run. Right is what the
/// standard model of arithmetic with gradual underflow allows the last sum: (x y)(1 + d) + e with |e| of half the least number
/// for each of its terms (J. Demmel, Underflow and the reliability of numerical software, SIAM J. Sci. Stat. Comput. 5, 1984).
/// What was lost before it is multiplied, and allowed nothing.
template <class T> void any_magnitudes(int most)
{
    const auto size = [&] { return std::pow(2.0, support::uniform(-most, most)); };
    const std::size_t m = static_cast<std::size_t>(support::uniform(20, 40)), k = static_cast<std::size_t>(support::uniform(20, 40));
    const double p = size(), q = size(), r = size(), s = size();
    const bool signs = support::rarely(3), chain = support::rarely(2);
    const auto a = values<T>({m, k}, p, 1, signs), b = values<T>({k, k}, q, 2, signs), v = values<T>({k}, r, 3, signs);
    const T scalar = static_cast<T>(s);
    tf::array<T> got = chain ? tf::array<T>(tf::dot(tf::dot(a, b), v)) : tf::array<T>(tf::dot(a * scalar, v));
    tf::array<T> own = chain ? tf::array<T>(tf::dot(tf::dot(a, b), v)) : tf::array<T>(tf::dot(a * scalar, v));
    tf::options exact;
    exact.reorder_sums = false;
    tf::eval(exact, own);
    tf::eval(tf::options{}, got);   // by a plan, however small it is
    for (std::size_t i = 0; i < m; ++i) {
        long double want = 0, size_of = 0;
        const auto at = [](std::size_t n) { return static_cast<std::ptrdiff_t>(n); };
        for (std::size_t l = 0; l < k; ++l) {
            long double x = 0, y = 0;
            for (std::size_t j = 0; j < (chain ? k : 0); ++j) {
                const long double t = static_cast<long double>(b(at(l), at(j))) * static_cast<long double>(v(at(j)));
                x += t;
                y += std::abs(t);
            }
            if (!chain) x = static_cast<long double>(scalar) * static_cast<long double>(v(at(l))), y = std::abs(x);
            want += static_cast<long double>(a(at(i), at(l))) * x;
            size_of += std::abs(static_cast<long double>(a(at(i), at(l)))) * y;
        }
        const long double least = std::numeric_limits<T>::denorm_min();
        const long double bound = 200 * std::numeric_limits<T>::epsilon() * size_of + static_cast<long double>(k) * least / 2;
        const auto error = [&](T x) { return std::abs(static_cast<long double>(x) - want); };
        if (!(error(own(at(i))) <= bound)) continue;
        RC_ASSERT(error(got(at(i))) <= bound);
    }
}
RC_GTEST_PROP(NumbersKept, ForAllMagnitudesOfDouble, ()) { any_magnitudes<double>(600); }
RC_GTEST_PROP(NumbersKept, ForAllMagnitudesOfFloat, ()) { any_magnitudes<float>(80); }

}  // namespace
