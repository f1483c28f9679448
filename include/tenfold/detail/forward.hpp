// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// How functions share a name with xtensor's. xtensor takes `E&&`, which is the better match for everything
// but the very same kind of reference; so each function here is written for L<T>&, const L<T>&, L<T>&& and
// const L<T>&&, where L is array, array_view or expression: the more specialised template wins. `namespace xt
// { using tenfold::sum; }` then makes `xt::sum(x)`, `tenfold::sum(x)` and `sum(x)` one and the same function.
#pragma once

#include <tenfold/detail/operand.hpp>

/// Expands `define(L<T>&)` and so on for the four kinds of reference.
#define TENFOLD_EACH_REFERENCE(define) define(L<T>&) define(const L<T>&) define(L<T>&&) define(const L<T>&&)

namespace tenfold::detail {

/// xt::keep_dims, xt::evaluation_strategy::immediate and the like.
template <class X>
concept reducer_options = xt::is_reducer_options<std::decay_t<X>>::value;

template <class O> constexpr bool keeps_dims()
{
    if constexpr (requires { xt::reducer_options<int, std::decay_t<O>>::keep_dims::value; }) {
        return xt::reducer_options<int, std::decay_t<O>>::keep_dims::value;
    }
    else return false;
}

/// Do they hold xt::initial(value)?
template <class O> constexpr bool has_initial()
{
    if constexpr (requires { xt::reducer_options<int, std::decay_t<O>>::has_initial_value; })
        return xt::reducer_options<int, std::decay_t<O>>::has_initial_value;
    else return false;
}

/// The value of anything readable, or of a number.
template <class X> handle value_of(const X& x, site where)
{
    if constexpr (lazy<X>) return to_handle(x, where);
    else if constexpr (readable<X>) return copy_plain(x, where);
    else return record_fill(element_of<X>, 0, nullptr, &x);
}

}  // namespace tenfold::detail
