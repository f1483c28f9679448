// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Shapes without elements end at once, however long their other axes are.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <sstream>
#include <vector>

namespace tf = tenfold;
using A = tf::array<double>;

namespace {

constexpr std::ptrdiff_t big = std::ptrdiff_t{1} << 40;

class Empty : public testing::TestWithParam<bool> {
protected:
    bool first = GetParam();
    std::vector<std::ptrdiff_t> shape = first ? std::vector<std::ptrdiff_t>{0, big} : std::vector<std::ptrdiff_t>{big, 0};
    A made() const { return tf::zeros<double>(shape); }
    A plain() const
    {
        return xt::xarray<double>::from_shape(std::vector<std::size_t>(shape.begin(), shape.end()));
    }
};

TEST_P(Empty, RunningSums)
{
    tf::eval(tf::cumsum(made(), 0), tf::cumsum(plain(), 1), tf::cumsum(made()));
    A h = plain();
    for (int i = 0; i < 5; ++i) h = tf::cumsum(h, i % 2) + 1.0;
    tf::eval(h);
    EXPECT_EQ(h.size(), 0);
}

TEST_P(Empty, Reductions)
{
    EXPECT_EQ(tf::sum(plain())(), 0);
    EXPECT_EQ(tf::prod(plain())(), 1);
    EXPECT_EQ(tf::norm(plain())(), 0);
    EXPECT_EQ(tf::sum(plain(), first ? 1 : 0).size(), 0);
    tf::eval(tf::sum(plain(), first ? 1 : 0), tf::mean(plain(), first ? 1 : 0), tf::var(plain(), first ? 1 : 0));
}

TEST_P(Empty, ElementwiseCopiesAndStores)
{
    A x = made();
    tf::view(x, xt::all(), xt::all()) = plain();
    tf::view(x, xt::all(), xt::all()) += 1.0;
    tf::eval(x + plain() * 2.0, tf::copy(tf::flip(x, 0)), tf::copy(tf::transpose(x)), tf::stack({x, plain()}, 0));
    EXPECT_TRUE(tf::allclose(x, plain()));
}

TEST_P(Empty, ProductsAndReading)
{
    const A x = plain(), y = tf::transpose(x);
    if (first) tf::eval(tf::dot(x, y));
    else tf::eval(tf::dot(y, x));
    const xt::xarray<double> r = x;
    EXPECT_EQ(r.size(), 0u);
    std::ostringstream out;
    out << x;
    for (double v : x) EXPECT_EQ(v, 0);
    EXPECT_EQ(x.value().size(), 0u);
}

INSTANTIATE_TEST_SUITE_P(Either, Empty, testing::Bool());

}  // namespace
