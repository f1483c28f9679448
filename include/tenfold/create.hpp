// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// New arrays.
//
//   tf::zeros<double>({81, 10, 20});  tf::ones<float>({3});  tf::full<int>({2, 2}, 7);
//   tf::arange<double>(0, 4);  tf::linspace<double>(0, 1, 5);  tf::eye<double>(3);
//
// Shapes: one integer or a list. A negative length: shape_error; more than can be addressed: memory_error.
#pragma once

#include <tenfold/array.hpp>

namespace tenfold {
namespace detail {

handle make_full(element, const sizes& shape, const void* value, site);
template <class T> handle make_arange(T start, T stop, T step, site);
template <class T> handle make_linspace(T start, T stop, std::ptrdiff_t count, bool endpoint, site);
handle
make_eye(element, std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t k, const void* one, site);

/// Types of which there is a sequence.
template <class T>
concept sequence_type = element_type<T> && std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;

/// The type of an element as the core names it: long and long long may be one to it.
template <class T> constexpr auto core_type()
{
    if constexpr (!std::is_integral_v<T> || std::is_same_v<T, bool>) return T();
    else if constexpr (std::is_signed_v<T>) {
        if constexpr (sizeof(T) == 1) return std::int8_t();
        else if constexpr (sizeof(T) == 2) return std::int16_t();
        else if constexpr (sizeof(T) == 4) return std::int32_t();
        else return std::int64_t();
    }
    else {
        if constexpr (sizeof(T) == 1) return std::uint8_t();
        else if constexpr (sizeof(T) == 2) return std::uint16_t();
        else if constexpr (sizeof(T) == 4) return std::uint32_t();
        else return std::uint64_t();
    }
}

}  // namespace detail

/// All elements `value`. Takes no memory until it is read. numpy.full
template <element_type T = double>
array<T> full(
    const detail::sizes& shape, std::type_identity_t<T> value,
    std::source_location where = std::source_location::current())
{
    return array<T>(detail::make_full(element_of<T>, shape, &value, where));
}

/// numpy.zeros
template <element_type T = double>
array<T> zeros(const detail::sizes& shape, std::source_location where = std::source_location::current())
{
    return full<T>(shape, T(0), where);
}

/// Mistaken: zeros(3, 4).
template <element_type T = double, std::integral... N>
    requires(sizeof...(N) > 1)
array<T> zeros(N...)
{
    static_assert(detail::never<T>, "tenfold: a shape is one list, zeros({3, 4})");
    return {};
}

/// numpy.ones
template <element_type T = double>
array<T> ones(const detail::sizes& shape, std::source_location where = std::source_location::current())
{
    return full<T>(shape, T(1), where);
}

/// Mistaken: ones(3, 4).
template <element_type T = double, std::integral... N>
    requires(sizeof...(N) > 1)
array<T> ones(N...)
{
    static_assert(detail::never<T>, "tenfold: a shape is one list, ones({3, 4})");
    return {};
}

/// start, start + step, ... below stop (above it, for a negative step): element i is start + i * step, and
/// there are ceil((stop - start) / step). A step of 0, or a number that is not finite: shape_error.
/// numpy.arange
template <detail::sequence_type T = double>
array<T> arange(
    std::type_identity_t<T> start, std::type_identity_t<T> stop, std::type_identity_t<T> step = T(1),
    std::source_location where = std::source_location::current())
{
    using U = decltype(detail::core_type<T>());
    return array<T>(detail::make_arange<U>(start, stop, step, where));
}
/// 0, 1, ... below stop.
template <detail::sequence_type T = double>
array<T> arange(std::type_identity_t<T> stop, std::source_location where = std::source_location::current())
{
    return arange<T>(T(0), stop, T(1), where);
}

/// `count` numbers from start to stop at equal distances; the last is stop itself, or lies one distance
/// before it without `endpoint`. Integers round down. A negative count: shape_error. numpy.linspace
template <detail::sequence_type T = double>
array<T> linspace(
    std::type_identity_t<T> start, std::type_identity_t<T> stop, std::ptrdiff_t count = 50,
    bool endpoint = true, std::source_location where = std::source_location::current())
{
    using U = decltype(detail::core_type<T>());
    return array<T>(detail::make_linspace<U>(start, stop, count, endpoint, where));
}

/// (n, m) with ones on diagonal k (k > 0: above the main one), zeros elsewhere. m = n unless it is given.
/// numpy.eye
template <element_type T = double>
array<T>
eye(std::ptrdiff_t n, std::ptrdiff_t m, std::ptrdiff_t k = 0,
    std::source_location where = std::source_location::current())
{
    const T one(1);
    return array<T>(detail::make_eye(element_of<T>, n, m, k, &one, where));
}
template <element_type T = double>
array<T> eye(std::ptrdiff_t n, std::source_location where = std::source_location::current())
{
    return eye<T>(n, n, 0, where);
}

}  // namespace tenfold
