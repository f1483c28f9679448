// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// From the run-time element to a type.
#pragma once

#include <tenfold/detail/element.hpp>

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

}  // namespace tenfold
