// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Names that only xtensor has, on arrays: each is one of tenfold's functions, or xtensor's on the value.
#pragma once

#include <tenfold/shape.hpp>
#include <tenfold/windows.hpp>

namespace xt {

#define TENFOLD_MORE(reference)                                                                    \
    template <template <tenfold::element_type> class L, class T, class S>                          \
        requires tenfold::detail::lazy<L<T>>                                                       \
    auto reshape_view(reference x, S&& shape)                                                      \
    {                                                                                              \
        return tenfold::reshape(x, tenfold::detail::sizes(shape));                                 \
    }                                                                                              \
    template <template <tenfold::element_type> class L, class T, class I, std::size_t N>           \
        requires tenfold::detail::lazy<L<T>>                                                       \
    auto reshape_view(reference x, const I(&shape)[N])                                             \
    {                                                                                              \
        return tenfold::reshape(x, tenfold::detail::sizes(shape));                                 \
    }                                                                                              \
    template <template <tenfold::element_type> class L, class T, class I, std::size_t N>           \
        requires tenfold::detail::lazy<L<T>>                                                       \
    auto broadcast(reference x, const I(&shape)[N])                                                \
    {                                                                                              \
        return tenfold::broadcast_to(x, tenfold::detail::sizes(shape));                            \
    }                                                                                              \
    template <template <tenfold::element_type> class L, class T>                                   \
        requires tenfold::detail::lazy<L<T>>                                                       \
    auto minmax(reference x)                                                                       \
    {                                                                                              \
        return minmax(xarray<tenfold::detail::element_type_of<L<T>>>(x));                          \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_MORE)
#undef TENFOLD_MORE

template <template <tenfold::element_type> class L, class T, class S>
    requires tenfold::detail::lazy<L<T>>
auto broadcast(L<T>& x, const S& shape) { return tenfold::broadcast_to(x, tenfold::detail::sizes(shape)); }

}  // namespace xt
