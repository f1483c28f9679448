// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Operands whose values lie in memory in unlike ways.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <vector>

namespace tf = tenfold;
using A = tf::array<double>;

namespace {

using columns = xt::xarray<double, xt::layout_type::column_major>;
using rows = xt::xarray<double>;

template <class C> C square(unsigned seed)
{
    C x = xt::zeros<double>({3, 3});
    std::mt19937 draw(seed);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) x(i, j) = static_cast<double>(draw() % 7) - 3;
    return x;
}

rows times(const rows& a, const rows& b)
{
    rows c = xt::zeros<double>({3, 3});
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            for (std::size_t k = 0; k < 3; ++k) c(i, j) += a(i, k) * b(k, j);
    return c;
}

// Chains that start from borrowed column-major values, in no order: one table reads those and its own results.
TEST(Operand, ARecurrenceFromValuesInOtherLayouts)
{
    const rows weights = square<rows>(1) / 4.0;
    const A w = weights;
    std::deque<columns> starts;
    std::vector<A> state;
    std::vector<rows> want;
    for (unsigned c = 0; c < 5; ++c) {
        starts.push_back(square<columns>(c + 2));
        state.push_back(tf::borrow(starts.back()));
        want.push_back(starts.back());
    }
    std::mt19937 draw(3);
    for (int n = 0; n < 60; ++n) {
        const std::size_t c = draw() % 5;
        state[c] = tf::dot(w, state[c]);
        want[c] = times(weights, want[c]);
    }
    tf::eval(state);
    for (std::size_t c = 0; c < 5; ++c)
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(state[c](i, j), want[c](i, j), 1e-9) << c;
}

// Values in unlike layouts at one call site, each read several times; flattened, some of them have no strides.
TEST(Operand, ValuesInUnlikeLayoutsAtOneCall)
{
    const A w = {1.0, -2.0, 3.0, 0.5, 0.0, 1.0, 4.0, -1.0, 2.0};
    std::deque<columns> first;
    std::deque<rows> second;
    for (unsigned n = 0; n < 3; ++n) {
        first.push_back(square<columns>(n + 2));
        second.push_back(square<rows>(n + 20));
    }
    std::vector<A> got;
    std::vector<double> want;
    std::mt19937 draw(5);
    for (int n = 0; n < 40; ++n) {
        const unsigned c = draw() % 6;
        const A x = c < 3 ? tf::borrow(first[c]) : tf::borrow(second[c - 3]);
        got.push_back(tf::dot(w, tf::reshape(x, {9})));
        double sum = 0;
        for (std::size_t i = 0; i < 9; ++i)
            sum += w(i) * (c < 3 ? first[c](i / 3, i % 3) : second[c - 3](i / 3, i % 3));
        want.push_back(sum);
    }
    tf::eval(got);
    for (std::size_t n = 0; n < want.size(); ++n) EXPECT_EQ(got[n](), want[n]) << n;
}

}  // namespace
