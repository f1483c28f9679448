// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Many small systems, from the loop to the last value, beside xtensor-blas one by one; and one call read at once.
#include "inputs.hpp"
#include "table.hpp"

#include <fmt/format.h>
#include <xtensor-blas/xlinalg.hpp>

namespace bench {

namespace {

using xt::all;
using xt::range;
using P = std::ptrdiff_t;
using plain = xt::xarray<double>;

template <class Lazy, class Eager> void beside(const std::string& name, const settings& set, double most, const Lazy& lazy, const Eager& eager)
{
    const std::vector<way> ways{{"xtensor-blas", [&] { eager(); }, true}, {"tenfold", [&] { lazy(); }, false, most}};
    heading(name, "as_is");
    print(ways, race(ways, {.cache = measure::caches::as_is, .seconds = set.seconds(2)}));
}

void rolling_regression(P k, const settings& set)
{
    constexpr P n = 4000, w = 60;
    const array x = random_array({n, static_cast<std::size_t>(k)}, 1), y = random_array({n}, 2);
    const plain px = x, py = y;
    beside(fmt::format("rolling regression, {} columns, window {}", k, w), set, 0.7,
        [&] {
            std::vector<array> fits;
            for (P i = 0; i + w <= n; ++i) {
                const auto part = tf::view(x, range(i, i + w), all());
                fits.push_back(tf::solve(tf::dot(tf::transpose(part), part), tf::dot(tf::transpose(part), tf::view(y, range(i, i + w)))));
            }
            tf::eval(fits);
        },
        [&] {
            std::vector<plain> fits;
            for (P i = 0; i + w <= n; ++i) {
                const plain part = xt::view(px, range(i, i + w), all()), of = xt::view(py, range(i, i + w));
                fits.push_back(xt::linalg::solve(xt::linalg::dot(xt::transpose(part), part), xt::linalg::dot(xt::transpose(part), of)));
            }
        });
}

void of_size(std::size_t n, const settings& set)
{
    constexpr P count = 500;
    const array stack = random_array({count, n, n}, 3);
    const plain matrices = stack;
    const auto each = [&](const auto& f) {
        std::vector<array> r;
        for (P i = 0; i < count; ++i) r.push_back(f(tf::view(stack, i)));
        tf::eval(r);
    };
    const auto name = [&](const char* what) { return fmt::format("500 {} of {}x{}", what, n, n); };
    beside(name("inv"), set, 1, [&] { each([](const auto& m) { return tf::inv(m); }); },
        [&] { for (P i = 0; i < count; ++i) measure::keep(xt::linalg::inv(xt::view(matrices, i))); });
    beside(name("eigh"), set, 1, [&] { each([](const auto& m) { return std::get<1>(tf::eigh(m)); }); },
        [&] { for (P i = 0; i < count; ++i) measure::keep(xt::linalg::eigh(xt::view(matrices, i))); });
    beside(name("svd"), set, 1, [&] { each([](const auto& m) { return std::get<1>(tf::svd(m)); }); },
        [&] { for (P i = 0; i < count; ++i) measure::keep(xt::linalg::svd(xt::view(matrices, i))); });
    beside(name("det, each read at once,"), set, 1,
        [&] { for (P i = 0; i < count; ++i) measure::keep(tf::det(tf::view(stack, i))()); },
        [&] { for (P i = 0; i < count; ++i) measure::keep(xt::linalg::det(xt::view(matrices, i))); });
}

}  // namespace

void linear_algebra(const settings& set)
{
    for (const P k : {P{3}, P{8}, P{24}}) rolling_regression(k, set);
    for (const std::size_t n : {std::size_t{3}, std::size_t{8}, std::size_t{24}}) of_size(n, set);
}

}  // namespace bench
