// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The element type in which two others meet.
#pragma once

#include <tenfold/detail/element.hpp>

#include <algorithm>
#include <complex>
#include <type_traits>

namespace tenfold::detail {

template <class T> inline constexpr bool is_complex_type = false;
template <class R> inline constexpr bool is_complex_type<std::complex<R>> = true;

/// Bytes of the real type that holds T: 4 for bool, small integers, float and complex<float>, else 8.
template <class T> constexpr std::size_t real_bytes()
{
    if constexpr (is_complex_type<T>) return sizeof(T) / 2;
    else if constexpr (std::is_floating_point_v<T>) return sizeof(T);
    else return sizeof(T) <= 2 ? 4 : 8;
}

template <class A, class B> constexpr auto promote()
{
    if constexpr (std::is_same_v<A, B>) return std::type_identity<A>();
    else if constexpr (std::is_same_v<A, bool> || std::is_same_v<B, bool>)
        return std::type_identity<std::conditional_t<std::is_same_v<A, bool>, B, A>>();
    else if constexpr (std::is_integral_v<A> && std::is_integral_v<B>) {
        if constexpr (std::is_signed_v<A> == std::is_signed_v<B>)
            return std::type_identity<std::conditional_t<(sizeof(A) < sizeof(B)), B, A>>();
        else {
            constexpr std::size_t unsigned_bytes = std::is_signed_v<A> ? sizeof(B) : sizeof(A);
            constexpr std::size_t bytes = std::max(2 * unsigned_bytes, std::max(sizeof(A), sizeof(B)));
            if constexpr (bytes == 2) return std::type_identity<std::int16_t>();
            else if constexpr (bytes == 4) return std::type_identity<std::int32_t>();
            else if constexpr (bytes == 8) return std::type_identity<std::int64_t>();
            else return std::type_identity<double>();
        }
    }
    else {
        using real = std::conditional_t<(real_bytes<A>() > 4 || real_bytes<B>() > 4), double, float>;
        if constexpr (is_complex_type<A> || is_complex_type<B>)
            return std::type_identity<std::complex<real>>();
        else return std::type_identity<real>();
    }
}

template <class... T> struct promoted_type;
template <class T> struct promoted_type<T> : std::type_identity<T> {
};
template <class A, class B, class... C>
struct promoted_type<A, B, C...> : promoted_type<typename decltype(promote<A, B>())::type, C...> {
};
/// The type that a product of these computes in and gives, as NumPy promotes arrays: int32 and float32 give
/// float64.
template <class... T> using promoted = typename promoted_type<T...>::type;

}  // namespace tenfold::detail
