// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: (s A) B = s (A B). Numbers are small and whole, so that both sides agree to the last bit.
#include "rules/support.hpp"

#include <limits>

using namespace rules_support;
using A = tf::array<double>;

namespace {

const char* const name = "scale_into_product";

ndarray<double> times(double s, const ndarray<double>& x)
{
    return reference::apply([s](double v) { return s * v; }, x);
}

TEST(ScaleIntoProduct, ScaledWindowsAreOneProduct)
{
    const auto a = numbers({3, 5}, 1), b = numbers({5, 40}, 2);
    const A x = to_array(a), y = to_array(b);
    std::vector<A> r;
    for (int i = 0; i + 7 <= 40; ++i) r.push_back(tf::dot(x, 2.0 * tf::view(y, xt::all(), xt::range(i, i + 7))));
    const tf::explanation e = tf::explain(r);
    EXPECT_TRUE(rule(e, name).fired) << rule(e, name).reason;
    EXPECT_TRUE(rule(e, "share_product").fired);
    EXPECT_EQ(e.products_after, 1);
    ASSERT_EQ(e.steps.size(), 2u);
    EXPECT_EQ(e.steps[1].name, "scale");
    for (int i : {0, 3, 33})
        expect_equal(r[static_cast<std::size_t>(i)],
                     reference::dot(a, times(2, reference::view(b, reference::slices{reference::all{}, reference::range(i, i + 7)}))));
}

TEST(ScaleIntoProduct, BothOperandsAndEitherSideOfTheSign)
{
    const auto a = numbers({30, 40}, 1), b = numbers({40, 20}, 2);
    const A r = tf::dot(to_array(a) * 3.0, -to_array(b));
    const tf::explanation e = tf::explain(r);
    EXPECT_EQ(rule(e, name).reason.find("2 scaled arrays of 2e+03 elements left out"), 0u) << rule(e, name).reason;
    expect_equal(r, times(-3, reference::dot(a, b)));
    const A whole = tf::dot(2 * tf::transpose(to_array(b)), tf::view(to_array(a), 3));
    EXPECT_TRUE(rule(tf::explain(whole), name).fired);
    expect_equal(whole, times(2, reference::dot(reference::transpose(b), reference::view(a, reference::slices{3}))));
}

TEST(ScaleIntoProduct, OtherTypes)
{
    const auto a = support::whole_numbers<std::complex<double>>({9, 20}, 1);
    const auto v = support::whole_numbers<std::complex<double>>({20}, 2);
    const std::complex<double> s(1, -2);
    const tf::array<std::complex<double>> r = tf::dot(s * to_array(a), to_array(v));
    EXPECT_TRUE(rule(tf::explain(r), name).fired) << rule(tf::explain(r), name).reason;
    expect_equal(r, reference::apply([s](std::complex<double> x) { return s * x; }, reference::dot(a, v)));

    const auto f = support::whole_numbers<float>({9, 20}, 1), w = support::whole_numbers<float>({20}, 2);
    const tf::array<float> q = tf::dot(0.5f * to_array(f), to_array(w));
    EXPECT_TRUE(rule(tf::explain(q), name).fired);
    expect_equal(q, reference::apply([](float x) { return 0.5f * x; }, reference::dot(f, w)));
}

TEST(ScaleIntoProduct, ChainsGoThroughIt)
{
    const auto a = numbers({60, 50}, 1), b = numbers({50, 70}, 2), v = numbers({70}, 3);
    const A r = tf::dot(2.0 * tf::dot(to_array(a), to_array(b)), to_array(v));
    const tf::explanation e = tf::explain(r);
    EXPECT_TRUE(rule(e, "reassociate").fired) << rule(e, "reassociate").reason;
    EXPECT_DOUBLE_EQ(e.flops_after, 2.0 * 50 * 70 + 2.0 * 60 * 50);
    expect_equal(r, times(2, reference::dot(reference::dot(a, b), v)));
}

TEST(ScaleIntoProduct, DeclinesWithAReason)
{
    const A x = to_array(numbers({9, 20}, 1)), v = to_array(numbers({20}, 3));
    const auto reason = [](const std::vector<A>& r, const tf::options& o = {}) { return rule(tf::explain(o, r), name).reason; };
    const double infinite = std::numeric_limits<double>::infinity();
    EXPECT_EQ(reason({tf::dot(0.0 * x, v)}), "zero and infinity are not taken out of a sum");
    EXPECT_EQ(reason({tf::dot(infinite * x, v)}), "zero and infinity are not taken out of a sum");
    EXPECT_EQ(reason({tf::dot(x + 2.0, v)}), "nothing of the kind is recorded");
    const A held = 2.0 * x;
    EXPECT_EQ(reason({tf::dot(held, v)}), "a scaled array is asked for itself");
    EXPECT_EQ(reason({tf::outer(2.0 * v, v)}), "to scale the results is not less work");
    tf::options exact;
    exact.reorder_sums = false;
    EXPECT_EQ(reason({tf::dot(2.0 * x, v)}, exact), "it would change where sums are rounded");
    std::vector<A> moving;
    for (int i = 0; i < 4; ++i) moving.push_back(tf::dot(static_cast<double>(i + 1) * x, v));
    EXPECT_EQ(reason(moving), "the scalar moves with the loop");
}

RC_GTEST_PROP(ScaleIntoProduct, KeepsEveryValueForEveryLoop, ())
{
    const reference::index m = support::uniform(1, 6), k = support::uniform(1, 12), w = support::uniform(1, 6);
    const int count = support::uniform(1, 10), step = support::uniform(0, 4);
    const bool both = support::rarely(3), negate = support::rarely(2), vector = support::rarely(3);
    const auto a = numbers({m, k}, 1), b = numbers({k, w + step * count}, 2);
    const A x = to_array(a), y = to_array(b);
    std::vector<A> got;
    std::vector<ndarray<double>> want;
    for (int i = 0; i < count; ++i) {
        const int at = step * i;
        auto part = vector ? tf::view(y, xt::all(), at) : tf::view(y, xt::all(), xt::range(at, at + w));
        const auto rp = vector ? reference::view(b, reference::slices{reference::all{}, at})
                               : reference::view(b, reference::slices{reference::all{}, reference::range(at, at + w)});
        const A scaled = negate ? A(-part) : A(part * 3.0);
        got.push_back(both ? tf::dot(2.0 * x, scaled) : tf::dot(x, scaled));
        want.push_back(times((negate ? -1 : 3) * (both ? 2 : 1), reference::dot(a, rp)));
    }
    tf::eval(got);
    for (std::size_t i = 0; i < got.size(); ++i) RC_ASSERT(!reference::difference(to_reference(got[i]), want[i]));
}

}  // namespace
