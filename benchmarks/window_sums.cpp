// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Sums over sliding windows, from the loop to the last value: beside each window by itself in xtensor, and W9 beside the same
// sums by hand, into memory that is there.
#include "inputs.hpp"
#include "rivals/window_sums.hpp"
#include "table.hpp"

#include <fmt/format.h>
#include <xtensor-blas/xlinalg.hpp>

namespace bench {

namespace {

using xt::all;
using xt::range;
using P = std::ptrdiff_t;

void w9_by_hand(const settings& set)
{
    constexpr double most = 1.25;
    const auto w = measure::w9();
    const array x = random_array({w.n, w.c}, 1);
    const std::size_t windows = w.n - w.w + 1;
    std::vector<double> sums(windows * w.c * w.c);
    std::vector<array> grams;
    heading(fmt::format("{}: rolling Gram of {}x{}, window {}, evaluation alone", w.name, w.n, w.c, w.w), "warm");
    const std::vector<way> ways{
        {"suffix and running sums, one thread", [&] { rivals::rolling_gram(data_of(x), w.n, w.c, w.w, sums.data()); }, true},
        {"tenfold", [&] { tf::eval(grams); }, false, most,
         [&] {
             grams.clear();
             for (P i = 0; i < static_cast<P>(windows); ++i) {
                 const auto part = tf::view(x, range(i, i + static_cast<P>(w.w)), all());
                 grams.push_back(tf::dot(tf::transpose(part), part));
             }
         }}};
    print(ways, race(ways, {.cache = measure::caches::warm, .seconds = set.seconds(2)}));
}

template <class Lazy, class Eager> void beside_each(const std::string& name, const settings& set, const Lazy& lazy, const Eager& eager)
{
    constexpr double most = 1;
    std::vector<array> results;
    const std::vector<way> ways{
        {"xtensor, each window", [&] { measure::keep(eager()); }, true},
        {"tenfold", [&] { results = lazy(); tf::eval(results); }, false, most, [&] { results.clear(); }}};
    heading(name, "as_is");
    print(ways, race(ways, {.cache = measure::caches::as_is, .seconds = set.seconds(2)}));
}

}  // namespace

void window_sums(const settings& set)
{
    w9_by_hand(set);
    const array x = random_array({5000, 16}, 2), series = random_array({100000}, 3), image = random_array({200, 200}, 4);
    const xt::xarray<double> px = x, ps = series, pi = image;
    for (const P w : {P{20}, P{250}}) {
        beside_each(fmt::format("rolling sum of 5000x16, window {}", w), set,
            [&] {
                std::vector<array> r;
                for (P i = 0; i + w <= 5000; ++i) r.push_back(tf::sum(tf::view(x, range(i, i + w), all()), 0));
                return r;
            },
            [&] {
                std::vector<xt::xarray<double>> r;
                for (P i = 0; i + w <= 5000; ++i) r.emplace_back(xt::sum(xt::view(px, range(i, i + w), all()), {0}));
                return r;
            });
    }
    for (const P w : {P{8}, P{20}, P{1000}}) {
        beside_each(fmt::format("rolling mean of 100000, window {}", w), set,
            [&] {
                std::vector<array> r;
                for (P i = 0; i + w <= 100000; ++i) r.push_back(tf::mean(tf::view(series, range(i, i + w))));
                return r;
            },
            [&] {
                std::vector<double> r;
                for (P i = 0; i + w <= 100000; ++i) r.push_back(xt::mean(xt::view(ps, range(i, i + w)))());
                return r;
            });
    }
    beside_each("means of 8x8 patches of 200x200", set,
        [&] {
            std::vector<array> r;
            for (P i = 0; i + 8 <= 200; ++i)
                for (P j = 0; j + 8 <= 200; ++j) r.push_back(tf::mean(tf::view(image, range(i, i + 8), range(j, j + 8))));
            return r;
        },
        [&] {
            std::vector<double> r;
            for (P i = 0; i + 8 <= 200; ++i)
                for (P j = 0; j + 8 <= 200; ++j) r.push_back(xt::mean(xt::view(pi, range(i, i + 8), range(j, j + 8)))());
            return r;
        });
}

}  // namespace bench
