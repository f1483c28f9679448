// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What tenfold adds to little arithmetic: nanoseconds from the first call to the last read, beyond the same work by
// hand where there is some. Most lists are too long for the second-level cache, as lists of objects are.
#include "inputs.hpp"
#include "rivals/lists.hpp"
#include "table.hpp"

#include <fmt/format.h>
#include <xtensor-blas/xlinalg.hpp>
#include <xtensor/xarray.hpp>
#include <xtensor/xnorm.hpp>
#include <xtensor/xtensor.hpp>

#include <random>

namespace bench {

namespace {

using plain = xt::xarray<double>;
using matrix = xt::xtensor<double, 2>;

constexpr size several = 5000;

plain random(const std::vector<std::size_t>& shape, unsigned seed)
{
    plain x = plain::from_shape(shape);
    std::mt19937_64 bits(seed);
    for (double& v : x) v = measure::random_number(bits);
    return x;
}

/// Nanoseconds of each of `count` things, beyond those of `by_hand`.
void row(const std::string& name, size count, double limit, const settings& set, std::function<void()> work,
         std::function<void()> before = {}, std::function<void()> by_hand = {})
{
    std::vector<way> ways{{name, std::move(work), false, 0, std::move(before)}};
    if (by_hand) ways.push_back({"by hand", std::move(by_hand), true});
    const outcome result = race(ways, {.cache = measure::caches::warm, .seconds = set.seconds(2)});
    double seconds = result.times[0].minimum;
    if (ways.size() > 1) seconds -= result.times[1].minimum;
    value_row(name, seconds / static_cast<double>(count) * 1e9, "ns", limit);
}

template <class M>
void add(rivals::list& l, const M& a, const M& b, M& c)
{
    l.shapes.push_back({a.shape(0), a.shape(1), b.shape(1)});
    l.a.push_back(a.data());
    l.b.push_back(b.data());
    l.c.push_back(c.data());
}

void leaves(const settings& set)
{
    const std::vector<matrix> source(several, matrix(random({6, 6}, 1)));
    std::vector<matrix> moved;
    std::vector<array> made;
    heading("Arrays made of containers of 6x6, a list of 5000", "each; warm");
    const auto again = [&] {
        made.clear();
        moved = source;
    };
    row("moved", several, 250, set, [&] { for (matrix& m : moved) made.emplace_back(std::move(m)); }, again);
    row("borrowed", several, 100, set, [&] { for (const matrix& m : source) made.push_back(tf::borrow(m)); }, again);
}

void products_of_a_list(const settings& set)
{
    heading("Products of 6x6, call to read", "each; beyond dgemm by hand, warm");
    for (const size count : {size{1000}, several, size{100000}}) {
        const std::vector<matrix> a(count, matrix(random({6, 6}, 1))), b(count, matrix(random({6, 6}, 2)));
        const std::vector<array> la(a.begin(), a.end()), lb(b.begin(), b.end());
        matrix out = a[0];
        rivals::list l;
        for (size i = 0; i < count; ++i) add(l, a[i], b[i], out);
        const auto by_hand = [&] { rivals::cblas_list(l, 1); };
        const auto read = [&](std::vector<array>& c) {
            tf::eval(c);
            for (const array& x : c) measure::keep(x(2, 3));
        };
        if (count <= several)
            row(fmt::format("dot(plain, plain), a list of {}", count), count, 400, set, [&] {
                std::vector<array> c;
                for (size i = 0; i < count; ++i) c.push_back(tf::dot(a[i], b[i]));
                read(c);
            }, {}, by_hand);
        row(fmt::format("dot of arrays, a list of {}", count), count, 0, set, [&] {
            std::vector<array> c;
            for (size i = 0; i < count; ++i) c.push_back(tf::dot(la[i], lb[i]));
            read(c);
        }, {}, by_hand);
    }
}

void unlike_shapes(const settings& set)
{
    heading("Products of unlike shapes, a list of 5000, call to read", "each; beyond dgemm by hand, warm");
    for (const std::size_t most : {4u, 12u, 40u}) {
        std::mt19937 bits(1);
        std::uniform_int_distribution<std::size_t> any(1, most);
        std::vector<plain> a, b, c;
        for (size i = 0; i < several; ++i) {
            const std::size_t m = any(bits), k = any(bits), n = any(bits);
            a.push_back(random({m, k}, 1));
            b.push_back(random({k, n}, 2));
            c.push_back(random({m, n}, 3));
        }
        const std::vector<array> la(a.begin(), a.end()), lb(b.begin(), b.end());
        rivals::list l;
        for (size i = 0; i < several; ++i) add(l, a[i], b[i], c[i]);
        row(fmt::format("sizes of 1 to {}", most), several, 500, set, [&] {
            std::vector<array> r;
            for (size i = 0; i < several; ++i) r.push_back(tf::dot(la[i], lb[i]));
            tf::eval(r);
            for (const array& x : r) measure::keep(x(0, 0));
        }, {}, [&] { rivals::cblas_list(l, 1); });
    }
}

void read_at_once(const settings& set)
{
    constexpr double most = 700;
    constexpr size rounds = 100;
    const plain v = random({20}, 1), m = random({20, 20}, 2);
    const array lv = v, lm = m;
    const auto each = [](const auto& f) { return [f] { for (size i = 0; i < rounds; ++i) measure::keep(f()); }; };
    heading("An expression read at once", "each; beyond xtensor, warm");
    row("sum(dot(a, b))()", rounds, most, set, each([&] { return tf::sum(tf::dot(lm, lm))(); }), {},
        each([&] { return xt::sum(xt::linalg::dot(m, m))(); }));
    row("norm(v)()", rounds, most, set, each([&] { return tf::norm(lv)(); }), {},
        each([&] { return xt::norm_l2(v)(); }));
    row("dot(v, dot(c, v))()", rounds, most, set, each([&] { return tf::dot(lv, tf::dot(lm, lv))(); }), {},
        each([&] { return xt::linalg::dot(v, xt::linalg::dot(m, v))(0); }));
}

void stacks(const settings& set)
{
    constexpr double most = 80;
    const plain table = random({several, 8}, 1), one = random({8}, 2);
    const array t = table, r = one;
    std::vector<array> alone;
    for (size i = 0; i < several; ++i) alone.push_back(random({8}, static_cast<unsigned>(i)));
    heading("stack of a list of 5000, call to read", "each element; beyond making and reading the list, warm");
    const auto stacked = [&](const char* name, const std::function<array(size)>& part) {
        const auto list = [=] {
            std::vector<array> parts;
            for (size i = 0; i < several; ++i) parts.push_back(part(i));
            return parts;
        };
        row(name, several, most, set, [=] { tf::eval(tf::stack(list())); }, {}, [=] { tf::eval(list()); });
    };
    stacked("numbers: products of rows with a row", [&](size i) { return tf::dot(tf::view(t, i), r); });
    stacked("rows of results", [&, twice = array(t + t)](size i) { return array(tf::view(twice, i)); });
    stacked("rows", [&](size i) { return array(tf::view(t, i)); });
    stacked("values of their own", [&](size i) { return alone[i]; });
    stacked("numbers of two loops, by turns", [&](size i) { return i % 3 ? array(tf::dot(tf::view(t, i), r)) : array(tf::sum(tf::view(t, i))); });
}

}  // namespace

void small_work(const settings& set)
{
    leaves(set);
    products_of_a_list(set);
    unlike_shapes(set);
    read_at_once(set);
    stacks(set);
}

}  // namespace bench
