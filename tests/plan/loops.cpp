// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Loops as people write them, and the plan that a specialist would write: floating-point operations and steps over the
// fewest known, and the numbers against the same loop run eagerly. Where that plan is not found yet, what is reached is
// noted, so that no loop gets worse unseen.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <ostream>
#include <random>
#include <string>
#include <vector>

namespace tf = tenfold;
using A = tf::array<double>;
using V = std::vector<A>;
using P = std::ptrdiff_t;
using xt::all;
using xt::range;

namespace {

double product(double m, double n, double k) { return 2 * m * n * k; }

constexpr P m = 8, k = 16, width = 20, columns = 420, count = columns - width + 1;
const double one = product(m, columns, k);

/// What the loops read.
struct values {
    A a = random({8, 16}), b = random({16, 420}), W = random({16, 6}), sq = random({40, 40}), v = random({40});
    A X = random({420, 6}), y = random({420}), img = random({40, 48}), tall = random({420, 16}), h = random({20, 5});
    A bank = random({64, 12}), patch = random({8, 8}), c = random({5, 8}), b2 = random({16, 420});
    A F = random({9, 8, 16}), B3 = random({3, 16, 420});
    V square{random({16, 16}), random({16, 16})};
    V filters, other, left, as{a, random({8, 16})}, bs{b, b2};
    std::vector<P> offsets;

    values()
    {
        for (int i = 0; i < 9; ++i) filters.push_back(random({8, 16}));
        for (int i = 0; i < 60; ++i) {
            other.push_back(random({16, 6}));
            left.push_back(random({12, 16}));
        }
        for (P i = 0; i < 300; ++i) offsets.push_back((i * 7919 + 13) % 397);
    }
    auto window(P i) const { return tf::view(b, all(), range(i, i + width)); }

private:
    static A random(std::vector<std::size_t> shape)
    {
        static std::mt19937 draw(1);
        std::normal_distribution<double> normal;
        xt::xarray<double> x = xt::zeros<double>(shape);
        for (double& e : x) e = normal(draw);
        return A(std::move(x));
    }
};

struct loop {
    const char* name;
    std::function<V(const values&)> write;
    double flops;
    double steps;
    // What is reached, where the plan above is not found: times the operations, and steps.
    double times = 0;
    double in_steps = 0;
};

std::ostream& operator<<(std::ostream& out, const loop& l) { return out << l.name; }

/// f(i) of every window.
template <class F> V each_window(F&& f)
{
    V r;
    for (P i = 0; i < count; ++i) r.push_back(f(i));
    return r;
}

V backward(const values& x)
{
    V r;
    for (P i = count - 1; i >= 0; --i) r.push_back(tf::dot(x.a, x.window(i)));
    return r;
}

V skips(const values& x)
{
    V r;
    for (P i = 0; i < count; ++i)
        if (i % 5 != 2) r.push_back(tf::dot(x.a, x.window(i)));
    return r;
}

V shuffled(const values& x)
{
    V r;
    for (const P i : x.offsets) r.push_back(tf::dot(x.a, x.window(i)));
    return r;
}

V growing(const values& x)
{
    V r;
    for (P i = 1; i <= columns; ++i) r.push_back(tf::dot(x.a, tf::view(x.b, all(), range(0, i))));
    return r;
}

V changing_size(const values& x)
{
    return each_window([&](P i) { return tf::dot(x.a, tf::view(x.b, all(), range(i, i + 5 + i % 15))); });
}

V filters_by_windows(const values& x)
{
    V r;
    for (const A& f : x.filters)
        for (P i = 0; i < count; ++i) r.push_back(tf::dot(f, x.window(i)));
    return r;
}

V windows_by_filters(const values& x)
{
    V r;
    for (P i = 0; i < count; ++i)
        for (const A& f : x.filters) r.push_back(tf::dot(f, x.window(i)));
    return r;
}

V stored(const values& x)
{
    A out = tf::zeros<double>({count, m, width});
    for (P i = 0; i < count; ++i) tf::view(out, i) = tf::dot(x.a, x.window(i));
    return {out};
}

V stacked(const values& x) { return {tf::stack(each_window([&](P i) { return tf::dot(x.a, x.window(i)); }), 0)}; }

V evaluated_in_between(const values& x)
{
    return each_window([&](P i) {
        const A r = tf::dot(x.a, x.window(i));
        if (i % 50 == 0) tf::eval(tf::dot(x.a, x.W));
        return r;
    });
}

V list_by_matrix(const values& x)
{
    V r;
    for (const A& l : x.left) r.push_back(tf::dot(l, x.W));
    return r;
}

V two_sums(const values& x)
{
    A s = tf::zeros<double>({12, 6}), t = tf::zeros<double>({12, 6});
    for (std::size_t i = 0; i < 60; ++i) {
        s += tf::dot(x.left[i], x.other[i]);
        t += tf::dot(x.left[59 - i], x.other[i]);
    }
    return {s, t};
}

V tiled(const values& x)
{
    A out = tf::zeros<double>({40, 40});
    const auto tile = [&](P i, P j) { return tf::view(x.sq, range(i, i + 8), range(j, j + 8)); };
    for (P i = 0; i < 40; i += 8)
        for (P j = 0; j < 40; j += 8)
            for (P q = 0; q < 40; q += 8) tf::view(out, range(i, i + 8), range(j, j + 8)) += tf::dot(tile(i, q), tile(q, j));
    return {out};
}

V matrix_power(const values& x)
{
    A p = x.sq;
    for (int i = 0; i < 7; ++i) p = tf::dot(p, x.sq);
    return {p};
}

V gram(const values& x)
{
    return each_window([&](P i) {
        const auto rows = tf::view(x.X, range(i, i + width), all());
        return tf::dot(tf::transpose(rows), rows);
    });
}

V cross(const values& x)
{
    return each_window([&](P i) {
        return tf::dot(tf::transpose(tf::view(x.X, range(i, i + width), all())), tf::view(x.y, range(i, i + width)));
    });
}

template <class F> V each_patch(const values& x, F&& f)
{
    V r;
    for (P i = 0; i + 8 <= 40; ++i)
        for (P j = 0; j + 8 <= 48; ++j) r.push_back(f(tf::view(x.img, range(i, i + 8), range(j, j + 8))));
    return r;
}

V by_parity(const values& x)
{
    return each_window([&](P i) { return tf::dot(x.a, tf::view(i % 2 ? x.b : x.b2, all(), range(i, i + width))); });
}

V sum_of_windows(const values& x)
{
    A s = tf::zeros<double>({8, 20});
    for (P i = 0; i < count; ++i) s += tf::dot(x.a, x.window(i));
    return {s};
}

V channels(const values& x)
{
    return each_window([&](P i) {
        A s = tf::dot(x.a, x.window(i));
        for (P f = 0; f < 3; ++f) s += tf::dot(tf::view(x.F, f), tf::view(x.B3, f, all(), range(i, i + width)));
        return s;
    });
}

V covariance(const values& x)
{
    A s = tf::zeros<double>({6, 6});
    for (P i = 0; i < columns; ++i) s += tf::outer(tf::view(x.X, i), tf::view(x.X, i));
    return {s};
}

A of_pair(const values& x, std::size_t q, P i) { return tf::dot(x.as[q], tf::view(x.bs[q], all(), range(i, i + width))); }

V pairs_outermost(const values& x)
{
    V r;
    for (std::size_t q = 0; q < 2; ++q)
        for (P i = 0; i < count; ++i) r.push_back(of_pair(x, q, i));
    return r;
}

V pairs_innermost(const values& x)
{
    V r;
    for (P i = 0; i < count; ++i)
        for (std::size_t q = 0; q < 2; ++q) r.push_back(of_pair(x, q, i));
    return r;
}

/// A helper that is called for two signals, some windows at a time.
V helper(const values& x)
{
    V r;
    for (P i = 0; i + 10 <= count; i += 10)
        for (std::size_t q = 0; q < 2; ++q)
            for (P j = i; j < i + 10; ++j) r.push_back(of_pair(x, q, j));
    return r;
}

V filters_by_sources(const values& x)
{
    V r;
    for (P i = 0; i < count; ++i)
        for (std::size_t f = 0; f < 4; ++f)
            for (const A& b : x.bs) r.push_back(tf::dot(x.filters[f], tf::view(b, all(), range(i, i + width))));
    return r;
}

V every_third_by_another(const values& x)
{
    return each_window([&](P i) { return tf::dot(x.as[i % 3 == 0], x.window(i)); });
}

V wrapped_pairs(const values& x)
{
    V r;
    for (P i = 0; i < 1200; ++i) r.push_back(of_pair(x, static_cast<std::size_t>(i * i % 3), i * 7919 % 397));
    return r;
}

V shuffled_pairs(const values& x)
{
    V r;
    for (P i = 0; i < count; ++i) r.push_back(of_pair(x, static_cast<std::size_t>(i * i % 7 < 3), i));
    return r;
}

const std::vector<loop> loops = {
    {"forward", [](const values& x) { return each_window([&](P i) { return tf::dot(x.a, x.window(i)); }); }, one, 1},
    {"backward", backward, one, 1},
    {"skips by an if", skips, one, 1},
    {"random, duplicates", shuffled, one, 1},
    {"growing prefix", growing, one, 1},
    {"size changes with the loop", changing_size, one, 1},
    {"scaled window", [](const values& x) {
         return each_window([&](P i) { return tf::dot(x.a, 2.0 * x.window(i)); });
     }, one, 2},
    {"relu of a window", [](const values& x) {
         return each_window([&](P i) { return A(xt::maximum(tf::dot(x.a, x.window(i)), 0.0)); });
     }, one + m * columns, 2},
    {"relu of windows in any order", [](const values& x) {
         V r;
         for (const P i : x.offsets) r.push_back(xt::maximum(tf::dot(x.a, x.window(i)), 0.0));
         return r;
     }, one + m * columns, 2},
    {"relu of windows of every size", [](const values& x) {
         V r;
         for (P i = 1; i <= columns; ++i) r.push_back(xt::maximum(tf::dot(x.a, tf::view(x.b, all(), range(0, i))), 0.0));
         return r;
     }, one + m * columns, 2},
    {"relu of filters by windows", [](const values& x) {
         V r;
         for (const A& f : x.filters)
             for (P i = 0; i < count; ++i) r.push_back(xt::maximum(tf::dot(f, x.window(i)), 0.0));
         return r;
     }, 9 * (one + m * columns), 10},
    {"biased window", [](const values& x) {
         return each_window([&](P i) { return tf::dot(x.a, x.window(i) + 1.0); });
     }, one + k * columns, 2},
    {"gated windows", [](const values& x) {
         return each_window([&](P i) {
             return A(xt::tanh(tf::dot(x.a, x.window(i))) * tf::dot(x.as[1], tf::view(x.b2, all(), range(i, i + width))));
         });
     }, 2 * one + m * columns, 3},
    {"filters by windows", filters_by_windows, 9 * one, 9},
    {"windows by filters", windows_by_filters, 9 * one, 9},
    {"stored into a preallocated array", stored, one, 2},
    {"stacked", stacked, one, 2},
    {"evaluated in between", evaluated_in_between, one, 1},
    {"a list by one matrix", list_by_matrix, product(720, 6, k), 1},
    {"sums side by side", two_sums, 2 * product(720, 6, k), 2},
    {"tiled product by hand", tiled, product(40, 40, 40), 2, 1, 7},
    {"chain, one vector", [](const values& x) { return V{tf::dot(tf::dot(tf::dot(x.sq, x.sq), x.sq), x.v)}; },
     3 * product(40, 1, 40), 3},
    {"matrix power by a loop", matrix_power, 3 * product(40, 40, 40), 3, 2.34, 3},
    {"banded, both sides", [](const values& x) {
         return each_window([&](P i) { return tf::dot(tf::view(x.tall, range(i, i + width), all()), x.window(i)); });
     }, product(columns, 3 * width, k), 40, 6.37, 1},
    {"rolling Gram", gram, columns * 6 * 6 * 4, 2, 9.55, 1},
    {"rolling cross", cross, columns * 6 * 4, 2, 9.55, 1},
    {"rolling sum", [](const values& x) {
         return each_window([&](P i) { return tf::sum(tf::view(x.X, range(i, i + width), all()), 0); });
     }, columns * 6 * 2, 2, 9.55, 1},
    {"rolling mean of squares", [](const values& x) {
         return each_window([&](P i) { return tf::mean(xt::square(tf::view(x.y, range(i, i + width)))); });
     }, columns * 4, 3, 5.03, 2},
    {"correlation", [](const values& x) {
         return each_window([&](P i) { return tf::dot(tf::view(x.y, range(i, i + width)), x.h); });
     }, product(count, 5, width), 1},
    {"patches by a filter bank", [](const values& x) {
         return each_patch(x, [&](const auto& p) { return tf::dot(tf::reshape(p, {64}), x.bank); });
     }, product(33 * 41, 12, 64), 1, 1, 2},
    {"patch times weights, summed", [](const values& x) {
         return each_patch(x, [&](const auto& p) { return tf::sum(x.patch * p); });
     }, product(33 * 41, 1, 64), 1, 1, 2},
    {"two levels of windows", [](const values& x) {
         return each_window([&](P i) { return tf::dot(x.c, tf::dot(x.a, x.window(i))); });
     }, one + product(5, columns, 8), 2},
    {"three levels of windows", [](const values& x) {
         return each_window([&](P i) { return tf::dot(x.h, tf::dot(x.c, xt::tanh(tf::dot(x.a, x.window(i))))); });
     }, one + m * columns + product(5, columns, 8) + product(20, columns, 5), 4},
    {"sources by parity", by_parity, 2 * one, 2},
    {"sum of the windows", sum_of_windows, one + count * m * width, 3, 1, 5},
    {"channels added", channels, 4 * one, 3, 1.03, 5},
    {"layers by a loop", [](const values& x) {
         const V weights{x.square[0], x.square[1]};
         return each_window([&](P i) {
             A h = x.window(i);
             for (const A& w : weights) h = xt::tanh(tf::dot(w, h));
             return h;
         });
     }, 2 * (product(16, columns, 16) + 16 * columns), 4},
    {"covariance by outer products", covariance, product(6, 6, columns), 2},
    {"one line, two pairs", pairs_outermost, 2 * one, 2},
    {"pairs innermost", pairs_innermost, 2 * one, 2},
    {"helper for two signals", helper, 2 * one, 2},
    {"filters by sources inside windows", filters_by_sources, 8 * one, 8},
    {"every third by another", every_third_by_another, 2 * one, 2},
    {"wrapped pairs", wrapped_pairs, 2 * one, 2},
    {"shuffled pairs", shuffled_pairs, 2 * one, 2},
};

void expect_same(const V& got, const V& want)
{
    ASSERT_EQ(got.size(), want.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
        const xt::xarray<double> p = got[i], q = want[i];
        ASSERT_EQ(p.shape(), q.shape());
        if (p.size() == 0) continue;
        const double far = xt::amax(xt::abs(p - q))() / (1 + xt::amax(xt::abs(q))());
        ASSERT_LT(far, 1e-11) << "value " << i;
    }
}

class Loops : public testing::TestWithParam<loop> {};

TEST_P(Loops, ArePlannedAsBySpecialists)
{
    const loop& l = GetParam();
    const values x;
    const V lazy = l.write(x);
    const tf::explanation e = tf::explain(lazy);
    double flops = 0;
    for (const auto& s : e.steps) flops += s.flops;
    constexpr double near = 1.15;
    EXPECT_LE(flops, l.flops * (l.times > 0 ? l.times : near)) << e;
    EXPECT_LE(static_cast<double>(e.steps.size()), l.times > 0 ? l.in_steps : l.steps) << e;
    tf::eval(lazy);
    V eager;
    {
        const tf::eager_scope now;
        eager = l.write(x);
    }
    expect_same(lazy, eager);
}

std::string name_of(const testing::TestParamInfo<loop>& info)
{
    std::string name = info.param.name;
    std::replace_if(name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(AsWritten, Loops, testing::ValuesIn(loops), name_of);

}  // namespace
