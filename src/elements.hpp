// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// From the run-time element to a type, and arithmetic as NumPy does it: integers wrap, bools add by "or".
#pragma once

#include <tenfold/detail/element.hpp>
#include <tenfold/detail/promote.hpp>

#include <complex>
#include <cstdint>
#include <type_traits>

namespace tenfold {

/// Calls f(std::type_identity<T>{}) for the type that `e` names.
template <class F>
decltype(auto) visit_type(element e, F&& f)
{
    switch (e) {
    case element::boolean: return f(std::type_identity<bool>{});
    case element::int8: return f(std::type_identity<std::int8_t>{});
    case element::int16: return f(std::type_identity<std::int16_t>{});
    case element::int32: return f(std::type_identity<std::int32_t>{});
    case element::int64: return f(std::type_identity<std::int64_t>{});
    case element::uint8: return f(std::type_identity<std::uint8_t>{});
    case element::uint16: return f(std::type_identity<std::uint16_t>{});
    case element::uint32: return f(std::type_identity<std::uint32_t>{});
    case element::uint64: return f(std::type_identity<std::uint64_t>{});
    case element::float32: return f(std::type_identity<float>{});
    case element::float64: return f(std::type_identity<double>{});
    case element::complex64: return f(std::type_identity<std::complex<float>>{});
    case element::complex128: break;
    }
    return f(std::type_identity<std::complex<double>>{});
}

// Arithmetic on integers happens in an unsigned type of at least 32 bits, where nothing is undefined.
template <class T>
using wrapping = std::make_unsigned_t<std::conditional_t<(sizeof(T) < 4), std::uint32_t, T>>;

template <class T>
inline T plus(T a, T b)
{
    if constexpr (std::is_same_v<T, bool>) return a | b;
    else if constexpr (std::is_integral_v<T>)
        return static_cast<T>(static_cast<wrapping<T>>(a) + static_cast<wrapping<T>>(b));
    else return a + b;
}

template <class T>
inline T times(T a, T b)
{
    if constexpr (std::is_same_v<T, bool>) return a & b;
    else if constexpr (std::is_integral_v<T>)
        return static_cast<T>(static_cast<wrapping<T>>(a) * static_cast<wrapping<T>>(b));
    else if constexpr (detail::is_complex_type<T>)  // without the slow repair of NaN that operator* makes
        return T(a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real());
    else return a * b;
}

}  // namespace tenfold
