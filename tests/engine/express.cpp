// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Programs that read after every call, and lists of products that have nothing in common: the quick ways give what
// the long way gives, for every kind of operand.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <random>
#include <sstream>
#include <thread>
#include <vector>

namespace tf = tenfold;

namespace {

template <class T>
tf::array<T> random_matrix(std::mt19937& draw, std::ptrdiff_t rows, std::ptrdiff_t columns)
{
    xt::xarray<T> x = xt::zeros<T>({static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)});
    for (T& v : x) {
        if constexpr (std::is_floating_point_v<T> || std::is_integral_v<T>) v = static_cast<T>(static_cast<int>(draw() % 19) - 9);
        else v = T(static_cast<int>(draw() % 19) - 9, static_cast<int>(draw() % 19) - 9);
    }
    return tf::array<T>(std::move(x));
}

/// The element of a product by its definition; numbers are small and whole, so that sums are exact.
template <class T, class X, class Y>
T element_of(const X& a, const Y& b, std::ptrdiff_t i, std::ptrdiff_t j)
{
    T sum{};
    for (std::ptrdiff_t k = 0; k < a.shape()[1]; ++k) sum = static_cast<T>(sum + static_cast<T>(a(i, k) * b(k, j)));
    return sum;
}

template <class T>
class Express : public testing::Test {};
using types = testing::Types<double, float, std::complex<double>, std::complex<float>, int, std::int64_t>;
TYPED_TEST_SUITE(Express, types);

TYPED_TEST(Express, ReadsAfterEveryCall)
{
    using T = TypeParam;
    std::mt19937 draw(1);
    for (int round = 0; round < 200; ++round) {
        const auto n = [&] { return static_cast<std::ptrdiff_t>(1 + draw() % 6); };
        const std::ptrdiff_t m = n(), k = n(), c = n();
        const tf::array<T> a = random_matrix<T>(draw, m, k), b = random_matrix<T>(draw, k, c);
        const tf::array<T> flipped = random_matrix<T>(draw, c, k), wide = random_matrix<T>(draw, m + 2, 2 * k + 1);
        const auto r = static_cast<std::ptrdiff_t>(draw() % static_cast<unsigned>(m)), s = static_cast<std::ptrdiff_t>(draw() % static_cast<unsigned>(c));
        switch (round % 4) {
        case 0: EXPECT_EQ(tf::dot(a, b)(r, s), (element_of<T>(a, b, r, s))); break;
        case 1: {
            const tf::array<T> turned = tf::transpose(flipped);
            EXPECT_EQ(tf::dot(a, tf::transpose(flipped))(r, s), (element_of<T>(a, turned, r, s)));
            break;
        }
        case 2: {
            const tf::array<T> part = tf::view(wide, xt::range(2, m + 2), xt::range(2 * k, 0, -2));
            EXPECT_EQ(tf::dot(tf::view(wide, xt::range(2, m + 2), xt::range(2 * k, 0, -2)), b)(r, s), (element_of<T>(part, b, r, s)));
            break;
        }
        default: {
            const tf::array<T> c1 = tf::dot(a, b);
            const tf::array<T> c2 = tf::dot(tf::transpose(a), c1);   // reads a result that is not there yet
            EXPECT_EQ(c2(0, s), (element_of<T>(tf::array<T>(tf::transpose(a)), c1, 0, s)));
        }
        }
    }
}

TYPED_TEST(Express, ListsOfProductsOfAnyShape)
{
    using T = TypeParam;
    std::mt19937 draw(2);
    for (int round = 0; round < 8; ++round) {
        std::vector<tf::array<T>> a, b, c;
        for (int i = 0; i < 120; ++i) {
            const auto n = [&] { return static_cast<std::ptrdiff_t>(draw() % 9); };   // 0 too
            const std::ptrdiff_t m = n() + 1, k = n(), w = n() + 1;
            a.push_back(random_matrix<T>(draw, m, k));
            b.push_back(random_matrix<T>(draw, k, w));
        }
        for (std::size_t i = 0; i < a.size(); ++i) c.push_back(tf::dot(a[i], b[i]));
        for (std::size_t i = 0; i < a.size(); i += 7) c.push_back(tf::dot(a[i], b[i]));   // some of them again
        const tf::array<T> last = tf::dot(c[3], tf::transpose(c[3]));                       // and one that is read
        if (round % 2) tf::eval(c, last);
        else {
            tf::options o;
            o.threads = 1;
            o.disable = {"batch"};
            tf::eval(o, c, last);
        }
        for (std::size_t i = 0; i < a.size(); ++i)
            for (std::ptrdiff_t r = 0; r < c[i].shape()[0]; ++r)
                for (std::ptrdiff_t s = 0; s < c[i].shape()[1]; ++s)
                    ASSERT_EQ(c[i](r, s), (element_of<T>(a[i], b[i], r, s))) << "product " << i;
        EXPECT_EQ(last(0, 0), (element_of<T>(c[3], tf::array<T>(tf::transpose(c[3])), 0, 0)));
    }
}

TEST(Groups, AreToldAsOneStep)
{
    std::mt19937 draw(3);
    std::vector<tf::array<double>> c;
    for (std::ptrdiff_t i = 1; i <= 30; ++i) c.push_back(tf::dot(random_matrix<double>(draw, i, 4), random_matrix<double>(draw, 4, i + 1)));
    const tf::explanation e = tf::explain(c);
    EXPECT_EQ(e.products_before, 30);
    EXPECT_EQ(e.products_after, 30);
    EXPECT_DOUBLE_EQ(e.flops_before, e.flops_after);
    ASSERT_EQ(e.steps.size(), 1u);
    EXPECT_EQ(e.steps[0].kind, "grouped_batch");
    EXPECT_EQ(e.steps[0].batch, 30);
    EXPECT_EQ(e.steps[0].m, 30);
    std::ostringstream text;
    text << e;
    EXPECT_NE(text.str().find("30 products of unlike shapes in 1 batch"), std::string::npos) << text.str();
    tf::options apart;
    apart.disable = {"batch"};
    EXPECT_EQ(tf::explain(apart, c).steps.size(), 30u);
}

TEST(Groups, OperandsThatWereCopiedAreTold)
{
    const xt::xarray<double> x = xt::ones<double>({3, 4});
    const tf::array<double> y = tf::ones<double>({4, 2});
    const tf::explanation e = tf::explain(tf::dot(x, y));
    EXPECT_EQ(e.containers_copied, 1);
    EXPECT_EQ(e.bytes_copied, 96);
}

// Families that go are used again by calls like theirs: nothing of the older life may show.
TEST(Families, UsedAgainStartAnew)
{
    std::mt19937 draw(4);
    std::vector<tf::array<double>> kept;
    std::vector<double> want;
    for (int round = 0; round < 300; ++round) {
        const tf::array<double> a = random_matrix<double>(draw, 3, 4), b = random_matrix<double>(draw, 4, 9);
        std::vector<tf::array<double>> all;
        const int calls = 1 + static_cast<int>(draw() % 6);
        for (int i = 0; i < calls; ++i) all.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 4))));
        const int pick = static_cast<int>(draw() % static_cast<unsigned>(calls));
        if (draw() % 3 == 0) {
            kept.push_back(all[static_cast<std::size_t>(pick)]);
            want.push_back(element_of<double>(a, tf::array<double>(tf::view(b, xt::all(), xt::range(pick, pick + 4))), 2, 3));
        }
        if (draw() % 2 == 0) { EXPECT_EQ(all[0](1, 1), (element_of<double>(a, b, 1, 1))); }
    }
    for (std::size_t i = 0; i < kept.size(); ++i) EXPECT_EQ(kept[i](2, 3), want[i]);
}

// ---- short programs that are read at once

/// A value and what it should be; numbers are small and whole, so that all orders of adding give the same.
template <class T>
struct twin {
    tf::array<T> lazy;
    xt::xarray<T> plain;
};

template <class T>
xt::xarray<T> multiplied(const xt::xarray<T>& a, const xt::xarray<T>& b)
{
    xt::xarray<T> c = xt::zeros<T>({a.shape()[0], b.shape()[1]});
    for (std::size_t i = 0; i < c.shape()[0]; ++i)
        for (std::size_t j = 0; j < c.shape()[1]; ++j)
            for (std::size_t k = 0; k < a.shape()[1]; ++k) c(i, j) = static_cast<T>(c(i, j) + static_cast<T>(a(i, k) * b(k, j)));
    return c;
}

template <class T>
T whole_number(unsigned n)
{
    if constexpr (std::is_arithmetic_v<T>) return static_cast<T>(static_cast<int>(n % 5) - 2);
    else return T(static_cast<int>(n % 5) - 2, static_cast<int>(n / 5 % 5) - 2);
}

/// One step that reads some of the values there are; all of them are n x n.
template <class T>
twin<T> step(std::mt19937& draw, const std::vector<twin<T>>& have, std::size_t n)
{
    const auto pick = [&]() -> const twin<T>& { return have[draw() % have.size()]; };
    const twin<T>&x = pick(), &y = pick();
    const auto i = static_cast<std::ptrdiff_t>(draw() % n);
    const xt::xarray<T> ones = xt::ones<T>({n, n});
    switch (draw() % 10) {
    case 0: return {tf::dot(x.lazy, y.lazy), multiplied<T>(x.plain, y.plain)};
    case 1: return {tf::dot(tf::transpose(x.lazy), y.lazy), multiplied<T>(xt::transpose(x.plain), y.plain)};
    case 2: return {x.lazy + y.lazy, x.plain + y.plain};
    case 3: return {x.lazy * T(2) - y.lazy, x.plain * T(2) - y.plain};
    case 4: return {tf::sum(x.lazy) * tf::array<T>(ones), xt::sum(x.plain)() * ones};
    case 5: return {tf::view(x.lazy, i) + tf::dot(x.lazy, y.lazy), xt::view(x.plain, i) + multiplied<T>(x.plain, y.plain)};
    case 6: return {tf::array<T>(tf::transpose(x.lazy)), xt::transpose(x.plain)};                      // a stored view
    case 7: return {tf::array<T>(tf::transpose(tf::dot(x.lazy, y.lazy))), xt::transpose(multiplied<T>(x.plain, y.plain))};
    case 8: return {tf::copy(tf::flip(x.lazy, 0)), xt::flip(x.plain, 0)};
    default: return {tf::expand_dims(tf::sum(x.lazy, 0), 0) + y.lazy, xt::view(xt::sum(x.plain, {0}), xt::newaxis()) + y.plain};
    }
}

template <class T>
class ReadAtOnce : public testing::Test {};
TYPED_TEST_SUITE(ReadAtOnce, types);

TYPED_TEST(ReadAtOnce, RandomShortPrograms)
{
    using T = TypeParam;
    std::mt19937 draw(5);
    for (int round = 0; round < 150; ++round) {
        const std::size_t n = 1 + draw() % 4;
        std::vector<twin<T>> have;
        for (int i = 0; i < 3; ++i) {
            xt::xarray<T> x = xt::zeros<T>({n, n});
            for (T& v : x) v = whole_number<T>(draw());
            if (i == 2) {
                const xt::xarray<T, xt::layout_type::column_major> other = x;
                have.push_back({tf::array<T>(other), x});
            }
            else have.push_back({tf::array<T>(x), x});
        }
        for (int i = 0; i < 8; ++i) {
            twin<T> next = step<T>(draw, have, n);
            bool large = false;
            for (const T& v : next.plain) large |= std::abs(v) > 1000;
            if (large) continue;   // dropped, computed or not
            have.push_back(std::move(next));
            if (draw() % 3 == 0) have.erase(have.begin() + static_cast<std::ptrdiff_t>(draw() % have.size()));
            const twin<T>& x = have[draw() % have.size()];
            const std::size_t r = draw() % n, c = draw() % n;
            switch (draw() % 4) {
            case 0: ASSERT_EQ(x.lazy(r, c), x.plain(r, c)) << "round " << round; break;
            case 1: ASSERT_EQ(tf::sum(x.lazy)(), xt::sum(x.plain)()) << "round " << round; break;
            case 2: tf::eval(x.lazy); break;
            default: break;
            }
        }
        for (const twin<T>& x : have)
            for (std::size_t r = 0; r < n; ++r)
                for (std::size_t c = 0; c < n; ++c) ASSERT_EQ(x.lazy(r, c), x.plain(r, c)) << "round " << round;
    }
}

TEST(ReadAtOnce, ReductionsOfResults)
{
    const tf::array<double> a{{1., 2.}, {3., 4.}}, v{3., 4.}, none = tf::zeros<double>({0});
    EXPECT_EQ(tf::norm(v)(), 5);
    EXPECT_EQ(tf::sum(tf::dot(a, a))(), 54);
    EXPECT_EQ(tf::dot(v, tf::dot(a, v))(), 3 * 11 + 4 * 25);
    EXPECT_EQ(tf::sum(none)(), 0);
    EXPECT_EQ(tf::amax(tf::dot(a, v))(), 25);
    EXPECT_EQ(tf::argmax(tf::dot(a, v))(), 1);
    EXPECT_EQ(tf::sum(tf::dot(tf::zeros<double>({3, 0}), tf::zeros<double>({0, 3})))(), 0);
    EXPECT_TRUE(std::isnan(tf::sum(tf::array<double>{1., std::nan("")} * 2.)()));
    tf::array<double> x = v;
    for (int i = 0; i < 50; ++i) {
        x = tf::dot(a, x);
        x = x / tf::norm(x)();
    }
    EXPECT_NEAR(tf::dot(x, tf::dot(a, x))(), (5 + std::sqrt(33.)) / 2, 1e-12);
}

/// A view keeps what it reads, though nobody else holds it and nothing but the view was asked for.
TEST(ReadAtOnce, ViewsOfResultsThatWereDropped)
{
    const tf::array<double> a{{1., 2.}, {3., 4.}};
    tf::array<double> row = tf::view(tf::dot(a, a), 1);
    EXPECT_EQ(row(0), 15);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(tf::dot(a, a)(0, 0), 7);   // what was given up would be used again
    EXPECT_EQ(row(1), 22);
    EXPECT_EQ(tf::sum(tf::dot(row, a))(), 15 * 3 + 22 * 7);
    const tf::array<double> part = tf::view(row, xt::range(1, 2));
    EXPECT_EQ(part(0), 22);
}

/// Reading computes all that is held; eval what it is given and no more.
TEST(ReadAtOnce, WhatIsComputed)
{
    xt::xarray<double> memory = {1., 2., 3.};
    const tf::array<double> x = tf::borrow(memory), y{1., 1., 1.};
    const tf::array<double> first = x + y, second = x * y, third = tf::dot(x, y);
    EXPECT_EQ(first(0), 2);
    memory(0) = 100;
    EXPECT_EQ(second(0), 1);
    EXPECT_EQ(third(), 6);
    memory(0) = 1;
    const tf::array<double> fourth = x + y, fifth = x * y;
    tf::eval(fourth);
    memory(0) = 5;
    EXPECT_EQ(fourth(0), 2);
    EXPECT_EQ(fifth(0), 5);
}

/// Thousands of unlike values, evaluated one by one and out of order, among calls that read each other.
TEST(ReadAtOnce, OneByOne)
{
    std::mt19937 draw(6);
    std::vector<tf::array<double>> a, b, c, d;
    for (int i = 0; i < 400; ++i) {
        const std::ptrdiff_t m = 1 + i % 7, k = 1 + i % 5, n = 1 + i % 3;
        a.push_back(random_matrix<double>(draw, m, k));
        b.push_back(random_matrix<double>(draw, k, n));
        c.push_back(tf::dot(a.back(), b.back()));
        d.push_back(tf::sum(c.back(), 0));
    }
    for (std::size_t i = 0; i < c.size(); i += 2) tf::eval(c[i]);
    for (std::size_t i = 0; i < c.size(); i += 3) tf::eval(d[i]);
    for (std::size_t i = 0; i < c.size(); ++i) {
        const std::ptrdiff_t m = c[i].shape()[0], n = c[i].shape()[1];
        double sum = 0;
        for (std::ptrdiff_t r = 0; r < m; ++r) sum += element_of<double>(a[i], b[i], r, n - 1);
        ASSERT_EQ(d[i](n - 1), sum);
        ASSERT_EQ(c[i](m - 1, 0), (element_of<double>(a[i], b[i], m - 1, 0)));
    }
}

/// One family, its members one by one: every second, backwards, the rest in one go.
TEST(ReadAtOnce, MembersOneByOne)
{
    std::mt19937 draw(7);
    std::vector<tf::array<double>> a, c;
    const tf::array<double> b = random_matrix<double>(draw, 3, 3);
    for (int i = 0; i < 600; ++i) a.push_back(random_matrix<double>(draw, 2, 3));
    for (const auto& x : a) c.push_back(tf::dot(x, b));
    for (std::size_t i = 0; i < c.size(); i += 2) tf::eval(c[i]);
    for (std::size_t i = c.size(); i-- > 400;) tf::eval(c[i]);
    for (std::size_t i = 0; i < c.size(); ++i) ASSERT_EQ(c[i](1, 2), (element_of<double>(a[i], b, 1, 2)));
}

/// What other threads recorded, hold or read meanwhile.
TEST(ReadAtOnce, BesideOtherThreads)
{
    const tf::array<double> a{{1., 2.}, {3., 4.}};
    tf::array<double> theirs;
    std::thread([&] { theirs = tf::dot(a, a); }).join();
    EXPECT_EQ(tf::sum(tf::dot(theirs, a))(), 7 * 3 + 10 * 7 + 15 * 3 + 22 * 7);
    for (int round = 0; round < 50; ++round) {
        const tf::array<double> x = tf::dot(a, a), y = tf::dot(x, a), z = tf::view(y, 1);
        std::vector<std::thread> readers;
        for (int i = 0; i < 3; ++i)
            readers.emplace_back([x, y, z] {
                EXPECT_EQ(tf::sum(y * 2.)(), 2 * (37 + 54 + 81 + 118));
                EXPECT_EQ(z(0), 81);
                EXPECT_EQ(x(0, 0), 7);
            });
        EXPECT_EQ(tf::sum(z)(), 81 + 118);
        for (std::thread& t : readers) t.join();
    }
}

}  // namespace
