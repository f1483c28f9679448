// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Whole programs as people write them, each with its eager twin in plain xtensor.
#pragma once

#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>
#include <xtensor/xarray.hpp>
#include <xtensor/xview.hpp>

#include <cmath>
#include <random>
#include <vector>

namespace programs {

namespace tf = tenfold;
using D = tf::array<double>;
using X = xt::xarray<double>;
using index = std::ptrdiff_t;
using xt::all;
using xt::range;

/// A small generator of its own for every program, so that each can be run again by its number.
class dice {
public:
    explicit dice(unsigned seed) : engine_(seed) {}
    /// 0 .. n - 1
    index below(index n) { return std::uniform_int_distribution<index>(0, n - 1)(engine_); }
    index between(index low, index high) { return low + below(high - low + 1); }
    X numbers(const std::vector<std::size_t>& shape)
    {
        X x = xt::xarray<double>::from_shape(shape);
        for (double& v : x) v = std::normal_distribution<double>()(engine_);
        return x;
    }

private:
    std::mt19937 engine_;
};

inline X value_of(const D& x)
{
    X r = x;
    return r;
}

/// Equal but for the last bits, which another order of a sum may change.
inline void expect_same(const X& lazy, const X& eager, const std::string& what)
{
    ASSERT_EQ(std::vector<std::size_t>(lazy.shape().begin(), lazy.shape().end()),
              std::vector<std::size_t>(eager.shape().begin(), eager.shape().end())) << what;
    auto a = lazy.begin();
    for (const double b : eager) {
        const double x = *a++;
        if (std::isnan(b)) ASSERT_TRUE(std::isnan(x)) << what;
        else if (std::isinf(b)) ASSERT_EQ(x, b) << what;
        else ASSERT_NEAR(x, b, 1e-9 * (1 + std::abs(b))) << what;
    }
}

/// a (n, k) by b (k, m), by plain loops.
inline X plain_dot(const X& a, const X& b)
{
    X c = xt::zeros<double>({a.shape(0), b.shape(1)});
    for (std::size_t i = 0; i < a.shape(0); ++i)
        for (std::size_t k = 0; k < b.shape(0); ++k)
            for (std::size_t j = 0; j < b.shape(1); ++j) c(i, j) += a(i, k) * b(k, j);
    return c;
}

}  // namespace programs
