// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Reductions over any axes and strides against plain loops in long double.
#include "backend/reduce.hpp"

#include <cmath>
#include <limits>
#include <tuple>

namespace {

using namespace backend_test;

template <class T> class Reduce : public ::testing::Test {
};
TYPED_TEST_SUITE(Reduce, every_type);

TYPED_TEST(Reduce, SumsAndProducts)
{
    using T = TypeParam;
    using R = sum_type<T>;
    for (unsigned seed = 0; seed < 250; ++seed) {
        dice d(seed);
        int loops;
        std::uint32_t over;
        const auto e = shape_of(d, loops, over, false);
        const bool sums = d.chance(0.5);
        problem<T, R> p(d, sums ? reduction::sum : reduction::prod, e, loops, over);
        if (!sums)  // whole numbers that stay exact
            for (index_t i = 0; i < p.x.size; ++i) p.x[i] = d.chance(0.9) ? T(1) : T(2);
        p.run(d, static_cast<int>(d.upto(1, 2)));
        p.each_row([&](const auto& row, const R& got) {
            R want = sums ? R(0) : R(1);
            for (const T v : row) want = sums ? want + R(v) : want * R(v);
            ASSERT_EQ(got, want) << "seed " << seed;
        });
    }
}

template <class M> auto distance(M a, M b)
{
    return std::abs(std::complex<double>(a) - std::complex<double>(b));
}

TYPED_TEST(Reduce, MeanVarianceAndNorm)
{
    using T = TypeParam;
    using M = mean_type<T>;
    using N = size_type<T>;
    const double near = std::is_same_v<N, float> ? 3e-6 : 1e-13;
    for (unsigned seed = 0; seed < 150; ++seed) {
        dice d(seed);
        int loops;
        std::uint32_t over;
        const auto e = shape_of(d, loops, over, true);
        problem<T, M> mean(d, reduction::mean, e, loops, over);
        problem<T, N> var(d, reduction::var, e, loops, over), norm(d, reduction::norm, e, loops, over);
        mean.run(d, 1);
        var.run(d, 2);
        norm.run(d, 1);
        const auto wide = [](T v) { return std::complex<double>(static_cast<M>(v)); };
        mean.each_row([&](const auto& row, const M& got) {
            std::complex<double> sum = 0;
            for (const T v : row) sum += wide(v);
            ASSERT_LE(std::abs(std::complex<double>(got) - sum / double(row.size())), near * 10)
                << "seed " << seed;
        });
        var.each_row([&](const auto& row, const N& got) {
            std::complex<double> sum = 0;
            double squares = 0;
            for (const T v : row) sum += wide(v);
            for (const T v : row) squares += std::norm(wide(v) - sum / double(row.size()));
            ASSERT_NEAR(got, squares / double(row.size()), near * 100) << "seed " << seed;
        });
        norm.each_row([&](const auto& row, const N& got) {
            double squares = 0;
            for (const T v : row) squares += std::norm(wide(v));
            ASSERT_NEAR(got, std::sqrt(squares), near * (1 + std::sqrt(squares))) << "seed " << seed;
        });
    }
}

TYPED_TEST(Reduce, LongRowsAndColumns)
{
    using T = TypeParam;
    using R = sum_type<T>;
    using M = mean_type<T>;
    using N = size_type<T>;
    for (unsigned seed = 0; seed < 60; ++seed) {
        dice d(seed);
        std::uint32_t over;
        const auto e = long_shape(d, over);
        problem<T, R> sum(d, reduction::sum, e, 0, over);
        problem<T, M> mean(d, reduction::mean, e, 0, over);
        problem<T, N> var(d, reduction::var, e, 0, over), norm(d, reduction::norm, e, 0, over);
        sum.run(d, 1);
        mean.run(d, 2);
        var.run(d, 1);
        norm.run(d, 2);
        const auto n = [](const auto& row) { return static_cast<double>(row.size()); };
        const double near = std::is_same_v<N, float> ? 2e-6 : 1e-13;
        sum.each_row([&](const auto& row, const R& got) {
            R want = 0;
            for (const T v : row) want += R(v);
            ASSERT_EQ(got, want) << "seed " << seed;
        });
        const auto moments = [&](const auto& row) {
            using wide = std::complex<long double>;
            const auto number = [](T v) { return wide(std::complex<double>(M(v))); };
            wide total = 0;
            long double squares = 0, deviations = 0;
            for (const T v : row) total += number(v), squares += std::norm(number(v));
            const wide mean = total / static_cast<long double>(row.size());
            for (const T v : row) deviations += std::norm(number(v) - mean);
            return std::tuple(std::complex<double>(mean), static_cast<double>(deviations) / n(row),
                              static_cast<double>(std::sqrt(squares)));
        };
        mean.each_row([&](const auto& row, const M& got) {
            ASSERT_LE(distance<std::complex<double>>(got, std::get<0>(moments(row))), near * 10) << "seed " << seed;
        });
        var.each_row([&](const auto& row, const N& got) {
            const double want = std::get<1>(moments(row));
            ASSERT_NEAR(got, want, near * (1 + want)) << "seed " << seed;
        });
        norm.each_row([&](const auto& row, const N& got) {
            const double want = std::get<2>(moments(row));
            ASSERT_NEAR(got, want, near * (1 + want)) << "seed " << seed;
        });
    }
}

TYPED_TEST(Reduce, RunningSums)
{
    using T = TypeParam;
    using R = sum_type<T>;
    for (unsigned seed = 0; seed < 100; ++seed) {
        dice d(seed);
        int loops;
        std::uint32_t over;
        const auto e = shape_of(d, loops, over, false);
        const int rank = static_cast<int>(e.size()) - loops;
        over = d.chance(0.5) || rank == 0 ? (std::uint32_t{1} << rank) - 1
                                          : std::uint32_t{1} << d.upto(0, rank - 1);
        problem<T, R> p(d, reduction::cumsum, e, loops, over);
        p.run(d, static_cast<int>(d.upto(1, 2)));
        each_index(e, [&](const auto& at) {
            R want = 0;
            bool before = true;
            std::vector<index_t> inner = e;
            for (std::size_t i = 0; i < e.size(); ++i)
                if (!p.reduced(i)) inner[i] = 1;
            each_index(inner, [&](const auto& n) {
                std::vector<index_t> from = at;
                for (std::size_t i = 0; i < at.size(); ++i)
                    if (p.reduced(i)) from[i] = n[i];
                if (before) want += R(p.x.at(from));
                if (from == at) before = false;
            });
            ASSERT_EQ(p.r.at(at), want) << "seed " << seed;
        });
    }
}

// In another order 1e200, 1e-200, 1e200, ... becomes infinity.
TEST(Reduce, FloatsAreMultipliedInTheirOrder)
{
    dice d(1);
    for (const std::vector<index_t>& e : {std::vector<index_t>{400}, {400, 3}, {400, 40}, {3, 400}}) {
        const std::uint32_t over = e.back() == 400 ? 1u << (e.size() - 1) : 1u;
        problem<double, double> p(d, reduction::prod, e, 0, over);
        p.x = distinct<double>(d, e);
        p.s.operand_forms[0].stride = p.x.stride;
        p.s.operands[0].offset = p.x.start;
        each_index(e, [&](const auto& at) {
            const index_t n = over == 1 ? at.front() : at.back();
            p.x.at(at) = n % 2 ? 1e-200 : 1e200;
        });
        p.run(d, 2);
        p.each_row([&](const auto&, double got) { ASSERT_NEAR(got, 1, 1e-9); });
    }
}

// To the last bit, also where pieces of few results are computed side by side.
TEST(Reduce, ThreadsDoNotMatter)
{
    const std::pair<std::vector<index_t>, std::uint32_t> shapes[] = {
        {{400'000}, 1}, {{1000, 500}, 1}, {{1000, 500}, 2}, {{70'000, 6}, 1}, {{70'000, 6}, 2}, {{90, 60, 100}, 5}};
    for (const auto& [e, over] : shapes)
        for (const reduction what : {reduction::sum, reduction::mean, reduction::var, reduction::norm, reduction::prod}) {
            dice d(7);
            problem<double, double> p(d, what, e, 0, over);
            for (index_t i = 0; i < p.x.size; ++i) p.x[i] = 1 + 1e-3 * std::sin(static_cast<double>(i));
            std::byte* const bases[] = {p.x.base(), p.r.base()};
            backend::on_host().run(p.s, bases, 0, 1, {1});
            const memory<double> alone = copied(p.r);
            for (index_t i = 0; i < p.r.size; ++i) p.r[i] = alone[i] + 1;
            each_index(p.kept, [&](const auto& at) { p.r.at(at) = 0; });
            backend::on_host().run(p.s, bases, 0, 1, {2});
            each_index(p.kept, [&](const auto& at) { ASSERT_EQ(p.r.at(at), alone.at(at)); });
        }
}

TEST(Reduce, NothingToAddUp)
{
    dice d(1);
    problem<double, double> sum(d, reduction::sum, {3, 0}, 0, 2), prod(d, reduction::prod, {0}, 0, 1),
        mean(d, reduction::mean, {0}, 0, 1);
    sum.run(d, 1);
    prod.run(d, 1);
    mean.run(d, 1);
    for (index_t i = 0; i < 3; ++i) EXPECT_EQ(sum.r.at({i}), 0);
    EXPECT_EQ(prod.r.at({}), 1);
    EXPECT_TRUE(std::isnan(mean.r.at({})));
}

// 0.1 a million times: one after another loses five digits in float, pairs do not.
TEST(Reduce, LongSumsStayAccurate)
{
    dice d(1);
    for (const std::uint32_t over : {1u, 2u, 3u}) {
        problem<float, float> p(d, reduction::sum, {1000, 1000}, 0, over);
        for (index_t i = 0; i < p.x.size; ++i) p.x[i] = 0.1f;
        p.run(d, 2);
        p.each_row([&](const auto& row, float got) {
            const double want = 0.1f * static_cast<double>(row.size());
            ASSERT_NEAR(got, want, want * 1e-6);
        });
    }
    problem<double, double> p(d, reduction::sum, {3000000}, 0, 1);
    long double want = 0;
    for (index_t i = 0; i < p.x.size; ++i) p.x[i] = 1.0 / static_cast<double>(i + 1);
    p.each_row([&](const auto& row, double) {
        for (const double v : row) want += v;
    });
    p.run(d, 2);
    EXPECT_NEAR(p.r.at({}), static_cast<double>(want), 2e-15 * static_cast<double>(want) * 4);
}

TEST(Reduce, NanAndInfinityReachTheirSums)
{
    dice d(1);
    problem<double, double> p(d, reduction::sum, {4, 1000}, 0, 2);
    p.x.at({0, 500}) = std::numeric_limits<double>::quiet_NaN();
    for (const reduction what : {reduction::sum, reduction::mean, reduction::norm}) {
        problem<double, double> q(d, what, {4, 1000}, 0, 2);
        q.x = reached<double>(d, {4, 1000}, {1000, 1});
        q.s.operand_forms[0].stride = {1000, 1};
        q.s.operands[0].offset = q.x.start;
        q.x.at({0, 500}) = std::numeric_limits<double>::quiet_NaN();
        q.x.at({1, 999}) = std::numeric_limits<double>::infinity();
        q.run(d, 1);
        EXPECT_TRUE(std::isnan(q.r.at({0})));
        EXPECT_EQ(q.r.at({1}), std::numeric_limits<double>::infinity());
        EXPECT_TRUE(std::isfinite(q.r.at({2})) && std::isfinite(q.r.at({3})));
    }
}

}  // namespace
