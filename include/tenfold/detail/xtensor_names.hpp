// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// xt::transpose(x, {1, 0}) and others on arrays. Names whose first form is the same in xtensor and here are
// shared by using-declarations; the forms below have xtensor's exact parameters, so that a constraint makes
// them win.
#pragma once

#include <tenfold/shape.hpp>

namespace xt {

using tenfold::diagonal;
using tenfold::expand_dims;
using tenfold::flip;
using tenfold::squeeze;
using tenfold::transpose;

template <tenfold::detail::lazy E, class S, class Tag = check_policy::none>
decltype(auto) transpose(E&& e, S&& permutation, Tag = Tag())
{
    return tenfold::transpose(std::forward<E>(e), tenfold::detail::axes(permutation));
}
template <tenfold::detail::lazy E, class I, std::size_t N, class Tag = check_policy::none>
decltype(auto) transpose(E&& e, const I (&permutation)[N], Tag = Tag())
{
    return tenfold::transpose(std::forward<E>(e), tenfold::detail::axes(permutation));
}

template <
    tenfold::detail::lazy E, class S, class Tag = check_policy::none,
    std::enable_if_t<!xtl::is_integral<S>::value, int> = 0>
decltype(auto) squeeze(E&& e, S&& axis, Tag = Tag())
{
    return tenfold::squeeze(std::forward<E>(e), tenfold::detail::axes(axis));
}
template <tenfold::detail::lazy E, class I, std::size_t N, class Tag = check_policy::none>
decltype(auto) squeeze(E&& e, const I (&axis)[N], Tag = Tag())
{
    return tenfold::squeeze(std::forward<E>(e), tenfold::detail::axes(axis));
}
template <tenfold::detail::lazy E, class Tag = check_policy::none>
decltype(auto) squeeze(E&& e, std::size_t axis, Tag = Tag())
{
    return tenfold::squeeze(std::forward<E>(e), tenfold::detail::axes(axis));
}

template <tenfold::detail::lazy E> decltype(auto) expand_dims(E&& e, std::size_t axis)
{
    return tenfold::expand_dims(std::forward<E>(e), tenfold::detail::axes(axis));
}

template <tenfold::detail::lazy E> decltype(auto) flip(E&& e, std::size_t axis)
{
    return tenfold::flip(std::forward<E>(e), tenfold::detail::axes(axis));
}

}  // namespace xt
