// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <tenfold/rearrange.hpp>

// xtensor's own functions of the same names, which must not get in the way
#if __has_include(<xtensor/misc/xmanipulation.hpp>)
#include <xtensor/misc/xmanipulation.hpp>
#include <xtensor/misc/xpad.hpp>
#else
#include <xtensor/xmanipulation.hpp>
#include <xtensor/xpad.hpp>
#endif

namespace {

using namespace support;
using D = tf::array<double>;
using reference::index;

template <class T> std::vector<T> elements(const tf::array<T>& x) { return {x.begin(), x.end()}; }

/// Element by element: result(i...) = x(f(i...)).
template <class T, class F> ndarray<T> gathered(const ndarray<T>& x, const shape_t& shape, F f)
{
    ndarray<T> r(shape);
    const shape_t strides = reference::strides_of(shape), from = reference::strides_of(x.shape);
    for (index i = 0; i < r.size(); ++i) {
        shape_t at(shape.size());
        for (std::size_t d = 0; d < shape.size(); ++d) at[d] = i / strides[d] % shape[d];
        const shape_t place = f(at);
        index flat = 0;
        for (std::size_t d = 0; d < place.size(); ++d) flat += place[d] * from[d];
        r.set(i, x.get(flat));
    }
    return r;
}

index modulo(index a, index n) { return (a % n + n) % n; }

template <class T> void check_roll()
{
    const shape_t shape = random_shape(uniform(1, 4));
    const auto x = random_sample<T>(shape);
    const int axis = uniform(0, static_cast<int>(shape.size())), shift = uniform(-7, 8);
    const bool negative = uniform(0, 2) == 1;
    const int given = negative ? axis - static_cast<int>(shape.size()) : axis;
    const auto want = gathered(x.expected, shape, [&](shape_t at) {
        const auto d = static_cast<std::size_t>(axis);
        at[d] = modulo(at[d] - shift, shape[d]);
        return at;
    });
    RC_ASSERT(!reference::difference(to_reference(tf::roll(x.value, shift, given)), want));
    const index n = x.expected.size();
    ndarray<T> flat(shape);
    for (index i = 0; i < n; ++i) flat.set(modulo(i + shift, n), x.expected.get(i));
    RC_ASSERT(!reference::difference(to_reference(tf::roll(x.value, shift)), flat));
}

template <class T> void check_tile()
{
    const shape_t shape = random_shape(uniform(0, 4));
    const auto x = random_sample<T>(shape);
    const shape_t reps = random_shape(uniform(0, 4));
    const std::size_t rank = std::max(shape.size(), reps.size());
    shape_t wide(rank, 1), times(rank, 1), result(rank);
    std::copy(shape.rbegin(), shape.rend(), wide.rbegin());
    std::copy(reps.rbegin(), reps.rend(), times.rbegin());
    for (std::size_t d = 0; d < rank; ++d) result[d] = wide[d] * times[d];
    const auto want = gathered(x.expected, result, [&](const shape_t& at) {
        shape_t from(at.end() - static_cast<index>(shape.size()), at.end());
        for (std::size_t d = 0; d < shape.size(); ++d) from[d] %= shape[d];
        return from;
    });
    RC_ASSERT(!reference::difference(to_reference(tf::tile(x.value, reps)), want));
}

template <class T> void check_repeat()
{
    const shape_t shape = random_shape(uniform(1, 4));
    const auto x = random_sample<T>(shape);
    const auto axis = static_cast<std::size_t>(uniform(0, static_cast<int>(shape.size())));
    const int n = uniform(0, 4);
    shape_t result = shape;
    result[axis] *= n;
    const auto want = gathered(x.expected, result, [&](shape_t at) {
        at[axis] /= n;
        return at;
    });
    RC_ASSERT(!reference::difference(to_reference(tf::repeat(x.value, n, std::ptrdiff_t(axis))), want));
    std::vector<int> counts;
    shape_t source;
    for (index i = 0; i < shape[axis]; ++i) {
        counts.push_back(uniform(0, 3));
        source.insert(source.end(), static_cast<std::size_t>(counts.back()), i);
    }
    result[axis] = static_cast<index>(source.size());
    const auto each = gathered(x.expected, result, [&](shape_t at) {
        at[axis] = source[static_cast<std::size_t>(at[axis])];
        return at;
    });
    if (counts.size() != 1)
        RC_ASSERT(!reference::difference(to_reference(tf::repeat(x.value, counts, std::ptrdiff_t(axis))), each));
}

}  // namespace

RC_GTEST_PROP(Rearrange, roll, ())
{
    check_roll<double>();
    check_roll<std::int8_t>();
    check_roll<std::complex<float>>();
    check_roll<bool>();
}
RC_GTEST_PROP(Rearrange, tile, ())
{
    check_tile<float>();
    check_tile<std::uint16_t>();
    check_tile<bool>();
}
RC_GTEST_PROP(Rearrange, repeat, ())
{
    check_repeat<double>();
    check_repeat<std::int64_t>();
    check_repeat<std::complex<double>>();
}

TEST(Rearrange, several_axes_and_numbers)
{
    const D x = tf::reshape(tf::arange<double>(6), {2, 3});
    EXPECT_EQ(elements(tf::roll(x, {1, 1}, {0, 1})), (std::vector<double>{5, 3, 4, 2, 0, 1}));
    EXPECT_EQ(elements(tf::roll(x, 1, {0, 1})), (std::vector<double>{5, 3, 4, 2, 0, 1}));
    EXPECT_EQ(elements(tf::roll(x, {1, 1}, 1)), elements(tf::roll(x, 2, 1)));
    EXPECT_EQ(elements(tf::roll(x, {1, 2}, {1, 1})), elements(x));
    EXPECT_EQ(elements(tf::roll(x, -1)), (std::vector<double>{1, 2, 3, 4, 5, 0}));
    EXPECT_EQ(elements(tf::roll(x * 1.0, INT64_MIN, 1)), elements(tf::roll(x, modulo(INT64_MIN, 3), 1)));
    EXPECT_EQ(tf::roll(tf::full({}, 3.0), 5)(), 3.0);
    EXPECT_EQ(elements(tf::repeat(x, 2)).size(), 12u);
    EXPECT_EQ(elements(tf::repeat(tf::view(x, 0), 2)), (std::vector<double>{0, 0, 1, 1, 2, 2}));
    EXPECT_EQ(elements(tf::repeat(x, {0, 1, 2}, -1)), (std::vector<double>{1, 2, 2, 4, 5, 5}));
    EXPECT_EQ(elements(tf::repeat(x, std::vector<int>{2}, 1)).size(), 12u);
    EXPECT_EQ(elements(tf::tile(tf::full({}, 3.0), 2)), (std::vector<double>{3, 3}));
    EXPECT_EQ(elements(xt::roll(x, 1, 1)), elements(tf::roll(x, 1, 1)));
    EXPECT_EQ(elements(xt::tile(x, {1, 2})), elements(tf::tile(x, {1, 2})));
    EXPECT_EQ(elements(xt::repeat(x, 2, 0)), elements(tf::repeat(x, 2, 0)));
}

TEST(Rearrange, rot90_and_flips)
{
    const D x = tf::reshape(tf::arange<double>(6), {2, 3});
    EXPECT_EQ(tf::rot90(x).shape(), (std::vector<int>{3, 2}));
    EXPECT_EQ(elements<double>(tf::rot90(x)), (std::vector<double>{2, 5, 1, 4, 0, 3}));
    EXPECT_EQ(elements<double>(tf::rot90(x, 2)), (std::vector<double>{5, 4, 3, 2, 1, 0}));
    EXPECT_EQ(elements<double>(tf::rot90(x, 3)), (std::vector<double>{3, 0, 4, 1, 5, 2}));
    EXPECT_EQ(elements<double>(tf::rot90(x, -1)), elements<double>(tf::rot90(x, 3)));
    EXPECT_EQ(elements<double>(tf::rot90(x, 1, {1, 0})), elements<double>(tf::rot90(x, 3)));
    EXPECT_EQ(elements<double>(tf::rot90(x, 4)), elements(x));
    EXPECT_EQ(elements<double>(tf::flipud(x)), (std::vector<double>{3, 4, 5, 0, 1, 2}));
    EXPECT_EQ(elements<double>(tf::fliplr(x)), (std::vector<double>{2, 1, 0, 5, 4, 3}));
    D y = x;
    tf::fliplr(y) = tf::zeros<double>({3}) + tf::arange<double>(3);
    EXPECT_EQ(elements(y), (std::vector<double>{2, 1, 0, 2, 1, 0}));
}

TEST(Rearrange, hstack_and_vstack)
{
    const D x = tf::arange<double>(2), y = tf::arange<double>(3), m = tf::reshape(tf::arange<double>(4), {2, 2});
    EXPECT_EQ(elements(tf::hstack({x, y})), (std::vector<double>{0, 1, 0, 1, 2}));
    EXPECT_EQ(elements(tf::vstack({x, x})), (std::vector<double>{0, 1, 0, 1}));
    EXPECT_EQ(tf::vstack({m, x}).shape(), (std::vector<int>{3, 2}));
    EXPECT_EQ(elements(tf::hstack({m, m})), (std::vector<double>{0, 1, 0, 1, 2, 3, 2, 3}));
    const std::vector<D> numbers = {tf::full({}, 1.0), tf::full({}, 2.0)};
    EXPECT_EQ(elements(tf::hstack(numbers)), (std::vector<double>{1, 2}));
    EXPECT_EQ(tf::vstack(numbers).shape(), (std::vector<int>{2, 1}));
    const tf::array<float> f = tf::arange<float>(2);
    EXPECT_EQ(elements(tf::hstack(std::make_tuple(x, f))), (std::vector<double>{0, 1, 0, 1}));
    EXPECT_EQ(elements(xt::vstack(xt::xtuple(x, x))), (std::vector<double>{0, 1, 0, 1}));
    EXPECT_THROW(tf::hstack({m, x}), tf::shape_error);
    EXPECT_THROW(tf::vstack({x, y}), tf::shape_error);
    EXPECT_THROW(tf::vstack(std::vector<D>()), tf::shape_error);
}

TEST(Rearrange, array_split)
{
    const D x = tf::arange<double>(7);
    const std::vector<D> parts = tf::array_split(x, 3);
    ASSERT_EQ(parts.size(), 3u);
    EXPECT_EQ(elements(parts[0]), (std::vector<double>{0, 1, 2}));
    EXPECT_EQ(elements(parts[1]), (std::vector<double>{3, 4}));
    EXPECT_EQ(elements(parts[2]), (std::vector<double>{5, 6}));
    EXPECT_EQ(tf::array_split(x, 9)[8].size(), 0u);
    EXPECT_EQ(tf::array_split(tf::ones({2, 5}), 2, -1)[0].shape(), (std::vector<int>{2, 3}));
    EXPECT_THROW(tf::array_split(x, 0), tf::shape_error);
    EXPECT_THROW(tf::array_split(x, 2, 1), tf::shape_error);
}

TEST(Rearrange, meshgrid)
{
    const D x = tf::arange<double>(3);
    const tf::array<int> y = tf::arange<int>(2);
    const auto [a, b] = tf::meshgrid(x, y);
    EXPECT_EQ(a.shape(), (std::vector<int>{2, 3}));
    EXPECT_EQ(elements(a), (std::vector<double>{0, 1, 2, 0, 1, 2}));
    EXPECT_EQ(elements(b), (std::vector<int>{0, 0, 0, 1, 1, 1}));
    const auto [c, d] = tf::meshgrid(tf::indexing::ij, x, y);
    EXPECT_EQ(elements(c), (std::vector<double>{0, 0, 1, 1, 2, 2}));
    EXPECT_EQ(elements(d), (std::vector<int>{0, 1, 0, 1, 0, 1}));
    const auto [p, q, r] = tf::meshgrid(x, y, tf::full({}, 4.0));
    EXPECT_EQ(p.shape(), (std::vector<int>{2, 3, 1}));
    EXPECT_EQ(q(1, 2, 0), 1);
    EXPECT_EQ(r(1, 2, 0), 4.0);
    EXPECT_EQ(std::get<0>(tf::meshgrid(tf::zeros<double>({0}), x)).shape(), (std::vector<int>{3, 0}));
}

TEST(Rearrange, names_seen_from_both_sides)
{
    using namespace xt;
    using namespace tenfold;
    D x = tf::reshape(tf::arange<double>(6), {2, 3});
    EXPECT_EQ(roll(x, 1, 0)(0, 0), 3.0);
    EXPECT_EQ(tile(x, 2)(0, 3), 0.0);
    EXPECT_EQ(repeat(x, 2, 1)(0, 1), 0.0);
    EXPECT_EQ(D(rot90(x))(0, 0), 2.0);
    EXPECT_EQ(std::get<0>(meshgrid(tf::view(x, 0), tf::view(x, 0)))(0, 1), 1.0);
    EXPECT_EQ(roll(x + 1.0, 1, 0)(0, 0), 4.0);
}

TEST(Rearrange, bad_input)
{
    const D x = tf::ones({2, 3});
    EXPECT_THROW(tf::roll(x, 1, 2), tf::shape_error);
    EXPECT_THROW(tf::roll(x, {1, 2, 3}, {0, 1}), tf::shape_error);
    EXPECT_THROW(tf::tile(x, -1), tf::shape_error);
    EXPECT_THROW(tf::tile(x, std::vector<std::ptrdiff_t>{INT64_MAX, 2}), tf::memory_error);
    EXPECT_THROW(tf::repeat(x, -1, 0), tf::shape_error);
    EXPECT_THROW(tf::repeat(x, {1, 2}, 1), tf::shape_error);
    EXPECT_THROW(tf::repeat(x, {1, -2}, 0), tf::shape_error);
    EXPECT_THROW(tf::repeat(x, 2, -3), tf::shape_error);
    EXPECT_THROW(tf::rot90(x, 1, {0, 0}), tf::shape_error);
    EXPECT_THROW(tf::rot90(x, 1, 0), tf::shape_error);
    EXPECT_THROW(tf::fliplr(tf::ones(3)), tf::shape_error);
    EXPECT_THROW(tf::flipud(tf::ones({})), tf::shape_error);
    EXPECT_EQ(message_of([&] { tf::tile(x, {2, -1}); }), "[tile] (2, 3) by (2, -1): a negative number of times");
    try {
        tf::roll(x, 1, 7);
        FAIL();
    }
    catch (const tf::error& e) {
        EXPECT_NE(std::string(e.what()).find("rearrange.cpp:"), std::string::npos) << e.what();
    }
}

TEST(Rearrange, several_shifts_without_axes)
{
    const D x = tf::reshape(tf::arange<double>(6), {2, 3});
    EXPECT_EQ(elements(tf::roll(x, {1, 2})), elements(tf::roll(x, 3)));
    EXPECT_EQ(elements(tf::roll(x, std::vector<int>{-1, INT32_MIN})), elements(tf::roll(x, -1 - 2)));   // INT32_MIN % 6 == -2
    EXPECT_EQ(elements(tf::roll(tf::view(x, 0), {1})), (std::vector<double>{2, 0, 1}));
    EXPECT_EQ(tf::roll(tf::zeros<double>({0}), {1, 2}).size(), 0u);
    EXPECT_EQ(elements(xt::roll(x, 1)), elements(tf::roll(x, 1)));
    EXPECT_EQ(elements(D(xt::rot90<2>(x))), elements(D(tf::rot90(x, 2))));
    EXPECT_EQ(elements(D(xt::rot90(x, {1, 0}))), elements(D(tf::rot90(x, 3))));
}

TEST(Rearrange, grids_too_large_name_the_call)
{
    const D x = tf::ones(3);
    const D many = tf::broadcast_to(tf::ones(1), {std::ptrdiff_t(1) << 40});
    try {
        tf::meshgrid(many, many);
        FAIL();
    }
    catch (const tf::memory_error& e) {
        EXPECT_NE(std::string(e.what()).find("rearrange.cpp:"), std::string::npos) << e.what();
    }
    EXPECT_EQ(std::get<3>(tf::meshgrid(x, x, x, x)).shape(), (std::vector<int>{3, 3, 3, 3}));
    EXPECT_EQ(std::get<1>(xt::meshgrid(x, x))(2, 1), 1.0);
}

TEST(Rearrange, more_stacks_and_lists_made_at_run_time)
{
    const D x = tf::arange<double>(3), m = tf::reshape(tf::arange<double>(6), {2, 3}), cube = tf::ones({2, 3, 2});
    EXPECT_EQ(tf::dstack({x, x}).shape(), (std::vector<int>{1, 3, 2}));
    EXPECT_EQ(elements(tf::dstack({x, x})), (std::vector<double>{0, 0, 1, 1, 2, 2}));
    EXPECT_EQ(tf::dstack(std::vector<D>{m, cube}).shape(), (std::vector<int>{2, 3, 3}));
    EXPECT_EQ(elements(tf::column_stack({x, D(x * 2.0)})), (std::vector<double>{0, 0, 1, 2, 2, 4}));
    EXPECT_EQ(tf::column_stack(std::make_tuple(m, tf::arange<float>(2))).shape(), (std::vector<int>{2, 4}));
    EXPECT_EQ(elements(D(tf::ravel(tf::transpose(m)))), (std::vector<double>{0, 3, 1, 4, 2, 5}));
    EXPECT_EQ(elements(D(xt::flatten(m + 1.0))), (std::vector<double>{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(xt::hsplit(m, 3)[2].shape(), (std::vector<int>{2, 1}));
    EXPECT_EQ(tf::vsplit(m, 2)[1](0, 0), 3.0);
    EXPECT_EQ(tf::hsplit(x, 3)[1](0), 1.0);
    EXPECT_THROW(tf::vsplit(x, 3), tf::shape_error);
    const std::vector<D> list = {m, D(tf::transpose(m)), m};
    EXPECT_TRUE(tf::allclose(tf::einsum("ij,jk,kl->il", list), tf::dot(tf::dot(m, tf::transpose(m)), m)));
    EXPECT_TRUE(tf::allclose(tf::multi_dot(list), tf::einsum("ij,jk,kl->il", list)));
    EXPECT_THROW(tf::einsum("ij->i", std::vector<D>()), tf::shape_error);
}
