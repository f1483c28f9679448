// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Values that both the reference and tenfold read, and what the two must agree on.
#pragma once

#include "reference/reference.hpp"

#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace support {

namespace tf = tenfold;
using reference::ndarray;
using reference::shape_t;

template <class T> tf::array<T> to_array(const ndarray<T>& x)
{
    xt::xarray<T> values =
        xt::xarray<T>::from_shape(std::vector<std::size_t>(x.shape.begin(), x.shape.end()));
    for (reference::index i = 0; i < x.size(); ++i) values.data()[i] = x.get(i);
    return tf::array<T>(std::move(values));
}

template <class T> ndarray<T> to_reference(const tf::array<T>& x)
{
    ndarray<T> r(shape_t(x.shape().begin(), x.shape().end()));
    reference::index i = 0;
    for (T value : x) r.set(i++, value);
    return r;
}

/// The same value in one of three layouts: as it is, transposed, or with its last axis reversed.
template <class T> tf::array<T> arranged(const ndarray<T>& x, int how)
{
    const int last = static_cast<int>(x.rank()) - 1;
    if (how == 1) return tf::transpose(to_array(reference::transpose(x)));
    if (how == 2 && last >= 0) return tf::flip(to_array(reference::flip(x, last)), last);
    return to_array(x);
}

/// Small whole numbers, so that sums are exact in every element type and may be compared for equality.
template <class T> ndarray<T> whole_numbers(const shape_t& shape, unsigned seed)
{
    ndarray<T> x(shape);
    for (reference::index i = 0; i < x.size(); ++i) {
        seed = seed * 1664525u + 1013904223u;
        const int n = static_cast<int>(seed >> 24) % 7;
        if constexpr (reference::is_complex_v<T>)
            x.set(i, T(static_cast<float>(n - 3), static_cast<float>(seed >> 20 & 3)));
        else if constexpr (std::is_same_v<T, bool>) x.set(i, n > 3);
        else if constexpr (std::is_unsigned_v<T>) x.set(i, static_cast<T>(n));
        else x.set(i, static_cast<T>(n - 3));
    }
    return x;
}

/// low .. high - 1, as likely large as small from the first case on.
inline int uniform(int low, int high)
{
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high));
}
inline bool rarely(int n) { return uniform(0, n) == n - 1; }

/// `rank` axes of sizes 0 to 3, mostly not 0.
inline shape_t random_shape(int rank)
{
    return *rc::gen::container<shape_t>(
        static_cast<std::size_t>(rank),
        rc::gen::weightedElement<reference::index>({{1, 0}, {3, 1}, {5, 2}, {5, 3}}));
}

template <class T> struct sample {
    ndarray<T> expected;
    tf::array<T> value;
};
template <class T> sample<T> random_sample(const shape_t& shape)
{
    ndarray<T> x = whole_numbers<T>(shape, *rc::gen::arbitrary<unsigned>());
    tf::array<T> value = arranged(x, uniform(0, 3));
    return {std::move(x), std::move(value)};
}

/// Both calls give the same value, or both refuse. `lazy()` must throw a tenfold::error where `eager()`
/// rejects.
template <class Eager, class Lazy> void same_outcome(Eager eager, Lazy lazy)
{
    using result = decltype(eager());
    std::optional<result> expected;
    std::string refusal;
    try {
        expected = eager();
    }
    catch (const std::invalid_argument& e) {
        refusal = e.what();
    }
    if (!expected) {
        RC_LOG() << "the reference refuses: " << refusal << '\n';
        RC_ASSERT_THROWS_AS(lazy(), tf::error);
        RC_TAG("refused");
        return;
    }
    const auto difference = reference::difference(to_reference(lazy()), *expected);
    if (difference) RC_LOG() << *difference << '\n';
    RC_ASSERT(!difference);
}

/// What a call throws, without the place: "[dot] ...".
template <class Call> std::string message_of(Call call)
{
    try {
        call();
    }
    catch (const tf::error& e) {
        const std::string text = e.what();
        const std::size_t place = text.rfind(" (");
        return text.ends_with(')') && text.find(".cpp:", place) != std::string::npos ? text.substr(0, place)
                                                                                     : text;
    }
    return "nothing thrown";
}

template <class T> void expect_equal(const tf::array<T>& got, const ndarray<T>& want)
{
    const auto difference = reference::difference(to_reference(got), want);
    EXPECT_FALSE(difference) << *difference;
}

}  // namespace support
