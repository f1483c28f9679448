// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The element types that arrays hold, as a run-time value for the compiled core.
#pragma once

#include <version>
#if !defined(__cpp_lib_source_location) || !defined(__cpp_concepts)
#error "tenfold needs C++20 with std::source_location: gcc 12 or clang 16, or later ones, and -std=c++20"
#endif

#include <complex>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace tenfold {

enum class element : std::uint8_t {
    boolean, int8, int16, int32, int64, uint8, uint16, uint32, uint64,
    float32, float64, complex64, complex128
};

namespace detail {

template <class T>
constexpr int element_code()
{
    if constexpr (std::is_same_v<T, bool>) return static_cast<int>(element::boolean);
    else if constexpr (std::is_integral_v<T> && std::is_signed_v<T> && sizeof(T) == 1) return static_cast<int>(element::int8);
    else if constexpr (std::is_integral_v<T> && std::is_signed_v<T> && sizeof(T) == 2) return static_cast<int>(element::int16);
    else if constexpr (std::is_integral_v<T> && std::is_signed_v<T> && sizeof(T) == 4) return static_cast<int>(element::int32);
    else if constexpr (std::is_integral_v<T> && std::is_signed_v<T> && sizeof(T) == 8) return static_cast<int>(element::int64);
    else if constexpr (std::is_integral_v<T> && sizeof(T) == 1) return static_cast<int>(element::uint8);
    else if constexpr (std::is_integral_v<T> && sizeof(T) == 2) return static_cast<int>(element::uint16);
    else if constexpr (std::is_integral_v<T> && sizeof(T) == 4) return static_cast<int>(element::uint32);
    else if constexpr (std::is_integral_v<T> && sizeof(T) == 8) return static_cast<int>(element::uint64);
    else if constexpr (std::is_same_v<T, float>) return static_cast<int>(element::float32);
    else if constexpr (std::is_same_v<T, double>) return static_cast<int>(element::float64);
    else if constexpr (std::is_same_v<T, std::complex<float>>) return static_cast<int>(element::complex64);
    else if constexpr (std::is_same_v<T, std::complex<double>>) return static_cast<int>(element::complex128);
    else return -1;
}

}  // namespace detail

/// Types an array may hold: float, double, std::complex of both, bool and the integers.
template <class T>
concept element_type = detail::element_code<T>() >= 0;

template <element_type T>
inline constexpr element element_of = static_cast<element>(detail::element_code<T>());

constexpr std::size_t size_of(element type)
{
    constexpr std::size_t bytes[] = {1, 1, 2, 4, 8, 1, 2, 4, 8, 4, 8, 8, 16};
    return bytes[static_cast<int>(type)];
}

/// "float64", as NumPy names it.
const char* name_of(element type);

}  // namespace tenfold
