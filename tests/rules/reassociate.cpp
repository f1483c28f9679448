// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: a chain of products has the same value in any order. Values are small whole numbers, so that sums are
// exact and all orders agree to the last bit.
#include "rules/support.hpp"

using namespace rules_support;
using A = tf::array<double>;

namespace {

TEST(Reassociate, AVectorIsMultipliedFirst)
{
    const auto a = numbers({60, 50}, 1), b = numbers({50, 70}, 2), v = numbers({70}, 3);
    const A x = to_array(a), y = to_array(b), z = to_array(v);
    const A r = tf::dot(tf::dot(x, y), z);
    const tf::explanation e = tf::explain(r);
    EXPECT_TRUE(rule(e, "reassociate").fired) << rule(e, "reassociate").reason;
    EXPECT_DOUBLE_EQ(e.flops_before, 2.0 * 60 * 50 * 70 + 2.0 * 60 * 70);
    EXPECT_DOUBLE_EQ(e.flops_after, 2.0 * 50 * 70 + 2.0 * 60 * 50);
    EXPECT_NE(rule(e, "reassociate").reason.find("another order"), std::string::npos);
    expect_equal(r, reference::dot(a, reference::dot(b, v)));
}

TEST(Reassociate, AVectorInFrontGoesFromLeftToRight)
{
    const auto v = numbers({60}, 3), a = numbers({60, 50}, 1), b = numbers({50, 70}, 2), w = numbers({70}, 4);
    const A r = tf::dot(to_array(v), tf::dot(to_array(a), to_array(b)));
    EXPECT_DOUBLE_EQ(tf::explain(r).flops_after, 2.0 * 60 * 50 + 2.0 * 50 * 70);
    expect_equal(r, reference::dot(reference::dot(v, a), b));
    const A s = tf::dot(tf::dot(to_array(v), tf::dot(to_array(a), to_array(b))), to_array(w));
    EXPECT_TRUE(rule(tf::explain(s), "reassociate").fired);
    expect_equal(s, reference::dot(reference::dot(reference::dot(v, a), b), w));
}

TEST(Reassociate, LongChainsAreFlattened)
{
    std::vector<ndarray<double>> all;
    const reference::index sizes[] = {40, 60, 30, 50, 20, 70, 1};
    for (std::size_t i = 0; i + 1 < std::size(sizes); ++i)
        all.push_back(numbers({sizes[i], sizes[i + 1]}, static_cast<unsigned>(i)));
    A r = to_array(all[0]);
    ndarray<double> want = all[0];
    for (std::size_t i = 1; i < all.size(); ++i) {
        r = tf::dot(r, to_array(all[i]));
        want = reference::dot(want, all[i]);
    }
    const tf::explanation e = tf::explain(r);
    EXPECT_TRUE(rule(e, "reassociate").fired) << rule(e, "reassociate").reason;
    double best = 0;
    for (std::size_t i = 0; i + 2 < std::size(sizes); ++i) best += 2.0 * static_cast<double>(sizes[i] * sizes[i + 1]);
    EXPECT_DOUBLE_EQ(e.flops_after, best);
    expect_equal(r, want);
}

TEST(Reassociate, ChainsBeyondTheLimitAreTakenInPieces)
{
    // Sizes change, so that the calls make no recurrence.
    std::vector<ndarray<double>> all;
    for (unsigned i = 0; i < 90; ++i) all.push_back(numbers({10 + i, 11 + i}, i));
    for (auto& x : all)
        for (reference::index i = 0; i < x.size(); ++i) x.set(i, i % 23 == 0 ? 1 : 0);
    A r = to_array(all[0]);
    ndarray<double> want = all[0];
    for (std::size_t i = 1; i < all.size(); ++i) {
        r = tf::dot(r, to_array(all[i]));
        want = reference::dot(want, all[i]);
    }
    r = tf::dot(r, to_array(numbers({want.shape[1]}, 7)));
    want = reference::dot(want, numbers({want.shape[1]}, 7));
    EXPECT_TRUE(rule(tf::explain(r), "reassociate").fired);
    expect_equal(r, want);
}

TEST(Reassociate, ManyVectorsShareTheProductOfTheMatrices)
{
    const auto a = numbers({20, 30}, 1), b = numbers({30, 20}, 2), x = numbers({400, 20}, 3);
    const A p = to_array(a), q = to_array(b), xs = to_array(x);
    std::vector<A> r;
    for (int i = 0; i < 400; ++i) r.push_back(tf::dot(p, tf::dot(q, tf::view(xs, i))));
    const tf::explanation e = tf::explain(r);
    EXPECT_TRUE(rule(e, "reassociate").fired) << rule(e, "reassociate").reason;
    EXPECT_DOUBLE_EQ(e.flops_after, 2.0 * 20 * 30 * 20 + 400 * 2.0 * 20 * 20);
    for (int i : {0, 7, 399}) {
        const auto row = reference::view(x, reference::slices{i});
        expect_equal(r[static_cast<std::size_t>(i)], reference::dot(a, reference::dot(b, row)));
    }
}

TEST(Reassociate, FewVectorsGoThroughBothMatrices)
{
    const auto a = numbers({100, 80}, 1), b = numbers({80, 90}, 2), x = numbers({3, 90}, 3);
    const A p = to_array(a), q = to_array(b), xs = to_array(x);
    std::vector<A> r;
    for (int i = 0; i < 3; ++i) r.push_back(tf::dot(tf::dot(p, q), tf::view(xs, i)));
    const tf::explanation e = tf::explain(r);
    EXPECT_TRUE(rule(e, "reassociate").fired) << rule(e, "reassociate").reason;
    EXPECT_DOUBLE_EQ(e.flops_after, 3 * (2.0 * 80 * 90 + 2.0 * 100 * 80));
    for (int i = 0; i < 3; ++i)
        expect_equal(r[static_cast<std::size_t>(i)],
                     reference::dot(reference::dot(a, b), reference::view(x, reference::slices{i})));
}

TEST(Reassociate, ReadsTransposedProductsAndParts)
{
    const auto a = numbers({60, 50}, 1), b = numbers({50, 70}, 2), v = numbers({60}, 3), w = numbers({20}, 4);
    const A x = to_array(a), y = to_array(b);
    const A r = tf::dot(tf::transpose(tf::dot(x, y)), to_array(v));
    EXPECT_TRUE(rule(tf::explain(r), "reassociate").fired);
    const auto ab = reference::dot(a, b);
    expect_equal(r, reference::dot(reference::transpose(ab), v));
    const A s = tf::dot(tf::view(tf::dot(x, y), xt::range(3, 50), xt::range(69, 49, -1)), to_array(w));
    EXPECT_TRUE(rule(tf::explain(s), "reassociate").fired);
    expect_equal(s, reference::dot(reference::view(ab, reference::slices{reference::range(3, 50), reference::range(69, 49, -1)}), w));
}

TEST(Reassociate, LeavesWhatSomebodyReadsByItself)
{
    const auto a = numbers({60, 50}, 1), b = numbers({50, 70}, 2), v = numbers({70}, 3);
    const A x = to_array(a), y = to_array(b), z = to_array(v);
    const A held = tf::dot(x, y), r = tf::dot(held, z);
    tf::explanation e = tf::explain(r);
    EXPECT_FALSE(rule(e, "reassociate").fired);
    EXPECT_EQ(rule(e, "reassociate").reason, "an inner product is asked for itself");
    expect_equal(r, reference::dot(reference::dot(a, b), v));
    expect_equal(held, reference::dot(a, b));

    std::vector<A> two;
    {
        const A inner = tf::dot(x, y);
        two = {tf::dot(inner, z), tf::sum(inner, 1)};
    }
    e = tf::explain(two);
    EXPECT_EQ(rule(e, "reassociate").reason, "others read an inner product too");
    expect_equal(two[1], reference::sum(reference::dot(a, b), reference::axes(1)));
}

// Equal inner products share a block where merge_equal is off: the one that computes it may not be taken apart.
TEST(Reassociate, LeavesABlockThatOthersShare)
{
    const shape_t shapes[] = {{6, 3, 3}, {6, 3, 2}, {6, 2, 3}, {6, 3, 6}, {6, 6}};
    using T = std::complex<double>;   // enough flops for another order
    std::vector<ndarray<T>> values;
    std::vector<tf::array<T>> factors;
    for (const shape_t& s : shapes) {
        values.push_back(support::whole_numbers<T>(s, static_cast<unsigned>(values.size())));
        factors.push_back(to_array(values.back()));
    }
    std::vector<tf::array<T>> chains;
    for (int round = 0; round < 6; ++round) {
        tf::array<T> x = tf::dot(tf::view(factors[0], round % 2), tf::view(factors[1], round % 2));
        for (std::size_t k = 2; k < 5; ++k) x = tf::dot(x, tf::view(factors[k], round % 2));
        chains.push_back(x);
    }
    tf::options few;
    few.disable = {"refold", "merge_equal", "transpose_into_product", "scale_into_product"};
    tf::eval(few, std::vector<tf::array<T>>{chains[2], chains[4]});
    tf::eval(few, chains);
    for (int round = 0; round < 6; ++round) {
        const reference::slices one{round % 2};
        auto want = reference::view(values[0], one);
        for (std::size_t k = 1; k < 5; ++k) want = reference::dot(want, reference::view(values[k], one));
        expect_equal(chains[static_cast<std::size_t>(round)], want);
    }
}

TEST(Reassociate, DeclinesWhereItMayNotOrNeedNot)
{
    const A x = to_array(numbers({60, 50}, 1)), y = to_array(numbers({50, 70}, 2)), z = to_array(numbers({70}, 3));
    A r = tf::dot(tf::dot(x, y), z);
    tf::options exact;
    exact.reorder_sums = false;
    EXPECT_EQ(rule(tf::explain(exact, r), "reassociate").reason, "it would change the order of sums");
    r = tf::dot(x, tf::dot(y, z));
    EXPECT_EQ(rule(tf::explain(r), "reassociate").reason, "chains stand in the cheapest order, or near it");
    r = tf::dot(xt::exp(tf::dot(x, y)), z);
    EXPECT_EQ(rule(tf::explain(r), "reassociate").reason, "no product feeds one other product only");
}

/// Loops over chains of three: what moves with which loop is drawn, and which order is best differs.
RC_GTEST_PROP(Reassociate, KeepsEveryValueForEveryLoop, ())
{
    const auto size = [] { return *rc::gen::element<reference::index>(1, 2, 3, 5, 8, 24, 40); };
    const reference::index m = size(), k = size(), l = size(), n = size();
    const int outer = *rc::gen::inRange(1, 6), inner = *rc::gen::inRange(1, 6);
    const bool vector = *rc::gen::arbitrary<bool>(), right = *rc::gen::arbitrary<bool>();
    const bool shuffled = *rc::gen::weightedElement<bool>({{3, false}, {1, true}});
    const int by[] = {*rc::gen::inRange(0, 4), *rc::gen::inRange(0, 4), *rc::gen::inRange(0, 4)};
    const auto bank = [&](shape_t shape, unsigned seed) {
        shape.insert(shape.begin(), outer * inner);
        return numbers(shape, seed);
    };
    const auto a = bank({m, k}, 1), b = bank({k, l}, 2), c = vector ? bank({l}, 3) : bank({l, n}, 3);
    const A x = to_array(a), y = to_array(b), z = to_array(c);
    std::vector<A> got;
    std::vector<ndarray<double>> want;
    for (int o = 0; o < outer; ++o)
        for (int i = 0; i < inner; ++i) {
            const auto at = [&](int which) {
                const int both = o * inner + i;
                const int way[] = {0, i, o, shuffled ? both * both * 7 % 11 % (outer * inner) : both};
                return way[by[which]];
            };
            const auto part = [&](const ndarray<double>& f, int which) {
                return reference::view(f, reference::slices{at(which)});
            };
            const auto pa = part(a, 0), pb = part(b, 1), pc = part(c, 2);
            want.push_back(reference::dot(reference::dot(pa, pb), pc));
            const auto va = tf::view(x, at(0)), vb = tf::view(y, at(1)), vc = tf::view(z, at(2));
            got.push_back(right ? tf::dot(va, tf::dot(vb, vc)) : tf::dot(tf::dot(va, vb), vc));
        }
    tf::eval(got);
    for (std::size_t i = 0; i < got.size(); ++i) {
        const auto d = reference::difference(to_reference(got[i]), want[i]);
        RC_ASSERT(!d);
    }
}

}  // namespace
