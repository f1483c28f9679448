// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <tenfold/indexing.hpp>
#include <tenfold/order.hpp>

#if __has_include(<xtensor/views/xindex_view.hpp>)
#include <xtensor/misc/xmanipulation.hpp>
#include <xtensor/views/xindex_view.hpp>
#else
#include <xtensor/xindex_view.hpp>
#include <xtensor/xmanipulation.hpp>
#endif

#include <limits>

namespace {

using namespace support;
using D = tf::array<double>;
using reference::index;
using places = std::vector<std::ptrdiff_t>;

template <class T> std::vector<T> elements(const tf::array<T>& x) { return {x.begin(), x.end()}; }

template <class T> void check_take()
{
    const shape_t shape = random_shape(uniform(1, 4)), list = random_shape(uniform(0, 3));
    const auto x = random_sample<T>(shape);
    const auto axis = static_cast<std::size_t>(uniform(0, static_cast<int>(shape.size())));
    const index n = shape[axis];
    if (n == 0 && reference::count(list) > 0) return;
    ndarray<std::int64_t> at(list);
    for (index i = 0; i < at.size(); ++i) at.set(i, uniform(static_cast<int>(-n), static_cast<int>(n)));
    shape_t result(shape.begin(), shape.begin() + static_cast<index>(axis));
    result.insert(result.end(), list.begin(), list.end());
    result.insert(result.end(), shape.begin() + static_cast<index>(axis) + 1, shape.end());
    ndarray<T> want(result);
    const shape_t strides = reference::strides_of(shape);
    index inner = 1;
    for (std::size_t d = axis + 1; d < shape.size(); ++d) inner *= shape[d];
    for (index i = 0; i < want.size(); ++i) {
        const index k = at.get(i / inner % at.size()), o = i / inner / at.size();
        want.set(i, x.expected.get((o * n + (k < 0 ? k + n : k)) * inner + i % inner));
    }
    const auto given = static_cast<std::ptrdiff_t>(axis) - (uniform(0, 2) ? static_cast<std::ptrdiff_t>(shape.size()) : 0);
    RC_ASSERT(!reference::difference(to_reference(tf::take(x.value, to_array(at), given)), want));
}

template <class T> void check_conditions()
{
    const shape_t shape = random_shape(uniform(1, 4));
    const auto x = random_sample<T>(shape);
    const std::vector<tf::array<std::ptrdiff_t>> at = tf::nonzero(x.value);
    const auto rows = tf::argwhere(x.value);
    const auto flat = elements(tf::flatnonzero(x.value));
    RC_ASSERT(at.size() == shape.size());
    RC_ASSERT(rows.shape() == (shape_t{static_cast<index>(flat.size()), static_cast<index>(shape.size())}));
    std::vector<index> want;
    for (index i = 0; i < x.expected.size(); ++i)
        if (x.expected.get(i) != T()) want.push_back(i);
    RC_ASSERT(flat == want);
    const shape_t strides = reference::strides_of(shape);
    for (std::size_t k = 0; k < want.size(); ++k)
        for (std::size_t d = 0; d < shape.size(); ++d) {
            RC_ASSERT(at[d](k) == want[k] / strides[d] % shape[d]);
            RC_ASSERT(rows(k, d) == at[d](k));
        }
    // Conditions on the first axes
    const auto depth = uniform(0, static_cast<int>(shape.size()) + 1);
    const auto c = random_sample<bool>(shape_t(shape.begin(), shape.begin() + depth));
    const index inner = reference::count(shape_t(shape.begin() + depth, shape.end()));
    std::vector<T> chosen;
    for (index i = 0; i < c.expected.size(); ++i)
        for (index k = 0; k < inner && c.expected.get(i); ++k) chosen.push_back(x.expected.get(i * inner + k));
    const auto got = tf::filter(x.value, c.value);
    RC_ASSERT(elements(got) == chosen);
    RC_ASSERT(got.dimension() == shape.size() - static_cast<std::size_t>(depth) + 1);
}

}  // namespace

RC_GTEST_PROP(Indexing, take, ())
{
    check_take<double>();
    check_take<std::int8_t>();
    check_take<bool>();
    check_take<std::complex<double>>();
}
RC_GTEST_PROP(Indexing, conditions, ())
{
    check_conditions<double>();
    check_conditions<std::uint16_t>();
    check_conditions<bool>();
    check_conditions<std::complex<float>>();
}
RC_GTEST_PROP(Indexing, take_along_axis_undoes_argsort, ())
{
    const shape_t shape = random_shape(uniform(1, 4));
    const auto x = random_sample<float>(shape);
    const auto axis = static_cast<std::ptrdiff_t>(uniform(0, static_cast<int>(shape.size())));
    const auto sorted = tf::take_along_axis(x.value, tf::argsort(x.value, axis), axis);
    RC_ASSERT(!reference::difference(to_reference(sorted), to_reference(tf::sort(x.value, axis))));
}

TEST(Indexing, take_in_all_its_forms)
{
    const D x = tf::reshape(tf::arange<double>(6), {2, 3});
    EXPECT_EQ(elements(tf::take(x, {5, 0, -1})), (std::vector<double>{5, 0, 5}));
    EXPECT_EQ(elements(tf::take(x, {0, 2}, 1)), (std::vector<double>{0, 2, 3, 5}));
    EXPECT_EQ(elements(tf::take(x, {0}, 1)), (std::vector<double>{0, 3}));
    EXPECT_EQ(tf::take(x, 1, 0).shape(), (std::vector<int>{3}));
    EXPECT_EQ(tf::take(x, 4)(), 4.0);
    EXPECT_EQ(tf::take(x, std::vector<int>{-1}, -1)(1, 0), 5.0);
    const tf::array<std::uint8_t> at = {{0, 1}, {1, 0}};
    EXPECT_EQ(tf::take(x, at, 0).shape(), (std::vector<int>{2, 2, 3}));
    EXPECT_EQ(tf::take(x + 1.0, at)(0, 1), 2.0);
    EXPECT_EQ(tf::take(tf::transpose(x), xt::xtensor<int, 1>{1}, 1)(0, 0), 3.0);
    EXPECT_EQ(tf::take(tf::zeros<double>({0, 3}), {1}, 1).shape(), (std::vector<int>{0, 1}));
    EXPECT_EQ(tf::take(tf::zeros<double>({0}), std::vector<int>()).size(), 0u);
    const D y = tf::take_along_axis(x, tf::array<int>{{2}}, 1);
    EXPECT_EQ(elements(y), (std::vector<double>{2, 5}));
}

TEST(Indexing, conditions_in_all_their_forms)
{
    using namespace xt;
    using namespace tenfold;
    D x = tf::reshape(tf::arange<double>(6), {2, 3});
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(elements(tf::filter(x, x > 3.0)), (std::vector<double>{4, 5}));
    EXPECT_EQ(elements(xt::filter(x, x > 3.0)), (std::vector<double>{4, 5}));
    EXPECT_EQ(elements(filter(x * 2.0, x > 3.0)), (std::vector<double>{8, 10}));
    EXPECT_EQ(elements(tf::filter(x, std::vector<bool>{false, true})), (std::vector<double>{3, 4, 5}));
    EXPECT_EQ(elements(tf::compress(std::vector<bool>{false, true}, x, 1)), (std::vector<double>{1, 4}));
    EXPECT_EQ(elements(tf::compress(tf::array<bool>{false, true, true}, x)), (std::vector<double>{1, 2}));
    EXPECT_EQ(elements(tf::nonzero(D{0.0, nothing, -0.0, 2.0})[0]), (places{1, 3}));
    EXPECT_EQ(elements(xt::where(x > 3.0)[1]), (places{1, 2}));
    EXPECT_EQ(elements(where(x > 3.0)[0]), (places{1, 1}));
    EXPECT_EQ(D(tf::where(x > 3.0, x, 0.0))(1, 0), 0.0);
    EXPECT_EQ(D(where(x > 3.0, x, 0.0))(1, 1), 4.0);
    EXPECT_EQ(elements(nonzero(x)[1]), (places{1, 2, 0, 1, 2}));
    EXPECT_EQ(xt::argwhere(x)(0, 1), 1);
    EXPECT_EQ(elements(flatnonzero(x)), (places{1, 2, 3, 4, 5}));
    EXPECT_EQ(tf::argwhere(tf::full({}, 1.0)).shape(), (std::vector<int>{1, 0}));
    EXPECT_EQ(tf::filter(x, x > 9.0).size(), 0u);
}

TEST(Indexing, bad_input)
{
    const D x = tf::ones({2, 3});
    EXPECT_THROW(tf::take(x, 6), tf::index_error);
    EXPECT_THROW(tf::take(x, {-4}, 1), tf::index_error);
    EXPECT_THROW(tf::take(x, {0}, 2), tf::shape_error);
    EXPECT_THROW(tf::take(tf::zeros<double>({0}), 0), tf::index_error);
    EXPECT_THROW(tf::take(D(), 0), tf::error);
    EXPECT_THROW(tf::filter(x, tf::array<bool>{true, true, true}), tf::shape_error);
    EXPECT_THROW(tf::compress(std::vector<bool>(4, true), x, 1), tf::index_error);
    EXPECT_THROW(tf::compress(x > 0.0, x), tf::shape_error);
    EXPECT_THROW(tf::nonzero(tf::full({}, 1.0)), tf::shape_error);
    EXPECT_THROW(tf::take_along_axis(x, tf::array<int>{0}, 1), tf::shape_error);
    EXPECT_THROW(tf::take_along_axis(x, tf::array<int>{{3}}, 1), tf::index_error);
    EXPECT_EQ(message_of([&] { tf::take(x, 3, 1); }), "[take] (2, 3): index 3 is outside axis 1 of 3");
    try {
        tf::take(x, 7);
        FAIL();
    }
    catch (const tf::error& e) {
        EXPECT_NE(std::string(e.what()).find("indexing.cpp:"), std::string::npos) << e.what();
    }
}
