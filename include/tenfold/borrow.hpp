// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// borrow(container): an array over the caller's memory.
//
//   xt::xtensor<double, 2> samples = ...;
//   tf::array<double> x = tf::borrow(samples);   // no copy
//   tf::array<float> y = tf::borrow(pointer, {480, 640}, {row_stride, 1});
//
// The caller promises that the memory lives, and does not change, until everything recorded from the array is
// evaluated and no longer read. It is the only way to make tenfold hold a reference.
#pragma once

#include <tenfold/array.hpp>

#include <memory>
#include <ranges>

namespace tenfold {
namespace detail {

/// Views that refer to a named container: they may be temporaries, the memory stays.
template <class E> inline constexpr bool refers = false;
template <class C, class... S> inline constexpr bool refers<xt::xview<C&, S...>> = true;
template <class C, class S, xt::layout_type L, class F>
inline constexpr bool refers<xt::xstrided_view<C&, S, L, F>> = true;

/// A value at a pointer; strides that were not given are those of row-major order. Compiled; src/api/leaf.cpp.
handle record_foreign(
    element, const void* data, const sizes& shape, const sizes& strides, std::shared_ptr<const void> owner, site);

}  // namespace detail

template <element_type T>
array<T> borrow(
    const T* data, const detail::sizes& shape, std::source_location where = std::source_location::current());

/// Of an xtensor container, or a strided view of one; row-major, column-major or any strides; const or not.
template <detail::plain C>
array<detail::element_type_of<C>>
borrow(C&& container, std::source_location where = std::source_location::current())
{
    using E = std::remove_cvref_t<C>;
    static_assert(
        std::is_lvalue_reference_v<C> || detail::refers<E>,
        "tenfold: borrow keeps no copy, so it takes a container that has a name, not a temporary");
    static_assert(
        detail::strided_plain<E>,
        "tenfold: borrow takes a container or a strided view of one; make an array of this expression");
    if constexpr (detail::strided_plain<E>) {
        detail::layout form;
        detail::read_layout(container, form, where);
        const auto* first = container.data() + container.data_offset();
        return array<detail::element_type_of<C>>(detail::record_leaf(
            element_of<detail::element_type_of<C>>, form.rank, form.shape, form.stride,
            {first, nullptr, nullptr}));
    }
    else return {};
}

/// Of a vector, a span, an array of the language: one axis.
template <class R>
    requires detail::contiguous_numbers<std::remove_cvref_t<R>>
array<std::ranges::range_value_t<std::remove_cvref_t<R>>>
borrow(R&& list, std::source_location where = std::source_location::current())
{
    static_assert(
        std::ranges::borrowed_range<R>,
        "tenfold: borrow keeps no copy, so it takes a container that has a name, not a temporary");
    return borrow(std::ranges::data(list), {static_cast<std::ptrdiff_t>(std::ranges::size(list))}, where);
}

/// Of memory at a pointer, row-major or with strides that count elements: one for each axis, else shape_error. An owner is
/// kept until nothing reads the memory any more.
template <element_type T>
array<T> borrow(
    const T* data, const detail::sizes& shape, const detail::sizes& strides,
    std::source_location where = std::source_location::current())
{
    return array<T>(detail::record_foreign(element_of<T>, data, shape, strides, nullptr, where));
}
template <element_type T>
array<T> borrow(const T* data, const detail::sizes& shape, std::source_location where)
{
    return array<T>(detail::record_foreign(element_of<T>, data, shape, {}, nullptr, where));
}
template <element_type T, class Owner>
array<T> borrow(
    const T* data, const detail::sizes& shape, const detail::sizes& strides, std::shared_ptr<Owner> owner,
    std::source_location where = std::source_location::current())
{
    return array<T>(detail::record_foreign(element_of<T>, data, shape, strides, std::move(owner), where));
}

}  // namespace tenfold
