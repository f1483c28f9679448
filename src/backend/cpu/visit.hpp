// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// From the run-time element to a type, and arithmetic as NumPy does it: integers wrap, bools add by "or".
#pragma once

#include "elements.hpp"

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

using tenfold::plus;
using tenfold::times;
using tenfold::wrapping;

}  // namespace tenfold::backend::on_cpu
