// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <tenfold/pad.hpp>

#if __has_include(<xtensor/misc/xpad.hpp>)
#include <xtensor/misc/xpad.hpp>
#else
#include <xtensor/xpad.hpp>
#endif

namespace {

using namespace support;
using D = tf::array<double>;
using reference::index;

template <class T> std::vector<T> elements(const tf::array<T>& x) { return {x.begin(), x.end()}; }

/// Which element stands at a place outside 0 .. n - 1, found step by step.
index source_of(index i, index n, tf::padding how)
{
    index at = 0, step = 1;
    if (how == tf::padding::edge) return i < 0 ? 0 : i >= n ? n - 1 : i;
    if (how == tf::padding::wrap) return (i % n + n) % n;
    const index distance = i < 0 ? -i : i;
    if (n == 1) return 0;
    if (how == tf::padding::symmetric && i < 0) return source_of(distance - 1, n, how);
    for (index k = 0; k < distance; ++k) {
        const index next = at + step;
        if (next >= 0 && next < n) at = next;
        else {
            step = -step;
            if (how == tf::padding::reflect) at += step;
        }
    }
    return at;
}

template <class T> void check(tf::padding how)
{
    const shape_t shape = random_shape(uniform(1, 4));
    if (how != tf::padding::constant && reference::count(shape) == 0) return;
    const auto x = random_sample<T>(shape);
    std::vector<std::pair<int, int>> widths;
    shape_t result = shape;
    for (std::size_t d = 0; d < shape.size(); ++d) {
        widths.emplace_back(uniform(0, 8), uniform(0, 8));
        result[d] += widths[d].first + widths[d].second;
    }
    const T value = static_cast<T>(5);
    ndarray<T> want(result, value);
    const shape_t strides = reference::strides_of(result), from = reference::strides_of(shape);
    for (index i = 0; i < want.size(); ++i) {
        index flat = 0;
        bool inside = true;
        for (std::size_t d = 0; d < shape.size(); ++d) {
            const index at = i / strides[d] % result[d] - widths[d].first;
            if (how == tf::padding::constant) {
                inside = inside && at >= 0 && at < shape[d];
                flat += at * from[d];
            }
            else flat += source_of(at, shape[d], how) * from[d];
        }
        if (inside) want.set(i, x.expected.get(flat));
    }
    RC_ASSERT(!reference::difference(to_reference(tf::pad(x.value, widths, how, value)), want));
}

}  // namespace

RC_GTEST_PROP(Pad, agrees_with_a_loop, ())
{
    for (const auto how : {tf::padding::constant, tf::padding::edge, tf::padding::reflect, tf::padding::symmetric, tf::padding::wrap}) {
        check<double>(how);
        check<std::uint8_t>(how);
        check<std::complex<float>>(how);
    }
}

TEST(Pad, as_numpy_shows)
{
    using tf::padding;
    const tf::array<int> x = {1, 2, 3};
    EXPECT_EQ(elements(tf::pad(x, 2)), (std::vector<int>{0, 0, 1, 2, 3, 0, 0}));
    EXPECT_EQ(elements(tf::pad(x, {{1, 2}}, padding::constant, 9)), (std::vector<int>{9, 1, 2, 3, 9, 9}));
    EXPECT_EQ(elements(tf::pad(x, {{2, 3}}, padding::edge)), (std::vector<int>{1, 1, 1, 2, 3, 3, 3, 3}));
    EXPECT_EQ(elements(tf::pad(x, {{2, 3}}, padding::reflect)), (std::vector<int>{3, 2, 1, 2, 3, 2, 1, 2}));
    EXPECT_EQ(elements(tf::pad(x, {{2, 3}}, padding::symmetric)), (std::vector<int>{2, 1, 1, 2, 3, 3, 2, 1}));
    EXPECT_EQ(elements(tf::pad(x, {{2, 3}}, padding::wrap)), (std::vector<int>{2, 3, 1, 2, 3, 1, 2, 3}));
    EXPECT_EQ(elements(tf::pad(tf::view(x, xt::range(0, 1)), 2, padding::reflect)), (std::vector<int>(5, 1)));
    EXPECT_EQ(tf::pad(tf::ones({2, 3}), {{1, 0}, {0, 2}}).shape(), (std::vector<int>{3, 5}));
    EXPECT_EQ(tf::pad(tf::ones({2, 3}), {{1, 2}}).shape(), (std::vector<int>{5, 6}));
    EXPECT_EQ(elements(tf::pad(tf::zeros<double>({0}), 1, padding::constant, 2.0)), (std::vector<double>{2, 2}));
    EXPECT_EQ(elements(tf::pad(x + 1, 0, padding::wrap)), (std::vector<int>{2, 3, 4}));
    EXPECT_EQ(tf::pad(tf::full({}, 2.0), 3)(), 2.0);
}

TEST(Pad, bad_input)
{
    const D x = tf::ones({2, 3}), none = tf::zeros<double>({0, 2});
    EXPECT_THROW(tf::pad(x, -1), tf::shape_error);
    EXPECT_THROW(tf::pad(x, {{1, 1}, {1, 1}, {1, 1}}), tf::shape_error);
    EXPECT_THROW(tf::pad(none, 1, tf::padding::edge), tf::shape_error);
    EXPECT_NO_THROW(tf::pad(none, {{0, 0}, {1, 1}}, tf::padding::edge));
    EXPECT_THROW(tf::pad(x, INT64_MAX), tf::memory_error);
    EXPECT_THROW(tf::pad(x, INT64_MAX / 4, tf::padding::edge), tf::memory_error);
    EXPECT_THROW(tf::pad(D(), 1), tf::error);
}

TEST(Pad, as_xtensor_writes_it)
{
    using namespace xt;
    using namespace tenfold;
    const D x = tf::reshape(tf::arange<double>(6), {2, 3});
    D y = x;
    const std::vector<std::vector<std::size_t>> widths = {{0, 1}, {2, 0}};
    EXPECT_EQ(elements(xt::pad(x, 1)), elements(tf::pad(x, 1)));
    EXPECT_EQ(elements(xt::pad(y, {{0, 1}, {2, 0}})), elements(tf::pad(x, {{0, 1}, {2, 0}})));
    EXPECT_EQ(elements(xt::pad(x, widths, xt::pad_mode::reflect)), elements(tf::pad(x, {{0, 1}, {2, 0}}, padding::reflect)));
    EXPECT_EQ(elements(xt::pad(x, 2, xt::pad_mode::constant, 5.0)), elements(tf::pad(x, 2, padding::constant, 5.0)));
    EXPECT_EQ(elements(xt::pad(x + 1.0, std::vector<std::size_t>{1, 0}, xt::pad_mode::symmetric)),
              elements(tf::pad(x + 1.0, {{1, 0}}, padding::symmetric)));
    EXPECT_EQ(elements(pad(y, 1)), elements(tf::pad(x, 1)));
    EXPECT_EQ(elements(pad(x, 1u, padding::edge)), elements(tf::pad(x, 1, padding::edge)));
    EXPECT_EQ(elements(pad(x, {{0, 1}, {2, 0}})), elements(tf::pad(x, {{0, 1}, {2, 0}})));
    EXPECT_EQ(elements(pad(x, widths)), elements(tf::pad(x, {{0, 1}, {2, 0}})));
    EXPECT_EQ(elements(pad(x, std::vector<std::pair<int, int>>{{0, 1}, {2, 0}})), elements(tf::pad(x, {{0, 1}, {2, 0}})));
}
