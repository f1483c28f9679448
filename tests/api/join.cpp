// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <cstdint>
#include <list>

namespace {

using namespace support;
using D = tf::array<double>;

struct parts {
    std::vector<ndarray<double>> expected;
    std::vector<D> values;
};

/// Parts that mostly agree; with `free_axis`, in all sizes but that of one axis.
parts random_parts(const shape_t& shape, int free_axis)
{
    parts p;
    const int n = rarely(8) ? 0 : uniform(1, 5);
    for (int k = 0; k < n; ++k) {
        shape_t own = shape;
        if (free_axis >= 0) own[static_cast<std::size_t>(free_axis)] = uniform(0, 4);
        if (rarely(20)) own.push_back(1);
        auto x = random_sample<double>(own);
        p.expected.push_back(x.expected);
        p.values.push_back(x.value);
    }
    return p;
}

void expect_equal_lists(const std::vector<D>& got, const std::vector<ndarray<double>>& want)
{
    ASSERT_EQ(got.size(), want.size());
    for (std::size_t i = 0; i < got.size(); ++i) expect_equal(got[i], want[i]);
}

}  // namespace

RC_GTEST_PROP(Join, stack, ())
{
    const int rank = uniform(0, 4), axis = rarely(8) ? rank + 1 : uniform(-rank - 1, rank + 1);
    const parts p = random_parts(random_shape(rank), -1);
    same_outcome(
        [&] { return reference::stack(p.expected, axis); }, [&] { return tf::stack(p.values, axis); });
}

RC_GTEST_PROP(Join, concatenate, ())
{
    const int rank = uniform(0, 4), axis = rank == 0 || rarely(8) ? rank : uniform(-rank, rank);
    const bool inside = axis >= -rank && axis < rank;
    const parts p = random_parts(random_shape(rank), inside ? (axis + rank) % rank : -1);
    same_outcome(
        [&] { return reference::concatenate(p.expected, axis); },
        [&] { return tf::concatenate(p.values, axis); });
}

RC_GTEST_PROP(Join, split_and_concatenate_give_back, ())
{
    const int rank = uniform(1, 4), axis = uniform(-rank, rank);
    const auto x = random_sample<double>(random_shape(rank));
    const shape_t places = *rc::gen::container<shape_t>(rc::gen::inRange<reference::index>(-4, 5));
    const std::vector<D> got = tf::split(x.value, places, axis);
    const auto want = reference::split(x.expected, places, axis);
    RC_ASSERT(got.size() == want.size());
    for (std::size_t i = 0; i < got.size(); ++i)
        RC_ASSERT(!reference::difference(to_reference(got[i]), want[i]));
}

TEST(Join, splits_into_equal_parts)
{
    const auto x = whole_numbers<double>({4, 6}, 1);
    D a = to_array(x);
    const D b = a;
    expect_equal_lists(tf::split(a, 2), reference::split(x, 2));
    expect_equal_lists(tf::split(b, 3, 1), reference::split(x, 3, 1));
    expect_equal_lists(tf::split(b, 3, -1), reference::split(x, 3, -1));
    expect_equal_lists(xt::split(a, 3, 1), reference::split(x, 3, 1));
    expect_equal_lists(tf::split(a, {1, 3}), reference::split(x, shape_t{1, 3}));
    expect_equal_lists(tf::split(a, {2}, 1), reference::split(x, shape_t{2}, 1));
    expect_equal_lists(tf::split(a + 0.0, 2), reference::split(x, 2));
}

TEST(Join, takes_lists_tuples_and_other_ranges)
{
    const auto x = whole_numbers<double>({2, 3}, 1), y = whole_numbers<double>({2, 3}, 2);
    const D a = to_array(x), b = to_array(y);
    const auto stacked = reference::stack<double>({x, y}, 1),
               joined = reference::concatenate<double>({x, y}, 1);
    expect_equal(tf::stack({a, b}, 1), stacked);
    expect_equal(tf::stack(std::list<D>{a, b}, -2), stacked);
    expect_equal(tf::stack(std::tuple(a, b), 1), stacked);
    expect_equal(D(xt::stack(xt::xtuple(a, b), 1)), stacked);
    expect_equal(tf::concatenate({a, b}, 1), joined);
    expect_equal(D(xt::concatenate(xt::xtuple(a, b), 1)), joined);
    const std::vector sums{a + b, a + a};
    const auto plus = [](double p, double q) { return p + q; };
    expect_equal(
        tf::stack(sums),
        reference::stack<double>({reference::apply(plus, x, y), reference::apply(plus, x, x)}));
    const auto both = reference::apply(plus, x, y);
    expect_equal(tf::stack({a + b, b + a}), reference::stack<double>({both, both}));
    expect_equal(tf::stack({tf::view(a), tf::view(b)}, 1), stacked);
    expect_equal(tf::concatenate({tf::view(a), tf::view(b)}, 1), joined);
    expect_equal(tf::hstack({tf::view(a), tf::view(b)}), joined);
    const tf::array<float> f = to_array(reference::cast<float>(y));
    expect_equal(tf::concatenate(std::tuple(a, f), 1), joined);
}

TEST(Join, after_using_namespace)
{
    using namespace tenfold;
    array<double> a = {{1.0, 2.0}, {3.0, 4.0}};
    EXPECT_EQ(split(a, 2)[1](0, 1), 4.0);
    EXPECT_EQ(split(a, std::size_t{2}, std::size_t{1})[1](1, 0), 4.0);
    EXPECT_EQ(stack(xt::xtuple(a, a))(1, 1, 1), 4.0);
    EXPECT_EQ(concatenate(xt::xtuple(a, a), 1)(1, 3), 4.0);
}

TEST(Join, leaves_xtensor_to_xtensor)
{
    xt::xarray<double> x = xt::ones<double>({2, 2});
    EXPECT_EQ(xt::split(x, 2).size(), 2u);
    xt::xarray<double> y = xt::concatenate(xt::xtuple(x, x), 1);  // gcc 12 warns of bounds inside xt::stack
    EXPECT_EQ(y.size(), 8u);
}

TEST(Join, every_element_type)
{
    const auto check = []<class T>(T) {
        const auto x = whole_numbers<T>({2, 3}, 1), y = whole_numbers<T>({2, 3}, 2);
        expect_equal(tf::stack({to_array(x), to_array(y)}), reference::stack<T>({x, y}));
        expect_equal(tf::concatenate({to_array(x), to_array(y)}), reference::concatenate<T>({x, y}));
    };
    check(bool()), check(std::int8_t()), check(std::int16_t()), check(std::int32_t()), check(std::int64_t());
    check(std::uint8_t()), check(std::uint16_t()), check(std::uint32_t()), check(std::uint64_t());
    check(float()), check(double()), check(std::complex<float>()), check(std::complex<double>());
}

TEST(Join, says_what_does_not_fit)
{
    const D a = tf::zeros<double>({2, 3}), b = tf::zeros<double>({2, 4}), n = tf::zeros<double>({});
    EXPECT_EQ(message_of([&] { tf::stack({a, b}); }), "[stack] part 1 has shape (2, 4), part 0 (2, 3)");
    EXPECT_EQ(
        message_of([&] {
            tf::stack({a, a}, 3);
        }),
        "[stack] axis 3 is out of range for an array of 3 axes");
    EXPECT_EQ(message_of([&] { tf::stack(std::vector<D>()); }), "[stack] no parts");
    EXPECT_EQ(
        message_of([&] {
            tf::concatenate({a, b});
        }),
        "[concatenate] part 1 has shape (2, 4), part 0 (2, 3)");
    EXPECT_EQ(
        message_of([&] {
            tf::concatenate({n, n});
        }),
        "[concatenate] parts without axes; stack joins numbers");
    EXPECT_EQ(
        message_of([&] {
            tf::concatenate({a, a}, -3);
        }),
        "[concatenate] axis -3 is out of range for an array of 2 axes");
    EXPECT_EQ(
        message_of([&] { tf::split(a, 2, 1); }),
        "[split] (2, 3): 2 equal parts of 3 along axis 1 are not possible");
    EXPECT_EQ(
        message_of([&] { tf::split(a, 0); }),
        "[split] (2, 3): 0 equal parts of 2 along axis 0 are not possible");
    EXPECT_EQ(message_of([&] { tf::split(n, 1); }), "[split] an array without axes cannot be cut");
    EXPECT_EQ(
        message_of([&] { tf::split(a, 2, 2); }), "[split] axis 2 is out of range for an array of 2 axes");
    EXPECT_THROW(tf::split(tf::zeros<double>({0}), -1), tf::shape_error);
    EXPECT_THROW(tf::split(tf::zeros<double>({0}), std::size_t{1} << 60), tf::memory_error);
    EXPECT_THROW(tf::stack({D(), D()}), tf::error);
}
