// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: a product of copies has the values of the product of what was copied, to the last bit; the copies are not
// made where only products read them.
#include "rules/support.hpp"

using namespace rules_support;
using A = tf::array<double>;

namespace {

const char* const name = "transpose_into_product";

TEST(TransposeIntoProduct, CopiesOfTransposesAndPartsAreNotMade)
{
    const auto a = numbers({7, 5}, 1), b = numbers({7, 9}, 2);
    const A x = to_array(a), y = to_array(b);
    const A r = tf::dot(tf::copy(tf::transpose(x)), tf::copy(tf::view(y, xt::all(), xt::range(2, 9))));
    const tf::explanation e = tf::explain(r);
    EXPECT_TRUE(rule(e, name).fired) << rule(e, name).reason;
    EXPECT_EQ(rule(e, name).reason, "2 copies of 84 elements left out: products read the source");
    ASSERT_EQ(e.steps.size(), 1u);
    expect_equal(r, reference::dot(reference::transpose(a),
                                   reference::view(b, reference::slices{reference::all{}, reference::range(2, 9)})));
}

// merge_equal has made one copy of two by then.
TEST(TransposeIntoProduct, EqualCopiesFromSeveralPlaces)
{
    const auto a = numbers({7, 5}, 1), b = numbers({7, 9}, 2), c = numbers({7, 4}, 3);
    const A x = to_array(a), y = to_array(b), z = to_array(c);
    std::vector<A> r{tf::dot(tf::copy(tf::transpose(x)), y)};
    r.push_back(tf::dot(tf::copy(tf::transpose(x)), z));
    const tf::explanation e = tf::explain(r);
    EXPECT_TRUE(rule(e, name).fired) << rule(e, name).reason;
    EXPECT_EQ(e.steps.size(), 2u);
    expect_equal(r[0], reference::dot(reference::transpose(a), b));
    expect_equal(r[1], reference::dot(reference::transpose(a), c));
}

TEST(TransposeIntoProduct, AViewOfACopyIsAViewOfTheSource)
{
    const auto a = numbers({4, 6, 5}, 1);
    const A c = tf::dot(tf::view(tf::copy(tf::transpose(to_array(a))), xt::all(), 2, xt::range(1, 3)),
                        to_array(numbers({2}, 3)));
    EXPECT_TRUE(rule(tf::explain(c), name).fired);
    const auto part = reference::view(reference::transpose(a), reference::slices{reference::all{}, 2, reference::range(1, 3)});
    expect_equal(c, reference::dot(part, numbers({2}, 3)));
}

TEST(TransposeIntoProduct, CopiesInLoopsAndOfCopies)
{
    const auto a = numbers({30, 5, 4}, 1), w = numbers({5, 3}, 2);
    const A x = to_array(a), y = to_array(w);
    std::vector<A> r;
    for (int n = 0; n < 30; ++n) r.push_back(tf::dot(tf::copy(tf::copy(tf::transpose(tf::view(x, n)))), y));
    const tf::explanation e = tf::explain(r);
    EXPECT_TRUE(rule(e, name).fired) << rule(e, name).reason;
    EXPECT_EQ(e.steps.size(), 1u);
    for (int n : {0, 1, 29})
        expect_equal(r[static_cast<std::size_t>(n)],
                     reference::dot(reference::transpose(reference::view(a, reference::slices{n})), w));
}

TEST(TransposeIntoProduct, LeavesCopiesThatAreWanted)
{
    const A x = to_array(numbers({7, 5}, 1)), y = to_array(numbers({7, 4}, 2));
    const A held = tf::copy(tf::transpose(x));
    std::vector<A> r{tf::dot(held, y)};
    EXPECT_EQ(rule(tf::explain(r), name).reason, "a copy is asked for itself");
    {
        const A copied = tf::copy(tf::view(x, xt::all(), xt::range(0, 4)));
        r = {tf::dot(tf::transpose(copied), y), copied + 1.0};
    }
    EXPECT_EQ(rule(tf::explain(r), name).reason, "others than products read a copy");
    r = {y + 1.0};
    EXPECT_EQ(rule(tf::explain(r), name).reason, "nothing of the kind is recorded");
}

TEST(TransposeIntoProduct, ACopyPaysWhereBlasWouldPack)
{
    const A x = to_array(numbers({12, 10}, 1)), vs = to_array(numbers({20, 5}, 2));
    std::vector<A> r;
    {
        const A every_other = tf::copy(tf::view(x, xt::range(0, 12, 2), xt::range(0, 10, 2)));
        for (int n = 0; n < 20; ++n) r.push_back(tf::dot(every_other, tf::view(vs, n)));
    }
    EXPECT_EQ(rule(tf::explain(r), name).reason, "a copy that would have to be packed instead pays");
}

TEST(TransposeIntoProduct, ArraysThatAreAssignedToLaterAreCopiedFirst)
{
    auto a = numbers({5, 5}, 1);
    A x = to_array(a);
    tf::view(x, 1) = to_array(numbers({5}, 3));
    const A r = tf::dot(tf::copy(tf::transpose(x)), to_array(numbers({5, 2}, 2)));
    tf::view(x, 2) = to_array(numbers({5}, 4));
    std::vector<A> both{r, x};
    EXPECT_EQ(rule(tf::explain(both), name).reason, "what was copied is assigned to in parts");
    const auto one = numbers({5}, 3);
    for (reference::index i = 0; i < 5; ++i) a.set(5 + i, one.get(i));
    expect_equal(r, reference::dot(reference::transpose(a), numbers({5, 2}, 2)));
}

RC_GTEST_PROP(TransposeIntoProduct, KeepsEveryValueForEveryLoop, ())
{
    const reference::index m = support::uniform(1, 6), k = support::uniform(1, 6), n = support::uniform(1, 6);
    const int count = support::uniform(1, 8), how = support::uniform(0, 3);
    const bool left = support::rarely(2), moves = support::rarely(2);
    const auto a = numbers({count, k, m + 3}, 1), b = numbers({k, n}, 2);
    const A x = to_array(a), y = to_array(b);
    std::vector<A> got;
    std::vector<ndarray<double>> want;
    for (int i = 0; i < count; ++i) {
        const int at = moves ? count - 1 - i : 0, from = how == 1 ? i % 4 : 0;
        auto v = tf::copy(tf::transpose(tf::view(x, at, xt::all(), xt::range(from, from + m))));
        const auto rv = reference::transpose(
            reference::view(a, reference::slices{at, reference::all{}, reference::range(from, from + m)}));
        if (left) got.push_back(tf::dot(how == 2 ? tf::copy(v) : v, y));
        else got.push_back(tf::dot(tf::transpose(y), tf::transpose(v)));
        want.push_back(left ? reference::dot(rv, b) : reference::dot(reference::transpose(b), reference::transpose(rv)));
    }
    tf::eval(got);
    for (std::size_t i = 0; i < got.size(); ++i) RC_ASSERT(!reference::difference(to_reference(got[i]), want[i]));
}

}  // namespace
