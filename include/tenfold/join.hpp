// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Joining and cutting arrays.
//
//   std::vector<tf::array<double>> rows = ...;
//   tf::array<double> table = tf::stack(rows);                 // a new axis
//   tf::array<double> line = tf::concatenate(rows, -1);        // an axis they have
//   std::vector<tf::array<double>> quarters = tf::split(table, 4, 1);
//
// Parts: a range or a braced list of arrays, views, expressions or plain containers of one element type, or a
// tuple (std::tie(a, b), xt::xtuple(a, b)), whose element types may differ and meet as in products.hpp. A
// negative axis counts from the end. Work: one pass over the result, none where the parts can be computed in
// place.
#pragma once

#include <tenfold/detail/pairs.hpp>

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <ranges>
#include <source_location>
#include <tuple>
#include <vector>

namespace tenfold {
namespace detail {

using join_call = handle (*)(element, const std::vector<operand>&, index_t, site);

/// Parts of one type, read where they lie; expressions and containers are recorded first.
template <class R> auto join_range(join_call join, const R& parts, index_t axis, site where)
{
    using X = std::ranges::range_value_t<R>;
    using T = element_type_of<X>;
    std::vector<operand> list;
    if constexpr (std::ranges::sized_range<const R>) list.reserve(std::ranges::size(parts));
    if constexpr (array_like<X> && std::is_lvalue_reference_v<std::ranges::range_reference_t<const R>>) {
        for (const X& x : parts) list.push_back(argument<X>(x, where).read());
        return array<T>(join(element_of<T>, list, axis, where));
    }
    else {
        std::vector<part> kept;
        for (const auto& x : parts) kept.push_back(part_in<T>(x, where));
        for (const part& p : kept) list.push_back(p.read());
        return array<T>(join(element_of<T>, list, axis, where));
    }
}

template <class... X> auto join_tuple(join_call join, const std::tuple<X...>& parts, index_t axis, site where)
{
    using T = product_type<std::remove_cvref_t<X>...>;
    return std::apply(
        [&](const auto&... x) {
            const part kept[] = {part_in<T>(x, where)...};
            std::vector<operand> list;
            for (const part& p : kept) list.push_back(p.read());
            return array<T>(join(element_of<T>, list, axis, where));
        },
        parts);
}

template <class R>
concept range_of_readable = std::ranges::forward_range<const R> && readable<std::ranges::range_value_t<R>>;
/// At least one part is tenfold's own: the rest is xtensor's business.
template <class... X>
concept parts_of_tuple = (readable<std::remove_cvref_t<X>> && ...) && (lazy<std::remove_cvref_t<X>> || ...);

template <element_type T> std::vector<array<T>> as_arrays(std::vector<handle> list)
{
    std::vector<array<T>> result;
    result.reserve(list.size());
    for (handle& h : list) result.push_back(array<T>(std::move(h)));
    return result;
}

}  // namespace detail

// ---- stack ------------------------------------------------------------------------------------------------

/// Parts of one shape along a new axis: n of (a, b) -> (n, a, b) for axis 0. Throws shape_error for no parts,
/// shapes that differ, or an axis out of range. numpy.stack
template <detail::range_of_readable R>
auto stack(
    const R& parts, std::ptrdiff_t axis = 0, std::source_location where = std::source_location::current())
{
    return detail::join_range(detail::record_stack, parts, axis, where);
}
template <detail::lazy X>
auto stack(
    std::initializer_list<X> parts, std::ptrdiff_t axis = 0,
    std::source_location where = std::source_location::current())
{
    return detail::join_range(detail::record_stack, parts, axis, where);
}
template <class... X>
    requires detail::parts_of_tuple<X...>
auto stack(std::tuple<X...>&& parts, std::size_t axis = 0)
{
    return detail::join_tuple(detail::record_stack, parts, static_cast<std::ptrdiff_t>(axis), {});
}

// ---- concatenate ------------------------------------------------------------------------------------------

/// Parts whose shapes agree but for one axis, end to end along it: (a, b), (c, b) -> (a + c, b) for axis 0.
/// Throws shape_error for no parts, parts without axes, shapes that differ elsewhere, or an axis out of
/// range. numpy.concatenate
template <detail::range_of_readable R>
auto concatenate(
    const R& parts, std::ptrdiff_t axis = 0, std::source_location where = std::source_location::current())
{
    return detail::join_range(detail::record_concatenate, parts, axis, where);
}
template <detail::lazy X>
auto concatenate(
    std::initializer_list<X> parts, std::ptrdiff_t axis = 0,
    std::source_location where = std::source_location::current())
{
    return detail::join_range(detail::record_concatenate, parts, axis, where);
}
template <class... X>
    requires detail::parts_of_tuple<X...>
auto concatenate(std::tuple<X...>&& parts, std::size_t axis = 0)
{
    return detail::join_tuple(detail::record_concatenate, parts, static_cast<std::ptrdiff_t>(axis), {});
}

// ---- split ------------------------------------------------------------------------------------------------

/// n equal parts along an axis, as views. Throws shape_error where n does not divide its size. numpy.split
///
/// Spelled like xt::split, so that it is chosen for arrays wherever both are seen: hence no source line in
/// its errors. The axis may be negative.
template <detail::lazy X> auto split(X& x, std::size_t n, std::size_t axis = 0)
{
    using T = detail::element_type_of<std::remove_const_t<X>>;
    return detail::as_arrays<T>(detail::record_split(
        detail::part_in<T>(x, {}), static_cast<std::ptrdiff_t>(n), static_cast<std::ptrdiff_t>(axis), {}));
}
template <class X>
    requires(detail::lazy<X> && !std::is_lvalue_reference_v<X>)
auto split(X&& x, std::size_t n, std::size_t axis = 0)
{
    const X& named = x;
    return split(named, n, axis);
}

/// Cut at places along an axis, each cut as a slice would: {3, 5} gives [:3], [3:5], [5:]. numpy.split
template <detail::lazy X>
auto split(
    X&& x, const std::vector<std::ptrdiff_t>& places, std::ptrdiff_t axis = 0,
    std::source_location where = std::source_location::current())
{
    using T = detail::element_type_of<X>;  // X&&: no worse for a non-const array than the overload above
    return detail::as_arrays<T>(detail::record_split_at(detail::part_in<T>(x, where), places, axis, where));
}
template <detail::lazy X>
auto split(
    X&& x, std::initializer_list<std::ptrdiff_t> places, std::ptrdiff_t axis = 0,
    std::source_location where = std::source_location::current())
{
    return split(x, std::vector<std::ptrdiff_t>(places), axis, where);
}

}  // namespace tenfold

// xtensor's own names, for arrays: xt::stack(xt::xtuple(a, b)), xt::split(a, 4, 1).
namespace xt {
using tenfold::concatenate;
using tenfold::split;
using tenfold::stack;
}  // namespace xt
