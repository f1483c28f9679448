// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Assignment into parts, in NumPy's order of events.
#include "support.hpp"

namespace {

using namespace support;
using D = tf::array<double>;
using position = reference::index;

}  // namespace

TEST(Assign, parts_and_elements)
{
    D x = tf::zeros<double>({2, 3});
    tf::view(x, 0) = D{1.0, 2.0, 3.0};
    tf::view(x, 1, 2) = 5;
    tf::view(x, xt::all(), 0) += 10.0;
    tf::view(x, 0) *= 2;
    tf::view(x, 1) = {9.0, 0.0, 5.0};
    tf::view(x, 1) -= xt::xarray<double>{0.0, 1.0, 1.0};
    tf::view(x, 0, xt::range(1, 3)) /= tf::view(x, 0, xt::range(1, 3)) * 0.5;
    expect_equal(x, ndarray<double>(shape_t{2, 3}, {22, 2, 2, 9, -1, 4}));
}

TEST(Assign, order_of_events)
{
    D x = {{1.0, 2.0}, {3.0, 4.0}};
    const D copy = x, part = tf::view(x, 0), twice = x * 2.0;
    tf::view(x, 0, 0) = 100.0;
    EXPECT_EQ(copy(0, 0), 1.0);
    EXPECT_EQ(part(0), 1.0);
    EXPECT_EQ(twice(0, 0), 2.0);
    EXPECT_EQ(x(0, 0), 100.0);
    tf::view(x, 0) = tf::view(x, 1);
    tf::view(x, 1) = tf::flip(tf::view(x, 1));
    expect_equal(x, ndarray<double>(shape_t{2, 2}, {3, 4, 4, 3}));
}

TEST(Assign, views_of_views)
{
    D x = tf::zeros<double>({4, 4});
    tf::view(tf::view(x, xt::range(1, 3)), xt::all(), xt::range(0, 2)) = 1.0;
    tf::view(tf::transpose(x), 3) = D{1.0, 2.0, 3.0, 4.0};
    tf::flip(tf::view(x, 0), 0) = D{9.0, 8.0, 7.0, 6.0};
    tf::transpose(tf::view(x, xt::range(2, 4), xt::range(2, 4))) += D{{1.0, 2.0}, {3.0, 4.0}};
    expect_equal(x, ndarray<double>(shape_t{4, 4}, {6, 7, 8, 9, 1, 1, 0, 2, 1, 1, 1, 6, 0, 0, 2, 8}));
}

TEST(Assign, into_an_array_that_is_a_view)
{
    const D b = tf::arange<double>(6);
    D windows = tf::sliding_window_view(b, 3);  // its rows overlap in memory
    tf::view(windows, 1) = 0.0;
    expect_equal(windows, ndarray<double>(shape_t{4, 3}, {0, 1, 2, 0, 0, 0, 2, 3, 4, 3, 4, 5}));
    EXPECT_EQ(b(2), 2.0);

    D t = tf::transpose(D{{1.0, 2.0}, {3.0, 4.0}});
    tf::view(tf::view(t, xt::all(), xt::range(0, 1)), 1) = 7.0;
    tf::swapaxes(t, 0, 1) *= D{{1.0, 10.0}, {1.0, 1.0}};
    expect_equal(t, ndarray<double>(shape_t{2, 2}, {1, 3, 70, 4}));

    D row = tf::transpose(tf::reshape(D{1.0, 2.0, 3.0}, {3, 1}));
    tf::flip(tf::view(row, 0), 0) = row;  // a stored view with an axis more than the part
    expect_equal(row, ndarray<double>(shape_t{1, 3}, {3, 2, 1}));
}

TEST(Assign, elements_convert)
{
    tf::array<int> x = tf::zeros<int>({3});
    tf::view(x, 0) = 3.7;
    tf::view(x, 1) = xt::full_like(xt::xarray<double>{0.0}, 2.5);
    tf::view(x, xt::range(1, 3)) += 1;
    EXPECT_EQ(std::vector<int>(x.begin(), x.end()), (std::vector<int>{3, 3, 1}));
    tf::array<std::complex<double>> z = tf::zeros<std::complex<double>>({2});
    tf::view(z, 0) = 1.5;
    tf::view(z, 1) = std::complex<double>(0, 1);
    tf::view(z, 1) *= 2.0;
    EXPECT_EQ(z(0).real(), 1.5);
    EXPECT_EQ(z(1).imag(), 2.0);
    tf::array<bool> flags = tf::zeros<bool>({2});
    tf::view(flags, 1) = D{3.0} > 2.0;
    EXPECT_TRUE(flags(1));
    EXPECT_FALSE(flags(0));
}

TEST(Assign, loop_that_fills)
{
    const D a = {{1.0, 2.0}, {3.0, 4.0}}, b = tf::reshape(tf::arange<double>(40), {2, 20});
    D out = tf::zeros<double>({19, 2, 2}), grown = out;
    for (int i = 0; i < 19; ++i) tf::view(out, i) = tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 2)));
    for (int i = 0; i < 19; ++i)
        for (int r = 0; r < 2; ++r)
            for (int c = 0; c < 2; ++c)
                EXPECT_EQ(out(i, r, c), a(r, 0) * b(0, i + c) + a(r, 1) * b(1, i + c));
    EXPECT_EQ(grown(3, 1, 1), 0.0);
}

TEST(Assign, overlapping_stores)
{
    D x = tf::zeros<double>({10});
    for (int i = 0; i < 8; ++i) tf::view(x, xt::range(i, i + 3)) += 1.0;
    for (int i = 0; i < 4; ++i) tf::view(x, xt::range(i, i + 3)) = static_cast<double>(i);
    EXPECT_EQ(std::vector<double>(x.begin(), x.end()), (std::vector<double>{0, 1, 2, 3, 3, 3, 3, 3, 2, 1}));
}

TEST(Assign, messages)
{
    D x = tf::zeros<double>({2, 3});
    EXPECT_EQ(message_of([&] { tf::view(x, 0) = D{1.0, 2.0}; }), "[view =] (2,) does not broadcast to the part (3,)");
    EXPECT_EQ(message_of([&] { tf::view(x, 0, 0) = D{1.0, 2.0}; }), "[view =] (2,) does not broadcast to the part ()");
    tf::view(x, 0) = D{{1.0, 2.0, 3.0}};  // leading axes of length 1 are dropped, as NumPy does
    EXPECT_EQ(x(0, 2), 3.0);
    EXPECT_THROW(tf::view(x, 0) = D(), tf::error);
    EXPECT_EQ(x(0, 1), 2.0);  // nothing is lost
}

TEST(Assign, messages_tell_the_line_of_the_view)
{
    D x = tf::zeros<double>({2, 3});
    const int first = __LINE__ + 2;
    const std::function<void()> calls[] = {
        [&] { tf::view(x, 0) = D{1.0, 2.0}; },
        [&] { tf::view(x, 0, 0) += D{1.0, 2.0}; },
        [&] { xt::view(x, 1) = D{1.0, 2.0} + D{1.0, 2.0, 3.0}; },
        [&] { tf::view(tf::view(x, 1), xt::range(0, 2)) -= D{1.0, 2.0, 3.0}; }};
    for (std::size_t i = 0; i < std::size(calls); ++i)
        try {
            calls[i]();
            ADD_FAILURE() << "nothing thrown";
        }
        catch (const tf::error& e) {
            const std::string text = e.what(), place = "(assign.cpp:" + std::to_string(first + static_cast<int>(i)) + ")";
            EXPECT_TRUE(text.ends_with(place)) << text << ", not " << place;
        }
}

RC_GTEST_PROP(Assign, programs, ())
{
    auto s = random_sample<double>({4, 5});
    ndarray<double> expected = s.expected;
    D x = s.value;
    for (int n = uniform(1, 8); n-- > 0;) {
        const position i = uniform(-4, 4), from = uniform(0, 5), to = uniform(0, 6), by = uniform(1, 3);
        const auto line = whole_numbers<double>({5}, static_cast<unsigned>(n + 1));
        const reference::range r(from, to, by);
        switch (uniform(0, 4)) {
        case 0:
            reference::assign(expected, {i}, line);
            tf::view(x, i) = to_array(line);
            break;
        case 1:
            reference::add_assign(expected, {reference::all{}, r}, ndarray<double>(3.0));
            tf::view(x, xt::all(), xt::range(from, to, by)) += 3.0;
            break;
        case 2: {
            const auto row = reference::view(expected, i, r);
            reference::assign(expected, {reference::all{}, r}, row);
            tf::view(x, xt::all(), xt::range(from, to, by)) = tf::view(x, i, xt::range(from, to, by));
            break;
        }
        default:
            expected = reference::transpose(expected, {0, 1});
            tf::view(tf::transpose(x), xt::ellipsis()) += 0.0;
        }
    }
    const auto difference = reference::difference(to_reference(x), expected);
    if (difference) RC_LOG() << *difference << '\n';
    RC_ASSERT(!difference);
}
