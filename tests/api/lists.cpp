// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Arrays from lists in braces: every depth, and the spellings that the language could read in two ways.
#include "support.hpp"

namespace {

using namespace support;
using D = tf::array<double>;

template <class T>
void expect(
    const tf::array<T>& x, const std::vector<int>& shape,
    const std::vector<std::type_identity_t<T>>& elements)
{
    EXPECT_EQ(x.shape(), shape);
    EXPECT_EQ(std::vector<T>(x.begin(), x.end()), elements);
}

double total(const D& x) { return tf::sum(x)(); }

}  // namespace

TEST(Lists, one_deep)
{
    D one = {1.0}, two = {1.0, 2.0}, three = {1.0, 2.0, 3.0}, ints = {1, 2}, mixed = {1, 2.5, 3.f};
    expect(one, {1}, {1});
    expect(two, {2}, {1, 2});
    expect(three, {3}, {1, 2, 3});
    expect(ints, {2}, {1, 2});
    expect(mixed, {3}, {1, 2.5, 3});
}

TEST(Lists, two_deep)
{
    D one = {{1.0}}, row = {{1.0, 2.0}}, longer = {{1.0, 2.0, 3.0}}, column = {{1.0}, {2.0}},
      taller = {{1.0}, {2.0}, {3.0}};
    D square = {{1.0, 2.0}, {3.0, 4.0}}, ints = {{1, 2}, {3, 4}}, wide = {{1, 2, 3}, {4, 5, 6}};
    expect(one, {1, 1}, {1});
    expect(row, {1, 2}, {1, 2});
    expect(longer, {1, 3}, {1, 2, 3});
    expect(column, {2, 1}, {1, 2});
    expect(taller, {3, 1}, {1, 2, 3});
    expect(square, {2, 2}, {1, 2, 3, 4});
    expect(ints, {2, 2}, {1, 2, 3, 4});
    expect(wide, {2, 3}, {1, 2, 3, 4, 5, 6});
}

TEST(Lists, deeper)
{
    D one = {{{1.0}}}, row = {{{1.0, 2.0}}}, rows = {{{1.0}, {2.0}}}, blocks = {{{1.0}}, {{2.0}}};
    D cube = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, four = {{{{1.0}}}},
      wide = {{{{1.0, 2.0}, {3.0, 4.0}}}, {{{5, 6}, {7, 8}}}};
    D five = {{{{{1.0}, {2.0}}}}};
    expect(one, {1, 1, 1}, {1});
    expect(row, {1, 1, 2}, {1, 2});
    expect(rows, {1, 2, 1}, {1, 2});
    expect(blocks, {2, 1, 1}, {1, 2});
    expect(cube, {2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8});
    expect(four, {1, 1, 1, 1}, {1});
    expect(wide, {2, 1, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8});
    expect(five, {1, 1, 1, 2, 1}, {1, 2});
}

TEST(Lists, empty)
{
    expect(D{{}}, {1, 0}, {});
    expect(D{{}, {}}, {2, 0}, {});
    expect(D{{{}, {}, {}}}, {1, 3, 0}, {});
    EXPECT_THROW(D{}.shape(), tf::error);  // as without a list: no value
}

TEST(Lists, every_way_to_write_them)
{
    expect(D{1.0, 2.0}, {2}, {1, 2});
    expect(D({1.0, 2.0}), {2}, {1, 2});
    expect(D{{1.0}, {2.0}}, {2, 1}, {1, 2});
    expect(D({{1.0}, {2.0}}), {2, 1}, {1, 2});
    expect(D({{1.0, 2.0}, {3.0, 4.0}}), {2, 2}, {1, 2, 3, 4});
    D a;
    a = {{1.0}, {2.0}};
    expect(a, {2, 1}, {1, 2});
    a = {3.0};
    expect(a, {1}, {3});
    EXPECT_EQ(total({{1.0, 2.0}, {3.0, 4.0}}), 10.0);
    EXPECT_EQ(total({{1.0}}), 1.0);
    std::vector<D> several;
    several.push_back({{1.0}, {2.0}});
    several.push_back({1.0, 2.0});
    expect(several[0], {2, 1}, {1, 2});
    expect(several[1], {2}, {1, 2});
    D copied{a}, moved = {D{4.0, 5.0}}, computed{a * 2.0}, plain{xt::xarray<double>{7.0, 8.0}};
    expect(copied, {1}, {3});
    expect(moved, {2}, {4, 5});
    expect(computed, {1}, {6});
    expect(plain, {2}, {7, 8});
}

TEST(Lists, elements_of_every_type)
{
    double x = 1.5;
    const int n = 3;
    const std::vector<bool> bits = {true, false};
    expect(tf::array<float>{1.5, x, double(n)}, {3}, {1.5f, 1.5f, 3.f});
    expect(D{n, 1, 1.5}, {3}, {3, 1, 1.5});
    expect(tf::array<int>{{1, 2}, {3, 4}}, {2, 2}, {1, 2, 3, 4});
    expect(tf::array<bool>{{true, false}, {bits[0], bits[1]}}, {2, 2}, {true, false, true, false});
    using C = std::complex<double>;
    expect(tf::array<C>{C(1, 2), 3.0, 4}, {3}, {C(1, 2), 3.0, 4.0});
    expect(
        tf::array<C>{{1.0, 2.0}, {3.0, 4.0}}, {2, 2}, {1.0, 2.0, 3.0, 4.0});  // rows, not (real, imaginary)
    EXPECT_EQ(
        message_of([] { tf::array<std::uint8_t>{300}; }),
        "[array] a number of the list does not fit into uint8");
    EXPECT_EQ(
        message_of([] { tf::array<unsigned>{-1}; }), "[array] a number of the list does not fit into uint32");
}

TEST(Lists, deduce_the_element_type)
{
    tf::array one = {1.0, 2.0};
    tf::array two = {{1, 2}, {3, 4}};
    tf::array column = {{1.f}, {2.f}};
    tf::array three = {{{1.0}}};
    static_assert(std::is_same_v<decltype(one), D> && std::is_same_v<decltype(two), tf::array<int>>);
    static_assert(std::is_same_v<decltype(column), tf::array<float>> && std::is_same_v<decltype(three), D>);
    expect(column, {2, 1}, {1, 2});
    expect(three, {1, 1, 1}, {1});
}

TEST(Lists, ragged)
{
    const auto said = [](auto make) { return message_of([&] { make(); }); };
    EXPECT_EQ(said([] { return D{{1.0, 2.0}, {3.0, 4.0, 5.0}}; }), "[array] a row of 3 beside rows of 2");
    EXPECT_EQ(said([] { return D{{1.0}, {}}; }), "[array] a row of 0 beside rows of 1");
    EXPECT_EQ(said([] { return D{{}, {1.0}}; }), "[array] a row of 1 beside rows of 0");
    EXPECT_EQ(said([] { return D{1.0, {2.0, 3.0}}; }), "[array] a row of 2 beside numbers");
    EXPECT_EQ(said([] { return D{{1.0}, 2.0}; }), "[array] a number beside rows of 1");
    EXPECT_EQ(said([] { return D{{{1.0}}, {{2.0}, {3.0}}}; }), "[array] a row of 2 beside rows of 1");
    EXPECT_EQ(said([] { return D{{{1.0}}, {2.0}}; }), "[array] a number beside rows of 1");
}
