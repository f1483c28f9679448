// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// From one element type to another: by themselves where nothing is lost, by astype everywhere else.
#include "support.hpp"

#include <limits>

namespace {

using namespace support;

using all_types = std::tuple<
    bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t, std::uint32_t,
    std::uint64_t, float, double, std::complex<float>, std::complex<double>>;

template <class F> void for_each_type(F f)
{
    [&]<class... T>(std::type_identity<std::tuple<T...>>) { (f(std::type_identity<T>()), ...); }
    (std::type_identity<all_types>());
}

template <class T> xt::xarray<T> some()
{
    xt::xarray<T> x = xt::xarray<T>::from_shape({3, 11});
    for (std::size_t i = 0; i < x.size(); ++i) {
        if constexpr (tf::detail::is_complex_type<T>) x.data()[i] = T(static_cast<int>(i), static_cast<int>(i % 5));
        else if constexpr (std::is_floating_point_v<T>) x.data()[i] = static_cast<T>(i) + T(0.75);
        else x.data()[i] = static_cast<T>(i % 3);
    }
    return x;
}

template <class To, class From> To as(const From& x)
{
    if constexpr (tf::detail::is_complex_type<To> && !tf::detail::is_complex_type<From>)
        return To(static_cast<typename To::value_type>(x));
    else return static_cast<To>(x);
}

}  // namespace

// x(i, j) only reads. Of complex numbers it would compile, and change nothing.
static_assert(!std::is_assignable_v<decltype(std::declval<tf::array<double>&>()(0)), double>);
static_assert(!std::is_assignable_v<decltype(std::declval<tf::array<std::complex<double>>&>()(0)), double>);
static_assert(!std::is_assignable_v<decltype(std::declval<tf::array<std::complex<float>>&>()()), float>);

TEST(Astype, every_pair_of_types_as_C_converts)
{
    for_each_type([]<class From>(std::type_identity<From>) {
        const xt::xarray<From> plain = some<From>();
        const tf::array<From> x = plain;
        for_each_type([&]<class To>(std::type_identity<To>) {
            if constexpr (tf::detail::is_complex_type<To> || !tf::detail::is_complex_type<From>) {
                const tf::array<To> whole = tf::astype<To>(x), turned = tf::astype<To>(tf::transpose(x)),
                                    part = tf::astype<To>(tf::view(x, 1, xt::range(9, 0, -2)));
                ASSERT_EQ(whole.shape(), (std::vector<int>{3, 11}));
                for (std::size_t i = 0; i < 3; ++i)
                    for (std::size_t j = 0; j < 11; ++j) {
                        EXPECT_EQ(whole(i, j), (as<To>(plain(i, j)))) << i << ' ' << j;
                        EXPECT_EQ(turned(j, i), (as<To>(plain(i, j))));
                    }
                for (std::size_t k = 0; k < 5; ++k) EXPECT_EQ(part(k), (as<To>(plain(1, 9 - 2 * k))));
            }
        });
    });
}

TEST(Astype, takes_whatever_reads_as_an_array)
{
    const tf::array<double> x = {{1.5, -2.5}, {3.25, 1e300}};
    const tf::array<float> of_expression = tf::astype<float>(x * 2.0), of_plain = tf::astype<float>(xt::xarray<double>{1.5});
    EXPECT_EQ(of_expression(0, 1), -5.f);
    EXPECT_EQ(of_expression(1, 1), std::numeric_limits<float>::infinity());
    EXPECT_EQ(of_plain(0), 1.5f);
    EXPECT_EQ(tf::astype<double>(x)(1, 0), 3.25);
    EXPECT_EQ(tf::astype<int>(x + 0.25)(0, 1), -2);
    const tf::array<std::complex<double>> z = {std::complex<double>(1, 2)};
    const tf::array<std::complex<float>> of_complex = tf::astype<std::complex<float>>(z + z);
    EXPECT_EQ(of_complex(0), std::complex<float>(2, 4));
    const tf::array<float> none = tf::astype<float>(tf::zeros<double>({0, 3})), single = tf::astype<float>(tf::sum(x));
    EXPECT_EQ(none.shape(), (std::vector<int>{0, 3}));
    EXPECT_EQ(single.dimension(), 0u);
}

TEST(Convert, what_fits_converts_by_itself)
{
    const tf::array<float> f = {{1.5f, 2.5f}};
    const tf::array<int> i = {3, 4};
    tf::array<double> d = f;
    EXPECT_EQ(d(0, 1), 2.5);
    d = i;
    EXPECT_EQ(d(1), 4.0);
    d = tf::view(f, 0);
    EXPECT_EQ(d(0), 1.5);
    const tf::array<std::complex<double>> z = d, w = tf::transpose(f);
    EXPECT_EQ(z(0), std::complex<double>(1.5, 0));
    EXPECT_EQ(w(1, 0), std::complex<double>(2.5, 0));
    const tf::array<std::complex<double>> wide = tf::array<std::complex<float>>(w.shape()[0] ? tf::astype<std::complex<float>>(w) : tf::array<std::complex<float>>());
    EXPECT_EQ(wide(0, 0), std::complex<double>(1.5, 0));
    const tf::array<std::int64_t> longer = i;
    EXPECT_EQ(longer(0), 3);
    const auto sum = [](const tf::array<double>& x) { return tf::sum(x)(); };
    EXPECT_EQ(sum(f), 4.0);
    EXPECT_THROW(d = tf::array<float>(), tf::error);
}

TEST(Convert, the_value_is_that_of_the_moment)
{
    tf::array<float> f = {1.f, 2.f};
    const tf::array<double> before = f;
    tf::view(f, 0) = 7.f;
    const tf::array<double> after = f;
    EXPECT_EQ(before(0), 1.0);
    EXPECT_EQ(after(0), 7.0);
}

TEST(Where, of_complex_numbers)
{
    using Z = std::complex<double>;
    const tf::array<double> x = {1.0, -1.0, 0.0};
    const tf::array<Z> a = {Z(1, 2), Z(3, 4), Z(5, 6)}, b = {Z(-1, 0), Z(-2, 0), Z(0, -3)};
    const tf::array<Z> both = xt::where(x > 0.0, a, b), number = xt::where(x >= 0.0, a, Z(9, 9)),
                       mixed = xt::where(x > 0.0, a, x) * 2.0;
    EXPECT_EQ(both(0), Z(1, 2));
    EXPECT_EQ(both(1), Z(-2, 0));
    EXPECT_EQ(both(2), Z(0, -3));
    EXPECT_EQ(number(1), Z(9, 9));
    EXPECT_EQ(number(2), Z(5, 6));
    EXPECT_EQ(mixed(0), Z(2, 4));
    EXPECT_EQ(mixed(1), Z(-2, 0));
    const tf::array<std::complex<float>> c = {std::complex<float>(1, 1), std::complex<float>(2, 2), std::complex<float>(3, 3)};
    const tf::array<std::complex<float>> narrow = xt::where(x < 0.0, c, std::complex<float>(0));
    EXPECT_EQ(narrow(1), std::complex<float>(2, 2));
    EXPECT_EQ(narrow(2), std::complex<float>(0, 0));
    const tf::array<double> real = xt::where(x > 0.0, x, 5.0);
    EXPECT_EQ(real(0), 1.0);
    EXPECT_EQ(real(1), 5.0);
}
