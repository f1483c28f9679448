// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// From the run-time element to a type, and arithmetic as NumPy does it: integers wrap, bools add by "or".
#pragma once

#include "type_switch.hpp"

#include <complex>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace tenfold::backend::on_cpu {

template <class T>
inline constexpr bool is_complex = false;
template <class T>
inline constexpr bool is_complex<std::complex<T>> = true;

template <class F>
decltype(auto) visit(element e, F&& f)
{
    return visit_type(e, std::forward<F>(f));
}

/// The same; bools as the numbers 0 and 1.
template <class F>
decltype(auto) visit_numbers(element e, F&& f)
{
    return visit(e, [&]<class T>(std::type_identity<T>) {
        return f(std::type_identity<std::conditional_t<std::is_same_v<T, bool>, std::uint8_t, T>>{});
    });
}

constexpr bool is_blas_type(element e) { return e >= element::float32; }
constexpr bool is_complex_type(element e) { return e >= element::complex64; }

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
    else if constexpr (is_complex<T>)  // without the slow repair of NaN that operator* makes
        return T(a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real());
    else return a * b;
}

}  // namespace tenfold::backend::on_cpu
