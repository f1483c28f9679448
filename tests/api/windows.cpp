// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

namespace {

using namespace support;
using D = tf::array<double>;
using position = reference::index;

}  // namespace

RC_GTEST_PROP(Windows, sliding_window_view, ())
{
    const int rank = uniform(0, 3);
    auto x = random_sample<double>(random_shape(rank));
    const int n = uniform(0, 3);
    shape_t window, on;
    for (int i = 0; i < n; ++i) {
        window.push_back(uniform(rarely(10) ? -1 : 0, 4));
        on.push_back(rank == 0 ? 0 : uniform(-rank, rank));
    }
    if (rarely(3))
        same_outcome(
            [&] { return reference::sliding_window_view(x.expected, window); },
            [&] { return D(tf::sliding_window_view(x.value, window)); });
    else
        same_outcome(
            [&] { return reference::sliding_window_view(x.expected, window, reference::axes(on)); },
            [&] { return D(tf::sliding_window_view(x.value, window, on)); });
}

RC_GTEST_PROP(Windows, of_windows, ())
{
    auto x = random_sample<double>({5, 6});
    const int a = uniform(1, 4), b = uniform(0, 4), c = uniform(1, 3);
    same_outcome(
        [&] {
            auto w = reference::sliding_window_view(x.expected, shape_t{a, b});
            return reference::sliding_window_view(reference::transpose(w), shape_t{c}, reference::axes(-1));
        },
        [&] {
            return D(tf::sliding_window_view(tf::transpose(tf::sliding_window_view(x.value, {a, b})), c, -1));
        });
}

RC_GTEST_PROP(Windows, as_strided, ())
{
    auto x = random_sample<double>({4, 6});
    const int n = uniform(0, 4);
    shape_t shape, strides;
    for (int i = 0; i < n; ++i) {
        shape.push_back(uniform(0, 4));
        strides.push_back(uniform(rarely(6) ? -4 : 0, 7));
    }
    same_outcome(
        [&] { return reference::as_strided(x.expected, shape, strides); },
        [&] { return D(tf::as_strided(x.value, shape, strides)); });
    // Of a part, the strides count its own elements.
    same_outcome(
        [&] {
            return reference::as_strided(
                reference::view(x.expected, reference::all{}, reference::range(1, 4)), shape, strides);
        },
        [&] { return D(tf::as_strided(tf::view(x.value, xt::all(), xt::range(1, 4)), shape, strides)); });
}

TEST(Windows, messages)
{
    const D x = tf::zeros<double>({10, 20});
    const auto text = [&](tf::detail::sizes w, tf::detail::axes a) {
        return message_of([&] { tf::sliding_window_view(x, w, a); });
    };
    EXPECT_EQ(
        text({30}, {1}), "[sliding_window_view] (10, 20), window (30,): size 30 is larger than axis 1 of 20");
    EXPECT_EQ(text({-1}, {1}), "[sliding_window_view] (10, 20), window (-1,): size -1 is negative");
    EXPECT_EQ(text({3}, {}), "[sliding_window_view] (10, 20), window (3,): 1 size for 2 axes");
    EXPECT_EQ(
        text({3, 3}, {1}), "[sliding_window_view] (10, 20), window (3, 3) on axes (1,): 2 sizes for 1 axis");
    EXPECT_EQ(text({3}, {2}), "[sliding_window_view] axis 2 is out of range for an array of 2 axes");
    EXPECT_EQ(
        message_of([&] {
            tf::as_strided(x, {3, 4}, {100, 1});
        }),
        "[as_strided] shape (3, 4) with strides (100, 1) reads elements 0 to 203 of 200");
    EXPECT_EQ(
        message_of([&] { tf::as_strided(x, {3}, {-1}); }),
        "[as_strided] shape (3,) with strides (-1,) reads elements -2 to 0 of 200");
    EXPECT_EQ(
        message_of([&] {
            tf::as_strided(x, {3, 4}, {1});
        }),
        "[as_strided] shape (3, 4) with strides (1,): one stride for each axis is needed");
    EXPECT_THROW(tf::as_strided(x, {3}, {INT64_MAX}), tf::index_error);
    EXPECT_THROW(tf::as_strided(x, {INT64_MAX, 3}, {0, 0}), tf::memory_error);
    EXPECT_THROW(tf::as_strided(x, {-3}, {1}), tf::shape_error);
}

TEST(Windows, source_line)
{
    const D x = tf::zeros<double>({10, 20});
    try {
        tf::sliding_window_view(x, {30}, {1});
        FAIL();
    }
    catch (const tf::shape_error& e) {
        EXPECT_NE(std::string(e.what()).find("(windows.cpp:"), std::string::npos) << e.what();
    }
}

TEST(Windows, empty_window)
{
    const D x = tf::zeros<double>({3});
    EXPECT_EQ(tf::sliding_window_view(x, 0).shape(), (std::vector<int>{4, 0}));
    EXPECT_EQ(D(tf::sliding_window_view(x, 0)).value().size(), 0u);
}

TEST(Windows, huge_views_cost_nothing)
{
    D x = tf::zeros<double>({1 << 16});
    const auto w = tf::sliding_window_view(x, {1 << 15}, {0});  // 8 GiB if it were copied
    EXPECT_EQ(w.shape(), (std::vector<int>{(1 << 15) + 1, 1 << 15}));
    EXPECT_EQ(w(7, 9), 0.0);
}
