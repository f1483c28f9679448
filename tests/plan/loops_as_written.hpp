// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Loops as people write them.
#pragma once

#include <tenfold/tenfold.hpp>

#include <algorithm>
#include <random>
#include <vector>

namespace as_written {

namespace tf = tenfold;
using A = tf::array<double>;
using V = std::vector<A>;
using P = std::ptrdiff_t;
using xt::all;
using xt::range;


inline double product(double m, double n, double k) { return 2 * m * n * k; }

constexpr P m = 8, k = 16, width = 20, columns = 420, count = columns - width + 1;
inline const double one = product(m, columns, k);

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

/// f(i) of every window.
template <class F> V each_window(F&& f)
{
    V r;
    for (P i = 0; i < count; ++i) r.push_back(f(i));
    return r;
}

inline V backward(const values& x)
{
    V r;
    for (P i = count - 1; i >= 0; --i) r.push_back(tf::dot(x.a, x.window(i)));
    return r;
}

inline V skips(const values& x)
{
    V r;
    for (P i = 0; i < count; ++i)
        if (i % 5 != 2) r.push_back(tf::dot(x.a, x.window(i)));
    return r;
}

inline V shuffled(const values& x)
{
    V r;
    for (const P i : x.offsets) r.push_back(tf::dot(x.a, x.window(i)));
    return r;
}

inline V growing(const values& x)
{
    V r;
    for (P i = 1; i <= columns; ++i) r.push_back(tf::dot(x.a, tf::view(x.b, all(), range(0, i))));
    return r;
}

inline V changing_size(const values& x)
{
    return each_window([&](P i) { return tf::dot(x.a, tf::view(x.b, all(), range(i, i + 5 + i % 15))); });
}

inline V filters_by_windows(const values& x)
{
    V r;
    for (const A& f : x.filters)
        for (P i = 0; i < count; ++i) r.push_back(tf::dot(f, x.window(i)));
    return r;
}

inline V windows_by_filters(const values& x)
{
    V r;
    for (P i = 0; i < count; ++i)
        for (const A& f : x.filters) r.push_back(tf::dot(f, x.window(i)));
    return r;
}

inline V stored(const values& x)
{
    A out = tf::zeros<double>({count, m, width});
    for (P i = 0; i < count; ++i) tf::view(out, i) = tf::dot(x.a, x.window(i));
    return {out};
}

inline V stacked(const values& x) { return {tf::stack(each_window([&](P i) { return tf::dot(x.a, x.window(i)); }), 0)}; }

inline V evaluated_in_between(const values& x)
{
    return each_window([&](P i) {
        const A r = tf::dot(x.a, x.window(i));
        if (i % 50 == 0) tf::eval(tf::dot(x.a, x.W));
        return r;
    });
}

inline V list_by_matrix(const values& x)
{
    V r;
    for (const A& l : x.left) r.push_back(tf::dot(l, x.W));
    return r;
}

inline V two_sums(const values& x)
{
    A s = tf::zeros<double>({12, 6}), t = tf::zeros<double>({12, 6});
    for (std::size_t i = 0; i < 60; ++i) {
        s += tf::dot(x.left[i], x.other[i]);
        t += tf::dot(x.left[59 - i], x.other[i]);
    }
    return {s, t};
}

inline V tiled(const values& x)
{
    A out = tf::zeros<double>({40, 40});
    const auto tile = [&](P i, P j) { return tf::view(x.sq, range(i, i + 8), range(j, j + 8)); };
    for (P i = 0; i < 40; i += 8)
        for (P j = 0; j < 40; j += 8)
            for (P q = 0; q < 40; q += 8) tf::view(out, range(i, i + 8), range(j, j + 8)) += tf::dot(tile(i, q), tile(q, j));
    return {out};
}

inline V matrix_power(const values& x)
{
    A p = x.sq;
    for (int i = 0; i < 7; ++i) p = tf::dot(p, x.sq);
    return {p};
}

inline V gram(const values& x)
{
    return each_window([&](P i) {
        const auto rows = tf::view(x.X, range(i, i + width), all());
        return tf::dot(tf::transpose(rows), rows);
    });
}

inline V cross(const values& x)
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

inline V by_parity(const values& x)
{
    return each_window([&](P i) { return tf::dot(x.a, tf::view(i % 2 ? x.b : x.b2, all(), range(i, i + width))); });
}

inline V sum_of_windows(const values& x)
{
    A s = tf::zeros<double>({8, 20});
    for (P i = 0; i < count; ++i) s += tf::dot(x.a, x.window(i));
    return {s};
}

inline V channels(const values& x)
{
    return each_window([&](P i) {
        A s = tf::dot(x.a, x.window(i));
        for (P f = 0; f < 3; ++f) s += tf::dot(tf::view(x.F, f), tf::view(x.B3, f, all(), range(i, i + width)));
        return s;
    });
}

inline V covariance(const values& x)
{
    A s = tf::zeros<double>({6, 6});
    for (P i = 0; i < columns; ++i) s += tf::outer(tf::view(x.X, i), tf::view(x.X, i));
    return {s};
}

inline A of_pair(const values& x, std::size_t q, P i) { return tf::dot(x.as[q], tf::view(x.bs[q], all(), range(i, i + width))); }

inline V pairs_outermost(const values& x)
{
    V r;
    for (std::size_t q = 0; q < 2; ++q)
        for (P i = 0; i < count; ++i) r.push_back(of_pair(x, q, i));
    return r;
}

inline V pairs_innermost(const values& x)
{
    V r;
    for (P i = 0; i < count; ++i)
        for (std::size_t q = 0; q < 2; ++q) r.push_back(of_pair(x, q, i));
    return r;
}

/// A helper that is called for two signals, some windows at a time.
inline V helper(const values& x)
{
    V r;
    for (P i = 0; i + 10 <= count; i += 10)
        for (std::size_t q = 0; q < 2; ++q)
            for (P j = i; j < i + 10; ++j) r.push_back(of_pair(x, q, j));
    return r;
}

inline V filters_by_sources(const values& x)
{
    V r;
    for (P i = 0; i < count; ++i)
        for (std::size_t f = 0; f < 4; ++f)
            for (const A& b : x.bs) r.push_back(tf::dot(x.filters[f], tf::view(b, all(), range(i, i + width))));
    return r;
}

inline V every_third_by_another(const values& x)
{
    return each_window([&](P i) { return tf::dot(x.as[i % 3 == 0], x.window(i)); });
}

inline V wrapped_pairs(const values& x)
{
    V r;
    for (P i = 0; i < 1200; ++i) r.push_back(of_pair(x, static_cast<std::size_t>(i * i % 3), i * 7919 % 397));
    return r;
}

inline V shuffled_pairs(const values& x)
{
    V r;
    for (P i = 0; i < count; ++i) r.push_back(of_pair(x, static_cast<std::size_t>(i * i % 7 < 3), i));
    return r;
}

}  // namespace as_written
