// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Slices: xt::all(), xt::range(...), xt::newaxis(), xt::ellipsis() and integers as arithmetic on an offset, a
// shape and strides. Inline, because every window of a recorded loop passes here.
#pragma once

#include <tenfold/detail/family.hpp>
#include <tenfold/detail/xtensor.hpp>

#include <concepts>
#include <source_location>
#include <type_traits>
#include <vector>

namespace tenfold::detail {

using site = std::source_location;

[[noreturn, gnu::cold]] void too_many_slices(int slices, int rank, const index_t* shape, site);
[[noreturn, gnu::cold]] void slice_outside(index_t index, int axis, int rank, const index_t* shape, site);
[[noreturn, gnu::cold]] void slice_without_step(site);
[[noreturn, gnu::cold]] void too_many_axes(const char* operation, site);

template <class S>
concept index_slice = std::integral<S> && !std::same_as<S, bool>;

template <class S> struct is_range_slice : std::false_type {
};
template <class A, class B, class C> struct is_range_slice<xt::xrange_adaptor<A, B, C>> : std::true_type {
};
template <class... A>
struct is_range_slice<xt::placeholders::rangemaker<A...>>
    : std::bool_constant<sizeof...(A) == 2 || sizeof...(A) == 3> {
};

template <class S> inline constexpr bool is_newaxis = std::is_same_v<S, xt::xnewaxis_tag>;
template <class S> inline constexpr bool is_ellipsis = std::is_same_v<S, xt::xellipsis_tag>;

template <class S>
concept slice = index_slice<S> || is_range_slice<S>::value || std::is_same_v<S, xt::xall_tag> ||
    is_newaxis<S> || is_ellipsis<S>;

template <class S> constexpr bool is_placeholder = std::is_same_v<S, xt::placeholders::xtuph>;

/// Python's slice.indices for one axis of n elements: first element, step and count.
struct indices {
    index_t first, step, count;
};

inline index_t clip(index_t at, index_t n, index_t low, index_t high)
{
    if (at < 0) at += n;
    return at < low ? low : at > high ? high : at;
}

/// start:stop with step 1.
inline indices forward_indices(index_t start, index_t stop, index_t n)
{
    start = clip(start, n, 0, n);
    stop = clip(stop, n, 0, n);
    return {start, 1, stop > start ? stop - start : 0};
}

template <bool HasStart, bool HasStop>
indices stepped_indices(index_t start, index_t stop, index_t step, index_t n, site where)
{
    if (step == 0) slice_without_step(where);
    if (step > 0) {
        start = HasStart ? clip(start, n, 0, n) : 0;
        stop = HasStop ? clip(stop, n, 0, n) : n;
        return {start, step, stop > start ? (stop - start - 1) / step + 1 : 0};
    }
    if (step < -n - 1) step = -n - 1;  // the same elements, and no overflow below
    start = HasStart ? clip(start, n, -1, n - 1) : n - 1;
    stop = HasStop ? clip(stop, n, -1, n - 1) : -1;
    return {start, step, start > stop ? (start - stop - 1) / -step + 1 : 0};
}

template <class A> index_t number_or_zero(A a)
{
    if constexpr (is_placeholder<A>) return 0;
    else return static_cast<index_t>(a);
}

template <class A, class B, class C> indices indices_of(const xt::xrange_adaptor<A, B, C>& r, index_t n, site where)
{
    const index_t start = number_or_zero(r.start()), stop = number_or_zero(r.stop());
    if constexpr (is_placeholder<C>) return forward_indices(start, is_placeholder<B> ? n : stop, n);
    else
        return stepped_indices<!is_placeholder<A>, !is_placeholder<B>>(
            start, stop, static_cast<index_t>(r.step()), n, where);
}

template <class A, class B> indices indices_of(const xt::placeholders::rangemaker<A, B>& r, index_t n, site)
{
    return forward_indices(is_placeholder<A> ? 0 : r.rng[0], is_placeholder<B> ? n : r.rng[1], n);
}

template <class A, class B, class C>
indices indices_of(const xt::placeholders::rangemaker<A, B, C>& r, index_t n, site where)
{
    return stepped_indices<!is_placeholder<A>, !is_placeholder<B>>(
        r.rng[0], r.rng[1], is_placeholder<C> ? 1 : r.rng[2], n, where);
}

/// The layout that is sliced, and the one that comes of it.
struct slicing {
    int rank;
    const index_t* shape;
    const index_t* stride;
    int axis;   // next axis to be sliced
    int spare;  // axes that no slice names: what an ellipsis stands for
    index_t offset;
    layout& out;
    site where;

    void keep()
    {
        out.shape[out.rank] = shape[axis];
        out.stride[out.rank] = stride[axis];
        ++out.rank;
        ++axis;
    }

    template <slice S> [[gnu::always_inline]] void apply(const S& s)
    {
        if constexpr (index_slice<S>) {
            index_t i = static_cast<index_t>(s);
            const index_t n = shape[axis];
            if (std::is_signed_v<S> && i < 0) i += n;
            if (static_cast<std::size_t>(i) >= static_cast<std::size_t>(n)) [[unlikely]]
                slice_outside(static_cast<index_t>(s), axis, rank, shape, where);
            offset += i * stride[axis];
            ++axis;
        }
        else if constexpr (is_newaxis<S>) {
            out.shape[out.rank] = 1;
            out.stride[out.rank] = 0;
            ++out.rank;
        }
        else if constexpr (is_ellipsis<S>) {
            for (int d = 0; d < spare; ++d) keep();
            spare = 0;
        }
        else if constexpr (is_range_slice<S>::value) {
            const indices r = indices_of(s, shape[axis], where);
            const index_t step = stride[axis];
            out.shape[out.rank] = r.count;
            out.stride[out.rank] = r.count > 1 ? r.step * step : step;
            if (r.count > 0) offset += r.first * step;
            ++out.rank;
            ++axis;
        }
        else {
            keep();
        }
    }
};

// ---- slices whose kind is known when it runs --------------------------------------------------------------

struct loose_slice {
    enum class kind : std::uint8_t { index, range, counted, all, ellipsis, newaxis } is;
    bool has_start = false, has_stop = false;
    index_t start = 0, stop = 0, step = 1;   // counted: stop is the number of elements
};

/// Of one of xtensor's variants.
template <class V> loose_slice loosened(const V& variant)
{
    using kind = loose_slice::kind;
    return xtl::visit(
        []<class S>(const S& s) -> loose_slice {
            if constexpr (std::integral<S>) return {kind::index, true, false, static_cast<index_t>(s)};
            else if constexpr (is_newaxis<S>) return {kind::newaxis};
            else if constexpr (is_ellipsis<S>) return {kind::ellipsis};
            else if constexpr (std::is_same_v<S, xt::xall_tag>) return {kind::all};
            else if constexpr (is_range_slice<S>::value) {
                const auto is = [](auto x) { return !is_placeholder<decltype(x)>; };
                return {kind::range, is(s.start()), is(s.stop()), number_or_zero(s.start()), number_or_zero(s.stop()),
                        is(s.step()) ? number_or_zero(s.step()) : 1};
            }
            else
                return {kind::counted, true, true, static_cast<index_t>(s(0)), static_cast<index_t>(s.size()),
                        static_cast<index_t>(s.step_size())};
        },
        variant);
}
/// Slices a layout and returns the offset of its first element. Compiled; src/api/view.cpp.
index_t slice_layout(layout&, const std::vector<loose_slice>&, site);

/// Slices a layout into `out` and returns the offset of its first element.
template <slice... S>
[[gnu::always_inline]] inline index_t
take_slices(int rank, const index_t* shape, const index_t* stride, layout& out, site where, const S&... slices)
{
    constexpr int named = (0 + ... + !(is_newaxis<S> || is_ellipsis<S>));
    constexpr int gaps = (0 + ... + is_ellipsis<S>);
    static_assert(gaps <= 1, "tenfold: a view takes one xt::ellipsis() at most");
    constexpr int grown = (0 + ... + is_newaxis<S>)-(0 + ... + index_slice<S>);
    if (named > rank) [[unlikely]]
        too_many_slices(named, rank, shape, where);
    if constexpr (grown > 0)
        if (rank + grown > max_rank) [[unlikely]]
            too_many_axes("view", where);
    out.rank = 0;
    slicing s{rank, shape, stride, 0, rank - named, 0, out, where};
    (s.apply(slices), ...);
    while (s.axis < rank) s.keep();  // missing trailing slices mean all
    return s.offset;
}

}  // namespace tenfold::detail
