// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What headers of functions share: results of an operand's element type, and the spellings of a reduction.
#pragma once

#include <tenfold/detail/forward.hpp>
#include <tenfold/detail/pairs.hpp>

namespace tenfold::detail {

/// An array of the elements of X.
template <class X> using array_of = array<element_type_of<X>>;

/// x as a part in its own element type.
template <readable X> part own_part(const X& x, site where) { return part_in<element_type_of<X>>(x, where); }

/// Floating and complex elements as they are, integers and bool as double.
template <class T> using floating = std::conditional_t<std::is_integral_v<T>, double, T>;

/// Options of a reduction that begins with nothing.
template <class O> constexpr bool only_keeps_dims()
{
    static_assert(!has_initial<O>(), "tenfold: xt::initial goes with sum, prod, amax and amin");
    return keeps_dims<O>();
}

}  // namespace tenfold::detail

/// name(x), name(x, axes), name(x, xt::keep_dims), name(x, axes, xt::keep_dims) by detail::name##_over<Keep>(x, axes, where).
#define TENFOLD_REDUCES(name, reference)                                                                           \
    template <template <element_type> class L, class T>                                                            \
        requires detail::lazy<L<T>>                                                                                \
    auto name(reference x, detail::site where = detail::site::current())                                           \
    {                                                                                                              \
        return detail::name##_over<false>(x, detail::axes(), where);                                               \
    }                                                                                                              \
    template <template <element_type> class L, class T, class A>                                                   \
        requires(                                                                                                  \
            detail::lazy<L<T>> && (std::is_convertible_v<A, detail::axes> || detail::reducer_options<A>))          \
    auto name(reference x, A&& over, detail::site where = detail::site::current())                                 \
    {                                                                                                              \
        if constexpr (detail::reducer_options<A>)                                                                  \
            return detail::name##_over<detail::only_keeps_dims<A>()>(x, detail::axes(), where);                         \
        else return detail::name##_over<false>(x, detail::axes(over), where);                                      \
    }                                                                                                              \
    template <template <element_type> class L, class T, std::integral I, std::size_t N>                            \
        requires detail::lazy<L<T>>                                                                                \
    auto name(reference x, const I(&over)[N], detail::site where = detail::site::current())                        \
    {                                                                                                              \
        return detail::name##_over<false>(x, detail::axes(over), where);                                           \
    }                                                                                                              \
    template <template <element_type> class L, class T, class A, detail::reducer_options O>                        \
        requires detail::lazy<L<T>>                                                                                \
    auto name(reference x, A&& over, O, detail::site where = detail::site::current())                              \
    {                                                                                                              \
        return detail::name##_over<detail::only_keeps_dims<O>()>(x, detail::axes(over), where);                         \
    }                                                                                                              \
    template <                                                                                                     \
        template <element_type> class L, class T, std::integral I, std::size_t N, detail::reducer_options O>       \
        requires detail::lazy<L<T>>                                                                                \
    auto name(reference x, const I(&over)[N], O, detail::site where = detail::site::current())                     \
    {                                                                                                              \
        return detail::name##_over<detail::only_keeps_dims<O>()>(x, detail::axes(over), where);                         \
    }
