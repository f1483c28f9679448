// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: recurrences of vectors by one matrix give what the same loops give eagerly, where many vectors at one depth are
// one product and where a matrix by a vector is multiplied in panels. Whole numbers: all orders agree to the last bit.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <complex>
#include <random>
#include <vector>

namespace tf = tenfold;
using P = std::ptrdiff_t;
using xt::all;
using xt::range;

namespace {

template <class T> tf::array<T> numbers(std::vector<std::size_t> shape, unsigned seed)
{
    xt::xarray<T> x = xt::zeros<T>(shape);
    std::mt19937 draw(seed);
    for (T& v : x) v = static_cast<T>(static_cast<int>(draw() % 5) - 2);
    return tf::array<T>(std::move(x));
}

struct loops {
    std::size_t size, chains, steps, columns;   // no columns: vectors
    bool in_front, by_chain, kept, turned;
};

template <class T> std::vector<tf::array<T>> run(const loops& l)
{
    const tf::array<T> w = numbers<T>({l.size, l.size}, 1), by = l.turned ? tf::array<T>(tf::transpose(w)) : w;
    std::vector<std::size_t> shape{l.chains, l.size};
    if (l.columns > 0) shape.insert(l.in_front ? shape.end() : shape.begin() + 1, l.columns);
    const tf::array<T> start = numbers<T>(shape, 2);
    std::vector<tf::array<T>> h, all_of_them;
    for (std::size_t c = 0; c < l.chains; ++c) h.push_back(tf::view(start, c));
    const auto step = [&](tf::array<T>& x) {
        x = l.in_front ? tf::dot(by, x) : tf::dot(x, by);
        x = xt::where(xt::abs(x) > T(9), x * T(0), x);
        if (l.kept) all_of_them.push_back(x);
    };
    if (l.by_chain)
        for (auto& x : h)
            for (std::size_t t = 0; t < l.steps; ++t) step(x);
    else
        for (std::size_t t = 0; t < l.steps; ++t)
            for (auto& x : h) step(x);
    return l.kept ? all_of_them : h;
}

template <class T> void expect_law(const loops& l)
{
    const auto lazy = run<T>(l);
    tf::eval(tf::options{}, lazy);
    const tf::eager_scope now;
    const auto eager = run<T>(l);
    ASSERT_EQ(lazy.size(), eager.size());
    for (std::size_t i = 0; i < lazy.size(); ++i) {
        const xt::xarray<T> p = lazy[i], q = eager[i];
        ASSERT_EQ(p, q) << "value " << i;
    }
}

RC_GTEST_PROP(VectorsInTurn, GiveWhatEagerLoopsGive, ())
{
    const auto draw = [](std::size_t low, std::size_t high) { return *rc::gen::inRange<std::size_t>(low, high + 1); };
    const loops l{draw(1, 20), draw(1, 40), draw(1, 12), draw(0, 2), draw(0, 1) == 1, draw(0, 1) == 1, draw(0, 1) == 1, draw(0, 1) == 1};
    if (draw(0, 1)) expect_law<double>(l);
    else expect_law<float>(l);
}

/// Larger than what BLAS multiplies on one thread: rows and columns in panels, of any layout.
TEST(VectorsInTurn, LargeMatrices)
{
    for (const bool in_front : {false, true})
        for (const bool turned : {false, true})
            for (const std::size_t size : {95, 101, 333}) {
                expect_law<double>({size, 1, 3, 0, in_front, true, false, turned});
                expect_law<float>({size, 3, 3, 0, in_front, false, false, turned});
            }
}

}  // namespace
