// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: sums over windows that slide are those of each window by itself, whatever the windows' order, number and hop, and
// nothing that a window does not contain shows in it. Against sums of this file's own.
#include "rules/support.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

namespace {

namespace tf = tenfold;
using P = std::ptrdiff_t;
using xt::all;
using xt::range;
template <class T> using X = xt::xarray<T>;
template <class T> using V = std::vector<tf::array<T>>;

bool slides(const tf::explanation& e)
{
    return std::any_of(e.steps.begin(), e.steps.end(), [](const auto& s) { return s.kind == "window_sum"; });
}
/// Costs decide, and are such under one record of a machine that all of these slide. Devices run step by step.
bool must_slide()
{
    const char* const record = std::getenv("TENFOLD_MACHINE");
    return tf::default_device() == tf::cpu() && record && std::string(record).ends_with("slides_everything.json");
}
#define EXPECT_SLIDES(e) EXPECT_TRUE(!must_slide() || slides(e))

template <class T> X<T> drawn(std::vector<std::size_t> shape, unsigned seed)
{
    std::mt19937 draw(seed);
    X<T> x = X<T>::from_shape(shape);
    for (T& e : x) {
        const auto n = [&] { return static_cast<int>(draw() % 13) - 4; };
        if constexpr (tf::detail::is_complex_type<T>) e = T(static_cast<typename T::value_type>(n()), static_cast<typename T::value_type>(n()));
        else e = static_cast<T>(n());
    }
    return x;
}

template <class T, class E> void expect_same(const tf::array<T>& got, const E& want)
{
    const X<T> g = got;
    const X<T> w = want;
    ASSERT_EQ(g.shape(), w.shape());
    for (std::size_t i = 0; i < g.size(); ++i) {
        const double far = static_cast<double>(std::abs(g.data()[i] - w.data()[i])), size = 1 + static_cast<double>(std::abs(w.data()[i]));
        ASSERT_LE(far, (sizeof(tf::detail::real_part_type<T>) == 8 ? 1e-13 : 1e-5) * size) << i;
    }
}

/// Sum over rows of a(t, i) * b(t, j), conjugated or not.
template <class T> X<T> gram(const X<T>& a, const X<T>& b)
{
    X<T> c = xt::zeros<T>({a.shape()[1], b.shape()[1]});
    for (std::size_t t = 0; t < a.shape()[0]; ++t)
        for (std::size_t i = 0; i < a.shape()[1]; ++i)
            for (std::size_t j = 0; j < b.shape()[1]; ++j) c(i, j) += a(t, i) * b(t, j);
    return c;
}

/// Where windows of `length` rows begin, in many orders.
std::vector<P> begins(P rows, P length, int how)
{
    std::vector<P> all;
    const P last = rows - length;
    switch (how) {
    case 0:
        for (P i = 0; i <= last; ++i) all.push_back(i);
        break;
    case 1:
        for (P i = 0; i <= last; i += 3) all.push_back(i);
        break;
    case 2:
        for (P i = last; i >= 0; --i) all.push_back(i);
        break;
    case 3:
        for (P i = 0; i <= last; ++i) all.push_back(i * 7919 % (last + 1));
        break;
    default:
        for (P i = 0; i < 3 * last; ++i) all.push_back((i * i + 5) % (last + 1));   // many of them several times
    }
    return all;
}

template <class T> class WindowSum : public testing::Test {};
using types = testing::Types<double, float, std::complex<double>, std::complex<float>>;
TYPED_TEST_SUITE(WindowSum, types);

TYPED_TEST(WindowSum, OfProducts)
{
    using T = TypeParam;
    for (const P length : {P{2}, P{40}, P{150}})
        for (int how = 0; how < 5; ++how) {
            const X<T> x = drawn<T>({400, 5}, 1), y = drawn<T>({400, 3}, 2), s = drawn<T>({400}, 3);
            const tf::array<T> a = x, b = y, v = s;
            V<T> grams, crosses, by_vector, dots;
            const std::vector<P> at = begins(400, length, how);
            for (const P i : at) {
                const auto w = tf::view(a, range(i, i + length), all()), u = tf::view(b, range(i, i + length), all());
                const auto t = tf::view(v, range(i, i + length));
                grams.push_back(tf::dot(tf::transpose(w), w));
                crosses.push_back(tf::dot(tf::transpose(w), u));
                by_vector.push_back(tf::dot(tf::transpose(w), t));
                dots.push_back(tf::dot(t, tf::view(b, range(i, i + length), 1)));
            }
            EXPECT_SLIDES(tf::explain(grams));
            EXPECT_SLIDES(tf::explain(by_vector));
            tf::eval(grams, crosses, by_vector, dots);
            for (std::size_t k = 0; k < at.size(); k += 29) {
                const X<T> w = xt::view(x, range(at[k], at[k] + length), all()), u = xt::view(y, range(at[k], at[k] + length), all());
                X<T> t = X<T>::from_shape({static_cast<std::size_t>(length), 1});
                xt::view(t, all(), 0) = xt::view(s, range(at[k], at[k] + length));
                const X<T> one = xt::view(u, all(), range(1, 2));
                expect_same(grams[k], gram<T>(w, w));
                expect_same(crosses[k], gram<T>(w, u));
                expect_same(by_vector[k], xt::view(gram<T>(w, t), all(), 0));
                expect_same(dots[k], xt::view(gram<T>(t, one), 0, 0));
            }
        }
}

TYPED_TEST(WindowSum, OfElements)
{
    using T = TypeParam;
    for (const P length : {P{2}, P{300}})
        for (int how = 0; how < 5; ++how) {
            const X<T> x = drawn<T>({1000, 4}, 4), s = drawn<T>({1000}, 5);
            const tf::array<T> a = x, v = s;
            V<T> sums, means, whole, wide;
            const std::vector<P> at = begins(1000, length, how);
            for (const P i : at) {
                const auto w = tf::view(a, range(i, i + length), all());
                sums.push_back(tf::sum(w, 0));
                means.push_back(tf::mean(tf::view(v, range(i, i + length))));
                whole.push_back(tf::sum(w));
                wide.push_back(tf::sum(tf::transpose(w), 1));
            }
            const bool shares = length > 2;   // else few windows have a row in common
            EXPECT_TRUE(!must_slide() || !shares || slides(tf::explain(sums)));
            EXPECT_TRUE(!must_slide() || !shares || slides(tf::explain(whole)));
            tf::eval(sums, means, whole, wide);
            for (std::size_t k = 0; k < at.size(); k += 41) {
                const X<T> w = xt::view(x, range(at[k], at[k] + length), all());
                X<T> by_column = xt::zeros<T>({4});
                T all_of_it{}, series{};
                for (P t = 0; t < length; ++t) {
                    for (std::size_t j = 0; j < 4; ++j) {
                        by_column(j) += w(static_cast<std::size_t>(t), j);
                        all_of_it += w(static_cast<std::size_t>(t), j);
                    }
                    series += s(static_cast<std::size_t>(at[k] + t));
                }
                expect_same(sums[k], by_column);
                expect_same(wide[k], by_column);
                expect_same(whole[k], X<T>(all_of_it));
                expect_same(means[k], X<T>(series / static_cast<T>(static_cast<float>(length))));
            }
        }
}

TEST(WindowSums, OfPatches)
{
    const X<double> x = drawn<double>({60, 70}, 6);
    const tf::array<double> image = x;
    for (const P side : {P{3}, P{16}}) {
        V<double> means;
        for (P i = 0; i + side <= 60; ++i)
            for (P j = 0; j + side <= 70; j += 2) means.push_back(tf::mean(tf::view(image, range(i, i + side), range(j, j + side))));
        EXPECT_TRUE(!must_slide() || side < 16 || slides(tf::explain(means)));
        std::size_t k = 0;
        for (P i = 0; i + side <= 60; ++i)
            for (P j = 0; j + side <= 70; j += 2, ++k) {
                double sum = 0;
                for (P r = i; r < i + side; ++r)
                    for (P c = j; c < j + side; ++c) sum += x(static_cast<std::size_t>(r), static_cast<std::size_t>(c));
                ASSERT_NEAR(means[k](), sum / static_cast<double>(side * side), 1e-12);
            }
    }
}

TEST(WindowSums, OfTwoSeriesByTurns)
{
    const X<double> x = drawn<double>({2, 900, 3}, 7);
    const tf::array<double> both = x;
    V<double> grams;
    for (P i = 0; i + 200 <= 900; ++i)
        for (P q = 0; q < 2; ++q) {
            const auto w = tf::view(both, q, range(i, i + 200), all());
            grams.push_back(tf::dot(tf::transpose(w), w));
        }
    EXPECT_SLIDES(tf::explain(grams));
    for (std::size_t k = 0; k < grams.size(); k += 97) {
        const X<double> w = xt::view(x, static_cast<P>(k % 2), range(static_cast<P>(k / 2), static_cast<P>(k / 2) + 200), all());
        expect_same(grams[k], gram<double>(w, w));
    }
}

TEST(WindowSums, OfIntegersWrapAsEachSumDoes)
{
    X<std::int32_t> x = drawn<std::int32_t>({800}, 8);
    X<std::uint64_t> large = X<std::uint64_t>::from_shape({800});
    X<bool> flags = X<bool>::from_shape({800});
    for (std::size_t i = 0; i < 800; ++i) {
        large(i) = std::numeric_limits<std::uint64_t>::max() / 3 + 7 * i;
        flags(i) = x(i) > 0;
    }
    const tf::array<std::int32_t> a = x;
    const tf::array<std::uint64_t> b = large;
    const tf::array<bool> c = flags;
    std::vector<tf::array<std::int64_t>> sums, counts;
    std::vector<tf::array<std::uint64_t>> wrapped;
    std::vector<tf::array<double>> means;
    for (P i = 0; i + 300 <= 800; ++i) {
        sums.push_back(tf::sum(tf::view(a, range(i, i + 300))));
        counts.push_back(tf::sum(tf::view(c, range(i, i + 300))));
        wrapped.push_back(tf::sum(tf::view(b, range(i, i + 300))));
        means.push_back(tf::mean(tf::view(a, range(i, i + 300))));
    }
    EXPECT_SLIDES(tf::explain(sums));
    tf::eval(sums, counts, wrapped, means);
    for (std::size_t i = 0; i < sums.size(); ++i) {
        std::int64_t sum = 0, count = 0;
        std::uint64_t wrap = 0;
        for (std::size_t t = i; t < i + 300; ++t) {
            sum += x(t);
            count += flags(t);
            wrap += large(t);
        }
        ASSERT_EQ(sums[i](), sum);
        ASSERT_EQ(counts[i](), count);
        ASSERT_EQ(wrapped[i](), wrap);
        ASSERT_NEAR(means[i](), static_cast<double>(sum) / 300, 1e-12);
    }
}

TEST(WindowSums, OnlyWindowsThatHoldThemSeeNaNAndLargeNumbers)
{
    X<double> x = drawn<double>({2000, 3}, 9) + 0.5;
    x(700, 1) = std::numeric_limits<double>::quiet_NaN();
    x(1100, 0) = 1e8;
    x(1500, 2) = std::numeric_limits<double>::infinity();
    const tf::array<double> a = x;
    constexpr P length = 250;
    V<double> grams, sums;
    for (P i = 0; i + length <= 2000; ++i) {
        const auto w = tf::view(a, range(i, i + length), all());
        grams.push_back(tf::dot(tf::transpose(w), w));
        sums.push_back(tf::sum(w, 0));
    }
    EXPECT_SLIDES(tf::explain(grams));
    tf::eval(grams, sums);
    for (P i = 0; i + length <= 2000; ++i) {
        const auto holds = [&](P row) { return i <= row && row < i + length; };
        const auto k = static_cast<std::size_t>(i);
        ASSERT_EQ(std::isnan(sums[k](1)), holds(700)) << i;
        ASSERT_EQ(std::isinf(sums[k](2)), holds(1500)) << i;
        ASSERT_EQ(sums[k](0) > 1e7, holds(1100)) << i;
        ASSERT_EQ(std::isfinite(grams[k](1, 1)), !holds(700)) << i;
        if (holds(1100)) continue;
        double want = 0;
        for (P t = i; t < i + length; ++t) want += x(static_cast<std::size_t>(t), 0);
        ASSERT_NEAR(sums[k](0), want, 1e-10) << i;   // nothing of 1e8 is left
    }
}

TEST(WindowSums, AreAsExactAsSumsByPairs)
{
    std::mt19937 draw(3);
    std::normal_distribution<double> normal;
    X<double> x = X<double>::from_shape({20000});
    for (double& e : x) e = 1e6 + normal(draw);
    const tf::array<double> a = x;
    const double most = tf::default_device() == tf::cpu() ? 3e-15 : 1e-12;   // devices add in an order of their own
    for (const P length : {P{250}, P{9000}}) {
        V<double> sums, squares;
        for (P i = 0; i + length <= 20000; ++i) {
            const auto w = tf::view(a, range(i, i + length));
            sums.push_back(tf::sum(w));
            squares.push_back(tf::dot(w, w));
        }
        EXPECT_SLIDES(tf::explain(sums));
        tf::eval(sums, squares);
        for (std::size_t i = 0; i < sums.size(); i += 503) {
            long double sum = 0, square = 0;
            for (std::size_t t = i; t < i + static_cast<std::size_t>(length); ++t) {
                sum += static_cast<long double>(x(t));
                square += static_cast<long double>(x(t)) * static_cast<long double>(x(t));
            }
            ASSERT_LT(static_cast<double>(std::abs((static_cast<long double>(sums[i]()) - sum) / sum)), most);
            ASSERT_LT(static_cast<double>(std::abs((static_cast<long double>(squares[i]()) - square) / square)), most);
        }
    }
}

TEST(WindowSums, OfFloatsAreRoundedOnce)
{
    X<float> x = X<float>::from_shape({30000});
    for (std::size_t i = 0; i < x.size(); ++i) x(i) = 1 + static_cast<float>(i * 2654435761u % 1000) / 1000;
    const tf::array<float> a = x;
    V<float> sums, means;
    constexpr std::size_t length = 20000;
    for (P i = 0; i + static_cast<P>(length) <= 30000; i += 7) {
        sums.push_back(tf::sum(tf::view(a, range(i, i + static_cast<P>(length)))));
        means.push_back(tf::mean(tf::view(a, range(i, i + static_cast<P>(length)))));
    }
    EXPECT_SLIDES(tf::explain(sums));
    for (std::size_t k = 0; k < sums.size(); k += 101) {
        double sum = 0;
        for (std::size_t t = 7 * k; t < 7 * k + length; ++t) sum += static_cast<double>(x(t));
        ASSERT_EQ(sums[k](), static_cast<float>(sum));
        ASSERT_EQ(means[k](), static_cast<float>(sum / static_cast<double>(length)));
    }
}

TEST(WindowSums, ReadValuesInAnyLayout)
{
    const X<double> x = drawn<double>({4, 1500}, 10);
    const tf::array<double> wide = x, flipped = tf::flip(wide, 1);
    V<double> by_rows, backwards;
    for (P i = 0; i + 400 <= 1500; ++i) {
        by_rows.push_back(tf::sum(tf::view(wide, all(), range(i, i + 400)), 1));
        const auto w = tf::view(flipped, all(), range(i, i + 400));
        backwards.push_back(tf::dot(w, tf::transpose(w)));
    }
    EXPECT_SLIDES(tf::explain(by_rows));
    for (std::size_t i = 0; i < by_rows.size(); i += 101) {
        const X<double> w = xt::transpose(X<double>(xt::view(x, all(), range(P(i), P(i) + 400))));
        X<double> sums = xt::sum(w, {0});
        expect_same(by_rows[i], sums);
        const X<double> back = xt::transpose(X<double>(xt::view(X<double>(xt::flip(x, 1)), all(), range(P(i), P(i) + 400))));
        expect_same(backwards[i], gram<double>(back, back));
    }
}

TEST(WindowSums, ScaledAndOfExpressions)
{
    const X<double> x = drawn<double>({1200, 3}, 11);
    const tf::array<double> a = x;
    V<double> scaled, squares;
    for (P i = 0; i + 300 <= 1200; ++i) {
        const auto w = tf::view(a, range(i, i + 300), all());
        scaled.push_back(tf::dot(0.5 * tf::transpose(w), w));
        squares.push_back(tf::sum(w * w, 0));
    }
    EXPECT_SLIDES(tf::explain(scaled));
    tf::eval(scaled, squares);
    for (std::size_t i = 0; i < scaled.size(); i += 83) {
        const X<double> w = xt::view(x, range(P(i), P(i) + 300), all());
        const X<double> g = gram<double>(w, w);
        expect_same(scaled[i], X<double>(0.5 * g));
        expect_same(squares[i], X<double>(xt::diagonal(g)));
    }
}

TEST(WindowSums, OfNothing)
{
    const tf::array<double> a = tf::zeros<double>({10, 0}), b = tf::ones<double>({10, 2});
    V<double> none, empty;
    for (P i = 0; i < 8; ++i) {
        const auto w = tf::view(a, range(i, i + 3), all());
        none.push_back(tf::dot(tf::transpose(w), w));
        empty.push_back(tf::sum(tf::view(b, range(i, i), all()), 0));
    }
    tf::eval(none, empty);
    EXPECT_EQ(none[3].size(), 0u);
    EXPECT_EQ(empty[3](1), 0.0);
}

TEST(WindowSums, CanBeSwitchedOff)
{
    const tf::array<double> a = drawn<double>({3000}, 12);
    V<double> sums;
    for (P i = 0; i + 900 <= 3000; ++i) sums.push_back(tf::sum(tf::view(a, range(i, i + 900))));
    tf::options off;
    off.disable = {"window_sum"};
    EXPECT_FALSE(slides(tf::explain(off, sums)));
    tf::options in_order;
    in_order.reorder_sums = false;
    EXPECT_FALSE(slides(tf::explain(in_order, sums)));
}

}  // namespace
