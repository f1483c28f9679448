// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The elements of an array in other places: rolled, repeated, turned.
//
//   tf::roll(x, 2);  tf::roll(x, -1, 0);  tf::roll(x, {1, 2}, {0, 1});
//   tf::tile(x, {2, 3});  tf::repeat(x, 3, 1);  tf::repeat(x, {1, 0, 2}, 0);
//   tf::rot90(x);  tf::flipud(x);  tf::fliplr(x);
//   tf::hstack({a, b});  tf::vstack({a, b});  tf::dstack({a, b});  tf::array_split(x, 3);  tf::ravel(x);
//   auto [xx, yy] = tf::meshgrid(x, y);
//
// x: an array, a view or an elementwise expression of any element type. Negative axes count from the end. An axis out of
// range, or lists that do not fit: shape_error; a result that cannot be addressed: memory_error. All are recorded, not
// computed: views take time by the number of axes, the others are one pass over the result when it is read.
#pragma once

#include <tenfold/create.hpp>
#include <tenfold/detail/calls.hpp>
#include <tenfold/elementwise.hpp>
#include <tenfold/join.hpp>
#include <tenfold/shape.hpp>

#include <array>
#include <tuple>
#include <vector>

namespace tenfold {
namespace detail {

// Compiled; src/api/rearrange.cpp.
handle record_roll(const part& x, const sizes& shift, const axes&, site);
handle record_tile(const part& x, const sizes& reps, site);
handle record_repeat(const part& x, index_t count, const axes&, site);
handle record_repeat_each(const part& x, const std::vector<index_t>& counts, const axes&, site);
handle record_hstack(element, const std::vector<operand>&, index_t, site);
handle record_vstack(element, const std::vector<operand>&, index_t, site);
handle record_dstack(element, const std::vector<operand>&, index_t, site);
handle record_column_stack(element, const std::vector<operand>&, index_t, site);
std::vector<handle> record_array_split(const part& x, index_t sections, index_t axis, site);
void rot90_layout(index_t& offset, layout&, index_t k, const axes&, site);
void flip_one_layout(const char* operation, index_t& offset, layout&, int axis, site);
/// A vector along one of `rank` axes, the others repeated.
handle record_grid(const part& x, int axis, const sizes& shape, site);

}  // namespace detail

// ---- roll, tile, repeat -----------------------------------------------------------------------------------

// roll(x, shift, axes)   Element i comes to place i + shift, those that leave the end to the beginning; without axes, of
//                        the flattened x, which keeps its shape. One shift for all axes or one for each; an axis that is
//                        named twice is moved twice, and so is a flattened x by two shifts. numpy.roll
// tile(x, reps)          The whole, reps[d] times along axis d; the shorter of shape and reps gets leading ones. numpy.tile
// repeat(x, n, axis)     Each element n times in a row along an axis; without one, of the flattened x. numpy.repeat
// repeat(x, counts, axis)   Element i counts[i] times.
#define TENFOLD_REARRANGING(reference)                                                              \
    template <template <element_type> class L, class T>                                             \
        requires detail::lazy<L<T>>                                                                 \
    detail::array_of<L<T>> roll(                                                                    \
        reference x, std::ptrdiff_t shift, detail::site where = detail::site::current())            \
    {                                                                                               \
        return detail::array_of<L<T>>(detail::record_roll(detail::own_part(x, where), shift, {}, where)); \
    }                                                                                               \
    template <template <element_type> class L, class T>                                             \
        requires detail::lazy<L<T>>                                                                 \
    detail::array_of<L<T>> roll(                                                                    \
        reference x, std::ptrdiff_t shift, std::ptrdiff_t axis, detail::site where = detail::site::current()) \
    {                                                                                               \
        return detail::array_of<L<T>>(detail::record_roll(detail::own_part(x, where), shift, axis, where)); \
    }                                                                                               \
    template <template <element_type> class L, class T>                                             \
        requires detail::lazy<L<T>>                                                                 \
    detail::array_of<L<T>> roll(                                                                    \
        reference x, const detail::sizes& shift, const detail::axes& over, detail::site where = detail::site::current()) \
    {                                                                                               \
        return detail::array_of<L<T>>(detail::record_roll(detail::own_part(x, where), shift, over, where)); \
    }                                                                                               \
    template <template <element_type> class L, class T>                                             \
        requires detail::lazy<L<T>>                                                                 \
    detail::array_of<L<T>> roll(                                                                    \
        reference x, const detail::sizes& shift, detail::site where = detail::site::current())      \
    {                                                                                               \
        return detail::array_of<L<T>>(detail::record_roll(detail::own_part(x, where), shift, {}, where)); \
    }                                                                                               \
    template <template <element_type> class L, class T, std::integral N>                            \
        requires detail::lazy<L<T>>                                                                 \
    detail::array_of<L<T>> tile(                                                                    \
        reference x, N reps, detail::site where = detail::site::current())                          \
    {                                                                                               \
        return detail::array_of<L<T>>(detail::record_tile(detail::own_part(x, where), detail::sizes(reps), where)); \
    }                                                                                               \
    template <template <element_type> class L, class T, std::integral N>                            \
        requires detail::lazy<L<T>>                                                                 \
    detail::array_of<L<T>> tile(                                                                    \
        reference x, std::initializer_list<N> reps, detail::site where = detail::site::current())   \
    {                                                                                               \
        return detail::array_of<L<T>>(detail::record_tile(detail::own_part(x, where), detail::sizes(reps), where)); \
    }                                                                                               \
    template <template <element_type> class L, class T, detail::integer_range R>                    \
        requires detail::lazy<L<T>>                                                                 \
    detail::array_of<L<T>> tile(                                                                    \
        reference x, const R& reps, detail::site where = detail::site::current())                   \
    {                                                                                               \
        return detail::array_of<L<T>>(detail::record_tile(detail::own_part(x, where), detail::sizes(reps), where)); \
    }                                                                                               \
    template <template <element_type> class L, class T>                                             \
        requires detail::lazy<L<T>>                                                                 \
    detail::array_of<L<T>> repeat(                                                                  \
        reference x, std::ptrdiff_t n, detail::site where = detail::site::current())                \
    {                                                                                               \
        return detail::array_of<L<T>>(detail::record_repeat(detail::own_part(x, where), n, {}, where)); \
    }                                                                                               \
    template <template <element_type> class L, class T>                                             \
        requires detail::lazy<L<T>>                                                                 \
    detail::array_of<L<T>> repeat(                                                                  \
        reference x, std::size_t n, std::size_t axis, detail::site where = detail::site::current()) \
    {                                                                                               \
        return detail::array_of<L<T>>(detail::record_repeat(detail::own_part(x, where), static_cast<detail::index_t>(n), axis, where)); \
    }                                                                                               \
    template <template <element_type> class L, class T, std::integral N, std::integral D>           \
        requires detail::lazy<L<T>>                                                                 \
    detail::array_of<L<T>> repeat(                                                                  \
        reference x, N n, D axis, detail::site where = detail::site::current())                     \
    {                                                                                               \
        return detail::array_of<L<T>>(detail::record_repeat(detail::own_part(x, where), static_cast<detail::index_t>(n), axis, where)); \
    }                                                                                               \
    template <template <element_type> class L, class T, detail::integer_range R, std::integral D>   \
        requires detail::lazy<L<T>>                                                                 \
    detail::array_of<L<T>> repeat(                                                                  \
        reference x, const R& counts, D axis, detail::site where = detail::site::current())         \
    {                                                                                               \
        const std::vector<std::ptrdiff_t> list(std::begin(counts), std::end(counts));               \
        return detail::array_of<L<T>>(detail::record_repeat_each(detail::own_part(x, where), list, axis, where)); \
    }                                                                                               \
    template <template <element_type> class L, class T, std::integral N, std::size_t Count, std::integral D> \
        requires detail::lazy<L<T>>                                                                 \
    detail::array_of<L<T>> repeat(                                                                  \
        reference x, const N(&counts)[Count], D axis, detail::site where = detail::site::current()) \
    {                                                                                               \
        const std::vector<std::ptrdiff_t> list(counts, counts + Count);                             \
        return detail::array_of<L<T>>(detail::record_repeat_each(detail::own_part(x, where), list, axis, where)); \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_REARRANGING)
#undef TENFOLD_REARRANGING

// ---- ravel ------------------------------------------------------------------------------------------------

// ravel(x), flatten(x)   the elements along one axis, in row-major order; a view where strides can say it. numpy.ravel
#define TENFOLD_RAVEL(reference)                                                                    \
    template <template <element_type> class L, class T>                                             \
        requires detail::lazy<L<T>>                                                                 \
    auto ravel(reference x, detail::site where = detail::site::current())                           \
    {                                                                                               \
        return tenfold::reshape(x, -1, where);                                                      \
    }                                                                                               \
    template <template <element_type> class L, class T>                                             \
        requires detail::lazy<L<T>>                                                                 \
    auto flatten(reference x, detail::site where = detail::site::current())                         \
    {                                                                                               \
        return tenfold::reshape(x, -1, where);                                                      \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_RAVEL)
#undef TENFOLD_RAVEL

// ---- rot90, flipud, fliplr --------------------------------------------------------------------------------

// rot90(x, k, axes)   A view, turned k times by a quarter (once, if no k is given) from the first of two axes towards the
//                     second; the first two, if none are given. numpy.rot90
#define TENFOLD_TURNING(reference)                                                                  \
    template <template <element_type> class L, class T>                                             \
        requires detail::lazy<L<T>>                                                                 \
    detail::view_type<reference> rot90(                                                             \
        reference x, std::ptrdiff_t k = 1, const detail::axes& axes = {0, 1},                       \
        detail::site where = detail::site::current())                                               \
    {                                                                                               \
        auto v = detail::views::open(static_cast<reference>(x));                                    \
        detail::views::change(v, [&](auto& offset, detail::layout& form) {                          \
            detail::rot90_layout(offset, form, k, axes, where);                                     \
        });                                                                                         \
        return v;                                                                                   \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_TURNING)
#undef TENFOLD_TURNING

/// A view with the first axis backwards. One axis at least. numpy.flipud
template <detail::lazy X>
detail::view_type<X> flipud(X&& x, std::source_location where = std::source_location::current())
{
    auto v = detail::views::open(std::forward<X>(x));
    detail::views::change(
        v, [&](auto& offset, detail::layout& form) { detail::flip_one_layout("flipud", offset, form, 0, where); });
    return v;
}

/// A view with the second axis backwards. Two axes at least. numpy.fliplr
template <detail::lazy X>
detail::view_type<X> fliplr(X&& x, std::source_location where = std::source_location::current())
{
    auto v = detail::views::open(std::forward<X>(x));
    detail::views::change(
        v, [&](auto& offset, detail::layout& form) { detail::flip_one_layout("fliplr", offset, form, 1, where); });
    return v;
}

// ---- hstack, vstack, array_split --------------------------------------------------------------------------

/// Parts side by side: along axis 1, vectors and numbers along their only axis. Parts as in join.hpp. numpy.hstack
template <detail::range_of_readable R>
auto hstack(const R& parts, std::source_location where = std::source_location::current())
{
    return detail::join_range(detail::record_hstack, parts, 0, where);
}
template <detail::lazy X>
auto hstack(
    std::initializer_list<X> parts, std::source_location where = std::source_location::current())
{
    return detail::join_range(detail::record_hstack, parts, 0, where);
}
template <class... X>
    requires detail::parts_of_tuple<X...>
auto hstack(std::tuple<X...>&& parts)
{
    return detail::join_tuple(detail::record_hstack, parts, 0, {});
}

/// Parts below each other: along axis 0, vectors and numbers as rows. numpy.vstack
template <detail::range_of_readable R>
auto vstack(const R& parts, std::source_location where = std::source_location::current())
{
    return detail::join_range(detail::record_vstack, parts, 0, where);
}
template <detail::lazy X>
auto vstack(
    std::initializer_list<X> parts, std::source_location where = std::source_location::current())
{
    return detail::join_range(detail::record_vstack, parts, 0, where);
}
template <class... X>
    requires detail::parts_of_tuple<X...>
auto vstack(std::tuple<X...>&& parts)
{
    return detail::join_tuple(detail::record_vstack, parts, 0, {});
}

// dstack(parts)         along axis 2, vectors (n) as (1, n, 1), matrices as (m, n, 1). numpy.dstack
// column_stack(parts)   along axis 1, vectors as columns. numpy.column_stack
#define TENFOLD_STACKING(name)                                                                            \
    template <detail::range_of_readable R>                                                                \
    auto name(const R& parts, detail::site where = detail::site::current())                               \
    {                                                                                                     \
        return detail::join_range(detail::record_##name, parts, 0, where);                                \
    }                                                                                                     \
    template <detail::lazy X>                                                                             \
    auto name(std::initializer_list<X> parts, detail::site where = detail::site::current())               \
    {                                                                                                     \
        return detail::join_range(detail::record_##name, parts, 0, where);                                \
    }                                                                                                     \
    template <class... X>                                                                                 \
        requires detail::parts_of_tuple<X...>                                                             \
    auto name(std::tuple<X...>&& parts)                                                                   \
    {                                                                                                     \
        return detail::join_tuple(detail::record_##name, parts, 0, {});                                   \
    }
TENFOLD_STACKING(dstack)
TENFOLD_STACKING(column_stack)
#undef TENFOLD_STACKING

/// n equal parts side by side, as views: along axis 1, of a vector along its only one. As xtensor spells it, hence without a
/// line in errors. numpy.hsplit
template <detail::lazy X> auto hsplit(X& x, std::size_t n) { return tenfold::split(x, n, x.dimension() > 1 ? 1 : 0); }
/// n equal parts below each other; two axes at least. numpy.vsplit
template <detail::lazy X> auto vsplit(X& x, std::size_t n)
{
    if (x.dimension() < 2) detail::reject<shape_error>("vsplit", "two axes are needed, not " + std::to_string(x.dimension()));
    return tenfold::split(x, n, 0);
}

/// n parts along an axis, as views; the first ones are longer by one where n does not divide its size. n > 0.
/// numpy.array_split
template <detail::lazy X>
auto array_split(
    const X& x, std::ptrdiff_t n, std::ptrdiff_t axis = 0,
    std::source_location where = std::source_location::current())
{
    using T = detail::element_type_of<X>;
    return detail::as_arrays<T>(detail::record_array_split(detail::part_in<T>(x, where), n, axis, where));
}

// ---- meshgrid ---------------------------------------------------------------------------------------------

/// How meshgrid orders its axes: xy swaps the first two, as NumPy does by itself; ij leaves them.
enum class indexing { xy, ij };

namespace detail {

template <lazy... X> auto grid(site where, indexing order, const X&... x)
{
    sizes shape = std::initializer_list<index_t>{static_cast<index_t>(x.size())...};
    const bool swaps = order == indexing::xy && shape.size() >= 2;
    if (swaps) std::swap(shape[0], shape[1]);
    int at = 0;
    const auto one = [&](const auto& v) {
        const int axis = swaps && at < 2 ? 1 - at : at;
        ++at;
        return array_of<decltype(v)>(record_grid(own_part(v, where), axis, shape, where));
    };
    return std::tuple<array_of<X>...>{one(x)...};
}

}  // namespace detail

/// Coordinates of a grid from those of its axes as a tuple of arrays: for lengths n, m the shapes are (m, n) by xy, (n, m)
/// by ij. Nothing is copied. Axes that are no vectors are flattened. Errors of up to three axes know the line.
/// numpy.meshgrid
template <detail::lazy X> auto meshgrid(X&& x, detail::site where = detail::site::current())
{
    return detail::grid(where, indexing::xy, x);
}
template <detail::lazy X, detail::lazy Y>
auto meshgrid(X&& x, Y&& y, detail::site where = detail::site::current())
{
    return detail::grid(where, indexing::xy, x, y);
}
template <detail::lazy X, detail::lazy Y, detail::lazy Z>
auto meshgrid(X&& x, Y&& y, Z&& z, detail::site where = detail::site::current())
{
    return detail::grid(where, indexing::xy, x, y, z);
}
template <detail::lazy X> auto meshgrid(indexing order, X&& x, detail::site where = detail::site::current())
{
    return detail::grid(where, order, x);
}
template <detail::lazy X, detail::lazy Y>
auto meshgrid(indexing order, X&& x, Y&& y, detail::site where = detail::site::current())
{
    return detail::grid(where, order, x, y);
}
template <detail::lazy X, detail::lazy Y, detail::lazy Z>
auto meshgrid(indexing order, X&& x, Y&& y, Z&& z, detail::site where = detail::site::current())
{
    return detail::grid(where, order, x, y, z);
}
template <detail::lazy X, detail::lazy Y, detail::lazy Z, detail::lazy... More>
    requires(sizeof...(More) > 0)
auto meshgrid(X&& x, Y&& y, Z&& z, More&&... more)
{
    return detail::grid({}, indexing::xy, x, y, z, more...);
}
template <detail::lazy X, detail::lazy Y, detail::lazy Z, detail::lazy... More>
    requires(sizeof...(More) > 0)
auto meshgrid(indexing order, X&& x, Y&& y, Z&& z, More&&... more)
{
    return detail::grid({}, order, x, y, z, more...);
}

}  // namespace tenfold

namespace xt {
using tenfold::flatten;
using tenfold::hsplit;
using tenfold::hstack;
using tenfold::meshgrid;
using tenfold::ravel;
using tenfold::repeat;
using tenfold::roll;
using tenfold::tile;
using tenfold::vsplit;
using tenfold::vstack;

/// xtensor's form: how often, as a template argument.
template <std::ptrdiff_t N = 1, class E>
    requires tenfold::detail::lazy<E>
auto rot90(E&& e, const std::array<std::ptrdiff_t, 2>& axes = {0, 1})
{
    return tenfold::rot90(std::forward<E>(e), N, axes);
}
}  // namespace xt
