// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// From one element type to another, for every pair but complex to real.
#pragma once

#include <tenfold/detail/kernel.hpp>
#include <tenfold/detail/promote.hpp>

namespace tenfold::detail {

template <class From, class To> inline constexpr bool converts = is_complex_type<To> || !is_complex_type<From>;

template <class From, class To> constexpr To convert(const From& x)
{
    if constexpr (is_complex_type<To> && !is_complex_type<From>) return To(static_cast<typename To::value_type>(x));
    else return static_cast<To>(x);
}

template <class From, class To>
void convert_loop(const void* const* x, const void*, void* result, index_t count)
{
    const From* in = static_cast<const From*>(x[0]);
    To* out = static_cast<To*>(result);
    for (index_t i = 0; i < count; ++i) out[i] = convert<From, To>(in[i]);
}

/// Calls f(std::type_identity<T>()) with the C++ type of an element type.
template <class F> auto with_element(element type, F&& f)
{
    switch (type) {
    case element::boolean: return f(std::type_identity<bool>());
    case element::int8: return f(std::type_identity<std::int8_t>());
    case element::int16: return f(std::type_identity<std::int16_t>());
    case element::int32: return f(std::type_identity<std::int32_t>());
    case element::int64: return f(std::type_identity<std::int64_t>());
    case element::uint8: return f(std::type_identity<std::uint8_t>());
    case element::uint16: return f(std::type_identity<std::uint16_t>());
    case element::uint32: return f(std::type_identity<std::uint32_t>());
    case element::uint64: return f(std::type_identity<std::uint64_t>());
    case element::float32: return f(std::type_identity<float>());
    case element::float64: return f(std::type_identity<double>());
    case element::complex64: return f(std::type_identity<std::complex<float>>());
    default: return f(std::type_identity<std::complex<double>>());
    }
}

}  // namespace tenfold::detail
