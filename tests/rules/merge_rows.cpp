// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: products of adjacent rows by one matrix are one product; results stay where they are.
#include "rules/support.hpp"

using namespace rules_support;
using A = tf::array<double>;

namespace {

const char* const name = "merge_rows";

TEST(MergeRows, VectorsByOneMatrixAreOneProduct)
{
    const auto x = numbers({50, 8}, 1), w = numbers({8, 6}, 2);
    const A rows = to_array(x), columns = to_array(reference::transpose(x)), y = to_array(w);
    std::vector<A> left, right;
    for (int n = 0; n < 50; ++n) {
        left.push_back(tf::dot(tf::view(rows, n), y));
        right.push_back(tf::dot(tf::transpose(y), tf::view(columns, xt::all(), n)));
    }
    for (const auto* r : {&left, &right}) {
        const tf::explanation e = tf::explain(*r);
        EXPECT_TRUE(rule(e, name).fired) << rule(e, name).reason;
        ASSERT_EQ(e.steps.size(), 1u);
        EXPECT_EQ(e.products_after, 1);
        EXPECT_EQ(std::max(e.steps[0].m, e.steps[0].n), 50);
    }
    for (const auto* r : {&left, &right})
        for (int n : {0, 20, 49})
            expect_equal((*r)[static_cast<std::size_t>(n)], reference::dot(reference::view(x, reference::slices{n}), w));
}

TEST(MergeRows, StacksOfMatricesByOneMatrixAreOneProduct)
{
    const auto x = numbers({4, 5, 6, 8}, 1), w = numbers({8, 3}, 2);
    const A all = to_array(x), y = to_array(w);
    std::vector<A> r;
    for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 5; ++j) r.push_back(tf::dot(tf::view(all, i, j), y));
    const tf::explanation e = tf::explain(r);
    EXPECT_EQ(e.products_after, 1);
    EXPECT_EQ(e.steps[0].m, 120);
    for (int n : {0, 7, 19})
        expect_equal(r[static_cast<std::size_t>(n)],
                     reference::dot(reference::view(x, reference::slices{n / 5, n % 5}), w));
}

/// Parts that go down a diagonal never read an element twice.
TEST(MergeRows, RowsOfABandAreOneProduct)
{
    constexpr int rows = 30, columns = 40, width = 5;
    const auto x = numbers({rows, columns}, 1), w = numbers({width}, 2);
    const A all = to_array(x), y = to_array(w);
    std::vector<A> r;
    for (int n = 0; n < rows; ++n) r.push_back(tf::dot(tf::view(all, n, xt::range(n, n + width)), y));
    const tf::explanation e = tf::explain(r);
    EXPECT_TRUE(rule(e, name).fired) << rule(e, name).reason;
    EXPECT_EQ(e.products_after, 1);
    for (int n : {0, 13, 29})
        expect_equal(r[static_cast<std::size_t>(n)],
                     reference::dot(reference::view(x, reference::slices{n, reference::range(n, n + width)}), w));
}

TEST(MergeRows, ResultsOfOtherProductsAndValuesComputedBefore)
{
    const auto x = numbers({30, 8}, 1), a = numbers({8, 8}, 2), b = numbers({8, 3}, 3);
    const A rows = to_array(x), p = to_array(a), q = to_array(b);
    std::vector<A> first, second;
    for (int n = 0; n < 30; ++n) {
        first.push_back(tf::dot(tf::view(rows, n), p));
        second.push_back(tf::dot(first.back(), q));
    }
    tf::explanation e = tf::explain(second);
    EXPECT_EQ(e.products_after, 2);
    tf::eval(first);
    e = tf::explain(second);
    EXPECT_EQ(e.products_after, 1);
    for (int n : {0, 11, 29})
        expect_equal(second[static_cast<std::size_t>(n)],
                     reference::dot(reference::dot(reference::view(x, reference::slices{n}), a), b));
}

TEST(MergeRows, AValueThatTheLoopComputesAgainStandsStill)
{
    const auto x = numbers({30, 8}, 1), a = numbers({5, 8}, 2), b = numbers({8, 8}, 3);
    const A rows = to_array(x), p = to_array(a), q = to_array(b);
    std::vector<A> r;
    for (int n = 0; n < 30; ++n) r.push_back(tf::dot(tf::dot(p, q), tf::view(rows, n)));
    EXPECT_EQ(tf::explain(without("reassociate"), r).products_after, 2);
    tf::eval(without("reassociate"), r);
    for (int n : {0, 29})
        expect_equal(r[static_cast<std::size_t>(n)],
                     reference::dot(reference::dot(a, b), reference::view(x, reference::slices{n})));
}

TEST(MergeRows, DeclinesWithAReason)
{
    const A x = to_array(numbers({20, 12}, 1)), w = to_array(numbers({5, 4}, 2)), s = to_array(numbers({20}, 3));
    const A stack = to_array(numbers({6, 5, 4}, 4));
    std::vector<A> windows, apart, both;
    for (int n = 0; n < 6; ++n) {
        windows.push_back(tf::dot(tf::view(s, xt::range(n, n + 5)), w));
        apart.push_back(tf::dot(tf::view(stack, n, xt::range(0, 3)), tf::transpose(w)));
        both.push_back(tf::dot(tf::view(stack, n), tf::transpose(tf::view(stack, n))));
    }
    EXPECT_EQ(rule(tf::explain(windows), name).reason, "windows of the summed index are no rows");
    EXPECT_EQ(rule(tf::explain(apart), name).reason, "rows of one product do not go on in the next");
    EXPECT_EQ(rule(tf::explain(both), name).reason, "both operands move");
    EXPECT_EQ(rule(tf::explain(x + 1.0), name).reason, "nothing of the kind is recorded");
    EXPECT_EQ(tf::explain(windows).products_after, 6);
}

RC_GTEST_PROP(MergeRows, KeepsEveryValueForEveryLoop, ())
{
    const reference::index m = support::uniform(1, 5), k = support::uniform(1, 6), n = support::uniform(1, 5);
    const int outer = support::uniform(1, 5), inner = support::uniform(1, 5), layout = support::uniform(0, 3);
    const int kind = support::uniform(0, 4);
    const bool backwards = support::rarely(3), other = support::rarely(3), left = support::rarely(2);
    const auto x = numbers({outer, inner, m, k}, 1), w = numbers({2, k, n}, 2);
    const A all = support::arranged(x, layout), y = to_array(w);
    std::vector<A> got;
    std::vector<ndarray<double>> want;
    for (int o = 0; o < outer; ++o)
        for (int i = 0; i < inner; ++i) {
            const int at = backwards ? inner - 1 - i : i, which = other ? o % 2 : 0;
            const auto rw = reference::view(w, reference::slices{which});
            const auto rx = kind == 0 ? reference::view(x, reference::slices{o, at, 0})
                                      : reference::view(x, reference::slices{o, at});
            auto vx = kind == 0 ? tf::view(all, o, at, 0) : tf::view(all, o, at);
            auto vw = tf::view(y, which);
            if (left) got.push_back(tf::dot(vx, vw));
            else got.push_back(tf::dot(tf::transpose(vw), tf::transpose(vx)));
            want.push_back(left ? reference::dot(rx, rw) : reference::dot(reference::transpose(rw), reference::transpose(rx)));
        }
    tf::eval(got);
    for (std::size_t i = 0; i < got.size(); ++i) RC_ASSERT(!reference::difference(to_reference(got[i]), want[i]));
}

}  // namespace
