// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: elementwise work and products on windows, of values and of shared results, give what the same loop gives
// eagerly, whatever the windows; and where they overlap, they are computed once.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <complex>
#include <limits>
#include <random>
#include <vector>

namespace tf = tenfold;
using P = std::ptrdiff_t;
using xt::all;
using xt::range;

namespace {

template <class T> using values = std::vector<tf::array<T>>;

template <class T> tf::array<T> numbers(std::vector<std::size_t> shape, unsigned seed, bool with_edges = false)
{
    xt::xarray<T> x = xt::zeros<T>(shape);
    std::mt19937 draw(seed);
    std::uniform_int_distribution<int> small(-9, 9), edge(0, 40);
    for (T& v : x) {
        v = static_cast<T>(small(draw));
        if constexpr (std::is_floating_point_v<T>) {
            const int e = with_edges ? edge(draw) : 9;
            if (e == 0) v = std::numeric_limits<T>::quiet_NaN();
            if (e == 1) v = std::numeric_limits<T>::infinity();
            if (e == 2) v = T{-0.0};
        }
    }
    return tf::array<T>(std::move(x));
}

template <class T> bool same(const T& x, const T& y)
{
    if constexpr (std::is_floating_point_v<T>) return (std::isnan(x) && std::isnan(y)) || (x == y && std::signbit(x) == std::signbit(y));
    else return x == y;
}

/// Whole numbers: sums are exact in any order.
template <class T> void expect_same(const values<T>& got, const values<T>& want)
{
    ASSERT_EQ(got.size(), want.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
        const xt::xarray<T> p = got[i], q = want[i];
        ASSERT_EQ(p.shape(), q.shape());
        for (std::size_t k = 0; k < p.size(); ++k) ASSERT_TRUE(same(p.flat(k), q.flat(k))) << "value " << i << ", element " << k;
    }
}

/// Runs a loop as it is planned, and eagerly.
template <class F> auto expect_law(F&& loop)
{
    auto lazy = loop();
    const tf::explanation e = tf::explain(lazy);
    tf::eval(lazy);
    decltype(lazy) eager;
    {
        const tf::eager_scope now;
        eager = loop();
    }
    expect_same(lazy, eager);
    return e;
}

double flops_of(const tf::explanation& e)
{
    double flops = 0;
    for (const auto& s : e.steps) flops += s.flops;
    return flops;
}

/// Where windows of `width` begin on an axis of `length`.
std::vector<P> begins(int pattern, P length, P width, std::mt19937& draw)
{
    std::vector<P> at;
    const P last = length - width;
    const auto any = [&](P most) { return static_cast<P>(draw() % static_cast<unsigned>(most + 1)); };
    const P step = 1 + any(width);
    switch (pattern) {
    case 0: for (P i = 0; i <= last; i += step) at.push_back(i); break;
    case 1: for (P i = last; i >= 0; i -= step) at.push_back(i); break;
    case 2: for (P i = 0; i <= last; ++i) if (i % 5 != 2) at.push_back(i); break;
    case 3: for (P i = 0; i < 30; ++i) at.push_back(any(last)); break;
    case 4: for (P i = 0; i < 40; ++i) at.push_back(i * 7919 % (last + 1)); break;
    default: for (P i = 0; i < 6; ++i) at.push_back(last / 2); break;
    }
    return at;
}

template <class T> values<T> elementwise_of_products(unsigned seed)
{
    std::mt19937 draw(seed);
    const auto any = [&](std::size_t low, std::size_t high) { return low + draw() % (high - low + 1); };
    const std::size_t m = any(1, 4), k = any(1, 3), n = any(1, 40), c = any(1, 3);
    const P length = static_cast<P>(n), width = static_cast<P>(any(1, n));
    const bool edges = any(0, 2) == 0, rows = any(0, 1) == 0;
    const tf::array<T> a = numbers<T>({m, k}, seed + 1, edges), a2 = numbers<T>({m, k}, seed + 2);
    const tf::array<T> b = numbers<T>({k, n}, seed + 3), b2 = numbers<T>({k, n}, seed + 4), bias = numbers<T>({m, 1}, seed + 5, edges);
    const tf::array<T> next = numbers<T>({c, m}, seed + 6), beside = numbers<T>({m, static_cast<std::size_t>(width)}, seed + 7);
    const values<T> filters{a, a2}, sources{b, b2};
    const tf::array<T> bt = tf::transpose(b);
    const int kind = static_cast<int>(any(0, 11)), nest = static_cast<int>(any(0, 3));
    const auto body = [&](std::size_t f, P i, P w, std::size_t number) {
        const auto x = tf::view(sources[kind == 7 ? number % 2 : 0], all(), range(i, i + w));
        tf::array<T> h = rows ? tf::array<T>(tf::transpose(tf::dot(tf::view(bt, range(i, i + w), all()), tf::transpose(filters[f]))))
                              : tf::array<T>(tf::dot(filters[f], x));
        switch (kind) {
        case 0: return tf::array<T>(h * T(3));
        case 1: return tf::array<T>(h + bias);
        case 2: return tf::array<T>(h * h - tf::dot(a2, x));
        case 3: return tf::array<T>(h + tf::dot(a2, tf::view(b2, all(), range(i, i + w))));
        case 4: return tf::array<T>(h * T(static_cast<int>(number % 3)));
        case 5: return tf::array<T>(tf::dot(next, h * T(2)));
        case 6: return tf::array<T>(tf::dot(next, h) + T(1));
        case 8: return w == width ? tf::array<T>(h + beside) : h;
        case 9: return tf::array<T>(tf::dot(a2, x + T(1)) - h);
        case 10: return tf::array<T>(tf::view(h, all(), range(w / 2, w)) * T(2));
        case 11: return tf::array<T>(x * tf::view(b2, all(), range(i, i + w)));
        default: return tf::array<T>(h - T(1));
        }
    };
    values<T> out;
    std::size_t number = 0;
    const auto at = begins(static_cast<int>(any(0, 5)), length, width, draw);
    if (nest == 0)
        for (const P i : at) out.push_back(body(0, i, width, number++));
    else if (nest == 1)
        for (std::size_t f = 0; f < 2; ++f) for (const P i : at) out.push_back(body(f, i, width, number++));
    else if (nest == 2)
        for (const P i : at) for (std::size_t f = 0; f < 2; ++f) out.push_back(body(f, i, width, number++));
    else
        for (P w = 0; w <= length; ++w) out.push_back(body(0, length / 3 * (w <= length - length / 3), w <= length - length / 3 ? w : length, number++));
    if (any(0, 3) == 0) out.erase(out.begin(), out.begin() + static_cast<P>(out.size() / 3));   // dropped: not wanted
    return out;
}

template <class T> class ShareResultsOf : public testing::Test {};
using types = testing::Types<float, double, std::complex<double>, std::int64_t>;
TYPED_TEST_SUITE(ShareResultsOf, types);

TYPED_TEST(ShareResultsOf, RandomWindowsGiveWhatEagerLoopsGive)
{
    for (unsigned seed = 1; seed <= 400; ++seed) {
        SCOPED_TRACE(seed);
        expect_law([&] { return elementwise_of_products<TypeParam>(seed * 100); });
        if (testing::Test::HasFailure()) return;
    }
}

tf::array<double> relu(const tf::array<double>& x) { return xt::maximum(x, 0.0); }

struct net {
    tf::array<double> a = numbers<double>({4, 6}, 1), b = numbers<double>({6, 100}, 2), c = numbers<double>({3, 4}, 3), d = numbers<double>({2, 3}, 4);
    auto window(P i, P width = 10) const { return tf::view(b, all(), range(i, i + width)); }
};

TEST(ShareResults, AnActivationOfWindowsIsComputedOnce)
{
    const net x;
    const auto e = expect_law([&] {
        values<double> r;
        for (P i = 0; i + 10 <= 100; ++i) r.push_back(relu(tf::dot(x.a, x.window(i))));
        return r;
    });
    EXPECT_EQ(e.steps.size(), 2u) << e;
    EXPECT_EQ(flops_of(e), 2 * 4 * 6 * 100 + 4 * 100) << e;
}

TEST(ShareResults, ThreeLevelsAreThreeProducts)
{
    const net x;
    const auto e = expect_law([&] {
        values<double> r;
        for (P i = 90; i >= 0; --i) r.push_back(tf::dot(x.d, relu(tf::dot(x.c, relu(tf::dot(x.a, x.window(i)))))));
        return r;
    });
    EXPECT_EQ(e.steps.size(), 5u) << e;
    EXPECT_EQ(flops_of(e), 100.0 * (2 * 4 * 6 + 4 + 2 * 3 * 4 + 3 + 2 * 2 * 3)) << e;
}

TEST(ShareResults, WindowsOfValuesMeetBehindAFunction)
{
    const net x;
    const auto e = expect_law([&] {
        values<double> r;
        for (P i = 0; i + 10 <= 100; ++i) r.push_back(tf::dot(x.a, x.window(i) + 1.0));
        return r;
    });
    EXPECT_EQ(e.steps.size(), 2u) << e;
    EXPECT_EQ(flops_of(e), 100.0 * (6 + 2 * 4 * 6)) << e;
}

TEST(ShareResults, GrowingWindowsAreOne)
{
    const net x;
    const auto e = expect_law([&] {
        values<double> r;
        for (P i = 1; i <= 100; ++i) r.push_back(tf::dot(x.c, relu(tf::dot(x.a, tf::view(x.b, all(), range(0, i))))));
        return r;
    });
    EXPECT_EQ(e.steps.size(), 3u) << e;
}

TEST(ShareResults, WhatDiffersFromWindowToWindowIsNotShared)
{
    const net x;
    const tf::array<double> beside = numbers<double>({4, 10}, 9);
    const auto e = expect_law([&] {
        values<double> r;
        for (P i = 0; i + 10 <= 100; ++i) r.push_back(tf::dot(x.a, x.window(i)) + beside);
        for (P i = 0; i + 10 <= 100; ++i) r.push_back(tf::dot(x.a, x.window(i)) * static_cast<double>(i));
        return r;
    });
    EXPECT_EQ(flops_of(e), 2 * 4 * 6 * 100 + 2 * 91 * 40) << e;
}

TEST(ShareResults, WindowsThatHardlyMeetAreLeft)
{
    const net x;
    const auto e = expect_law([&] {
        values<double> r;
        for (P i = 0; i + 10 <= 100; i += 10) r.push_back(relu(x.window(i)));
        return r;
    });
    for (const auto& r : e.rules)
        if (r.name == "share_results") {
            EXPECT_FALSE(r.fired);
        }
}

/// Members that others computed in their block are read before anything of that block is asked for.
TEST(ShareResults, ReadersOfSomeMembersWaitForTheBlockOfOthers)
{
    for (unsigned seed = 1; seed < 6; ++seed) {
        const auto a = numbers<double>({6, 3}, seed), b = numbers<double>({6, 3, 3}, seed + 1), c = numbers<double>({6, 3, 2}, seed + 2),
                   d = numbers<double>({6, 2, 3}, seed + 3);
        const auto loop = [&] {
            values<double> out;
            for (P q = 0; q < 6; ++q) {
                const auto of = [&](const auto& x) { return tf::view(x, q % 3); };
                tf::array<double> x = -tf::dot(of(a), of(b));
                x = -tf::dot(x, of(c));
                out.push_back(tf::dot(x, of(d)));
            }
            out.push_back(tf::outer(tf::view(out[0], range(0, 0)), out[2]));
            tf::view(out[0], range(0, 3)) = out[5];
            return out;
        };
        expect_law(loop);
    }
}

/// Products over several ranges of a block, while another chain makes the planner put nodes in another order.
TEST(ShareResults, RangesOfABlockKeepTheirBlock)
{
    const auto v0 = numbers<std::int64_t>({3, 3}, 1), v1 = numbers<std::int64_t>({3, 3, 12}, 2), v2 = numbers<std::int64_t>({3, 12}, 3);
    const auto rows = numbers<std::int64_t>({6, 1, 3}, 4), by = numbers<std::int64_t>({6, 3, 3}, 5), with = numbers<std::int64_t>({6, 3}, 6);
    expect_law([&] {
        values<std::int64_t> out;
        const auto two = [&](const auto& x, const auto& y, const auto& z) { out.push_back(tf::dot(tf::array<std::int64_t>(tf::dot(x, y)), z)); };
        for (P i = 0; i < 3; ++i) two(tf::view(v0, i), tf::view(v1, i), tf::view(v2, i));
        for (P q = 0; q < 6; ++q) two(tf::view(rows, q % 2 ? 4 : 1), tf::view(by, q % 3), tf::view(with, q % 3));
        return out;
    });
}

/// Windows of vectors have the strides of values of their own.
TEST(ShareResults, WhatIsSharedIsNotTakenAgain)
{
    const auto a = numbers<double>({1, 2, 3}, 1), b = numbers<double>({11, 2}, 2), c = numbers<double>({12, 2}, 3);
    expect_law([&] {
        values<double> first, out;
        for (int i = 0; i < 7; ++i) first.push_back(tf::dot(tf::view(a, 0), tf::view(b, range(0, 3))));
        for (const int k : {6, 0, 6, 6})
            for (P i = 0; i < 3; ++i) out.push_back(tf::dot(tf::view(c, range(i, i + 3)), first[static_cast<std::size_t>(k)]));
        return out;
    });
}

/// What was found where values lay first, before they were moved.
TEST(ShareResults, ValuesOfNodesThatWereTakenBackAreFound)
{
    const tf::array<double> a = numbers<double>({2, 3}, 1), b = numbers<double>({3, 12}, 2), c = numbers<double>({2, 2}, 3);
    tf::options choices;
    choices.disable = {"refold"};
    const auto both = [&] {
        values<double> r;
        for (const P i : {0, 1, 0, 1}) r.push_back(tf::dot(a, tf::view(b, all(), range(i, i + 2))));
        const tf::array<double> x = r[0];
        r.push_back(tf::dot(c, tf::dot(x, tf::view(x, range(0, 2)))));
        r.push_back(tf::dot(c, tf::dot(x, tf::view(x, range(0, 2)))));
        r.push_back(tf::dot(c, tf::dot(c, tf::view(x, range(0, 2)))));
        r.push_back(tf::dot(c, tf::dot(c, tf::view(x, range(0, 2)))));
        r.push_back(tf::dot(c, tf::dot(c, tf::view(x, range(0, 2)))));
        r.push_back(tf::dot(c, tf::dot(c, tf::view(x, range(0, 2)))));
        return r;
    };
    const values<double> lazy = both();
    tf::eval(choices, lazy);
    const tf::eager_scope now;
    expect_same(lazy, both());
}

TEST(ShareResults, CanBeSwitchedOff)
{
    const net x;
    tf::options o;
    o.disable = {"share_results"};
    values<double> r, eager;
    const auto loop = [&](values<double>& out) {
        for (P i = 0; i + 10 <= 100; ++i) out.push_back(tf::dot(x.c, relu(tf::dot(x.a, x.window(i)))));
    };
    loop(r);
    tf::eval(o, r);
    {
        const tf::eager_scope now;
        loop(eager);
    }
    expect_same(r, eager);
}

TEST(ShareResults, PatchesOfAnImageInStep)
{
    const tf::array<double> x = numbers<double>({12, 14}, 5, true), y = numbers<double>({12, 14}, 6);
    const auto e = expect_law([&] {
        values<double> r;
        for (P i = 0; i + 4 <= 12; ++i)
            for (P j = 0; j + 5 <= 14; ++j) {
                const auto patch = [&](const auto& of) { return tf::view(of, range(i, i + 4), range(j, j + 5)); };
                r.push_back(patch(x) * 2.0 + patch(y));
            }
        return r;
    });
    EXPECT_EQ(flops_of(e), 12 * 14) << e;
}

}  // namespace
