// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: values that pass through the cache are those that would have been stored, and nothing that somebody may still
// read passes. Against plain xtensor, statement by statement.
#include "rules/support.hpp"

#include <xtensor-blas/xlinalg.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace rules_support;

namespace {

using A = tf::array<double>;
using X = xt::xarray<double>;
using P = std::ptrdiff_t;
using xt::all;
using xt::range;

X drawn(std::vector<std::size_t> shape, unsigned seed)
{
    X x = xt::zeros<double>(shape);
    for (double& v : x) {
        seed = seed * 1664525u + 1013904223u;
        v = static_cast<double>(seed >> 20) / 1024 - 2;
    }
    return x;
}

/// On the CPU; other devices run step by step.
bool hands_on(const tf::explanation& e)
{
    if (tf::default_device() != tf::cpu()) return true;
    return std::any_of(e.steps.begin(), e.steps.end(), [](const auto& s) { return s.kind.ends_with(", handed on"); });
}

template <class T, class E> void expect_near(const tf::array<T>& got, const E& want, double ulps = 64)
{
    const xt::xarray<T> w = want;
    ASSERT_EQ(std::vector<std::size_t>(got.shape().begin(), got.shape().end()), std::vector<std::size_t>(w.shape().begin(), w.shape().end()));
    const double eps = static_cast<double>(std::numeric_limits<T>::epsilon());
    auto g = got.begin();
    for (const T& x : w) {
        const double a = static_cast<double>(*g), b = static_cast<double>(x);
        const bool near = std::isnan(b) ? std::isnan(a) : a == b || std::abs(a - b) <= ulps * eps * (1 + std::abs(b));
        ASSERT_TRUE(near) << a << " " << b;
        ++g;
    }
}

TEST(FuseElementwise, AChainOfStatements)
{
    for (const std::vector<std::size_t>& shape : {std::vector<std::size_t>{100003}, {700, 301}, {5, 7, 4001}, {30000, 1, 3}}) {
        const X x = drawn(shape, 1), y = drawn(shape, 2);
        const A a = x, b = y;
        A t = a * b;
        t = xt::tanh(t + a);
        t = t - b;
        A r = xt::exp(t) * t;
        EXPECT_TRUE(hands_on(tf::explain(r)));
        const X u = xt::tanh(x * y + x) - y;
        expect_near(r, xt::exp(u) * u);
    }
}

TEST(FuseElementwise, OfOtherTypes)
{
    xt::xarray<int> n = xt::arange<int>(0, 100000);
    xt::xarray<float> f = xt::cast<float>(drawn({100000}, 3));
    const tf::array<int> a = n;
    const tf::array<float> b = f;
    tf::array<int> s = a * 3;
    s = s - a;
    const tf::array<int> twice = s + 1;
    tf::array<float> e = b * b;
    e = e + 1.f;
    const tf::array<float> root = xt::sqrt(e);
    EXPECT_TRUE(hands_on(tf::explain(twice, root)));
    for (P i = 0; i < 100000; i += 331) EXPECT_EQ(twice(i), 2 * static_cast<int>(i) + 1);
    expect_near(root, xt::xarray<float>(xt::sqrt(f * f + 1.f)));
    tf::array<std::complex<double>> z = tf::full<std::complex<double>>({50000}, {1, 2});
    z = z * z;
    z = z + 1.0;
    EXPECT_EQ(z(777), std::complex<double>(-2, 4));
}

TEST(FuseElementwise, WindowsThatAreSummed)
{
    const X picture = drawn({60, 90}, 1), pattern = drawn({20, 25}, 2);
    const A p = picture, t = pattern;
    std::vector<A> all_of_them;
    for (P i = 0; i + 20 <= 60; ++i)
        for (P j = 0; j + 25 <= 90; ++j)
            all_of_them.push_back(tf::sum(xt::square(t - tf::view(p, range(i, i + 20), range(j, j + 25)))));
    const A sums = tf::stack(all_of_them);
    EXPECT_TRUE(hands_on(tf::explain(sums)));
    all_of_them.clear();
    for (const auto& [i, j] : {std::pair<P, P>{0, 0}, {17, 31}, {40, 65}}) {
        const double want = xt::sum(xt::square(pattern - xt::view(picture, range(i, i + 20), range(j, j + 25))))();
        EXPECT_NEAR(sums(i * 66 + j), want, 1e-11);
    }
}

TEST(FuseElementwise, TakesNoMemoryForWindows)
{
    const A p = drawn({200, 300}, 1), t = drawn({60, 80}, 2);
    tf::trim_memory();
    tf::reset_peak_memory();
    const std::size_t before = tf::memory().live;
    std::vector<A> r;
    for (P i = 0; i + 60 <= 200; i += 3)
        for (P j = 0; j + 80 <= 300; j += 2) r.push_back(tf::mean(xt::abs(t - tf::view(p, range(i, i + 60), range(j, j + 80)))));
    tf::eval(r);
    EXPECT_LT(tf::memory().peak - before, std::size_t{2} << 20);   // all windows would take 200 MB
}

TEST(FuseElementwise, SoftmaxAndLayerNorm)
{
    for (const bool by_rows : {true, false}) {
        const P axis = by_rows ? 1 : 0;
        const X x = by_rows ? drawn({500, 120}, 4) : drawn({120, 500}, 4);
        const A a = x;
        const auto kept = [&](const A& y) { return tf::expand_dims(y, axis); };
        A most = tf::amax(a, {axis});
        A e = xt::exp(a - kept(most));
        A sums = tf::sum(e, {axis});
        A soft = e / kept(sums);
        A centre = a - kept(tf::mean(a, {axis}));
        A spread = tf::mean(centre * centre, {axis});
        A norm = centre / kept(A(xt::sqrt(spread + 1e-5)));
        e = A(), most = A(), sums = A(), centre = A(), spread = A();
        const tf::explanation e_all = tf::explain(soft, norm);
        EXPECT_TRUE(hands_on(e_all) || !by_rows);
        const std::size_t rows = x.shape(0), columns = x.shape(1);
        X want = x, want_norm = x;
        for (std::size_t i = 0; i < (by_rows ? rows : columns); ++i) {
            X line = by_rows ? X(xt::view(x, i, all())) : X(xt::view(x, all(), i));
            const X exps = xt::exp(line - xt::amax(line)());
            const X off = line - xt::mean(line)();
            const X soft_line = exps / xt::sum(exps)(), norm_line = off / std::sqrt(xt::mean(off * off)() + 1e-5);
            if (by_rows) xt::view(want, i, all()) = soft_line, xt::view(want_norm, i, all()) = norm_line;
            else xt::view(want, all(), i) = soft_line, xt::view(want_norm, all(), i) = norm_line;
        }
        expect_near(soft, want);
        expect_near(norm, want_norm, 1000);
    }
}

TEST(FuseElementwise, WholeReductionsByParts)
{
    const X x = drawn({90001}, 5), y = drawn({90001}, 6);
    const A a = x, b = y;
    const auto check = [&](const A& got, double want) { EXPECT_NEAR(got(), want, 1e-10 * (1 + std::abs(want))); };
    const auto of = [](A value, const auto& reduce) { return A(reduce(std::move(value))); };   // who drops the value first
    const A sum = of(a * b, [](A v) { return tf::sum(v); }), norm = of(a - b, [](A v) { return tf::norm(v); });
    const A most = of(a * b, [](A v) { return tf::amax(v); }), least = of(a * b, [](A v) { return tf::amin(v); });
    const A prod = of(1.0 + a * 1e-6, [](A v) { return tf::prod(v); });
    for (const A& r : {sum, norm, most, least, prod}) EXPECT_TRUE(hands_on(tf::explain(r)));
    check(sum, xt::sum(x * y)());
    check(norm, std::sqrt(xt::sum(xt::square(x - y))()));
    check(most, xt::amax(x * y)());
    check(least, xt::amin(x * y)());
    check(prod, xt::prod(1.0 + x * 1e-6)());
    const X m = drawn({900, 211}, 7);
    const A c = m;
    const A columns = of(c * c, [](A v) { return tf::sum(v, {0}); });
    EXPECT_TRUE(hands_on(tf::explain(columns)));
    expect_near(columns, xt::sum(m * m, {0}), 1000);
    const A mean = of(a * b, [](A v) { return tf::mean(v); }), over_rows = of(c * c, [](A v) { return tf::mean(v, {0}); });
    EXPECT_TRUE(hands_on(tf::explain(mean)));
    EXPECT_TRUE(hands_on(tf::explain(over_rows)));
    expect_near(over_rows, xt::mean(m * m, {0}), 1000);
    // Those that have no parts are computed at once.
    const tf::array<std::int64_t> place = tf::argmax(A(a * b));
    EXPECT_NEAR(mean(), xt::mean(x * y)(), 1e-12);
    const X both = x * y;
    EXPECT_EQ(place(), std::max_element(both.begin(), both.end()) - both.begin());
    X odd = x;
    odd(70000) = std::nan("");
    const A with_nan = odd;
    EXPECT_TRUE(std::isnan(tf::sum(A(with_nan + 1.0))()));
}

TEST(FuseElementwise, ProductsWithABody)
{
    std::vector<X> plain;
    std::vector<A> left;
    for (unsigned i = 0; i < 60; ++i) left.emplace_back(plain.emplace_back(drawn({40, 30}, i)));
    const X w = drawn({30, 20}, 99), bias = drawn({20}, 98);
    const A lw = w, lbias = bias;
    std::vector<A> out, sums;
    for (const A& x : left) {
        A h = tf::dot(x, lw);
        h = xt::tanh(h + lbias);
        out.push_back(h * 2.0);
        sums.push_back(tf::sum(h, {1}));
    }
    tf::eval(out, sums);
    for (std::size_t i = 0; i < 60; ++i) {
        const X h = xt::tanh(xt::linalg::dot(plain[i], w) + bias);
        expect_near(out[i], 2.0 * h, 1000);
        expect_near(sums[i], xt::sum(h, {1}), 1000);
    }
}

TEST(FuseElementwise, WhatIsStillReadIsStored)
{
    const X x = drawn({50000}, 7);
    const A a = x;
    const A kept = xt::exp(a);
    A dropped = kept + 1.0;
    const A r = dropped * dropped;
    dropped = A();
    tf::eval(r);
    expect_near(r, xt::square(xt::exp(x) + 1.0));
    expect_near(kept, xt::exp(x));
    // What is recorded but not asked for yet reads it later.
    A shared = xt::sin(a);
    const A now = shared * 2.0, later = shared * 3.0;
    shared = A();
    tf::eval(now);
    expect_near(now, 2.0 * xt::sin(x));
    expect_near(later, 3.0 * xt::sin(x));
    // A stored view of it.
    A base = a * 4.0;
    const A turned = tf::flip(base, 0), sum = tf::sum(base);
    base = A();
    tf::eval(turned, sum);
    expect_near(turned, 4.0 * xt::flip(x, 0));
}

TEST(FuseElementwise, StoresInBetween)
{
    const X x = drawn({300, 200}, 8);
    A s = x;
    const A t = s * 2.0;
    tf::view(s, 3) = 0.0;
    A e = t + s;
    tf::view(s, 4) = tf::view(e, 5);
    A f = e * s;
    e = A();
    X y = x;
    const X u = y * 2.0;
    xt::view(y, 3, all()) = 0.0;
    const X g = u + y;
    xt::view(y, 4, all()) = xt::view(g, 5, all());
    expect_near(f, g * y);
    expect_near(s, y);
}

TEST(FuseElementwise, WhatIsReadElsewhereIsNoTile)
{
    const X x = drawn({70001}, 9);
    const A a = x;
    A e = xt::exp(a);
    const A difference = tf::view(e, range(1, 70001)) - tf::view(e, range(0, 70000));
    e = A();
    expect_near(difference, xt::exp(xt::view(x, range(1, 70001))) - xt::exp(xt::view(x, range(0, 70000))));
    A m = tf::reshape(a, {70001, 1}) * tf::full<double>({1, 3}, 2.0);
    const A turned = tf::transpose(m) + 1.0, back = tf::flip(m, 0) + 1.0, part = tf::view(m, range(0, 70001, 2)) * 3.0;
    m = A();
    const X mx = xt::view(x, all(), xt::newaxis()) * xt::ones<double>({1, 3}) * 2.0;
    expect_near(turned, xt::transpose(mx) + 1.0);
    expect_near(back, xt::flip(mx, 0) + 1.0);
    expect_near(part, xt::view(mx, range(0, 70001, 2), all()) * 3.0);
}

TEST(FuseElementwise, LoopsWithoutAPattern)
{
    const X x = drawn({3000, 40}, 10), bias = drawn({40}, 11);
    const A a = x, b = bias;
    std::vector<A> out;
    std::vector<P> at;
    for (unsigned i = 0; i < 150; ++i) at.push_back(static_cast<P>((i * 7919u + i * i * 31u) % 2970u));
    for (std::size_t i = 0; i < at.size(); ++i) {
        A w = tf::view(a, range(at[i], at[i] + 30)) * static_cast<double>(i);
        w = xt::maximum(w + b, 0.0);
        out.push_back(tf::sum(w, {0}));
    }
    tf::eval(out);
    for (std::size_t i = 0; i < at.size(); i += 7) {
        const X w = xt::maximum(xt::view(x, range(at[i], at[i] + 30), all()) * static_cast<double>(i) + bias, 0.0);
        expect_near(out[i], xt::sum(w, {0}), 1000);
    }
}

TEST(FuseElementwise, ThreadsChangeNothing)
{
    const A a = drawn({400, 300}, 12);
    const auto program = [&](int threads) {
        tf::options o;
        o.threads = threads;
        A e = xt::exp(a * 0.5);
        A s = tf::sum(e * e), r = tf::sum(xt::sin(e), {1});
        e = A();
        tf::eval(o, s, r);
        std::vector<double> all_of_them{s()};
        for (P i = 0; i < 400; ++i) all_of_them.push_back(r(i));
        return all_of_them;
    };
    EXPECT_EQ(program(1), program(2));
}

TEST(FuseElementwise, SwitchedOff)
{
    const A a = drawn({60000}, 13);
    A t = a * 2.0;
    const A r = t + 1.0;
    t = A();
    EXPECT_FALSE(rule(tf::explain(without("fuse_elementwise"), r), "fuse_elementwise").fired);
    EXPECT_TRUE(hands_on(tf::explain(r)));
}

/// Random chains over random shapes, long enough to be handed on.
RC_GTEST_PROP(FuseElementwise, ForAllChains, ())
{
    const auto draw = [](int low, int high) { return static_cast<std::size_t>(support::uniform(low, high)); };
    const std::size_t rows = draw(1, 3000), columns = 1 + 20000 / rows;
    X x = drawn({rows, columns}, static_cast<unsigned>(support::uniform(0, 1000)));
    const X row = drawn({columns}, 1), column = drawn({rows, 1}, 2);
    A a = x;
    const A lrow = row, lcolumn = column;
    for (std::size_t i = draw(2, 6); i > 0; --i) {
        switch (support::uniform(0, 7)) {
        case 0: a = a + lrow, x = X(x + row); break;
        case 1: a = a * lcolumn, x = X(x * column); break;
        case 2: a = xt::maximum(a, 0.0), x = X(xt::maximum(x, 0.0)); break;
        case 3: a = a - tf::expand_dims(tf::amax(a, {1}), 1), x = X(x - xt::view(X(xt::amax(x, {1})), all(), xt::newaxis())); break;
        case 4: a = a * 0.25 + lrow * lcolumn, x = X(x * 0.25 + row * column); break;
        case 5: a = tf::transpose(tf::transpose(a) + 1.0), x = X(x + 1.0); break;
        case 6: a = a - tf::amin(a, {0}), x = X(x - xt::amin(x, {0})); break;
        default: a = a * a * 0.125, x = X(x * x * 0.125);
        }
    }
    switch (support::uniform(0, 3)) {
    case 0: expect_near(A(tf::sum(a, {1})), xt::sum(x, {1}), 1e5); break;
    case 1: expect_near(A(tf::amax(a, {0})), xt::amax(x, {0})); break;
    case 2: expect_near(A(tf::amin(a)), xt::amin(x)); break;
    default: expect_near(a, x);
    }
    RC_ASSERT(!::testing::Test::HasFatalFailure());
}

}  // namespace
