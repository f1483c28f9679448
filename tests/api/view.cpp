// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Slices and the functions of shape.hpp, against the reference: the same elements, or both refuse.
#include "support.hpp"

namespace {

using namespace support;
using namespace xt::placeholders;
using D = tf::array<double>;
using position = reference::index;

ndarray<double> numbered(const shape_t& shape)
{
    ndarray<double> x(shape);
    for (position i = 0; i < x.size(); ++i) x.set(i, static_cast<double>(i));
    return x;
}

std::optional<position> number_or_none(int n)
{
    return rarely(5) ? std::nullopt : std::optional<position>(uniform(-n - 2, n + 3));
}

/// view(x, s): the slice's form is known to the compiler, its numbers are not.
D slice_last(const D& x, const reference::range& r)
{
    const position a = r.start.value_or(0), b = r.stop.value_or(0), c = r.step.value_or(1);
    const int form = (r.start ? 1 : 0) + (r.stop ? 2 : 0) + (r.step ? 4 : 0);
    const auto of = [&](auto s) -> D { return tf::view(x, xt::ellipsis(), s); };
    switch (form) {
    case 0:
        return of(xt::range(_, _));
    case 1:
        return of(xt::range(a, _));
    case 2:
        return of(xt::range(_, b));
    case 3:
        return of(xt::range(a, b));
    case 4:
        return of(xt::range(_, _, c));
    case 5:
        return of(xt::range(a, _, c));
    case 6:
        return of(xt::range(_, b, c));
    default:
        return of(xt::range(a, b, c));
    }
}

/// One random view of x by both libraries.
struct step {
    std::function<ndarray<double>(const ndarray<double>&)> eager;
    std::function<D(const D&)> lazy;
};

step random_slice(int rank)
{
    if (rank == 0)
        return {
            [](auto& x) { return reference::view(x, reference::newaxis{}); },
            [](auto& x) -> D { return tf::view(x, xt::newaxis()); }};
    if (rarely(3)) {
        const position i = uniform(-4, 4);
        return {
            [=](auto& x) { return reference::view(x, i, reference::ellipsis{}); },
            [=](auto& x) -> D { return tf::view(x, i, xt::ellipsis()); }};
    }
    const int steps = uniform(-3, 4);
    const reference::range r(
        number_or_none(3), number_or_none(3), rarely(3) ? std::nullopt : std::optional<position>(steps));
    return {
        [=](auto& x) { return reference::view(x, reference::ellipsis{}, r); },
        [=](auto& x) { return slice_last(x, r); }};
}

step random_reorder(int rank)
{
    const int a = uniform(-rank - 1, rank + 1), b = uniform(-rank - 1, rank + 1);
    switch (uniform(0, 9)) {
    case 0:
        return {
            [](auto& x) { return reference::transpose(x); }, [](auto& x) -> D { return tf::transpose(x); }};
    case 1:
        return {
            [=](auto& x) { return reference::swapaxes(x, a, b); },
            [=](auto& x) -> D { return tf::swapaxes(x, a, b); }};
    case 2:
        return {
            [=](auto& x) { return reference::moveaxis(x, a, b); },
            [=](auto& x) -> D { return tf::moveaxis(x, a, b); }};
    case 3:
        return {[=](auto& x) { return reference::flip(x, a); }, [=](auto& x) -> D { return tf::flip(x, a); }};
    case 4:
        return {[](auto& x) { return reference::flip(x); }, [](auto& x) -> D { return tf::flip(x); }};
    case 5:
        return {[](auto& x) { return reference::squeeze(x); }, [](auto& x) -> D { return tf::squeeze(x); }};
    case 6:
        return {
            [=](auto& x) { return reference::squeeze(x, a); },
            [=](auto& x) -> D { return tf::squeeze(x, a); }};
    case 7:
        return {
            [=](auto& x) { return reference::expand_dims(x, a); },
            [=](auto& x) -> D { return tf::expand_dims(x, a); }};
    default: {
        const int k = uniform(-4, 5);
        return {
            [=](auto& x) {
                if (x.rank() < 2) throw std::invalid_argument("diagonal");
                return reference::diagonal(x, k, a, b);
            },
            [=](auto& x) -> D {
                return tf::diagonal(x, k, static_cast<std::size_t>(a), static_cast<std::size_t>(b));
            }};
    }
    }
}

step random_step(int rank) { return rarely(2) ? random_slice(rank) : random_reorder(rank); }

}  // namespace

RC_GTEST_PROP(View, slices_of_slices, ())
{
    const int rank = uniform(0, 4);
    auto x = random_sample<double>(random_shape(rank));
    std::vector<step> steps;
    for (int i = uniform(1, 5); i-- > 0;) steps.push_back(random_step(rank));
    same_outcome(
        [&] {
            ndarray<double> r = x.expected;
            for (const step& s : steps) r = s.eager(r);
            return r;
        },
        [&] {
            D r = x.value;
            for (const step& s : steps) r = s.lazy(r);
            return r;
        });
}

RC_GTEST_PROP(View, reshape, ())
{
    auto x = random_sample<double>(random_shape(uniform(0, 4)));
    const position size = x.expected.size();
    shape_t shape;
    switch (uniform(0, 5)) {
    case 0:
        shape = {-1};
        break;
    case 1:
        shape = {2, -1};
        break;
    case 2:
        shape = {-1, 3, 1};
        break;
    case 3:
        shape = {1, size, 1};
        break;
    default:
        shape = random_shape(uniform(0, 3));
    }
    same_outcome(
        [&] { return reference::reshape(x.expected, shape); },
        [&] { return D(tf::reshape(x.value, shape)); });
}

RC_GTEST_PROP(View, broadcast_to, ())
{
    auto x = random_sample<double>(random_shape(uniform(0, 3)));
    shape_t shape = rarely(2) ? x.expected.shape : random_shape(uniform(0, 4));
    for (position& n : shape)
        if (n == 1) n = uniform(1, 4);
    if (rarely(2)) shape.insert(shape.begin(), 2);
    same_outcome(
        [&] { return reference::broadcast_to(x.expected, shape); },
        [&] { return D(tf::broadcast_to(x.value, shape)); });
}

TEST(View, spellings)
{
    const auto x = numbered({4, 5, 6});
    const D a = to_array(x);
    using reference::all, reference::ellipsis, reference::newaxis, reference::range;
    expect_equal<double>(tf::view(a, 1), reference::view(x, 1));
    expect_equal<double>(tf::view(a, -1, std::size_t{2}), reference::view(x, -1, 2));
    expect_equal<double>(tf::view(a, xt::all(), xt::range(1, 3)), reference::view(x, all{}, range(1, 3)));
    expect_equal<double>(
        tf::view(a, xt::range(8, 0, -2), xt::newaxis(), 3),
        reference::view(x, range(8, 0, -2), newaxis{}, 3));
    expect_equal<double>(
        tf::view(a, xt::ellipsis(), xt::range(_, -1)),
        reference::view(x, ellipsis{}, range(std::nullopt, -1)));
    expect_equal<double>(
        tf::view(a, _r | 1 | 3, _r | _ | _ | 2),
        reference::view(x, range(1, 3), range(std::nullopt, std::nullopt, 2)));
    expect_equal<double>(
        tf::view(tf::view(a, xt::range(1, 4)), xt::all(), xt::range(2, 5)),
        reference::view(x, range(1, 4), range(2, 5)));
    expect_equal<double>(tf::view(a), x);
    expect_equal<double>(tf::view(a * 2.0 - a, 1), reference::view(x, 1));
    expect_equal<double>(tf::view(xt::xarray<double>(a), 1), reference::view(x, 1));
}

TEST(View, xtensor_names)
{
    const auto x = numbered({2, 1, 3});
    D a = to_array(x);
    const D c = a;
    const std::vector<int> order = {2, 0, 1};
    expect_equal<double>(xt::view(a, 1), reference::view(x, 1));
    expect_equal<double>(xt::view(c, 1), reference::view(x, 1));
    expect_equal<double>(xt::view(xt::view(a, 1), 0), reference::view(x, 1, 0));
    expect_equal<double>(xt::transpose(c), reference::transpose(x));
    expect_equal<double>(xt::transpose(a, {2, 0, 1}), reference::transpose(x, {2, 0, 1}));
    expect_equal<double>(xt::transpose(a, order), reference::transpose(x, {2, 0, 1}));
    expect_equal<double>(xt::squeeze(a), reference::squeeze(x));
    expect_equal<double>(xt::squeeze(a, {1}), reference::squeeze(x));
    expect_equal<double>(xt::squeeze(a, 1), reference::squeeze(x));
    expect_equal<double>(xt::expand_dims(a, 1), reference::expand_dims(x, 1));
    expect_equal<double>(xt::flip(a, 2), reference::flip(x, 2));
    expect_equal<double>(xt::flip(a), reference::flip(x));
    expect_equal<double>(xt::diagonal(a, 1, 0, 2), reference::diagonal(x, 1, 0, 2));
}

TEST(View, names_without_qualification)
{
    using namespace tenfold;
    using namespace xt;
    const auto x = numbered({2, 1, 3});
    array<double> a = to_array(x);
    const array<double> c = a;
    xt::xarray<double> plain = a;
    expect_equal<double>(view(a, 1), reference::view(x, 1));
    expect_equal<double>(view(c, xt::all(), 0), reference::view(x, reference::all{}, 0));
    expect_equal<double>(transpose(a), reference::transpose(x));
    expect_equal<double>(transpose(c, {2, 0, 1}), reference::transpose(x, {2, 0, 1}));
    expect_equal<double>(squeeze(a, 1), reference::squeeze(x));
    expect_equal<double>(expand_dims(c, 1), reference::expand_dims(x, 1));
    expect_equal<double>(flip(a, 2), reference::flip(x, 2));
    expect_equal<double>(diagonal(a), reference::diagonal(x));
    EXPECT_EQ(view(plain, 1)(0, 2), 5.0);  // xtensor's own, as before
    EXPECT_EQ(transpose(plain, {2, 0, 1}).shape()[0], 3u);
}

TEST(View, lists_of_axes)
{
    const auto x = numbered({2, 3, 4, 1});
    const D a = to_array(x);
    expect_equal<double>(
        tf::moveaxis(a, {0, -1}, {-1, 0}), reference::moveaxis(x, shape_t{0, -1}, shape_t{-1, 0}));
    expect_equal<double>(tf::expand_dims(a, {0, -1}), reference::expand_dims(x, shape_t{0, -1}));
    expect_equal<double>(tf::flip(a, std::vector<long>{0, 2}), reference::flip(x, shape_t{0, 2}));
    expect_equal<double>(tf::flip(a, std::vector<int>{}), x);
    expect_equal<double>(tf::reshape(a, -1), reference::ravel(x));
}

TEST(View, shape_is_known_without_evaluation)
{
    const D a = tf::zeros<double>({std::ptrdiff_t(1) << 40, 20});  // would not fit in memory
    const auto v = tf::view(a, xt::range(5, 25), 3);
    EXPECT_EQ(v.shape(), (std::vector<int>{20}));
    EXPECT_EQ(v.dimension(), 1u);
    EXPECT_EQ(v.size(), 20u);
    EXPECT_EQ(tf::transpose(a).shape()[0], 20);
}

TEST(View, messages)
{
    const D a = tf::zeros<double>({10, 20});
    EXPECT_EQ(message_of([&] { tf::view(a, 12); }), "[view] index 12 is outside axis 0 of (10, 20)");
    EXPECT_EQ(message_of([&] { tf::view(a, 1, -21); }), "[view] index -21 is outside axis 1 of (10, 20)");
    EXPECT_EQ(message_of([&] { tf::view(a, 1, 2, 3); }), "[view] 3 slices of an array of shape (10, 20)");
    EXPECT_EQ(message_of([&] { tf::view(a, xt::range(0, 5, 0)); }), "[view] a range with step 0");
    EXPECT_EQ(message_of([&] { tf::transpose(a, {0, 0}); }), "[transpose] axis 0 is named twice in (0, 0)");
    EXPECT_EQ(
        message_of([&] {
            tf::transpose(a, {0, 2});
        }),
        "[transpose] axis 2 is out of range for an array of 2 axes");
    EXPECT_EQ(
        message_of([&] {
            tf::reshape(a, {-1, 7});
        }),
        "[reshape] (10, 20) into (-1, 7): 200 elements cannot be shared out");
    EXPECT_EQ(
        message_of([&] {
            tf::reshape(a, {3, 4});
        }),
        "[reshape] (10, 20) into (3, 4): the sizes differ from 200 elements");
    EXPECT_EQ(message_of([&] { tf::squeeze(a, 0); }), "[squeeze] axis 0 of (10, 20) has length 10, not 1");
    EXPECT_EQ(
        message_of([&] {
            tf::broadcast_to(a, {20, 10});
        }),
        "[broadcast_to] (10, 20) to (20, 10): the shapes do not fit");
    EXPECT_THROW(
        tf::broadcast_to(tf::view(a, 0, 0), {std::ptrdiff_t(1) << 40, std::ptrdiff_t(1) << 40}),
        tf::memory_error);
    EXPECT_THROW(tf::diagonal(tf::view(a, 0)), tf::shape_error);
    EXPECT_THROW(tf::reshape(a, std::vector<int>(40, 1)), tf::shape_error);
    EXPECT_THROW(tf::view(tf::view(D(), 0), 0), tf::error);
    EXPECT_THROW(tf::transpose(D()), tf::error);
    D deep = tf::zeros<double>(std::vector<int>(32, 1));
    EXPECT_THROW(tf::view(deep, xt::newaxis()), tf::shape_error);
    EXPECT_THROW(tf::expand_dims(deep, 0), tf::shape_error);
}

TEST(View, extreme_numbers)
{
    const auto x = numbered({5});
    const D a = to_array(x);
    constexpr position low = INT64_MIN, high = INT64_MAX;
    using reference::range;
    expect_equal<double>(tf::view(a, xt::range(low, high)), x);
    expect_equal<double>(tf::view(a, xt::range(high, low, low)), reference::view(x, range(4, 3, -1)));
    expect_equal<double>(tf::view(a, xt::range(0, high, high)), reference::view(x, range(0, 1)));
    EXPECT_EQ(D(tf::diagonal(tf::reshape(a, {5, 1}), low)).size(), 0u);
    EXPECT_EQ(D(tf::diagonal(tf::reshape(a, {5, 1}), high)).size(), 0u);
    EXPECT_THROW(tf::view(a, std::size_t(-1)), tf::index_error);
    EXPECT_THROW(tf::view(a, low), tf::index_error);
}

TEST(View, keeps_the_value_alive)
{
    const auto make = [] {
        D local = {{1.0, 2.0}, {3.0, 4.0}};
        return tf::view(local, 1);
    };
    const auto v = make();
    EXPECT_EQ(v(0), 3.0);
    EXPECT_EQ(v.value()(1), 4.0);
    double sum = 0;
    for (double e : v) sum += e;
    EXPECT_EQ(sum, 7.0);
    xt::xarray<double> r = v + 1.0;
    EXPECT_EQ(r(1), 5.0);
}

TEST(View, errors_name_the_line)
{
    D a = tf::zeros<double>({10, 20});
    const auto place = [](auto call) -> std::string {
        try {
            call();
        }
        catch (const tf::error& e) {
            const std::string text = e.what();
            return text.substr(std::min(text.size(), text.rfind(" (")));
        }
        return "nothing thrown";
    };
    const auto here = [](int line) { return " (view.cpp:" + std::to_string(line) + ")"; };
    EXPECT_EQ(place([&] { tf::view(a, 12); }), here(__LINE__));
    EXPECT_EQ(place([&] { xt::view(a, 1, 20); }), here(__LINE__));
    EXPECT_EQ(place([&] { tf::view(a, 1, 2, 3); }), here(__LINE__));
    EXPECT_EQ(place([&] { tf::view(a, 1, 2, 3, 4); }), here(__LINE__));
    EXPECT_EQ(place([&] { tf::view(tf::view(a, 1), 20); }), here(__LINE__));
    EXPECT_EQ(place([&] { tf::view(a + a, xt::range(0, 5, 0)); }), here(__LINE__));
    EXPECT_EQ(place([&] { tf::view(a, 12) = 1.0; }), here(__LINE__));
    EXPECT_EQ(message_of([&] { tf::view(a, 0, 0, 0, 0, 0); }), "[view] 5 slices of an array of shape (10, 20)");
}

TEST(View, by_a_list_made_at_run_time)
{
    using namespace xt::placeholders;
    using list = xt::xstrided_slice_vector;
    const tf::array<double> x = tf::reshape(tf::arange<double>(60), {3, 4, 5});
    const auto same = [](const tf::array<double>& a, const tf::array<double>& b) {
        return a.shape() == b.shape() && tf::allclose(a, b);
    };
    EXPECT_TRUE(same(tf::view(x, list{1}), tf::view(x, 1)));
    EXPECT_TRUE(same(tf::view(x, list{-1, xt::all(), xt::range(1, 4)}), tf::view(x, -1, xt::all(), xt::range(1, 4))));
    EXPECT_TRUE(same(tf::view(x, list{xt::range(2, _, -1), xt::ellipsis(), xt::newaxis(), 0}),
                     tf::view(x, xt::range(2, _, -1), xt::ellipsis(), xt::newaxis(), 0)));
    EXPECT_TRUE(same(xt::strided_view(x, {xt::range(_, 2), xt::range(-3, _), xt::range(0, 5, 2)}),
                     tf::view(x, xt::range(_, 2), xt::range(-3, _), xt::range(0, 5, 2))));
    EXPECT_TRUE(same(tf::strided_view(x * 2.0, list()), x * 2.0));
    EXPECT_TRUE(same(tf::view(tf::view(x, 1), list{xt::all(), 2}), tf::view(x, 1, xt::all(), 2)));
    EXPECT_EQ(tf::view(x, list{xt::range(7, 9)}).shape(0), 0);
    tf::array<double> y = x;
    tf::view(y, list{0, xt::range(1, 3)}) = 7.0;
    tf::strided_view(y, {2}) += 1.0;
    EXPECT_EQ(y(0, 2, 4), 7.0);
    EXPECT_EQ(y(0, 3, 0), 15.0);
    EXPECT_EQ(y(2, 0, 0), 41.0);
    EXPECT_EQ(x(0, 1, 0), 5.0);
    EXPECT_THROW(tf::view(x, list{3}), tf::index_error);
    EXPECT_THROW(tf::view(x, list{0, 0, 0, 0}), tf::index_error);
    EXPECT_THROW(tf::view(x, list{xt::ellipsis(), xt::ellipsis()}), tf::index_error);
}
