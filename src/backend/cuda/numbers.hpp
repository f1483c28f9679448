// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Arithmetic of every element type, the same on the device and on the host.
#pragma once

#include "backend/cuda/places.hpp"

#include <tenfold/detail/element.hpp>

#include <thrust/complex.h>

#include <type_traits>

namespace tenfold::backend::on_cuda {

/// As std::complex lies in memory; its functions are not for devices.
template <class T> using complex_number = thrust::complex<T>;

template <class T> inline constexpr bool is_complex = false;
template <class T> inline constexpr bool is_complex<thrust::complex<T>> = true;

/// Integers wrap around; of truth values a sum is "or", a product "and".
template <class T> TENFOLD_DEVICE T add(T a, T b)
{
    if constexpr (std::is_same_v<T, bool>) return a || b;
    else if constexpr (std::is_integral_v<T>) return static_cast<T>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
    else return a + b;
}
template <class T> TENFOLD_DEVICE T subtract(T a, T b)
{
    if constexpr (std::is_same_v<T, bool>) return a != b;
    else if constexpr (std::is_integral_v<T>) return static_cast<T>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
    else return a - b;
}
template <class T> TENFOLD_DEVICE T multiply(T a, T b)
{
    if constexpr (std::is_same_v<T, bool>) return a && b;
    else if constexpr (std::is_integral_v<T>) return static_cast<T>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
    else return a * b;
}
/// NumPy's 0 for x / 0 of integers; the lowest number over -1 wraps.
template <class T> TENFOLD_DEVICE T divide(T a, T b)
{
    if constexpr (std::is_same_v<T, bool>) return a && b;
    else if constexpr (std::is_integral_v<T>) {
        if (b == 0) return 0;
        if constexpr (std::is_signed_v<T>)
            if (b == T(-1)) return subtract(T(0), a);
        return static_cast<T>(a / b);
    }
    else return a / b;
}
template <class T> TENFOLD_DEVICE T conjugated(T x, bool conjugate)
{
    if constexpr (is_complex<T>) return conjugate ? thrust::conj(x) : x;
    else return x;
}

template <class T> struct type {
    using number = T;
};

/// Calls f(type<T>{}) with the type of an element.
template <class F> TENFOLD_DEVICE void visit(element e, const F& f)
{
    switch (e) {
    case element::boolean: return f(type<bool>{});
    case element::int8: return f(type<std::int8_t>{});
    case element::int16: return f(type<std::int16_t>{});
    case element::int32: return f(type<std::int32_t>{});
    case element::int64: return f(type<std::int64_t>{});
    case element::uint8: return f(type<std::uint8_t>{});
    case element::uint16: return f(type<std::uint16_t>{});
    case element::uint32: return f(type<std::uint32_t>{});
    case element::uint64: return f(type<std::uint64_t>{});
    case element::float32: return f(type<float>{});
    case element::float64: return f(type<double>{});
    case element::complex64: return f(type<complex_number<float>>{});
    case element::complex128: return f(type<complex_number<double>>{});
    }
}

}  // namespace tenfold::backend::on_cuda
