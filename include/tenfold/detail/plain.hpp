// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Between plain xtensor and arrays: copying an xtensor operand into a value, and a value into an xtensor
// container or view. The copying itself is compiled once, in the core; no xtensor container crosses that
// boundary.
#pragma once

#include <tenfold/detail/record.hpp>
#include <tenfold/detail/xtensor.hpp>

#include <exception>
#include <memory>

namespace tenfold::detail {

// ---- xtensor to value -------------------------------------------------------------------------------------

/// An xtensor expression whose elements can be read through a pointer and strides.
template <class E>
concept strided_plain =
    xt::has_data_interface<std::remove_cvref_t<E>>::value && xt::has_strides<std::remove_cvref_t<E>>::value;

/// Containers that own their elements: as rvalues they move in without a copy.
template <class E> inline constexpr bool owning_plain = false;
template <class S, xt::layout_type L, class C, class Tag>
inline constexpr bool owning_plain<xt::xarray_container<S, L, C, Tag>> = true;
template <class S, std::size_t N, xt::layout_type L, class Tag>
inline constexpr bool owning_plain<xt::xtensor_container<S, N, L, Tag>> = true;

/// Shape and strides of a strided xtensor expression; throws shape_error beyond max_rank.
template <class E> void read_layout(const E& e, layout& form, site where)
{
    if (e.dimension() > static_cast<std::size_t>(max_rank))
        fail<shape_error>("array", "more than 32 axes", where);
    form.rank = static_cast<int>(e.dimension());
    auto&& shape = e.shape();
    auto&& strides = e.strides();
    for (int d = 0; d < form.rank; ++d) {
        form.shape[d] = static_cast<index_t>(shape[static_cast<std::size_t>(d)]);
        form.stride[d] = static_cast<index_t>(strides[static_cast<std::size_t>(d)]);
    }
}

/// A leaf with a row-major copy of strided memory.
handle copy_strided(element, const layout&, const void* data, site);

template <class C> handle adopt_plain(C&& container, site where)
{
    using T = typename C::value_type;
    layout form;
    read_layout(container, form, where);
    auto owned = std::make_unique<C>(std::move(container));
    try {
        handle h = record_leaf(
            element_of<T>, form.rank, form.shape, form.stride,
            {owned->data(), owned.get(), [](void* p) { delete static_cast<C*>(p); }});
        owned.release();
        return h;
    }
    catch (...) {
        container = std::move(*owned);  // who tries again still has it
        throw;
    }
}

/// The value of a plain xtensor expression: copied, evaluated by xtensor, or (rvalue containers) moved.
template <class E> handle copy_plain(E&& e, site where = site::current())
{
    using X = std::remove_cvref_t<E>;
    using T = typename X::value_type;
    if constexpr (owning_plain<X> && std::is_same_v<E, X>) return adopt_plain<X>(std::move(e), where);
    else if constexpr (strided_plain<X>) {
        layout form;
        read_layout(e, form, where);
        return copy_strided(element_of<T>, form, e.data() + e.data_offset(), where);
    }
    else return adopt_plain(xt::xarray<T>(e), where);
}

/// A copy made inside a noexcept operator: a failure is kept, and thrown when the expression is converted.
class copied_plain {
public:
    explicit copied_plain(handle h) noexcept : value_(std::move(h)) {}
    /// Keeps the exception being handled.
    static copied_plain failed() noexcept;
    /// The copy; or throws memory_error or shape_error with the reason.
    const handle& get(site where) const
    {
        if (!value_) rethrow(where);
        return value_;
    }

private:
    [[noreturn]] void rethrow(site) const;
    handle value_;
    std::exception_ptr reason_;
};

template <class E> copied_plain copy_plain_quietly(E&& e) noexcept
{
    try {
        return copied_plain(copy_plain(std::forward<E>(e)));
    }
    catch (...) {
        return copied_plain::failed();
    }
}

// ---- value to xtensor -------------------------------------------------------------------------------------

/// Evaluates `h` for reading and copies it into `to`, broadcasting and converting elements. Shapes that do
/// not fit: shape_error.
void copy_value(const strided& to, element, const handle& h, site);

/// Throws unless an xt::xtensor of that fixed rank can hold `h`.
void check_rank(const handle& h, int rank, site);
/// Throws if `h` is the empty handle of a default-made array.
void check_value(const handle& h, site);

template <class E> void resize_to(E& to, const handle& h)
{
    using shape_type = typename E::shape_type;
    const family& f = *h.source();
    const auto rank = static_cast<std::size_t>(f.rank);
    if constexpr (requires { std::tuple_size<shape_type>::value; }) {
        check_rank(h, static_cast<int>(std::tuple_size<shape_type>::value), site());
    }
    if constexpr (!xt::detail::is_fixed<shape_type>::value) {
        auto shape = xtl::make_sequence<shape_type>(rank, 0);
        for (std::size_t d = 0; d < rank; ++d)
            shape[d] = static_cast<typename shape_type::value_type>(f.shape[d]);
        to.resize(shape);
    }
}

/// Into an xtensor container or view; `resize`: it takes the value's shape, else the value broadcasts to its
/// own.
template <class T, class E> void assign_plain(E& to, const handle& h, bool resize)
{
    using V = typename E::value_type;
    static_assert(
        std::is_convertible_v<T, V>, "tenfold: the elements of this array do not convert to those of the "
                                     "xtensor container (complex to real: take xt::real first)");
    check_value(h, site());
    if constexpr (requires { to.resize(to.shape()); }) {
        if (resize) resize_to(to, h);
    }
    layout form;
    if constexpr (element_type<V> && strided_plain<E>) {
        read_layout(to, form, site());
        copy_value(
            {to.data() + to.data_offset(), form.rank, form.shape, form.stride}, element_of<V>, h, site());
    }
    else {
        index_t size = 1;
        form.rank = static_cast<int>(to.dimension());
        for (int d = form.rank - 1; d >= 0; --d) {
            form.shape[d] = static_cast<index_t>(to.shape()[static_cast<std::size_t>(d)]);
            form.stride[d] = size;
            size *= form.shape[d];
        }
        const auto elements = std::make_unique<T[]>(static_cast<std::size_t>(size));
        copy_value({elements.get(), form.rank, form.shape, form.stride}, element_of<T>, h, site());
        auto it = to.template begin<xt::layout_type::row_major>();
        for (index_t i = 0; i < size; ++i, ++it) *it = static_cast<V>(elements[static_cast<std::size_t>(i)]);
    }
}

/// `x` evaluated and broadcast to `shape`.
template <class X, class S> auto broadcast_value(const X& x, const S& shape)
{
    using T = typename X::value_type;
    xt::xarray<T> out(xt::dynamic_shape<std::size_t>(shape.begin(), shape.end()));
    assign_plain<T>(out, to_handle(x, site()), false);
    return out;
}

/// The broadcast of the operands' shapes, row-major; throws shape_error.
void broadcast_operands(const char* operation, int count, const operand* operands, layout& result, site);

}  // namespace tenfold::detail
