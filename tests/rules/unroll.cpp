// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: chains of a few statements that begin at windows give what the same loop gives eagerly, whatever is wanted of
// them; and each statement is computed once for all windows.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <complex>
#include <random>
#include <vector>

namespace tf = tenfold;
using P = std::ptrdiff_t;
using xt::all;
using xt::range;

namespace {

template <class T> using values = std::vector<tf::array<T>>;

template <class T> tf::array<T> whole(std::mt19937& draw, std::vector<std::size_t> shape)
{
    xt::xarray<T> x = xt::zeros<T>(shape);
    for (T& v : x) v = static_cast<T>(static_cast<int>(draw() % 5) - 2);
    return tf::array<T>(std::move(x));
}

const tf::explanation::rule& rule(const tf::explanation& e)
{
    for (const auto& r : e.rules)
        if (r.name == "unroll") return r;
    throw std::logic_error("no such rule");
}

template <class T> void expect_same(const values<T>& got, const values<T>& want)
{
    ASSERT_EQ(got.size(), want.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
        const xt::xarray<T> p = got[i], q = want[i];
        ASSERT_EQ(p, q) << "value " << i;
    }
}

template <class F> auto eagerly(F&& loop)
{
    const tf::eager_scope now;
    return loop();
}

template <class T> values<T> chains(unsigned seed)
{
    std::mt19937 draw(seed);
    const auto any = [&](std::size_t low, std::size_t high) { return low + draw() % (high - low + 1); };
    const std::size_t m = any(1, 4), n = any(1, 50), deep = any(1, 5);
    const P width = static_cast<P>(any(1, n)), count = static_cast<P>(n) - width + 1;
    values<T> weights, sources;
    for (std::size_t k = 0; k < deep; ++k) {
        weights.push_back(whole<T>(draw, {m, m}));
        sources.push_back(whole<T>(draw, {m, n}));
    }
    const tf::array<T> bias = whole<T>(draw, {m, 1});
    const int kind = static_cast<int>(any(0, 6)), wanted = static_cast<int>(any(0, 3));
    values<T> out;
    for (P i = 0; i < count; ++i) {
        const auto window = [&](std::size_t k) { return tf::view(sources[k], all(), range(i, i + width)); };
        tf::array<T> h = kind == 1 ? tf::zeros<T>({static_cast<P>(m), width}) : tf::array<T>(window(0));
        const std::size_t here = kind == 6 ? 1 + static_cast<std::size_t>(i) % deep : deep;
        for (std::size_t k = 0; k < here; ++k) {
            switch (kind) {
            case 0: h = tf::dot(weights[k], h) * T(2); break;
            case 2: h = h + tf::dot(weights[k], h); break;
            case 3: h = tf::dot(weights[k], h) + bias; break;
            case 4: h = h * T(2) + tf::dot(weights[0], window(k)); break;
            case 5: h = tf::dot(weights[k], h); break;
            default: h += tf::dot(weights[k], window(k)); break;
            }
            if (wanted == 1 || (wanted == 2 && i % 3 == 0)) out.push_back(h);
        }
        out.push_back(h);
        if (wanted == 3 && i % 2) out.pop_back();
    }
    return out;
}

template <class T> class Unroll : public testing::Test {};
using types = testing::Types<float, double, std::complex<double>, std::int64_t>;
TYPED_TEST_SUITE(Unroll, types);

TYPED_TEST(Unroll, RandomChainsGiveWhatEagerLoopsGive)
{
    for (unsigned seed = 1; seed <= 300; ++seed) {
        SCOPED_TRACE(seed);
        const auto loop = [&] { return chains<TypeParam>(seed); };
        const auto lazy = loop();
        tf::explain(lazy);
        tf::eval(lazy);
        expect_same(lazy, eagerly(loop));
        if (testing::Test::HasFailure()) return;
    }
}

struct stack {
    tf::array<double> b;
    values<double> weights;
    explicit stack(int layers)
    {
        std::mt19937 draw(1);
        b = whole<double>(draw, {4, 60});
        for (int k = 0; k < layers; ++k) weights.push_back(whole<double>(draw, {4, 4}));
    }
    values<double> run(P count) const
    {
        values<double> out;
        for (P i = 0; i < count; ++i) {
            tf::array<double> h = tf::view(b, all(), range(i, i + 10));
            for (const auto& w : weights) h = xt::maximum(tf::dot(w, h), -3.0);
            out.push_back(h);
        }
        return out;
    }
};

TEST(UnrollsLayers, OneProductEach)
{
    const stack x(4);
    const auto lazy = x.run(50);
    const tf::explanation e = tf::explain(lazy);
    EXPECT_TRUE(rule(e).fired);
    EXPECT_EQ(e.steps.size(), 8u) << e;
    expect_same(lazy, eagerly([&] { return x.run(50); }));
}

/// Members at one depth lie between those at another: who reads some does not read all between.
TEST(UnrollsLayers, WithScaledArraysBetween)
{
    std::mt19937 draw(5);
    const auto v0 = whole<double>(draw, {9, 4}), v1 = whole<double>(draw, {9, 4, 4}), v2 = whole<double>(draw, {9, 4, 3}), v3 = whole<double>(draw, {9, 3});
    for (const int by : {1, 3, 9}) {
        const auto loop = [&] {
            values<double> out;
            for (P q = 0; q < 9; ++q) {
                const auto of = [&](const auto& x) { return tf::view(x, q % by); };
                const tf::array<double> first = -tf::dot(of(v2), of(v3)), second = -tf::dot(of(v1), first);
                out.push_back(tf::dot(tf::view(v0, q % 3 == 0 ? 1 : 4), second));
            }
            return out;
        };
        for (int round = 0; round < 3; ++round) {
            const auto lazy = loop();
            tf::eval(lazy);
            expect_same(lazy, eagerly(loop));
        }
    }
}

/// Depth after depth: products at one depth go on where those at the one before stop, and still wait for them.
TEST(UnrollsLayers, RecordedLayerByLayer)
{
    std::mt19937 draw(6);
    const auto w = whole<double>(draw, {4, 4}), steps = whole<double>(draw, {4, 60});
    const auto loop = [&] {
        values<double> out;
        for (int i = 0; i < 12; ++i) out.push_back(tf::view(steps, all(), i));
        for (int k = 0; k < 4; ++k)
            for (auto& h : out) h = tf::dot(h, w) - tf::view(steps, all(), k);
        return out;
    };
    for (int round = 0; round < 3; ++round) {
        const auto lazy = loop();
        tf::eval(lazy);
        expect_same(lazy, eagerly(loop));
    }
}

TEST(UnrollDeclines, WhereChainsAreFew)
{
    const stack x(4);
    const auto lazy = x.run(3);
    EXPECT_FALSE(rule(tf::explain(lazy)).fired);
    expect_same(lazy, eagerly([&] { return x.run(3); }));
}

TEST(UnrollDeclines, WhereChainsAreLong)
{
    const stack x(40);
    const auto lazy = x.run(50);
    EXPECT_FALSE(rule(tf::explain(lazy)).fired);
}

TEST(UnrollDeclines, WhereNothingSlides)
{
    std::mt19937 draw(3);
    const auto w = whole<double>(draw, {3, 3});
    values<double> start, lazy;
    for (int i = 0; i < 50; ++i) start.push_back(whole<double>(draw, {3, 2}));
    for (const auto& x : start) {
        tf::array<double> h = x;
        for (int k = 0; k < 3; ++k) h = tf::dot(w, h) + 1.0;
        lazy.push_back(h);
    }
    EXPECT_FALSE(rule(tf::explain(lazy)).fired);
}

TEST(UnrollDeclines, WhenSwitchedOff)
{
    const stack x(3);
    tf::options o;
    o.disable = {"unroll"};
    const auto lazy = x.run(40);
    tf::eval(o, lazy);
    expect_same(lazy, eagerly([&] { return x.run(40); }));
}

}  // namespace
