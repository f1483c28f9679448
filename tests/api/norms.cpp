// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <tenfold/norms.hpp>

#include <cmath>

namespace {

using namespace support;
using D = tf::array<double>;
using reference::index;

constexpr double inf = std::numeric_limits<double>::infinity();

double vector_norm(const std::vector<double>& x, double p)
{
    double sum = 0, most = 0, least = inf, count = 0;
    for (const double v : x) {
        most = std::max(most, v);
        least = std::min(least, v);
        count += v != 0;
        sum += std::pow(v, p);
    }
    return p == inf ? most : p == -inf ? least : p == 0 ? count : std::pow(sum, 1 / p);
}

template <class T> double magnitude(const T& x)
{
    if constexpr (std::is_same_v<T, bool>) return x;
    else return std::abs(std::complex<double>(x));
}

template <class T> auto magnitude_or_value(const T& x)
{
    if constexpr (std::is_integral_v<T>) return static_cast<double>(x);
    else return x;
}

template <class T> void check_norms()
{
    const int m = uniform(1, 4), n = uniform(1, 4);
    const auto x = random_sample<T>({m, n});
    const auto at = [&](int i, int k) { return magnitude<T>(x.expected.get(i * n + k)); };
    for (const double p : {0.0, 1.0, 2.0, 3.0, 1.5, -1.0, inf, -inf}) {
        const auto got = tf::norm(x.value, tf::ord(p), 1);
        for (int i = 0; i < m; ++i) {
            std::vector<double> row;
            for (int k = 0; k < n; ++k) row.push_back(at(i, k));
            const double want = vector_norm(row, p), have = got(i);
            RC_ASSERT((have == want || std::abs(have - want) < 1e-4 * (1 + std::abs(want))));
        }
        RC_ASSERT(tf::norm(x.value, tf::ord(p), 1, xt::keep_dims).shape() == (shape_t{m, 1}));
    }
    double columns = 0, rows = 0, few = inf, squares = 0;
    for (int i = 0; i < m; ++i) {
        double row = 0;
        for (int k = 0; k < n; ++k) row += at(i, k);
        rows = std::max(rows, row);
    }
    for (int k = 0; k < n; ++k) {
        double column = 0;
        for (int i = 0; i < m; ++i) column += at(i, k), squares += at(i, k) * at(i, k);
        columns = std::max(columns, column);
        few = std::min(few, column);
    }
    RC_ASSERT(std::abs(tf::norm(x.value, tf::ord(1))() - columns) < 1e-4);
    RC_ASSERT(std::abs(tf::norm(x.value, tf::ord(inf))() - rows) < 1e-4);
    RC_ASSERT(std::abs(tf::norm(x.value, tf::ord(-1), {0, 1})() - few) < 1e-4);
    RC_ASSERT(std::abs(tf::norm(tf::transpose(x.value), tf::ord(inf), {0, 1})() - columns) < 1e-4);
    RC_ASSERT(std::abs(tf::norm(x.value, tf::ord::fro)() - std::sqrt(squares)) < 1e-4);
    RC_ASSERT(std::abs(xt::norm_induced_l1(x.value)() - columns) < 1e-4);
    RC_ASSERT(std::abs(xt::norm_induced_linf(x.value)() - rows) < 1e-4);
    RC_ASSERT(std::abs(xt::norm_lp_to_p(x.value, 2)() - squares) < 1e-4);
    RC_ASSERT(std::abs(xt::norm_lp(x.value, 2.0, {0, 1})() - std::sqrt(squares)) < 1e-4);
}

}  // namespace

RC_GTEST_PROP(Norms, of_every_order, ())
{
    check_norms<double>();
    check_norms<float>();
    check_norms<std::int16_t>();
    check_norms<bool>();
    check_norms<std::complex<float>>();
}

TEST(Norms, types_and_stacks)
{
    static_assert(std::is_same_v<decltype(tf::norm(tf::array<float>(), tf::ord(3))), tf::array<float>>);
    static_assert(std::is_same_v<decltype(tf::norm(tf::array<std::complex<float>>(), tf::ord(1))), tf::array<float>>);
    static_assert(std::is_same_v<decltype(tf::norm(tf::array<int>(), tf::ord(1))), tf::array<double>>);
    const D stack = tf::reshape(tf::arange<double>(8), {2, 2, 2});
    EXPECT_EQ(tf::norm(stack, tf::ord(1), {1, 2})(1), 12.0);
    EXPECT_EQ(tf::norm(stack, tf::ord(inf), {1, 2}, xt::keep_dims)(0, 0, 0), 5.0);
    EXPECT_EQ(tf::norm(stack, tf::ord(inf), {2, 1})(0), 4.0);   // rows are the first axis given
    EXPECT_EQ(tf::norm(tf::view(stack, 0, 0) - 3.0, tf::ord(1))(), 5.0);
    EXPECT_EQ(tf::norm(stack, 0)(0, 0), tf::norm(stack, tf::ord(2), 0)(0, 0));   // axis 0, as ever
}

// Of a matrix of two columns the singular values are known: the roots of s^2 - (a + c) s + a c - |b|^2 for columns of
// squares a, c and product b.
template <class T> void check_singular()
{
    const int m = uniform(2, 5);
    const auto x = random_sample<T>({m, 2});
    std::complex<double> b = 0;
    double a = 0, c = 0;
    for (int i = 0; i < m; ++i) {
        const auto at = [&](int k) { return std::complex<double>(magnitude_or_value(x.expected.get(i * 2 + k))); };
        a += std::norm(at(0));
        c += std::norm(at(1));
        b += std::conj(at(0)) * at(1);
    }
    const double half = (a + c) / 2, root = std::sqrt(std::max(0.0, (a - c) * (a - c) / 4 + std::norm(b)));
    const double most = std::sqrt(half + root), least = std::sqrt(std::max(0.0, half - root)), near = 2e-3 * (1 + most);
    RC_ASSERT(std::abs(tf::norm(x.value, tf::ord(2))() - most) < near);
    RC_ASSERT(std::abs(tf::norm(x.value, tf::ord(-2))() - least) < near);
    RC_ASSERT(std::abs(tf::norm(x.value, tf::ord::nuc)() - most - least) < near);
    RC_ASSERT(std::abs(tf::norm(tf::transpose(x.value), tf::ord(2), {1, 0}, xt::keep_dims)(0, 0) - most) < near);
}

RC_GTEST_PROP(Norms, by_singular_values, ())
{
    check_singular<double>();
    check_singular<float>();
    check_singular<std::int16_t>();
    check_singular<std::complex<float>>();
}

TEST(Norms, bad_input)
{
    const D x = tf::ones({2, 3}), stack = tf::ones({2, 2, 2});
    EXPECT_THROW(tf::norm(stack, tf::ord(1)), tf::shape_error);
    EXPECT_THROW(tf::norm(x, tf::ord(1), 2), tf::shape_error);
    EXPECT_THROW(tf::norm(x, tf::ord(3)), tf::error);
    EXPECT_THROW(tf::norm(x, tf::ord::nuc, 0), tf::error);
    EXPECT_THROW(tf::norm(x, tf::ord::fro, 0), tf::error);
    EXPECT_THROW(tf::norm(tf::zeros<double>({0}), tf::ord(inf)), tf::shape_error);
    EXPECT_EQ(message_of([&] { tf::norm(x, tf::ord(1.5)); }), "[norm] order 1.5: matrices have norms of order 1, 2, -1, -2, the infinities, fro and nuc");
    EXPECT_EQ(message_of([&] { tf::norm(stack, tf::ord(1.5)); }), "[norm] (2, 2, 2) of order 1.5: one axis or two, not (0, 1, 2)");
}
