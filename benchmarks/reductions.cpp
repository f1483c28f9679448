// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Reductions of whole arrays beside xtensor's, each read at once. xtensor uses one thread.
#include "inputs.hpp"
#include "table.hpp"

#include <fmt/format.h>
#include <xtensor/xarray.hpp>
#include <xtensor/xsort.hpp>

#include <array>

namespace bench {

namespace {

template <class T>
xt::xarray<T> numbers(size n)
{
    xt::xarray<T> x = xt::xarray<T>::from_shape({n, n});
    std::mt19937_64 bits(7);
    for (T& v : x) v = static_cast<T>(100 * measure::random_number(bits));
    return x;
}

/// xt::eval of a temporary reduction reads freed memory (xtensor 0.24).
template <class E>
auto held(const E& expression)
{
    return xt::xarray<typename E::value_type>(expression);
}

/// Both ways give a number, so that nothing is left out.
template <class Lazy, class Eager>
void beside_xtensor(const std::string& name, const settings& set, const Lazy& lazy, const Eager& eager)
{
    constexpr double most = 0.9;
    const std::vector<way> ways{
        {"xtensor", [&] { measure::keep(eager()); }, true}, {"tenfold", [&] { measure::keep(lazy()); }, false, most}};
    heading(name, "as_is");
    print(ways, race(ways, {.cache = measure::caches::as_is, .seconds = set.seconds(2)}));
}

template <class T>
void of_type(const char* type, size n, const settings& set)
{
    const xt::xarray<T> x = numbers<T>(n);
    const tf::array<T> a = x;
    const auto name = [&](const char* what) { return fmt::format("{}, {}x{} {}", what, n, n, type); };
    beside_xtensor(name("sum"), set, [&] { return tf::sum(a)(); }, [&] { return xt::sum(x)(); });
    for (const std::size_t axis : {0, 1}) {
        const std::array<std::size_t, 1> axes{axis};
        const auto along = [&](const char* what) { return name(fmt::format("{} over axis {}", what, axis).c_str()); };
        beside_xtensor(along("sum"), set, [&] { return tf::sum(a, axis)(0); },
            [&] { return held(xt::sum(x, axes))(0); });
        beside_xtensor(along("mean"), set, [&] { return tf::mean(a, axis)(0); },
            [&] { return held(xt::mean(x, axes))(0); });
        beside_xtensor(along("amax"), set, [&] { return tf::amax(a, axis)(0); },
            [&] { return held(xt::amax(x, axes))(0); });
        beside_xtensor(along("argmax"), set, [&] { return tf::argmax(a, axis)(0); },
            [&] { return held(xt::argmax(x, axis))(0); });
    }
}

void small_ones_in_a_loop(const settings& set)
{
    const size n = 20, count = 1000;
    std::vector<xt::xarray<double>> plain(count, numbers<double>(n));
    const std::vector<tf::array<double>> arrays(plain.begin(), plain.end());
    beside_xtensor("sums of 1000 arrays of 20x20, summed", set,
        [&] {
            std::vector<tf::array<double>> sums;
            for (const auto& a : arrays) sums.push_back(tf::sum(a));
            return tf::sum(tf::stack(sums))();
        },
        [&] {
            double sum = 0;
            for (const auto& x : plain) sum += xt::sum(x)();
            return sum;
        });
}

}  // namespace

void reductions(const settings& set)
{
    for (const size n : {size{300}, size{4096}}) of_type<double>("float64", n, set);
    of_type<float>("float32", 4096, set);
    of_type<int>("int32", 1000, set);
    small_ones_in_a_loop(set);
}

}  // namespace bench
