// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Arithmetic of one element, as NumPy does it: integers wrap, bool multiplies by "and" and adds by "or",
// complex numbers multiply by the plain formula.

#pragma once

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace reference
{
using index = std::ptrdiff_t;

template <class T>
struct is_complex : std::false_type
{
};
template <class T>
struct is_complex<std::complex<T>> : std::true_type
{
};
template <class T>
inline constexpr bool is_complex_v = is_complex<T>::value;

// The type of |x|.
template <class T>
struct real_of
{
    using type = T;
};
template <class T>
struct real_of<std::complex<T>>
{
    using type = T;
};
template <class T>
using real_t = typename real_of<T>::type;

// What sum, prod and cumsum give: small integers and bool widen to 64 bits.
template <class T>
struct sum_of
{
    using wide = std::conditional_t<std::is_unsigned_v<T> && !std::is_same_v<T, bool>, std::uint64_t, std::int64_t>;
    using type = std::conditional_t<std::is_integral_v<T>, wide, T>;
};
template <class T>
using sum_t = typename sum_of<T>::type;

// What mean gives: integers become double, everything else stays.
template <class T>
using mean_t = std::conditional_t<std::is_integral_v<T>, double, T>;

template <class T>
T plus(const T& a, const T& b)
{
    if constexpr (std::is_same_v<T, bool>)
        return a || b;
    else if constexpr (std::is_integral_v<T>)
        return static_cast<T>(static_cast<std::uintmax_t>(a) + static_cast<std::uintmax_t>(b));
    else
        return a + b;
}

template <class T>
T times(const T& a, const T& b)
{
    if constexpr (std::is_same_v<T, bool>)
        return a && b;
    else if constexpr (std::is_integral_v<T>)
        return static_cast<T>(static_cast<std::uintmax_t>(a) * static_cast<std::uintmax_t>(b));
    else if constexpr (is_complex_v<T>)
        return T(a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real());
    else
        return a * b;
}

template <class T>
T conjugate(const T& a)
{
    if constexpr (is_complex_v<T>)
        return std::conj(a);
    else
        return a;
}

template <class T>
bool is_nan(const T& a)
{
    if constexpr (is_complex_v<T>)
        return std::isnan(a.real()) || std::isnan(a.imag());
    else if constexpr (std::is_floating_point_v<T>)
        return std::isnan(a);
    else
        return false;
}

template <class T>
bool is_finite(const T& a)
{
    if constexpr (is_complex_v<T>)
        return std::isfinite(a.real()) && std::isfinite(a.imag());
    else if constexpr (std::is_floating_point_v<T>)
        return std::isfinite(a);
    else
        return true;
}

// NumPy's order; complex numbers compare by real part, then by imaginary part.
template <class T>
bool less(const T& a, const T& b)
{
    if constexpr (is_complex_v<T>)
        return a.real() < b.real() || (a.real() == b.real() && a.imag() < b.imag());
    else
        return a < b;
}

// The larger (smaller) of two; the first NaN wins.
template <class T>
T larger(const T& a, const T& b)
{
    if (is_nan(a) || is_nan(b))
        return is_nan(a) ? a : b;
    return less(a, b) ? b : a;
}

template <class T>
T smaller(const T& a, const T& b)
{
    if (is_nan(a) || is_nan(b))
        return is_nan(a) ? a : b;
    return less(b, a) ? b : a;
}

// A count as an element.
template <class T>
struct number
{
    static T of(index n)
    {
        if constexpr (is_complex_v<T>)
            return T(static_cast<typename T::value_type>(n));
        else
            return static_cast<T>(n);
    }
};

// |x|^2 as a real number.
template <class T>
auto square(const T& a)
{
    if constexpr (is_complex_v<T>)
        return a.real() * a.real() + a.imag() * a.imag();
    else
        return a * a;
}

// Marks a value that no later step regroups with what it was made from (see tracked.hpp).
template <class T>
T settled(const T& a)
{
    return a;
}
} // namespace reference
