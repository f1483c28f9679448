// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Arrays among xtensor's own functions: xtensor-blas's products record, its sorts take values, its views take results.
#include "support.hpp"

#include <xtensor-blas/xlinalg.hpp>

#if __has_include(<xtensor/misc/xsort.hpp>)
#include <xtensor/misc/xsort.hpp>
#else
#include <xtensor/xsort.hpp>
#endif

#include <sstream>

namespace {

using namespace support;
using D = tf::array<double>;

D some(std::ptrdiff_t rows, std::ptrdiff_t columns)
{
    xt::xarray<double> x = xt::xarray<double>::from_shape({std::size_t(rows), std::size_t(columns)});
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = static_cast<double>((i * 7919 + 5) % 23);
    return x;
}

bool recorded(const D& x) { return tf::explain(x).calls.size() > 0; }

}  // namespace

TEST(Linalg, products_of_arrays_are_recorded)
{
    namespace blas = xt::linalg;
    const D a = some(4, 4), b = some(4, 4);
    const xt::xarray<double> p = a, q = b;
    const std::vector<std::pair<D, xt::xarray<double>>> pairs = {
        {blas::dot(a, b), blas::dot(p, q)},
        {blas::dot(p, b), blas::dot(p, q)},
        {blas::dot(a, q), blas::dot(p, q)},
        {blas::dot(tf::view(a, 1), b), blas::dot(xt::xarray<double>(xt::view(p, 1)), q)},
        {blas::dot(blas::dot(a, b), a + 1.0), blas::dot(blas::dot(p, q), xt::xarray<double>(p + 1.0))},
        {blas::outer(tf::view(a, 0), tf::view(b, 1)),
         blas::outer(xt::xarray<double>(xt::view(p, 0)), xt::xarray<double>(xt::view(q, 1)))},
        {blas::kron(a, b), blas::kron(p, q)},
        {blas::tensordot(a, b, 1), blas::tensordot(p, q, 1)},
        {blas::tensordot(a, b, {1}, {0}), blas::tensordot(p, q, {1}, {0})},
        {blas::matrix_power(a, 3), blas::matrix_power(p, 3)},
    };
    for (std::size_t i = 0; i < pairs.size(); ++i) EXPECT_TRUE(recorded(pairs[i].first)) << i;   // reading computes them all
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        EXPECT_TRUE(tf::allclose(pairs[i].first, pairs[i].second)) << i;
        EXPECT_EQ(pairs[i].first.shape(), pairs[i].second.shape()) << i;
    }
    EXPECT_TRUE(tf::allclose(blas::tensordot(a, b), tf::tensordot(a, b)));
    std::vector<D> windows;
    for (int i = 0; i < 3; ++i) windows.push_back(blas::dot(tf::view(a, xt::range(0, 2)), tf::view(b, xt::all(), xt::range(i, i + 2))));
    EXPECT_EQ(tf::explain(windows).products_after, 1);
    EXPECT_NE(message_of([&] { blas::dot(a, some(3, 3)); }).find("[dot] (4, 4) x (3, 3)"), std::string::npos);
}

TEST(Linalg, names_seen_from_both_sides)
{
    using namespace xt::linalg;
    using namespace tenfold;
    const D a = some(3, 3), b = some(3, 3);
    EXPECT_EQ(dot(a, b)(0, 0), tf::dot(a, b)(0, 0));
    EXPECT_EQ(kron(a, b)(8, 8), a(2, 2) * b(2, 2));
    EXPECT_EQ(tensordot(a, b, 1)(1, 2), tf::dot(a, b)(1, 2));
    EXPECT_EQ(outer(a, b).shape(), (std::vector<int>{9, 9}));
    EXPECT_EQ(matrix_power(a, 0)(1, 1), 1.0);
}

TEST(Sorts, take_values_however_they_lie)
{
    const D whole = some(6, 5);
    D windows = tf::sliding_window_view(whole, {3}, {0});
    for (const D& x : {whole, D(tf::transpose(whole)), D(tf::view(whole, xt::range(5, 0, -2), xt::range(0, 5, 2))), windows,
                       D(tf::view(tf::dot(whole, tf::transpose(whole)), xt::range(1, 4), xt::range(2, 6)))}) {
        const xt::xarray<double> p = x;
        const auto v = x.value();
        EXPECT_EQ(xt::sort(v), xt::sort(p));
        EXPECT_EQ(xt::sort(x.value(), 0), xt::sort(p, 0));
        EXPECT_EQ(xt::argsort(v), xt::argsort(p));
        EXPECT_EQ(xt::argsort(v, 0), xt::argsort(p, 0));
        EXPECT_EQ(xt::partition(v, 1), xt::partition(p, 1));
        EXPECT_EQ(xt::partition(v, {0, 1}, 0), xt::partition(p, {0, 1}, 0));
        EXPECT_EQ(xt::argpartition(v, 1, 0), xt::argpartition(p, 1, 0));
        EXPECT_EQ(xt::median(v), xt::median(p));
        EXPECT_EQ(xt::median(v, 0), xt::median(p, 0));
        EXPECT_EQ(xt::unique(v), xt::unique(p));
    }
    const D line = {3.0, 1.0, 2.0};
    EXPECT_EQ(xt::sort(line.value()), (xt::xarray<double>{1, 2, 3}));
    EXPECT_EQ(xt::median(line.value()), 2.0);
}

TEST(Noalias, takes_results_into_views)
{
    const D a = some(3, 4), v = {1.0, 2.0, 3.0};
    xt::xarray<double> out = xt::zeros<double>({2, 4}), want = out;
    xt::noalias(xt::view(out, 0)) = tf::dot(v, a);
    xt::noalias(xt::view(out, 1)) = tf::view(a, 1);
    xt::noalias(xt::view(out, 1)) += tf::view(a, 2) * 2.0;
    for (std::size_t j = 0; j < 4; ++j) {
        EXPECT_EQ(out(0, j), tf::dot(v, a)(j));
        EXPECT_EQ(out(1, j), a(1, j) + 2 * a(2, j));
    }
}

TEST(Shape, prints)
{
    std::ostringstream text;
    const D a = some(3, 4);
    text << a.shape() << tf::view(a, 0).shape() << D(a).shape() << tf::sum(a).shape();
    EXPECT_EQ(text.str(), "(3, 4)(4,)(3, 4)()");
}

TEST(Lambda, holds_numbers)
{
    const double factor = 3;
    const int shift = 1;
    const D a = some(3, 4), b = xt::make_lambda_xfunction([factor, shift](double x) { return x * factor + shift; }, a);
    EXPECT_EQ(b(2, 3), a(2, 3) * 3 + 1);
}
