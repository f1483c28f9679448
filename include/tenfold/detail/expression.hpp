// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// xtensor's extension point. `xt::exp(x) + 2.0 * y` with an array, a view or such an expression inside gives
// a typed lazy tree that owns its leaves: it may outlive every local it was written with. xtensor's operators
// are noexcept, so nothing is checked there; shapes are checked, and the node recorded, when the tree becomes
// an array.
#pragma once

#include <tenfold/detail/kernel.hpp>
#include <tenfold/detail/plain.hpp>
#include <tenfold/detail/promote.hpp>

#include <tuple>

namespace tenfold {

template <element_type T> class array;
template <element_type T> class array_view;
/// A lazy elementwise expression; in this namespace so that unqualified calls find tenfold's functions.
template <class C> class expression;

namespace detail {

/// Marks arrays, views and lazy expressions to xtensor.
struct expression_tag {};

template <class E>
concept tagged_expression =
    std::is_same_v<typename xt::extension::get_expression_tag<std::remove_cvref_t<E>>::type, expression_tag>;

/// For assertions that say what a mistaken call should be.
template <class...> inline constexpr bool never = false;

/// The value of an array, view or expression, recorded if it must be.
template <element_type T> const handle& to_handle(const array<T>& x, site) { return x.raw(); }
template <element_type T> handle to_handle(const array_view<T>& x, site) { return record_view(x.raw()); }
template <class C> handle to_handle(const expression<C>& x, site where)
{
    return record_expression(x, where);
}

/// Base of array, array_view and expression: what xtensor asks of a right-hand side. D gives `shape()`.
/// `xt::xarray<double> r = x`, `out += x`, `xt::noalias(out) = x` and `xt::view(out, ...) = x` evaluate, then
/// copy.
template <class D, class T> class expression_base : public xt::xexpression<D> {
public:
    using expression_tag = detail::expression_tag;
    using value_type = T;
    using reference = T;
    using const_reference = T;
    using pointer = const T*;
    using const_pointer = const T*;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;
    using shape_type = xt::dynamic_shape<std::size_t>;
    using inner_shape_type = shape_type;
    using bool_load_type = xt::bool_load_type<T>;
    using temporary_type = xt::xarray<T>;
    static constexpr xt::layout_type static_layout = xt::layout_type::dynamic;
    static constexpr bool contiguous_layout = false;

    template <class E> void assign_to(xt::xexpression<E>& to) const
    {
        assign_plain<T>(to.derived_cast(), to_handle(derived(), site()), true);
    }
    template <class S> bool broadcast_shape(S& shape, bool = false) const
    {
        return xt::broadcast_shape(derived().shape(), shape);
    }

    // What a mistaken use should be.
    template <class I> T operator[](const I&) const
    {
        static_assert(never<I>, "tenfold: x(i, j) reads an element, and view(x, i) is a part");
        return {};
    }
    template <class N>
        requires(std::is_arithmetic_v<N> || is_complex_type<N>)
    operator N() const
    {
        static_assert(
            never<N>, "tenfold: an array is no number: x(i, j) reads an element, and x() what has no axes, as in "
                      "sum(x)()");
        return {};
    }

protected:
    expression_base() = default;
    ~expression_base() = default;
    expression_base(const expression_base&) = default;
    expression_base(expression_base&&) = default;
    expression_base& operator=(const expression_base&) = default;
    expression_base& operator=(expression_base&&) = default;

private:
    const D& derived() const { return static_cast<const D&>(*this); }
};

// ---- leaves -----------------------------------------------------------------------------------------------

/// What a tree hands to the core.
struct collector {
    operand* next;
    unsigned char* scalars;
    std::size_t byte = 0;
    site where;

    template <class T> void put(const T& value)
    {
        byte = align_up(byte, alignof(T));
        std::memcpy(scalars + byte, &value, sizeof(T));
        byte += sizeof(T);
    }
    void put_operand(const handle& h)
    {
        if (!h) fail_empty(where);
        *next++ = whole(h);
    }
    [[noreturn]] static void fail_empty(site where);
};

template <class T> struct array_leaf {
    using key = input<T>;
    handle value;

    explicit array_leaf(const array<T>& x) noexcept : value(x.raw()) {}
    void collect(collector& c) const { c.put_operand(value); }
};

template <class T> struct view_leaf {
    using key = input<T>;
    part value;

    explicit view_leaf(const array_view<T>& x) noexcept : value(x.raw()) {}
    void collect(collector& c) const
    {
        if (!value.source) collector::fail_empty(c.where);
        *c.next++ = value.read();
    }
};

/// A plain xtensor container, view or expression, copied (an rvalue container: moved).
template <class T> struct plain_leaf {
    static_assert(
        element_type<T>, "tenfold: arrays hold bool, integers, float, double and std::complex of both; "
                         "this xtensor operand holds another type");
    using key = input<T>;
    copied_plain value;

    template <class E> explicit plain_leaf(E&& e) noexcept : value(copy_plain_quietly(std::forward<E>(e))) {}
    void collect(collector& c) const { c.put_operand(value.get(c.where)); }
};

template <class T> struct scalar_leaf {
    using key = scalar<T>;
    T value;

    template <class E> explicit scalar_leaf(E&& e) noexcept : value(static_cast<T>(e)) {}
    void collect(collector& c) const { c.put(value); }
};

template <class X> struct leaf_of {
    using type = plain_leaf<typename X::value_type>;
};
template <element_type T> struct leaf_of<array<T>> {
    using type = array_leaf<T>;
};
template <element_type T> struct leaf_of<array_view<T>> {
    using type = view_leaf<T>;
};
template <class C> struct leaf_of<expression<C>> {
    using type = expression<C>;
};
template <class S> struct leaf_of<xt::xscalar<S>> {
    using type = scalar_leaf<std::decay_t<S>>;
};

// ---- the tree ---------------------------------------------------------------------------------------------

template <class F, class... A> struct applied;

}  // namespace detail

/// A lazy elementwise expression: functor F on trees and leaves A.
template <class F, class... A>
class expression<detail::applied<F, A...>>
    : public detail::expression_base<
          expression<detail::applied<F, A...>>, typename detail::call<F, typename A::key...>::value_type> {
public:
    using key = detail::call<F, typename A::key...>;

    template <class G, class... E>
        requires(sizeof...(E) == sizeof...(A))
    explicit expression(G&& f, E&&... e) noexcept
        : functor_(std::forward<G>(f)), arguments_(std::forward<E>(e)...)
    {
    }

    template <class... I> typename key::value_type operator()(const I&...) const
    {
        static_assert(
            detail::never<I...>,
            "tenfold: an expression that is held by auto has no elements yet: make it an array first");
        return {};
    }

    /// The broadcast shape; throws shape_error where the operands do not fit. Evaluates nothing.
    xt::dynamic_shape<std::size_t> shape() const
    {
        detail::operand x[key::after({}).operand];
        alignas(16) unsigned char s[key::after({}).byte + 1];
        detail::collector c{x, s, 0, detail::site()};
        collect(c);
        detail::layout form;
        detail::broadcast_operands("elementwise", key::after({}).operand, x, form, detail::site());
        return {form.shape, form.shape + form.rank};
    }
    std::size_t shape(std::size_t axis) const { return shape()[axis]; }
    std::size_t dimension() const { return shape().size(); }
    std::size_t size() const
    {
        std::size_t n = 1;
        for (std::size_t extent : shape()) n *= extent;
        return n;
    }

    void collect(detail::collector& c) const
    {
        if constexpr (!detail::functor_state<F>::empty) c.put(functor_);
        std::apply([&](const A&... a) { (a.collect(c), ...); }, arguments_);
    }

private:
    [[no_unique_address]] F functor_;
    std::tuple<A...> arguments_;
};

namespace detail {

/// Records the node of a tree. Shapes that do not fit: shape_error.
template <class F, class... A> handle record_expression(const expression<applied<F, A...>>& e, site where)
{
    using key = typename expression<applied<F, A...>>::key;
    static_assert(
        element_type<typename key::value_type>,
        "tenfold: this elementwise expression gives elements of a type that arrays do not hold; "
        "arrays hold bool, integers, float, double and std::complex of both (use xt::cast)");
    if constexpr (element_type<typename key::value_type>) {
        constexpr position end = key::after({});
        operand x[end.operand];
        alignas(16) unsigned char scalars[end.byte + 1] = {};
        collector c{x, scalars, 0, where};
        e.collect(c);
        return record_elementwise(kernel_for<key>(), x, scalars, where);
    }
    else return {};
}

}  // namespace detail

using detail::expression_tag;
using detail::record_expression;
using detail::tagged_expression;

}  // namespace tenfold

// ---- xtensor's side ---------------------------------------------------------------------------------------

namespace xt {
namespace detail {

template <class F, class... E> struct select_xfunction_expression<tenfold::detail::expression_tag, F, E...> {
    using type = tenfold::expression<tenfold::detail::applied<
        typename tenfold::detail::ours<std::decay_t<F>>::type, typename tenfold::detail::leaf_of<std::decay_t<E>>::type...>>;
};

}  // namespace detail

template <class T> struct temporary_type_from_tag<tenfold::detail::expression_tag, T> {
    using type = xarray<typename std::decay_t<T>::value_type>;
};

template <> class xexpression_assigner_base<tenfold::detail::expression_tag> {
public:
    /// Into something already of the right shape, such as `xt::view(out, ...)`.
    template <class E1, class E2>
    static void assign_data(xexpression<E1>& to, const xexpression<E2>& from, bool)
    {
        using T = typename E2::value_type;
        tenfold::detail::assign_plain<T>(
            to.derived_cast(), tenfold::detail::to_handle(from.derived_cast(), tenfold::detail::site()),
            false);
    }
};

/// `xt::view(out, ...) = x` broadcasts its right-hand side by this.
template <class C, class S> auto broadcast(const tenfold::expression<C>& x, const S& shape)
{
    return tenfold::detail::broadcast_value(x, shape);
}
template <tenfold::element_type T, class S> auto broadcast(const tenfold::array<T>& x, const S& shape)
{
    return tenfold::detail::broadcast_value(x, shape);
}
template <tenfold::element_type T, class S> auto broadcast(const tenfold::array_view<T>& x, const S& shape)
{
    return tenfold::detail::broadcast_value(x, shape);
}

}  // namespace xt
