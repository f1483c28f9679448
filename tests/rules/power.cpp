// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: a matrix that a loop multiplies again and again gives its power, however the loop is written. Unsigned integers
// wrap, so that all orders agree to the last bit.
#include "rules/support.hpp"

#include <rapidcheck/gtest.h>

#include <limits>

using namespace rules_support;
using A = tf::array<double>;
using U = tf::array<std::uint64_t>;

namespace {

template <class T> ndarray<T> repeated(ndarray<T> x, const ndarray<T>& m, int times, bool in_front)
{
    for (int i = 0; i < times; ++i) x = in_front ? reference::dot(m, x) : reference::dot(x, m);
    return x;
}
template <class T> tf::array<T> loop(tf::array<T> x, const tf::array<T>& m, int times, bool in_front)
{
    for (int i = 0; i < times; ++i) x = in_front ? tf::dot(m, x) : tf::dot(x, m);
    return x;
}

TEST(Power, OfAMatrixByALoop)
{
    const auto m = numbers({40, 40}, 1);
    const A x = to_array(m);
    for (const bool in_front : {false, true}) {
        const A r = loop(x, x, 7, in_front);
        const tf::explanation e = tf::explain(r);
        EXPECT_TRUE(rule(e, "power").fired) << rule(e, "power").reason;
        EXPECT_DOUBLE_EQ(e.flops_after, 3 * 2.0 * 40 * 40 * 40);
    }
    const auto small = support::whole_numbers<std::uint64_t>({12, 12}, 2);
    expect_equal(loop(to_array(small), to_array(small), 12, false), repeated(small, small, 12, false));
}

RC_GTEST_PROP(Power, OfAnySizesAndExponents, ())
{
    const auto k = *rc::gen::inRange<reference::index>(1, 14), rows = *rc::gen::inRange<reference::index>(1, 14);
    const int times = *rc::gen::inRange(1, 40), form = *rc::gen::inRange(0, 4);
    const bool in_front = *rc::gen::arbitrary<bool>();
    const auto m = support::whole_numbers<std::uint64_t>({k, k}, 1);
    const auto start = form == 0 ? m : form == 1 ? support::whole_numbers<std::uint64_t>({k}, 2)
        : support::whole_numbers<std::uint64_t>(in_front ? shape_t{k, rows} : shape_t{rows, k}, 3);
    const U x = to_array(m), y = form == 0 ? x : to_array(start);
    const auto want = repeated(start, m, times, in_front);
    const U r = loop(y, x, times, in_front);
    const U after = form == 3 ? U(r + r) : r;   // somebody goes on
    tf::eval(tf::options{}, after);
    const auto d = reference::difference(to_reference(r), want);
    RC_ASSERT(!d);
}

TEST(Power, WhatIsWantedOnTheWayIsKept)
{
    const auto m = support::whole_numbers<std::uint64_t>({24, 24}, 1);
    const U x = to_array(m);
    U middle, r = x;
    for (int i = 0; i < 9; ++i) {
        r = tf::dot(r, x);
        if (i == 4) middle = r;
    }
    EXPECT_FALSE(rule(tf::explain(std::vector<U>{r, middle}), "power").fired);
    const U sum = middle + r;
    middle = U();   // nobody can name it any more, but it is read
    EXPECT_FALSE(rule(tf::explain(sum), "power").fired);
    expect_equal(r, repeated(m, m, 9, false));
}

TEST(Power, OtherMatricesAreNotOne)
{
    const auto m = support::whole_numbers<std::uint64_t>({24, 24}, 1), w = support::whole_numbers<std::uint64_t>({24, 24}, 2);
    const U x = to_array(m), y = to_array(w);
    U r = x;
    auto want = m;
    for (int i = 0; i < 9; ++i) {
        r = tf::dot(r, i == 5 ? y : x);
        want = reference::dot(want, i == 5 ? w : m);
    }
    EXPECT_FALSE(rule(tf::explain(r), "power").fired);
    expect_equal(r, want);
}

TEST(Power, OfAVectorIsNotSquared)
{
    const A x = to_array(numbers({60, 60}, 1)), v = to_array(numbers({60}, 2));
    EXPECT_FALSE(rule(tf::explain(loop(v, x, 7, true)), "power").fired);
}

/// Squares are infinite where the program's own numbers are zero.
TEST(Power, NumbersBeyondTheRangeAreThoseOfTheProgram)
{
    xt::xarray<double> huge = xt::zeros<double>({20, 20});
    huge(0, 1) = huge(1, 0) = 1e200;
    xt::xarray<double> start = xt::zeros<double>({20, 20});
    start(3, 3) = 1;
    const A r = loop(A(start), A(huge), 9, false);
    EXPECT_TRUE(rule(tf::explain(r), "power").fired);
    for (const double v : xt::xarray<double>(r)) EXPECT_EQ(v, 0);
}

TEST(Power, OrderOfSumsIsKeptWhereItMustBe)
{
    const A x = to_array(numbers({40, 40}, 1));
    tf::options in_order;
    in_order.reorder_sums = false;
    EXPECT_FALSE(rule(tf::explain(in_order, loop(x, x, 7, false)), "power").fired);
    EXPECT_FALSE(rule(tf::explain(without("power"), loop(x, x, 7, false)), "power").fired);
}

}  // namespace
