// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Arrays of, and over, memory that is no xtensor container: vectors, spans, pointers.
#include "support.hpp"

#include <array>
#include <memory>
#include <span>

namespace {

using namespace support;
using D = tf::array<double>;

template <class T> std::vector<T> elements(const tf::array<T>& x) { return {x.begin(), x.end()}; }

}  // namespace

static_assert(!std::is_constructible_v<tf::array<float>, std::vector<double>>);
static_assert(!std::is_constructible_v<D, std::string>);
static_assert(std::is_convertible_v<std::vector<int>, D>);

TEST(Array, of_vectors_and_spans)
{
    std::vector<double> v = {1, 2, 3};
    const std::vector<float> f = {1.5f, 2.5f};
    const std::array<int, 2> fixed = {7, 8};
    const D copied = v, wide = f, part = std::span<const double>(v).subspan(1), whole(fixed), none = std::vector<double>();
    const tf::array<std::complex<double>> z = v;
    v[0] = 9;
    EXPECT_EQ(elements(copied), (std::vector<double>{1, 2, 3}));
    EXPECT_EQ(elements(wide), (std::vector<double>{1.5, 2.5}));
    EXPECT_EQ(elements(part), (std::vector<double>{2, 3}));
    EXPECT_EQ(elements(whole), (std::vector<double>{7, 8}));
    EXPECT_EQ(none.shape(), (std::vector<int>{0}));
    EXPECT_EQ(z(2), std::complex<double>(3, 0));
    const tf::array deduced(f);
    static_assert(std::is_same_v<decltype(deduced), const tf::array<float>>);
}

TEST(Array, moves_a_vector_in)
{
    std::vector<double> v(5000, 2.0);
    const double* const memory = v.data();
    const D x = std::move(v);
    EXPECT_EQ(x.value().data() + x.value().data_offset(), memory);
    EXPECT_EQ(tf::sum(x)(), 10000.0);
}

TEST(Borrow, vectors_spans_and_pointers)
{
    std::vector<double> v = {0, 1, 2, 3, 4, 5};
    const std::span<double> s(v);
    const D x = tf::borrow(v), y = tf::borrow(s.subspan(2)), z = tf::borrow(std::span<double>(v));
    const D matrix = tf::borrow(v.data(), {2, 3}), turned = tf::borrow(v.data(), {3, 2}, {1, 3}),
            back = tf::borrow(v.data() + 5, {6}, {-1}), same = tf::borrow(v.data(), {4, 2}, {0, 1});
    v[5] = 50;   // before anything was recorded
    EXPECT_EQ(x(5), 50.0);
    EXPECT_EQ(elements(y), (std::vector<double>{2, 3, 4, 50}));
    EXPECT_EQ(z.size(), 6u);
    EXPECT_EQ(elements(matrix), v);
    EXPECT_EQ(elements(turned), (std::vector<double>{0, 3, 1, 4, 2, 50}));
    EXPECT_EQ(back(0), 50.0);
    EXPECT_EQ(same(3, 1), 1.0);
    EXPECT_EQ(x.value().data(), v.data());
    EXPECT_THROW(tf::borrow(v.data(), {2, 3}, {1}), tf::shape_error);
    EXPECT_THROW(tf::borrow(v.data(), {-1}), tf::shape_error);
}

TEST(Borrow, keeps_an_owner)
{
    auto owner = std::make_shared<std::vector<double>>(std::vector<double>{1, 2, 3});
    const std::weak_ptr<std::vector<double>> watch = owner;
    D sum;
    {
        const D x = tf::borrow(owner->data(), {3}, {1}, owner);
        owner.reset();
        EXPECT_FALSE(watch.expired());
        sum = tf::sum(x);
    }
    EXPECT_EQ(sum(), 6.0);
    sum = D();
    tf::eval(tf::ones(3) + 1.0);   // what nobody reads is let go
    EXPECT_TRUE(watch.expired());
}
