// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// view(x, slices...): a part of an array, as NumPy's x[...]; nothing is copied. Slices are xtensor's:
//
//   tf::view(x, 3)                                   // x[3]          an index drops its axis; -1 is the last
//   tf::view(x, xt::all(), xt::range(i, i + 20))     // x[:, i:i+20]
//   tf::view(x, xt::range(8, 0, -2))                 // x[8:0:-2]
//   tf::view(x, xt::range(_, 5), xt::range(-3, _))   // x[:5, -3:]    with using namespace xt::placeholders
//   tf::view(x, xt::newaxis(), xt::ellipsis(), 0)    // x[None, ..., 0]
//   tf::view(tf::view(x, 1), xt::range(0, 4))        // views of views
//   tf::view(x, xt::xstrided_slice_vector{...})      // a list of slices made at run time
//
// A view is accepted wherever an array is, and becomes one by itself. It shows the value that x has now:
// assigning to
// x later does not change it. An unnamed view of a named array can be assigned to: <tenfold/assign.hpp>.
#pragma once

#include <tenfold/array.hpp>
#include <tenfold/assign.hpp>
#include <tenfold/detail/slices.hpp>

#include <utility>
#include <vector>

namespace tenfold {
namespace detail {

struct views;

/// Views of named arrays, and of views of those that have no name themselves, may be assigned to; others are
/// const.
template <class X>
using view_type = std::conditional_t<
    (is_array<std::remove_reference_t<X>> && std::is_lvalue_reference_v<X>) || is_view<X>,
    array_view<element_type_of<X>>, const array_view<element_type_of<X>>>;

template <class Y> void refuse_assignment()
{
    static_assert(
        never<Y>, "tenfold: assign to view(...) of a named array directly, not through a name; "
                  "the array must not be const or a temporary");
}

}  // namespace detail

/// What every view function returns. Holds a count of the value it shows, and no memory of its own.
template <element_type T> class array_view : public detail::expression_base<array_view<T>, T> {
public:
    using site = std::source_location;

    array_view(const array_view&) = default;
    array_view(array_view&&) noexcept = default;

    /// As for arrays; none of these evaluates.
    shape_view shape() const& { return {part_.form.shape, part_.form.rank}; }
    shape_copy shape() const&& { return shape_copy({part_.form.shape, part_.form.rank}); }
    std::ptrdiff_t shape(std::size_t axis) const
    {
        return part_.form
            .shape[detail::normalise_axis(static_cast<std::ptrdiff_t>(axis), part_.form.rank, "shape")];
    }
    std::size_t dimension() const { return static_cast<std::size_t>(part_.form.rank); }
    std::size_t size() const
    {
        std::size_t n = 1;
        for (int d = 0; d < part_.form.rank; ++d) n *= static_cast<std::size_t>(part_.form.shape[d]);
        return n;
    }

    /// As for arrays; make an array of a view that is read more than once.
    detail::element_read<T> operator()(site where = site::current()) const { return array<T>(*this)(where); }
    template <std::integral... I>
    detail::element_read<T> operator()(detail::located_index first, I... rest) const
    {
        return array<T>(*this)(first, rest...);
    }
    element_iterator<T> begin(site where = site::current()) const { return array<T>(*this).begin(where); }
    element_iterator<T> end(site where = site::current()) const { return array<T>(*this).end(where); }
    value_view<T> value(site where = site::current()) const { return array<T>(*this).value(where); }

#define TENFOLD_ASSIGNMENT(op, mode)                                                                  \
    template <class Y>                                                                                \
        requires(detail::readable<Y> || detail::number<Y>)                                            \
    void operator op(const Y& y)&& { detail::store<T, detail::store_mode::mode>(part_, target_, y); } \
    template <class Y> void operator op(const Y&) const& { detail::refuse_assignment<Y>(); }
    TENFOLD_ASSIGNMENT(=, assign)
    TENFOLD_ASSIGNMENT(+=, add)
    TENFOLD_ASSIGNMENT(-=, subtract)
    TENFOLD_ASSIGNMENT(*=, multiply)
    TENFOLD_ASSIGNMENT(/=, divide)
#undef TENFOLD_ASSIGNMENT
    void operator=(std::initializer_list<detail::nested<T>> list) && { std::move(*this) = array<T>(list, site()); }
    void operator=(std::initializer_list<detail::nested<T>>) const& { detail::refuse_assignment<T>(); }
    void operator=(const array_view& y) &&
    {
        detail::store<T, detail::store_mode::assign>(part_, target_, y);
    }
    void operator=(const array_view&) const& { detail::refuse_assignment<T>(); }

    /// For tenfold's own headers.
    const detail::part& raw() const { return part_; }

private:
    friend struct detail::views;
    array_view() = default;
    /// Its offset and layout are still to be written.
    explicit array_view(const detail::handle& source) : part_(source) {}
    array_view(const detail::handle& source, array<T>& of, site where) : part_(source), target_(of, where)
    {
        target_.own = false;
    }

    detail::part part_;
    detail::target target_;
};

namespace detail {

/// Makes views.
struct views {
    /// The whole of anything readable.
    template <readable X> static auto open(X&& x)
    {
        using T = element_type_of<X>;
        static_assert(
            lazy<X> || !std::is_lvalue_reference_v<X>, "tenfold: a view of a plain xtensor container could "
                                                       "only copy it: make it an array, or borrow it");
        array_view<T> r;
        if constexpr (is_array<std::remove_cvref_t<X>>) open_array<X>(r, std::forward<X>(x));
        else if constexpr (is_view<std::remove_cvref_t<X>>) return array_view<T>(std::forward<X>(x));
        else r.part_ = part_of(record_as<T>(std::forward<X>(x), {}));
        return r;
    }

    template <lazy X, class... S>
    [[gnu::always_inline]] static array_view<element_type_of<X>> slice(site where, X&& x, const S&... slices)
    {
        if constexpr (is_view<std::remove_cvref_t<X>>) return slice_view(where, x, slices...);
        else {
            if constexpr (is_array<std::remove_cvref_t<X>>) {
                const family* f = x.raw().source();
                if (f && !f->is_view) [[likely]]
                    return slice_value<X>(where, x, *f, slices...);
            }
            return slice_slowly(where, std::forward<X>(x), slices...);
        }
    }

    /// Applies f(offset, layout) to what a view reads, and to what it assigns to.
    template <class T, class F> static void change(array_view<T>& v, F f)
    {
        f(v.part_.offset, v.part_.form);
        if (v.target_.stored()) f(v.target_.offset, v.target_.form);
    }

    /// A view to be read only.
    template <element_type T> static array_view<T> from(part p)
    {
        array_view<T> r;
        r.part_ = std::move(p);
        return r;
    }
    template <element_type T> static part&& release(array_view<T>& v) { return std::move(v.part_); }

private:
    template <class X>
    static constexpr bool assignable = is_array<std::remove_reference_t<X>>&& std::is_lvalue_reference_v<X>;

    template <class T> static void aim(array_view<T>& r, array<T>& x)
    {
        r.target_.base = target(x, {}).base;
        r.target_.own = false;
    }

    template <class X, class T> static void open_array(array_view<T>& r, X&& x)
    {
        check_value(x.raw(), {});
        r.part_ = part_of(x.raw());
        if constexpr (assignable<X>) {
            aim(r, x);
            const family& f = *x.raw().source();
            if (!f.is_view) return;
            r.target_.own = true;
            r.target_.source = &f;
            r.target_.member = x.raw().member();
            r.target_.offset = 0;
            r.target_.form.rank = f.rank;
            for (int d = 0; d < f.rank; ++d) r.target_.form.shape[d] = f.shape[d];
            for (int d = 0; d < f.rank; ++d) r.target_.form.stride[d] = f.stride[d];
        }
    }

    template <class X> static array_view<element_type_of<X>> begin(site where, std::remove_reference_t<X>& x)
    {
        if constexpr (assignable<X>) return array_view<element_type_of<X>>(x.raw(), x, where);
        else return array_view<element_type_of<X>>(x.raw());
    }

    // Each of these builds its result in place: one variable, returned everywhere.
    template <class X, class... S>
    [[gnu::always_inline]] static array_view<element_type_of<X>>
    slice_value(site where, std::remove_reference_t<X>& x, const family& f, const S&... slices)
    {
        array_view<element_type_of<X>> r = begin<X>(where, x);
        r.part_.offset = take_slices(f.rank, f.shape, f.stride, r.part_.form, where, slices...);
        return r;
    }

    template <class T, class... S>
    static array_view<T> slice_view(site where, const array_view<T>& x, const S&... slices)
    {
        array_view<T> r(x.part_.source);
        const layout& form = x.part_.form;
        r.part_.offset =
            x.part_.offset + take_slices(form.rank, form.shape, form.stride, r.part_.form, where, slices...);
        if (!x.target_.base) return r;
        r.target_.base = x.target_.base;
        r.target_.taken = where;
        r.target_.own = x.target_.own;
        if (!r.target_.own) return r;
        r.target_.source = x.target_.source;
        r.target_.member = x.target_.member;
        const layout& own = x.target_.form;
        r.target_.offset =
            x.target_.offset + take_slices(own.rank, own.shape, own.stride, r.target_.form, where, slices...);
        return r;
    }

    /// Of an array that is a stored view itself, or holds nothing, and of expressions.
    template <class X, class... S>
    [[gnu::noinline]] static array_view<element_type_of<X>> slice_slowly(site where, X&& x, const S&... slices)
    {
        return slice_view(where, open(std::forward<X>(x)), slices...);
    }
};

template <class X> constexpr bool is_picked = false;
template <class T> constexpr bool is_picked<xt::xkeep_slice<T>> = true;
template <class T> constexpr bool is_picked<xt::xdrop_slice<T>> = true;

/// A list of slices whose kinds are known when it runs.
template <class... S> constexpr bool is_slice_list = false;
template <> inline constexpr bool is_slice_list<xt::xstrided_slice_vector> = true;

template <class X, class S> view_type<X> list_view(site where, X&& x, const S& list)
{
    std::vector<loose_slice> slices;
    slices.reserve(list.size());
    for (const auto& s : list) slices.push_back(loosened(s));
    auto v = views::open(std::forward<X>(x));
    views::change(v, [&](index_t& offset, layout& form) { offset += slice_layout(form, slices, where); });
    return v;
}

template <class X, class... S>
[[gnu::always_inline]] inline view_type<X> take_view(site where, std::remove_reference_t<X>& x, const S&... slices)
{
    static_assert(
        !(is_picked<S> || ...),
        "tenfold: views take no xt::keep or xt::drop; use xt::range, or take(x, {0, 2}, axis) for the parts of a list");
    static_assert(
        ((slice<S> || is_picked<S>)&&...) || is_slice_list<S...>,
        "tenfold: a slice is an integer, xt::all(), xt::range(...), xt::newaxis() or xt::ellipsis()");
    if constexpr ((slice<S> && ...)) return views::slice(where, static_cast<X&&>(x), slices...);
    else if constexpr (is_slice_list<S...>) return list_view<X>(where, static_cast<X&&>(x), slices...);
    else return views::open(static_cast<X&&>(x));
}

/// The view of a first argument that is a plain container or expression.
template <class... A> struct plain_view {
};
template <plain X, class... A> struct plain_view<X, A...> {
    using type = view_type<X>;
};

}  // namespace detail

/// x[slices...] of an array, a view or an elementwise expression. Missing trailing slices mean all; ranges
/// are clipped as in NumPy. An index outside its axis, or more slices than axes: index_error, with the line of a call
/// of up to four slices. A few nanoseconds.
template <detail::lazy X>
[[gnu::always_inline]] inline detail::view_type<X> view(X&& x, detail::site where = detail::site::current())
{
    return detail::take_view<X>(where, x);
}
template <detail::lazy X, class S>
[[gnu::always_inline]] inline detail::view_type<X> view(X&& x, S&& s, detail::site where = detail::site::current())
{
    return detail::take_view<X>(where, x, s);
}
template <detail::lazy X, class S, class T>
[[gnu::always_inline]] inline detail::view_type<X> view(X&& x, S&& s, T&& t, detail::site where = detail::site::current())
{
    return detail::take_view<X>(where, x, s, t);
}
template <detail::lazy X, class S, class T, class U>
[[gnu::always_inline]] inline detail::view_type<X> view(X&& x, S&& s, T&& t, U&& u, detail::site where = detail::site::current())
{
    return detail::take_view<X>(where, x, s, t, u);
}
template <detail::lazy X, class S, class T, class U, class V>
[[gnu::always_inline]] inline detail::view_type<X> view(X&& x, S&& s, T&& t, U&& u, V&& v, detail::site where = detail::site::current())
{
    return detail::take_view<X>(where, x, s, t, u, v);
}
template <detail::lazy X, class S, class T, class U, class V, class W, class... More>
[[gnu::always_inline]] inline detail::view_type<X>
view(X&& x, S&& s, T&& t, U&& u, V&& v, W&& w, More&&... more)
{
    return detail::take_view<X>({}, x, s, t, u, v, w, more...);
}

/// x[slices] by a list made at run time: view(x, list) is the same. Spelled like xtensor's, hence without a line in errors.
template <detail::lazy E> detail::view_type<E> strided_view(E&& x, const xt::xstrided_slice_vector& slices)
{
    return detail::list_view<E>({}, std::forward<E>(x), slices);
}

}  // namespace tenfold

namespace xt {
using tenfold::view;  // so that xt::view(x, ...) is the same function
using tenfold::strided_view;
}

namespace tenfold {

/// Of a temporary xtensor container; one with a name is refused. Less special than xt::view, which stays
/// first choice.
template <class... A> typename detail::plain_view<A...>::type view(A&&... a)
{
    return [](auto&& x, auto&&... slices) {
        const auto all = detail::views::open(std::forward<decltype(x)>(x));
        return view(all, slices...);
    }(std::forward<A>(a)...);
}

}  // namespace tenfold
