// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Laws about loops, each beside what a specialist writes by hand with CBLAS, into memory that is there; tenfold from plan to
// values (recording is not timed).
#include "inputs.hpp"
#include "table.hpp"

#include <cblas.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace bench {

namespace {

using xt::all;
using xt::range;
using P = std::ptrdiff_t;

template <class Loop, class Hand>
void beside_hand(const std::string& name, const settings& set, double most, const Loop& loop, const Hand& hand)
{
    std::vector<array> results;
    heading(name, "warm");
    const std::vector<way> ways{{"by hand", [&] { hand(); }, true},
                                {"tenfold", [&] { tf::eval(results); }, false, most, [&] { results = loop(); }}};
    print(ways, race(ways, {.cache = measure::caches::warm, .seconds = set.seconds(2)}));
}

void gemm(P m, P n, P k, const double* a, P lda, const double* b, P ldb, double* c, P ldc)
{
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, static_cast<int>(m), static_cast<int>(n), static_cast<int>(k), 1, a, static_cast<int>(lda),
                b, static_cast<int>(ldb), 0, c, static_cast<int>(ldc));
}

void band(const settings& set, P rows, P width, P inner)
{
    const array x = random_array({static_cast<std::size_t>(rows), static_cast<std::size_t>(inner)}, 1);
    const array y = random_array({static_cast<std::size_t>(inner), static_cast<std::size_t>(rows)}, 2);
    const P apart = 3 * width;
    std::vector<double> c(static_cast<std::size_t>(rows * (apart + 1) + apart));
    beside_hand(fmt::format("band: windows of {} of {}x{} and {}x{}", width, rows, inner, inner, rows), set, 1.2,
        [&] {
            std::vector<array> r;
            for (P i = 0; i + width <= rows; ++i) r.push_back(tf::dot(tf::view(x, range(i, i + width), all()), tf::view(y, all(), range(i, i + width))));
            return r;
        },
        [&] {
            for (P row = 0; row < rows; row += width) {
                const P first = std::max<P>(0, row - width + 1), last = std::min(rows, row + 2 * width - 1);
                gemm(std::min(width, rows - row), last - first, inner, data_of(x) + row * inner, inner, data_of(y) + first, rows,
                     c.data() + row * apart + first, apart);
            }
        });
}

void power(const settings& set)
{
    constexpr P n = 100;
    const array m = random_array({n, n}, 1);
    std::vector<double> two(n * n), four(n * n), eight(n * n);
    beside_hand("eighth power of 100x100 by a loop", set, 1.1,
        [&] {
            array r = m;
            for (int i = 0; i < 7; ++i) r = tf::dot(r, m);
            return std::vector<array>{r};
        },
        [&] {
            gemm(n, n, n, data_of(m), n, data_of(m), n, two.data(), n);
            gemm(n, n, n, two.data(), n, two.data(), n, four.data(), n);
            gemm(n, n, n, four.data(), n, four.data(), n, eight.data(), n);
        });
}

void vector_behind(const settings& set)
{
    constexpr P n = 60, count = 50;
    const array stack = random_array({count, n, n}, 1), v = random_array({n}, 2);
    std::vector<double> x(n), y(n);
    beside_hand("a vector behind a loop of 50 matrices 60x60", set, 1.5,
        [&] {
            array r = tf::view(stack, 0);
            for (P i = 1; i < count; ++i) r = tf::dot(r, tf::view(stack, i));
            return std::vector<array>{tf::dot(r, v)};
        },
        [&] {
            std::copy_n(data_of(v), n, x.begin());
            for (P i = count; i-- > 0; x.swap(y))
                cblas_dgemv(CblasRowMajor, CblasNoTrans, n, n, 1, data_of(stack) + i * n * n, n, x.data(), 1, 0, y.data(), 1);
        });
}

void list_of_vectors(const settings& set)
{
    constexpr P m = 2000, k = 200, count = 60;
    const array x = random_array({m, k}, 1);
    std::vector<array> vectors;
    for (P i = 0; i < count; ++i) vectors.push_back(random_array({k}, static_cast<unsigned>(i + 2)));
    std::vector<double> together(count * k), c(m * count);
    beside_hand("60 vectors of their own by one 2000x200", set, 1.2,
        [&] {
            std::vector<array> r;
            for (const array& v : vectors) r.push_back(tf::dot(x, v));
            return r;
        },
        [&] {
            for (P i = 0; i < count; ++i) std::copy_n(data_of(vectors[static_cast<std::size_t>(i)]), k, together.data() + i * k);
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, count, m, k, 1, together.data(), k, data_of(x), k, 0, c.data(), m);
        });
}

void activated_windows(const settings& set)
{
    constexpr P m = 8, k = 16, n = 100000, width = 20;
    const array a = random_array({m, k}, 1), b = random_array({k, n}, 2), c = random_array({5, m}, 3);
    std::vector<double> first(m * n), second(5 * n);
    beside_hand("two layers on 100,000 windows: dot(c, tanh(dot(a, window)))", set, 1.2,
        [&] {
            std::vector<array> r;
            for (P i = 0; i + width <= n; ++i) r.push_back(tf::dot(c, xt::tanh(tf::dot(a, tf::view(b, all(), range(i, i + width))))));
            return r;
        },
        [&] {
            gemm(m, n, k, data_of(a), k, data_of(b), n, first.data(), n);
            for (double& v : first) v = std::tanh(v);
            gemm(5, n, m, data_of(c), m, first.data(), n, second.data(), n);
        });
}

void sequences(const settings& set)
{
    constexpr P units = 100, count = 99, steps = 90;
    const array w = array(0.05 * random_array({units, units}, 1)), start = random_array({count, units}, 2);
    tf::eval(w);
    std::vector<double> h(count * units), next(count * units);
    beside_hand("99 sequences of 90 steps, one after the other: h = tanh(dot(w, h))", set, 1.5,
        [&] {
            std::vector<array> r;
            for (P s = 0; s < count; ++s) {
                array x = tf::view(start, s);
                for (P t = 0; t < steps; ++t) x = xt::tanh(tf::dot(w, x));
                r.push_back(x);
            }
            return r;
        },
        [&] {
            std::copy_n(data_of(start), count * units, h.begin());
            for (P t = 0; t < steps; ++t) {
                cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, count, units, units, 1, h.data(), units, data_of(w), units, 0, next.data(), units);
                for (std::size_t i = 0; i < h.size(); ++i) h[i] = std::tanh(next[i]);
            }
        });
}

}  // namespace

void laws(const settings& set)
{
    band(set, 4000, 20, 16);
    band(set, 20000, 60, 64);
    power(set);
    vector_behind(set);
    list_of_vectors(set);
    activated_windows(set);
    sequences(set);
}

}  // namespace bench
