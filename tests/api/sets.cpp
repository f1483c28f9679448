// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <tenfold/sets.hpp>

#if __has_include(<xtensor/misc/xmanipulation.hpp>)
#include <xtensor/misc/xmanipulation.hpp>
#include <xtensor/misc/xsort.hpp>
#else
#include <xtensor/xmanipulation.hpp>
#include <xtensor/xsort.hpp>
#endif

#include <set>

namespace {

using namespace support;
using D = tf::array<double>;

template <class T> std::vector<T> elements(const tf::array<T>& x) { return {x.begin(), x.end()}; }

template <class T> void check_sets()
{
    const auto a = random_sample<T>(random_shape(uniform(0, 3))), b = random_sample<T>(random_shape(uniform(0, 3)));
    const auto p = elements(a.value), q = elements(b.value);
    const std::set<T> x(p.begin(), p.end()), y(q.begin(), q.end());
    std::vector<T> less, both;
    for (const T& v : x) (y.count(v) ? both : less).push_back(v);
    std::set<T> either = x;
    either.insert(y.begin(), y.end());
    RC_ASSERT(elements(tf::setdiff1d(a.value, b.value)) == less);
    RC_ASSERT(elements(tf::intersect1d(a.value, b.value)) == both);
    RC_ASSERT(elements(tf::union1d(a.value, b.value)) == std::vector<T>(either.begin(), either.end()));
}

}  // namespace

RC_GTEST_PROP(Sets, agree_with_those_of_the_language, ())
{
    check_sets<double>();
    check_sets<std::int16_t>();
    check_sets<bool>();
}

TEST(Sets, forms)
{
    using namespace xt;
    using namespace tenfold;
    D a = {3, 1, 2, 1};
    const D b = {1, 5};
    EXPECT_EQ(elements(xt::setdiff1d(a, b)), (std::vector<double>{2, 3}));
    EXPECT_EQ(elements(setdiff1d(a + 0.0, std::vector<int>{3})), (std::vector<double>{1, 2}));
    EXPECT_EQ(elements(tf::union1d(tf::array<int>{2}, b)), (std::vector<double>{1, 2, 5}));
    const D z = {0, 0, 1, 0, 2, 0};
    EXPECT_EQ(elements(xt::trim_zeros(z)), (std::vector<double>{1, 0, 2}));
    EXPECT_EQ(elements(trim_zeros(a * 0.0)), std::vector<double>());
    EXPECT_EQ(elements(tf::trim_zeros(z, "f")), (std::vector<double>{1, 0, 2, 0}));
    EXPECT_EQ(elements(tf::trim_zeros(z, "b")), (std::vector<double>{0, 0, 1, 0, 2}));
    EXPECT_THROW(tf::trim_zeros(tf::ones({2, 2})), tf::shape_error);
    EXPECT_EQ(xt::minmax(a)()[1], 3.0);
    EXPECT_EQ(D(xt::reshape_view(a, {2, 2}))(1, 0), 2.0);
    EXPECT_EQ(D(xt::broadcast(a, {2, 4}))(1, 0), 3.0);
    EXPECT_EQ(xt::broadcast(a, std::vector<std::size_t>{2, 4}).shape(), (std::vector<int>{2, 4}));
}
