// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <cstdint>

namespace {

using namespace support;
using D = tf::array<double>;

/// a and b of random ranks; half the time the axes that dot sums agree.
template <class T> std::pair<sample<T>, sample<T>> random_pair(int low, int high, bool last)
{
    shape_t a = random_shape(uniform(low, high + 1)), b = random_shape(uniform(low, high + 1));
    if (!a.empty() && !b.empty() && !rarely(4)) {
        const std::size_t axis = last || b.size() == 1 ? b.size() - 1 : b.size() - 2;
        b[axis] = a.back();
    }
    return {random_sample<T>(a), random_sample<T>(b)};
}

template <class T> void check_dot()
{
    const auto [a, b] = random_pair<T>(0, 3, false);
    same_outcome(
        [&] { return reference::dot(a.expected, b.expected); }, [&] { return tf::dot(a.value, b.value); });
}

}  // namespace

RC_GTEST_PROP(Products, dot, ()) { check_dot<double>(); }
RC_GTEST_PROP(Products, dot_of_integers, ()) { check_dot<std::int32_t>(); }
RC_GTEST_PROP(Products, dot_of_complex, ()) { check_dot<std::complex<float>>(); }

RC_GTEST_PROP(Products, matmul, ())
{
    const shape_t batch = random_shape(2);
    const auto operand = [&](reference::index inner, reference::index rows, reference::index columns) {
        shape_t shape;
        for (int d = uniform(0, 3); d < 2; ++d)
            shape.push_back(rarely(4) ? 1 : batch[static_cast<std::size_t>(d)]);
        if (shape.empty() && rarely(2)) shape.push_back(inner);
        else shape.insert(shape.end(), {rows, columns});
        return random_sample<double>(shape);
    };
    const int k = uniform(0, 4), other = rarely(8) ? k + 1 : k;
    const auto a = operand(k, uniform(0, 4), k), b = operand(other, other, uniform(0, 4));
    same_outcome(
        [&] { return reference::matmul(a.expected, b.expected); },
        [&] { return tf::matmul(a.value, b.value); });
}

RC_GTEST_PROP(Products, inner, ())
{
    auto [a, b] = random_pair<double>(0, 3, true);
    same_outcome(
        [&] { return reference::inner(a.expected, b.expected); },
        [&] { return tf::inner(a.value, b.value); });
}

RC_GTEST_PROP(Products, outer, ())
{
    auto [a, b] = random_pair<double>(0, 3, true);
    same_outcome(
        [&] { return reference::outer(a.expected, b.expected); },
        [&] { return tf::outer(a.value, b.value); });
}

RC_GTEST_PROP(Products, vdot, ())
{
    using T = std::complex<double>;
    const shape_t shape = random_shape(uniform(0, 4));
    shape_t other = shape;
    if (*rc::gen::arbitrary<bool>()) other = {reference::count(shape)};
    if (rarely(4)) other.push_back(2);
    const auto a = random_sample<T>(shape), b = random_sample<T>(other);
    same_outcome(
        [&] { return reference::vdot(a.expected, b.expected); }, [&] { return tf::vdot(a.value, b.value); });
}

RC_GTEST_PROP(Products, tensordot_of_n_axes, ())
{
    const int n = rarely(8) ? -1 : uniform(0, 4);
    shape_t a = random_shape(uniform(1, 5)), b = random_shape(uniform(1, 5));
    for (int k = 0; k < n && n <= static_cast<int>(std::min(a.size(), b.size())); ++k)
        b[static_cast<std::size_t>(k)] = a[a.size() - static_cast<std::size_t>(n - k)];
    const auto x = random_sample<double>(a), y = random_sample<double>(b);
    same_outcome(
        [&] { return reference::tensordot(x.expected, y.expected, n); },
        [&] { return tf::tensordot(x.value, y.value, n); });
}

RC_GTEST_PROP(Products, tensordot_of_named_axes, ())
{
    const int rank_a = uniform(1, 5), rank_b = uniform(1, 5), n = uniform(0, std::min(rank_a, rank_b) + 1);
    shape_t a = random_shape(rank_a), b = random_shape(rank_b);
    const auto some_axes = [&](int rank) {
        shape_t list;
        for (int k = 0; k < n; ++k) list.push_back(uniform(-rank, rank));
        return list;
    };
    const shape_t of_a = some_axes(rank_a), of_b = some_axes(rank_b);
    for (std::size_t k = 0; k < of_a.size(); ++k)
        b[static_cast<std::size_t>((of_b[k] + rank_b) % rank_b)] =
            a[static_cast<std::size_t>((of_a[k] + rank_a) % rank_a)];
    const auto x = random_sample<double>(a), y = random_sample<double>(b);
    same_outcome(
        [&] { return reference::tensordot(x.expected, y.expected, of_a, of_b); },
        [&] { return tf::tensordot(x.value, y.value, of_a, of_b); });
}

RC_GTEST_PROP(Products, kron, ())
{
    const auto a = random_sample<double>(random_shape(uniform(0, 4)));
    const auto b = random_sample<double>(random_shape(uniform(0, 4)));
    same_outcome(
        [&] { return reference::kron(a.expected, b.expected); }, [&] { return tf::kron(a.value, b.value); });
}

RC_GTEST_PROP(Products, multi_dot, ())
{
    const auto n = static_cast<std::size_t>(uniform(1, 7));
    const shape_t sizes = random_shape(static_cast<int>(n) + 1);
    const bool row = *rc::gen::arbitrary<bool>(), column = *rc::gen::arbitrary<bool>();
    const bool broken = rarely(5);
    std::vector<ndarray<double>> expected;
    std::vector<D> values;
    for (std::size_t i = 0; i < n; ++i) {
        shape_t shape{sizes[i], sizes[i + 1]};
        if (i == 0 && row) shape = {sizes[1]};
        else if (i + 1 == n && column) shape = {sizes[i]};
        if (broken && i == n / 2) shape.back() += 1;
        auto x = random_sample<double>(shape);
        expected.push_back(x.expected);
        values.push_back(x.value);
    }
    same_outcome([&] { return reference::multi_dot(expected); }, [&] { return tf::multi_dot(values); });
}

RC_GTEST_PROP(Products, matrix_power, ())
{
    shape_t shape = random_shape(rarely(8) ? 1 : uniform(2, 5));
    if (shape.size() > 1 && !rarely(8)) shape.back() = shape[shape.size() - 2];
    const int n = rarely(8) ? -1 : uniform(0, 8);
    const auto a = random_sample<std::int64_t>(shape);
    same_outcome(
        [&] { return reference::matrix_power(a.expected, n); }, [&] { return tf::matrix_power(a.value, n); });
}

// ---- every element type -----------------------------------------------------------------------------------

template <class T> class ProductTypes : public testing::Test {
};
using every_type = testing::Types<
    bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t, std::uint32_t,
    std::uint64_t, float, double, std::complex<float>, std::complex<double>>;
TYPED_TEST_SUITE(ProductTypes, every_type);

TYPED_TEST(ProductTypes, follow_the_reference)
{
    using T = TypeParam;
    const auto x = whole_numbers<T>({2, 3, 3}, 1), y = whole_numbers<T>({3, 3}, 2),
               z = whole_numbers<T>({2, 3, 3}, 3);
    const tf::array<T> a = to_array(x), b = to_array(y), c = to_array(z);
    expect_equal(tf::dot(a, b), reference::dot(x, y));
    expect_equal(tf::matmul(a, b), reference::matmul(x, y));
    expect_equal(tf::inner(a, b), reference::inner(x, y));
    expect_equal(tf::outer(a, b), reference::outer(x, y));
    expect_equal(tf::vdot(a, c), reference::vdot(x, z));
    expect_equal(tf::tensordot(a, b), reference::tensordot(x, y));
    expect_equal(tf::kron(b, a), reference::kron(y, x));
    expect_equal(tf::multi_dot({b, b, b}), reference::multi_dot<T>({y, y, y}));
    expect_equal(tf::matrix_power(a, 2), reference::matrix_power(x, 2));
    expect_equal(tf::matrix_power(a, 0), reference::matrix_power(x, 0));
}

TEST(Products, integers_wrap)
{
    const tf::array<std::uint8_t> a = {200, 100};
    EXPECT_EQ(tf::dot(a, a)(), static_cast<std::uint8_t>(200 * 200 + 100 * 100));
}

TEST(Products, two_element_types_meet_as_in_numpy)
{
    const auto x = whole_numbers<std::int32_t>({2, 3}, 1);
    const auto y = whole_numbers<float>({3, 4}, 2);
    const auto sum = tf::dot(to_array(x), to_array(y));
    static_assert(std::is_same_v<decltype(sum), const D>);
    expect_equal(sum, reference::dot(reference::cast<double>(x), reference::cast<double>(y)));

    const auto z = whole_numbers<std::complex<float>>({4, 2}, 3);
    const auto both = tf::einsum("ij,jk,kl", to_array(x), to_array(y), to_array(z));
    static_assert(std::is_same_v<decltype(both), const tf::array<std::complex<double>>>);
    const tf::array<std::int64_t> counted =
        tf::outer(tf::array<std::int8_t>{-1, 2}, tf::array<std::uint32_t>{3, 4});
    EXPECT_EQ(counted(0, 1), -4);
    const tf::array<std::int16_t> flagged =
        tf::dot(tf::array<bool>{true, false}, tf::array<std::int16_t>{5, 7});
    EXPECT_EQ(flagged(), 5);
}

TEST(Products, take_views_expressions_and_containers)
{
    const auto x = whole_numbers<double>({3, 3}, 1);
    const D a = to_array(x);
    const auto twice = reference::ndarray<double>({3, 3}, 2.0);
    xt::xarray<double> plain = xt::xarray<double>::from_shape({3, 3});
    for (int i = 0; i < 9; ++i) plain.data()[i] = x.get(i);
    expect_equal(tf::dot(tf::transpose(a), a), reference::dot(reference::transpose(x), x));
    expect_equal(tf::dot(a * 0.0 + 2.0, a), reference::dot(twice, x));
    expect_equal(tf::dot(plain, a), reference::dot(x, x));
    expect_equal(tf::outer(plain, tf::transpose(a)), reference::outer(x, reference::transpose(x)));
    expect_equal(tf::tensordot(plain, plain, {0}, {-1}), reference::tensordot(x, x, {0}, {-1}));
    tf::dot(a, a);  // dropped
}

TEST(Products, stay_within_the_rounding_of_the_operation)
{
    ndarray<double> x({7, 40}), y({40, 9});
    for (int i = 0; i < x.size(); ++i) x.set(i, std::sin(i + 0.5));
    for (int i = 0; i < y.size(); ++i) y.set(i, std::cos(0.3 * i));
    const auto allowed = reference::bound(
        40, [](const auto& a, const auto& b) { return reference::dot(a, b); }, x, y);
    const auto difference =
        reference::difference(to_reference(tf::dot(to_array(x), to_array(y))), reference::dot(x, y), allowed);
    EXPECT_FALSE(difference) << *difference;
}

TEST(Products, put_nan_and_infinity_where_the_sum_does)
{
    const double inf = std::numeric_limits<double>::infinity();
    const D a = {{1.0, inf}, {0.0, 2.0}}, b = {{1.0, 0.0}, {0.0, std::nan("")}};
    const D c = tf::dot(a, b);
    EXPECT_TRUE(std::isnan(c(0, 0)));  // infinity times 0
    EXPECT_TRUE(std::isnan(c(0, 1)));
    EXPECT_EQ(c(1, 0), 0.0);
    EXPECT_TRUE(std::isnan(c(1, 1)));
}

TEST(Products, choose_the_cheap_order_in_a_chain)
{
    // (a b) v multiplies 8 million times, a (b v) 80 thousand.
    const D a = tf::ones<double>({200, 200}), b = tf::ones<double>({200, 200}), v = tf::ones<double>({200});
    const D r = tf::multi_dot({a, b, v});
    EXPECT_LT(tf::explain(r).flops_before, 1e6);
    EXPECT_EQ(r(199), 40000.0);
}

TEST(Products, take_long_chains)
{
    const std::vector<D> chain(1300, tf::eye<double>(2));
    expect_equal(tf::multi_dot(chain), reference::eye<double>(2));
}

// ---- errors -----------------------------------------------------------------------------------------------

TEST(ProductErrors, name_operation_shapes_and_line)
{
    const D a = tf::zeros<double>({10, 20}), b = tf::zeros<double>({19, 20});
    std::string text;
    const int line = __LINE__ + 2;
    try {
        tf::dot(a, b);
    }
    catch (const tf::shape_error& e) {
        text = e.what();
    }
    EXPECT_EQ(
        text, "[dot] (10, 20) x (19, 20): inner sizes 20 and 19 differ (products.cpp:" +
                  std::to_string(line) + ")");
}

TEST(ProductErrors, say_what_does_not_fit)
{
    const D a = tf::zeros<double>({2, 3}), b = tf::zeros<double>({4, 5}), v = tf::zeros<double>({3}),
            n = tf::zeros<double>({});
    const D s = tf::zeros<double>({2, 3, 4}), t = tf::zeros<double>({5, 4, 3});
    EXPECT_EQ(message_of([&] { tf::dot(v, b); }), "[dot] (3,) x (4, 5): inner sizes 3 and 4 differ");
    EXPECT_EQ(message_of([&] { tf::matmul(a, b); }), "[matmul] (2, 3) x (4, 5): inner sizes 3 and 4 differ");
    EXPECT_EQ(
        message_of([&] { tf::matmul(s, t); }),
        "[matmul] (2, 3, 4) x (5, 4, 3): batch sizes 2 and 5 do not broadcast");
    EXPECT_EQ(
        message_of([&] { tf::matmul(a, n); }),
        "[matmul] (2, 3) x (): an operand has no axes; use dot, or * for a number");
    EXPECT_EQ(message_of([&] { tf::inner(a, b); }), "[inner] (2, 3) x (4, 5): last sizes 3 and 5 differ");
    EXPECT_EQ(message_of([&] { tf::vdot(a, b); }), "[vdot] (2, 3) x (4, 5): sizes 6 and 20 differ");
    EXPECT_EQ(
        message_of([&] { tf::tensordot(a, b, 1); }),
        "[tensordot] (2, 3) x (4, 5): axis 1 of the first has size 3, axis 0 of the second 4");
    EXPECT_EQ(
        message_of([&] { tf::tensordot(a, b, 3); }), "[tensordot] (2, 3) x (4, 5): 3 axes cannot be summed");
    EXPECT_EQ(
        message_of([&] {
            tf::tensordot(a, b, {0, 1}, {0});
        }),
        "[tensordot] (2, 3) x (4, 5): 2 axes of the first and 1 of the second");
    EXPECT_EQ(
        message_of([&] {
            tf::tensordot(a, b, {0, -2}, {0, 1});
        }),
        "[tensordot] axis -2 is named twice in (0, -2)");
    EXPECT_EQ(
        message_of([&] { tf::tensordot(a, b, {2}, {0}); }),
        "[tensordot] axis 2 is out of range for an array of 2 axes");
}

TEST(ProductErrors, of_chains_and_powers)
{
    const D a = tf::zeros<double>({2, 3}), b = tf::zeros<double>({4, 5}), v = tf::zeros<double>({3});
    EXPECT_EQ(message_of([&] { tf::multi_dot({a}); }), "[multi_dot] 1 operand; it takes two or more");
    EXPECT_EQ(
        message_of([&] {
            tf::multi_dot({a, b});
        }),
        "[multi_dot] (2, 3) x (4, 5): inner sizes 3 and 4 differ (operands 0 and 1)");
    EXPECT_EQ(
        message_of([&] {
            tf::multi_dot({a, v, v});
        }),
        "[multi_dot] operand 1 of shape (3,) is not a matrix");
    EXPECT_EQ(
        message_of([&] { tf::matrix_power(a, 2); }),
        "[matrix_power] (2, 3): the last two axes are not a square");
    EXPECT_EQ(
        message_of([&] { tf::matrix_power(tf::eye<double>(2), -1); }),
        "[matrix_power] (2, 2) to the power -1: a negative power needs an inverse, which tenfold does not "
        "offer");
}

TEST(ProductErrors, of_results_beyond_every_memory)
{
    const auto wide = tf::broadcast_to(tf::zeros<double>({1}), {std::ptrdiff_t{1} << 40});
    EXPECT_THROW(tf::outer(wide, wide), tf::memory_error);
    EXPECT_THROW(tf::kron(wide, wide), tf::memory_error);
    const D deep = tf::zeros<double>(std::vector<int>(20, 1));
    EXPECT_THROW(tf::tensordot(deep, deep, 0), tf::shape_error);
    EXPECT_THROW(tf::kron(deep, deep), tf::shape_error);
    EXPECT_THROW(tf::dot(D(), D()), tf::error);
}

TEST(Products, explain_counts_plain_containers_that_were_copied)
{
    const xt::xarray<double> plain = xt::ones<double>({2, 3});
    const D made = plain, b = tf::ones<double>({3, 4});
    std::vector<D> all;
    for (int i = 0; i < 5; ++i) all.push_back(tf::dot(plain, b));
    const tf::explanation e = tf::explain(all);
    EXPECT_EQ(e.containers_copied, 5);
    EXPECT_EQ(e.bytes_copied, 5 * 6 * 8.0);
    const tf::explanation none = tf::explain(tf::dot(made, b), tf::dot(tf::borrow(plain), b));
    EXPECT_EQ(none.containers_copied, 0);
    EXPECT_EQ(none.bytes_copied, 0);
}
