// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: a loop of products of which only the end is wanted is a chain like one that was written out: a vector behind it
// is multiplied first. Unsigned integers wrap, so that all orders agree to the last bit.
#include "rules/support.hpp"

#include <rapidcheck/gtest.h>

using namespace rules_support;
using A = tf::array<double>;
using U = tf::array<std::uint64_t>;
using index_type = reference::index;

namespace {

struct written {
    ndarray<std::uint64_t> start, stack, end;
    bool in_front;

    ndarray<std::uint64_t> eager() const
    {
        auto x = start;
        for (index_type i = 0; i < stack.shape[0]; ++i) {
            const auto m = reference::view(stack, reference::slices{i});
            x = in_front ? reference::dot(m, x) : reference::dot(x, m);
        }
        return in_front ? reference::dot(end, x) : reference::dot(x, end);
    }
    U recorded() const
    {
        U x = to_array(start);
        const U all = to_array(stack);
        for (index_type i = 0; i < stack.shape[0]; ++i) x = in_front ? tf::dot(tf::view(all, i), x) : tf::dot(x, tf::view(all, i));
        return in_front ? tf::dot(to_array(end), x) : tf::dot(x, to_array(end));
    }
};

written matrices_and_vector(index_type count, index_type size, bool in_front)
{
    return {support::whole_numbers<std::uint64_t>({size, size}, 1), support::whole_numbers<std::uint64_t>({count, size, size}, 2),
            support::whole_numbers<std::uint64_t>({size}, 3), in_front};
}

TEST(ProductRecurrence, AVectorBehindTheLoopIsMultipliedFirst)
{
    for (const index_type count : {3, 20, 100, 300})
        for (const bool in_front : {false, true}) {
            const written w = matrices_and_vector(count, 30, in_front);
            const U r = w.recorded();
            const tf::explanation e = tf::explain(r);
            EXPECT_TRUE(rule(e, "reassociate").fired) << rule(e, "reassociate").reason;
            EXPECT_DOUBLE_EQ(e.flops_after, static_cast<double>(count + 1) * 2 * 30 * 30);
            expect_equal(r, w.eager());
        }
}

TEST(ProductRecurrence, LoopsThatAreTooLongAreLeft)
{
    const written w = matrices_and_vector(600, 6, false);
    const U r = w.recorded();
    const auto reassociate = rule(tf::explain(r), "reassociate");
    EXPECT_FALSE(reassociate.fired);
    EXPECT_EQ(reassociate.reason, "a loop of more than 512 products is left as it is");
    expect_equal(r, w.eager());
}

TEST(ProductRecurrence, WhatElseIsReadIsComputed)
{
    const auto m = support::whole_numbers<std::uint64_t>({20, 20}, 1), v = support::whole_numbers<std::uint64_t>({20}, 2);
    const U x = to_array(m), w = to_array(v);
    U r = tf::dot(x, x), middle;
    for (int i = 0; i < 6; ++i) {
        r = tf::dot(r, tf::transpose(x));
        if (i == 2) middle = r;
    }
    const U both = tf::dot(r, w), twice = tf::dot(w, r), on_the_way = tf::dot(middle, w);
    auto want = reference::dot(m, m);
    ndarray<std::uint64_t> want_middle;
    for (int i = 0; i < 6; ++i) {
        want = reference::dot(want, reference::transpose(m));
        if (i == 2) want_middle = want;
    }
    tf::eval(tf::options{}, std::vector<U>{both, twice, on_the_way});
    expect_equal(both, reference::dot(want, v));
    expect_equal(twice, reference::dot(v, want));
    expect_equal(on_the_way, reference::dot(want_middle, v));
}

/// Any sizes that fit, ends of any shape, and what is read of the end.
RC_GTEST_PROP(ProductRecurrence, OfAnyKind, ())
{
    const auto size = *rc::gen::inRange<index_type>(1, 9), rows = *rc::gen::inRange<index_type>(1, 9), count = *rc::gen::inRange<index_type>(1, 90);
    const bool in_front = *rc::gen::arbitrary<bool>(), vector = *rc::gen::arbitrary<bool>();
    const int reads = *rc::gen::inRange(0, 5);
    written w = matrices_and_vector(count, size, in_front);
    if (!vector) w.start = support::whole_numbers<std::uint64_t>(in_front ? shape_t{size, rows} : shape_t{rows, size}, 4);
    U x = to_array(w.start);
    auto want = w.start;
    const U all = to_array(w.stack);
    for (index_type i = 0; i < count; ++i) {
        const auto m = reference::view(w.stack, reference::slices{i});
        x = in_front ? tf::dot(tf::view(all, i), x) : tf::dot(x, tf::view(all, i));
        want = in_front ? reference::dot(m, want) : reference::dot(want, m);
    }
    const U seen = reads == 1 ? U(tf::transpose(x)) : reads == 2 ? U(tf::view(x, xt::range(0, 1))) : x;
    const auto want_seen = reads == 1 ? reference::transpose(want) : reads == 2 ? reference::view(want, reference::slices{reference::range(0, 1)}) : want;
    const auto v = support::whole_numbers<std::uint64_t>({want_seen.shape.back()}, 5);
    const U r = reads == 3 ? U(tf::sum(seen)) : U(tf::dot(seen, to_array(v)));
    const U kept = reads == 4 ? x : U();
    tf::eval(tf::options{}, std::vector<U>{r});
    if (reads != 3) RC_ASSERT(!reference::difference(to_reference(r), reference::dot(want_seen, v)));
    if (reads == 4) RC_ASSERT(!reference::difference(to_reference(x), want));
}

}  // namespace
