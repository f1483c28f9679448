// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: products of windows that slide in step over both operands are windows along the diagonal of one product, of
// which a band is computed.
#include "rules/support.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>

using namespace rules_support;
using A = tf::array<double>;
using U = tf::array<std::uint64_t>;
using P = std::ptrdiff_t;
using xt::all;
using xt::range;

namespace {

TEST(Band, OfTwoSlidingWindows)
{
    const A x = to_array(numbers({420, 16}, 1)), y = to_array(numbers({16, 420}, 2));
    std::vector<A> r;
    for (P i = 0; i + 20 <= 420; ++i) r.push_back(tf::dot(tf::view(x, range(i, i + 20), all()), tf::view(y, all(), range(i, i + 20))));
    const tf::explanation e = tf::explain(r);
    EXPECT_TRUE(rule(e, "band").fired) << rule(e, "band").reason;
    EXPECT_LE(e.flops_after, 2.0 * 420 * 60 * 16);
    tf::eval(r);
    const auto a = to_reference(x), b = to_reference(y), product = reference::dot(a, b);
    for (P i = 0; i + 20 <= 420; i += 17)
        expect_equal(r[static_cast<std::size_t>(i)], reference::view(product, reference::slices{reference::range(i, i + 20), reference::range(i, i + 20)}));
}

RC_GTEST_PROP(Band, OfAnyWindows, ())
{
    const auto draw = [](P low, P high) { return *rc::gen::inRange<P>(low, high + 1); };
    const P p = draw(1, 9), q = draw(1, 9), k = draw(0, 6), shift = draw(-3, 3), count = draw(2, 60);
    const int order = static_cast<int>(draw(0, 4));
    std::vector<P> begins;
    for (P i = 0; i < count; ++i) begins.push_back(order == 0 ? i : order == 1 ? count - 1 - i : order == 2 ? 2 * i : order == 3 ? i * 7 % count : i * i % (count + 3));
    const P most = *std::max_element(begins.begin(), begins.end()), low = std::max<P>(0, -shift);
    const P rows = most + low + p + draw(0, 3), columns = most + low + std::max<P>(shift, 0) + q + draw(0, 3);
    const bool left_turned = draw(0, 1), right_turned = draw(0, 1);
    const auto a = support::whole_numbers<std::uint64_t>(left_turned ? shape_t{k, rows} : shape_t{rows, k}, 1);
    const auto b = support::whole_numbers<std::uint64_t>(right_turned ? shape_t{columns, k} : shape_t{k, columns}, 2);
    const U x = to_array(a), y = to_array(b);
    std::vector<U> r;
    std::vector<ndarray<std::uint64_t>> want;
    using reference::slices;
    for (const P i : begins) {
        const P s = i + low, t = s + shift;
        const U left = left_turned ? U(tf::transpose(tf::view(x, all(), range(s, s + p)))) : U(tf::view(x, range(s, s + p), all()));
        const U right = right_turned ? U(tf::transpose(tf::view(y, range(t, t + q), all()))) : U(tf::view(y, all(), range(t, t + q)));
        r.push_back(tf::dot(left, right));
        const auto of_a = left_turned ? reference::transpose(reference::view(a, slices{reference::range(0, k), reference::range(s, s + p)}))
                                      : reference::view(a, slices{reference::range(s, s + p), reference::range(0, k)});
        const auto of_b = right_turned ? reference::transpose(reference::view(b, slices{reference::range(t, t + q), reference::range(0, k)}))
                                       : reference::view(b, slices{reference::range(0, k), reference::range(t, t + q)});
        want.push_back(reference::dot(of_a, of_b));
    }
    const int more = static_cast<int>(draw(0, 3));
    std::vector<U> behind;
    for (const U& v : r) behind.push_back(more == 1 ? U(v + v) : more == 2 ? U(tf::sum(v)) : v);
    if (more == 2) r.clear();
    tf::eval(tf::options{}, behind);
    for (std::size_t i = 0; i < want.size(); ++i) {
        if (more == 2) {
            std::uint64_t sum = 0;
            for (P e = 0; e < want[i].size(); ++e) sum += want[i].get(e);
            RC_ASSERT(behind[i]() == sum);
            continue;
        }
        RC_ASSERT(!reference::difference(to_reference(r[i]), want[i]));
        if (more == 1) RC_ASSERT(!reference::difference(to_reference(behind[i]), reference::apply([](std::uint64_t v) { return v + v; }, want[i])));
    }
}

TEST(Band, WindowsThatSlideApartAreNone)
{
    const A x = to_array(numbers({90, 16}, 1)), y = to_array(numbers({16, 420}, 2));
    std::vector<A> r;
    for (P i = 0; i < 60; ++i) r.push_back(tf::dot(tf::view(x, range(i, i + 20), all()), tf::view(y, all(), range(2 * i, 2 * i + 20))));
    EXPECT_EQ(rule(tf::explain(r), "band").reason, "windows of both operands lie on several diagonals");
}

TEST(Band, WindowsFarApartAreLeft)
{
    const A x = to_array(numbers({4000, 16}, 1)), y = to_array(numbers({16, 4000}, 2));
    std::vector<A> r;
    for (P i = 0; i + 20 <= 4000; i += 300) r.push_back(tf::dot(tf::view(x, range(i, i + 20), all()), tf::view(y, all(), range(i, i + 20))));
    EXPECT_EQ(rule(tf::explain(r), "band").reason, "windows of both operands are few, or far apart");
    EXPECT_FALSE(rule(tf::explain(without("band"), r), "band").fired);
}

}  // namespace
