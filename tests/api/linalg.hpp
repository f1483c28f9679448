// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Matrices of numbers that know nothing of tenfold, and how near two of them are.
#pragma once

#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <complex>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace tf = tenfold;
using C = std::complex<double>;
using P = std::ptrdiff_t;
using xt::all;
using xt::range;

namespace linalg_support {

template <class T> using X = xt::xarray<T>;

inline std::mt19937& draw()
{
    static std::mt19937 generator(7);
    return generator;
}
template <class T> T number()
{
    std::normal_distribution<double> normal;
    if constexpr (std::is_integral_v<T>) return static_cast<T>(2 * std::floor(3 * normal(draw())) + 1);
    else if constexpr (tf::detail::is_complex_type<T>) return T(static_cast<typename T::value_type>(normal(draw())), static_cast<typename T::value_type>(normal(draw())));
    else return static_cast<T>(normal(draw()));
}
template <class T> X<T> random(std::vector<std::size_t> shape)
{
    X<T> x = X<T>::from_shape(shape);
    for (T& e : x) e = number<T>();
    return x;
}

inline C wide(double x) { return x; }
inline C wide(C x) { return x; }
inline C wide(std::complex<float> x) { return C(x.real(), x.imag()); }

/// Matrices of this file: complex, dense, checked by loops.
struct mat {
    P m = 0, n = 0;
    std::vector<C> e;

    mat(P rows, P columns) : m(rows), n(columns), e(static_cast<std::size_t>(rows * columns)) {}
    template <class E> explicit mat(const E& x) : mat(static_cast<P>(x.shape()[0]), x.dimension() > 1 ? static_cast<P>(x.shape()[1]) : 1)
    {
        std::size_t i = 0;
        for (const auto value : x) e[i++] = wide(value);
    }
    C& operator()(P i, P j) { return e[static_cast<std::size_t>(i * n + j)]; }
    const C& operator()(P i, P j) const { return e[static_cast<std::size_t>(i * n + j)]; }
};
inline mat operator*(const mat& a, const mat& b)
{
    mat c(a.m, b.n);
    for (P i = 0; i < a.m; ++i)
        for (P j = 0; j < b.n; ++j)
            for (P k = 0; k < a.n; ++k) c(i, j) += a(i, k) * b(k, j);
    return c;
}
inline mat operator-(mat a, const mat& b)
{
    for (std::size_t i = 0; i < a.e.size(); ++i) a.e[i] -= b.e[i];
    return a;
}
inline mat adjoint(const mat& a)
{
    mat t(a.n, a.m);
    for (P i = 0; i < a.m; ++i)
        for (P j = 0; j < a.n; ++j) t(j, i) = std::conj(a(i, j));
    return t;
}
inline mat identity(P n)
{
    mat one(n, n);
    for (P i = 0; i < n; ++i) one(i, i) = 1;
    return one;
}
template <class E> mat diagonal(const E& x, P m, P n)
{
    mat d(m, n);
    P i = 0;
    for (const auto value : x) {
        d(i, i) = wide(value);
        ++i;
    }
    return d;
}
inline double size_of(const mat& a)
{
    double most = 0;
    for (const C& x : a.e) most = std::max(most, std::abs(x));
    return most;
}
template <class T> double near() { return sizeof(tf::detail::real_part_type<tf::detail::floating<T>>) == 4 ? 2e-3 : 1e-9; }
#define EXPECT_SAME(T, a, b) \
    do { \
        const mat got_{a}, want_{b}; \
        ASSERT_EQ(got_.m, want_.m); \
        ASSERT_EQ(got_.n, want_.n); \
        EXPECT_LT(size_of(got_ - want_), near<T>() * (1 + size_of(want_))); \
    } while (false)

/// By minors.
inline C determinant(const mat& a)
{
    if (a.n == 0) return 1;
    C sum = 0;
    for (P j = 0; j < a.n; ++j) {
        mat minor(a.n - 1, a.n - 1);
        for (P i = 1; i < a.n; ++i)
            for (P k = 0, to = 0; k < a.n; ++k)
                if (k != j) minor(i - 1, to++) = a(i, k);
        sum += (j % 2 ? -1.0 : 1.0) * a(0, j) * determinant(minor);
    }
    return sum;
}
template <class T> X<T> symmetric(std::size_t n)
{
    X<T> a = random<T>({n, n});
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            if constexpr (tf::detail::is_complex_type<T>) a(j, i) = i == j ? T(a(i, j).real()) : std::conj(a(i, j));
            else a(j, i) = a(i, j);
        }
    return a;
}

/// The message of what f throws; fails where it throws nothing, or another error.
template <class Error, class F> std::string error_of(const F& f)
{
    try {
        f();
    }
    catch (const Error& e) {
        return e.what();
    }
    ADD_FAILURE() << "nothing was thrown";
    return {};
}
#define EXPECT_SAYS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

}  // namespace linalg_support
