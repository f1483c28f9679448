// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What may stand for a list beside an array: everything readable, a number, or any range of numbers.
#pragma once

#include <tenfold/detail/calls.hpp>

#include <memory>
#include <ranges>

namespace tenfold::detail {

template <class R>
concept number_range = !readable<R> && std::ranges::forward_range<const std::remove_cvref_t<R>> &&
    number<std::ranges::range_value_t<const std::remove_cvref_t<R>>>;

template <class X>
concept listed = readable<X> || number<X> || number_range<X>;

template <class X> constexpr auto listed_type()
{
    if constexpr (readable<X>) return std::type_identity<element_type_of<X>>();
    else if constexpr (number<X>) return std::type_identity<std::remove_cvref_t<X>>();
    else return std::type_identity<std::ranges::range_value_t<const std::remove_cvref_t<X>>>();
}
template <class X> using listed_element = typename decltype(listed_type<X>())::type;

/// The same elements along one axis.
handle flatten(const handle&, site);

/// A copy of a range, of one axis.
template <element_type T, class R> handle copy_range(const R& list, site where)
{
    layout form;
    form.rank = 1;
    form.shape[0] = static_cast<index_t>(std::ranges::distance(list));
    form.stride[0] = 1;
    const auto elements = std::make_unique<T[]>(static_cast<std::size_t>(form.shape[0]));
    T* to = elements.get();
    for (auto&& x : list) *to++ = static_cast<T>(x);
    return copy_strided(element_of<T>, form, elements.get(), where);
}

/// The value of any of them, in element type T.
template <element_type T, listed X> handle list_in(const X& x, site where)
{
    if constexpr (readable<X>) return record_as<T>(x, where);
    else if constexpr (number<X>) {
        const T value = static_cast<T>(x);
        return record_fill(element_of<T>, 0, nullptr, &value);
    }
    else return copy_range<T>(x, where);
}

}  // namespace tenfold::detail
