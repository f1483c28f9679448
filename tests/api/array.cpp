// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Making arrays, borrowing, reading and conversions.
#include "support.hpp"

#include <numeric>

namespace {

using namespace support;
using D = tf::array<double>;

xt::xarray<double> counted(std::vector<std::size_t> shape)
{
    xt::xarray<double> x = xt::xarray<double>::from_shape(shape);
    std::iota(x.begin(), x.end(), 0.0);
    return x;
}

template <class X> void expect_counted(const X& x)
{
    double expected = 0;
    for (double e : x) EXPECT_EQ(e, expected++);
}

}  // namespace

TEST(Array, is_a_small_handle) { EXPECT_LE(sizeof(D), 24u); }

TEST(Array, from_lists)
{
    D one = {1.0, 2.0, 3.0}, two = {{1.0, 2.0}, {3.0, 4.0}}, three = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}};
    EXPECT_EQ(one.shape(), (std::vector<int>{3}));
    EXPECT_EQ(two(1, 0), 3.0);
    EXPECT_EQ(three.shape(), (std::vector<int>{2, 2, 2}));
    EXPECT_EQ(three(1, 0, 1), 6.0);
    EXPECT_EQ(
        message_of([] {
            D ragged = {{1.0, 2.0}, {3.0, 4.0, 5.0}};
        }),
        "[array] a row of 3 beside rows of 2");
}

TEST(Array, from_xtensor)
{
    const xt::xarray<double> row = counted({3, 4});
    xt::xarray<double, xt::layout_type::column_major> column = row;
    const xt::xtensor<double, 2> fixed = row;
    expect_counted(D(row));
    expect_counted(D(column));
    expect_counted(D(fixed));
    expect_counted(D(row + 0.0));
    expect_counted(D(xt::arange<double>(12.0)));
    expect_counted(D(xt::transpose(xt::xarray<double>(xt::transpose(row)))));
    EXPECT_EQ(D(xt::view(row, xt::all(), 1))(2), 9.0);
    EXPECT_EQ(D(xt::view(row, xt::keep(0, 2), xt::all()))(1, 3), 11.0);
    EXPECT_EQ(D(xt::ones<int>({2, 2}))(1, 1), 1.0);  // elements convert as in xtensor
    D copied = row;
    EXPECT_NE(copied.value().data(), row.data());
}

TEST(Array, moves_containers_in)
{
    xt::xarray<double> row = counted({3, 4});
    const double* memory = row.data();
    D a = std::move(row);
    EXPECT_EQ(&a.value()(0, 0), memory);
    xt::xarray<double, xt::layout_type::column_major> column = counted({3, 4});
    memory = column.data();
    D b = std::move(column);
    EXPECT_EQ(&b.value()(0, 0), memory);
    expect_counted(b);
    xt::xtensor<double, 1> line = counted({5});
    memory = line.data();
    D c = std::move(line);
    EXPECT_EQ(&c.value()(0), memory);
}

TEST(Array, borrow)
{
    xt::xarray<double> row = counted({3, 4});
    xt::xtensor<double, 2, xt::layout_type::column_major> column = row;
    const xt::xarray<double>& constant = row;
    EXPECT_EQ(&tf::borrow(row).value()(0, 0), row.data());
    EXPECT_EQ(&tf::borrow(constant).value()(1, 2), &row(1, 2));
    expect_counted(tf::borrow(column));
    auto part = xt::view(row, xt::range(0, 2), xt::range(3, 0, -2));
    D of_view = tf::borrow(part), of_temporary_view = tf::borrow(xt::view(row, 1));
    EXPECT_EQ(of_view(1, 0), 7.0);
    EXPECT_EQ(of_view(1, 1), 5.0);
    EXPECT_EQ(of_temporary_view(2), 6.0);
    row(1, 2) = 100;
    EXPECT_EQ(of_temporary_view(2), 100.0);
}

TEST(Array, without_a_value)
{
    D nothing;
    EXPECT_THROW(nothing.shape(), tf::error);
    EXPECT_THROW(nothing(0), tf::error);
    EXPECT_THROW(nothing.begin(), tf::error);
    EXPECT_THROW(nothing.value(), tf::error);
    EXPECT_THROW(nothing += 1.0, tf::error);
    EXPECT_THROW(tf::copy(nothing), tf::error);
    EXPECT_THROW(tf::dot(nothing, nothing), tf::error);
    EXPECT_THROW(xt::xarray<double> r = nothing, tf::error);
    D other = nothing;
    other = D{1.0};
    EXPECT_EQ(other(0), 1.0);
}

TEST(Array, elements)
{
    D a = {{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}};
    EXPECT_EQ(a(1, 2), 6.0);
    EXPECT_EQ(a(std::size_t{0}, 1u), 2.0);
    EXPECT_EQ(tf::full<double>({}, 7.0)(), 7.0);
    EXPECT_EQ(message_of([&] { a(1, 3); }), "[element] (1, 3) in (2, 3): index 3 is outside axis 1 of 3");
    EXPECT_EQ(message_of([&] { a(-1, 0); }), "[element] (-1, 0) in (2, 3): index -1 is outside axis 0 of 2");
    EXPECT_EQ(message_of([&] { a(1); }), "[element] (1,) in (2, 3): 1 index for 2 axes");
    EXPECT_EQ(message_of([&] { a(); }), "[element] () in (2, 3): 0 indices for 2 axes");
    EXPECT_THROW(a(1, std::size_t(-1)), tf::index_error);
    try {
        a(2, 0);
        FAIL();
    }
    catch (const tf::index_error& e) {
        EXPECT_NE(std::string(e.what()).find("(array.cpp:"), std::string::npos) << e.what();
    }
}

TEST(Array, shapes)
{
    D a = tf::zeros<double>({2, 3});
    EXPECT_EQ(a.shape()[1], 3);
    EXPECT_EQ(a.shape(0), 2);
    EXPECT_EQ(a.shape().size(), 2u);
    EXPECT_EQ(a.shape(), tf::transpose(tf::zeros<double>({3, 2})).shape());
    EXPECT_FALSE(a.shape() == (std::vector<std::size_t>{3, 2}));
    EXPECT_EQ((xt::xarray<double>(a).shape() == a.shape()), true);
    EXPECT_EQ(a.dimension(), 2u);
    EXPECT_EQ(a.size(), 6u);
    EXPECT_EQ(tf::zeros<double>({0, 5}).size(), 0u);
    std::vector<std::ptrdiff_t> kept;
    for (std::ptrdiff_t n : tf::zeros<double>({4, 5}).shape()) kept.push_back(n);  // of a temporary
    EXPECT_EQ(kept, (std::vector<std::ptrdiff_t>{4, 5}));
}

TEST(Array, iterates_in_row_major_order)
{
    D a = counted({2, 3, 4});
    expect_counted(a);
    expect_counted(D(tf::transpose(tf::transpose(a, {2, 0, 1}), {1, 2, 0})));
    D t = tf::transpose(a);
    EXPECT_EQ(std::vector<double>(t.begin(), t.begin() + 3), (std::vector<double>{0, 12, 4}));
    EXPECT_EQ(t.end() - t.begin(), 24);
    EXPECT_EQ(*(t.end() - 1), 23.0);
    EXPECT_EQ(*std::prev(t.end(), 2), 11.0);
    EXPECT_EQ(t.begin()[1], 12.0);
    EXPECT_EQ(std::accumulate(t.begin(), t.end(), 0.0), 276.0);
    auto it = t.begin();
    t = D{0.0};
    a = t;
    EXPECT_EQ(*++it, 12.0);  // the iterator keeps what it walks over
    EXPECT_EQ(std::distance(D(tf::zeros<double>({3, 0})).begin(), D(tf::zeros<double>({3, 0})).end()), 0);
}

TEST(Array, value_is_an_xtensor_expression)
{
    const auto take = [] {
        D a = counted({3, 4});
        D v = tf::flip(tf::transpose(a), 0);
        return v.value();
    };
    auto v = take();
    EXPECT_EQ(v(0, 2), 11.0);
    EXPECT_EQ(v(3, 0), 0.0);
    xt::xarray<double> r = v + 1.0, s = take() * 2.0;
    EXPECT_EQ(r(0, 2), 12.0);
    EXPECT_EQ(s(0, 2), 22.0);
    EXPECT_EQ(xt::sum(v)(), 66.0);
    auto other = v;
    EXPECT_EQ(other(1, 1), 6.0);
    EXPECT_EQ(v.shape()[0], 4u);
}

TEST(Array, converts_to_xtensor)
{
    D a = counted({3, 4});
    xt::xarray<double> r = a;
    xt::xtensor<double, 2> fixed = a;
    xt::xarray<double, xt::layout_type::column_major> column = a;
    xt::xarray<float> narrow = a;
    expect_counted(r);
    EXPECT_EQ(fixed(2, 3), 11.0);
    EXPECT_EQ(column(2, 3), 11.0);
    EXPECT_EQ(narrow(2, 3), 11.0f);
    r = tf::view(a, 1);
    EXPECT_EQ(r.dimension(), 1u);
    r = a;
    r += a;
    EXPECT_EQ(r(2, 3), 22.0);
    xt::noalias(r) = a * 2.0;
    xt::view(r, xt::range(0, 3)) = a * 3.0;
    EXPECT_EQ(r(2, 3), 33.0);
    xt::view(r, xt::all(), xt::range(0, 4)) = tf::view(a, 0);
    EXPECT_EQ(r(2, 3), 3.0);
    EXPECT_THROW((xt::xtensor<double, 3>(a)), tf::shape_error);
    const auto sum = [](const xt::xarray<double>& x) { return xt::sum(x)(); };
    EXPECT_EQ(sum(a), 66.0);
}

TEST(Array, compound_assignment_rebinds)
{
    D a = {1.0, 2.0}, old = a;
    a += old;
    a *= 3;
    a -= xt::xarray<double>{1.0, 1.0};
    a /= 2.0;
    EXPECT_EQ(a(0), 2.5);
    EXPECT_EQ(a(1), 5.5);
    EXPECT_EQ(old(1), 2.0);
    try {
        a += (D{1.0, 2.0, 3.0});
        FAIL();
    }
    catch (const tf::shape_error& e) {
        EXPECT_STREQ(e.what(), "[x0 + x1] shapes (2,), (3,) do not broadcast");  // and no line inside tenfold
    }
}

TEST(Array, copy_shares_nothing)
{
    D a = counted({3, 4}), b = tf::copy(a), c = tf::copy(tf::view(a, 1));
    EXPECT_NE(&a.value()(0, 0), &b.value()(0, 0));
    EXPECT_EQ(b(2, 3), 11.0);
    EXPECT_EQ(c(3), 7.0);
    EXPECT_EQ(tf::copy(a * 2.0)(2, 3), 22.0);
}

template <class T> class ArrayOf : public testing::Test {
};
using every_type = testing::Types<
    bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t, std::uint32_t,
    std::uint64_t, float, double, std::complex<float>, std::complex<double>>;
TYPED_TEST_SUITE(ArrayOf, every_type);

TYPED_TEST(ArrayOf, goes_in_and_out)
{
    const auto x = whole_numbers<TypeParam>({3, 4}, 7);
    tf::array<TypeParam> a = to_array(x), v = tf::view(a, xt::range(2, 0, -1), 1);
    expect_equal(a, x);
    expect_equal(v, reference::view(x, reference::range(2, 0, -1), 1));
    xt::xarray<TypeParam> r = v;
    EXPECT_EQ(r(0), x(2, 1));
    EXPECT_EQ(a.value()(1, 3), x(1, 3));
    EXPECT_EQ(a(1, 3), x(1, 3));
}
