// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Sequences: differences, filters, areas, interpolation, running products.
//
//   tf::array<double> slope = tf::diff(x), smooth = tf::convolve(x, kernel, tf::convolve_mode::same);
//   tf::array<double> area = tf::trapz(y, x), at = tf::interp(t, times, values), growth = tf::cumprod(1.0 + rates);
//
// x, y: arrays, views or elementwise expressions. diff, convolve, correlate, trapz, nancumsum are recorded, not computed;
// interp, cumprod and nancumprod evaluate once: the call computes its operands (and, as every read, what is recorded
// before it).
#pragma once

#include <tenfold/create.hpp>
#include <tenfold/detail/sequence.hpp>
#include <tenfold/join.hpp>
#include <tenfold/products.hpp>
#include <tenfold/reductions.hpp>
#include <tenfold/shape.hpp>
#include <tenfold/windows.hpp>

#include <optional>

namespace tenfold {

/// How much of a convolution: wherever the two overlap (n + m - 1 elements), the middle of it (the longer length), or
/// where the shorter one lies wholly inside the longer.
enum class convolve_mode { full, same, valid };

namespace detail {

/// `count` elements along an axis of x from `from` on. Compiled; src/api/signal.cpp.
part along(const part& x, int axis, index_t from, index_t count);
/// The parts without the last, and without the first, element along an axis, and its length; one axis at least.
struct neighbours {
    part low, high;
    int axis;
    neighbours(const char* operation, const part& x, index_t axis, site);
};
void check_vector(const char* operation, const part& x, site);
/// Throws unless x is a vector as long as an axis of y, or has y's shape.
void check_places(const handle& x, const handle& y, index_t axis, site);
struct kept_range {
    index_t from, count;
};
/// The part of the full convolution of lengths n >= m that a mode keeps.
kept_range kept_by(convolve_mode, index_t n, index_t m);
handle running_product(const handle& x, const axes&, bool skips_nan, site);
handle interpolated(const handle& x, const handle& xp, const handle& fp, const double* left, const double* right, site);

template <element_type T> array_view<T> view_of(part p) { return views::from<T>(std::move(p)); }

template <class X> auto difference(const X& x, index_t n, index_t axis, site where)
{
    using T = element_type_of<X>;
    if (n < 0) reject<shape_error>("diff", std::to_string(n) + " times", where);
    array<T> result(record_as<T>(x, where));
    for (index_t i = 0; i < n; ++i) {
        neighbours near("diff", part_of(result.raw()), axis, where);
        if (i > 0 && result.shape(static_cast<std::size_t>(near.axis)) == 0) break;
        const array_view<T> low = view_of<T>(std::move(near.low)), high = view_of<T>(std::move(near.high));
        if constexpr (std::is_same_v<T, bool>) result = array<T>(xt::not_equal(high, low), where);
        else result = array<T>(xt::cast<T>(high - low), where);
    }
    return result;
}

/// Sums over the last axis, in T: of bools, whether any is set.
template <element_type T, class X> array<T> row_sums(const X& x, site where)
{
    const auto s = reduce<reduction::sum, void>(x, std::ptrdiff_t(-1), where);
    if constexpr (std::is_same_v<T, bool>) return array<T>(xt::not_equal(s, 0), where);
    else return array<T>(xt::cast<T>(s), where);
}

/// The first m - 1 elements of the convolution of x with the m elements of v. What lies before x is left out, not
/// multiplied by 0: v may hold infinity.
template <element_type T> array<T> beginning(const array<T>& x, const array<T>& v, site where)
{
    const index_t m = v.shape(0);
    const array<T> few = view_of<T>(along(part_of(x.raw()), 0, 0, m - 1));
    const array<T> wide = tenfold::concatenate({array<T>(zeros<T>({m - 1}, where)), few}, 0, where);
    const array_view<T> rows = tenfold::sliding_window_view(wide, sizes(m), axes(0), where);
    const auto backwards = tenfold::flip(v);
    // Row i begins m - 1 - i places before x.
    const auto row = tenfold::expand_dims(arange<index_t>(m - 1, where), 1);
    const auto there = xt::greater_equal(row + arange<index_t>(m, where), m - 1);
    if constexpr (std::is_same_v<T, bool>) return row_sums<T>(there && rows && backwards, where);
    else return row_sums<T>(xt::where(there, xt::cast<T>(rows * backwards), T(0)), where);
}

/// All n + m - 1 elements, n >= m > 0.
template <element_type T> array<T> full_convolution(const array<T>& x, const array<T>& v, site where)
{
    const index_t m = v.shape(0);
    const array<T> backwards = tenfold::flip(v);
    const array<T> middle = tenfold::dot(tenfold::sliding_window_view(x, sizes(m), axes(0), where), backwards, where);
    if (m == 1) return middle;
    const array<T> end = tenfold::flip(beginning(array<T>(tenfold::flip(x)), backwards, where));
    return tenfold::concatenate({beginning(x, v, where), middle, end}, 0, where);
}

template <element_type T>
array<T> convolved(const char* operation, const part& x, const part& v, convolve_mode mode, bool backwards, site where)
{
    check_vector(operation, x, where);
    check_vector(operation, v, where);
    array<T> a(record_view(x)), b(record_view(v));
    const bool turned = a.size() < b.size();
    if (turned) std::swap(a, b);
    const auto n = static_cast<index_t>(a.size()), m = static_cast<index_t>(b.size());
    kept_range kept = kept_by(mode, n, m);
    // Who asked for a correlation meant the middle as seen from the other end.
    if (turned && backwards) kept.from = n + m - 1 - kept.count - kept.from;
    if (mode == convolve_mode::valid) return tenfold::dot(tenfold::sliding_window_view(a, sizes(m), axes(0), where), tenfold::flip(b), where);
    const array<T> full = full_convolution(a, b, where);
    if (mode == convolve_mode::full) return full;
    return view_of<T>(along(part_of(full.raw()), 0, kept.from, kept.count));
}

template <class A, class V> auto convolution(const A& a, const V& v, convolve_mode mode, site where)
{
    using T = promoted<listed_element<A>, listed_element<V>>;
    return convolved<T>("convolve", part_of(list_in<T>(a, where)), part_of(list_in<T>(v, where)), mode, false, where);
}
template <class A, class V> auto correlation(const A& a, const V& v, convolve_mode mode, site where)
{
    using T = promoted<listed_element<A>, listed_element<V>>;
    const array<T> b(list_in<T>(v, where));
    check_vector("correlate", part_of(b.raw()), where);
    array<T> kernel = tenfold::flip(b);
    if constexpr (is_complex_type<T>) kernel = array<T>(tenfold::conj(kernel), where);
    return convolved<T>("correlate", part_of(list_in<T>(a, where)), part_of(kernel.raw()), mode, true, where);
}

template <class Y, class D> auto trapezoids(const Y& y, const D& distance, index_t axis, site where)
{
    using T = floating<element_type_of<Y>>;
    const array<T> values(record_as<T>(y, where));
    neighbours near("trapz", part_of(values.raw()), axis, where);
    const index_t on = near.axis;
    const array_view<T> low = view_of<T>(std::move(near.low)), high = view_of<T>(std::move(near.high));
    return array<T>(reduce<reduction::sum, void>((high + low) * distance(values, on) / T(2), on, where));
}

}  // namespace detail

// ---- diff, trapz --------------------------------------------------------------------------------------------

/// Each element less the one before it along an axis, n times, in x's type; of bools, whether they differ. No axes, n < 0:
/// shape_error. numpy.diff
template <detail::lazy X>
detail::array_of<X> diff(const X& x, detail::site where = detail::site::current())
{
    return detail::difference(x, 1, -1, where);
}
template <detail::lazy X, std::integral N>
detail::array_of<X> diff(const X& x, N n, std::ptrdiff_t axis = -1, detail::site where = detail::site::current())
{
    return detail::difference(x, static_cast<std::ptrdiff_t>(n), axis, where);
}

/// The area below y, whose elements stand dx apart along an axis: that axis is gone. float stays float, integers become
/// double. numpy.trapezoid
template <detail::lazy Y>
auto trapz(const Y& y, double dx = 1, std::ptrdiff_t axis = -1, detail::site where = detail::site::current())
{
    return detail::trapezoids(
        y, [&]<class T>(const array<T>&, std::ptrdiff_t) { return static_cast<T>(dx); }, axis, where);
}
/// Whose elements stand at x: a vector along the axis, or as many as y. numpy.trapezoid
template <detail::lazy Y, detail::readable X>
auto trapz(const Y& y, const X& x, std::ptrdiff_t axis = -1, detail::site where = detail::site::current())
{
    return detail::trapezoids(
        y,
        [&]<class T>(const array<T>& values, std::ptrdiff_t on) {
            const array<T> at(detail::record_as<T>(x, where));
            const bool line = at.dimension() == 1;
            detail::check_places(at.raw(), values.raw(), on, where);
            const array<T> steps = detail::difference(at, 1, line ? 0 : on, where);
            if (!line) return steps;
            // It lies along the axis: axes of length 1 follow.
            detail::sizes shape(steps.shape(0));
            for (auto d = on + 1; d < static_cast<std::ptrdiff_t>(values.dimension()); ++d) shape.push_back(1);
            return array<T>(tenfold::reshape(steps, shape, where));
        },
        axis, where);
}
template <detail::lazy Y, class... More> auto trapezoid(const Y& y, const More&... more) { return tenfold::trapz(y, more...); }

// ---- convolve, correlate ------------------------------------------------------------------------------------

/// The sum of a[k] v[i - k] over k: n and m elements give n + m - 1, less by mode. Element types meet as in products.hpp.
/// What a or v lack is left out, so that NaN and infinity reach only what they belong to. No elements, or other than one
/// axis: shape_error. Recorded: one product of windows, and the ends. numpy.convolve
template <detail::lazy A, detail::listed V>
    requires(!detail::number<V>)
auto convolve(
    const A& a, const V& v, convolve_mode mode = convolve_mode::full, detail::site where = detail::site::current())
{
    return detail::convolution(a, v, mode, where);
}

/// The sum of a[i + k] conj(v[k]) over k. numpy.correlate, whose mode is "valid" by itself
template <detail::lazy A, detail::listed V>
    requires(!detail::number<V>)
auto correlate(
    const A& a, const V& v, convolve_mode mode = convolve_mode::valid, detail::site where = detail::site::current())
{
    return detail::correlation(a, v, mode, where);
}

// ---- interp -------------------------------------------------------------------------------------------------

/// The line through the points (xp, fp), read at x (any shape) as double: before the first point its value or `first`,
/// behind the last its value or `last`. xp must ascend. Vectors of one length, not empty, else shape_error. numpy.interp
template <template <element_type> class L, class T, detail::listed P, detail::listed F>
    requires detail::lazy<L<T>>
array<double> interp(const L<T>& x, const P& xp, const F& fp, detail::site where = detail::site::current())
{
    return array<double>(detail::interpolated(
        detail::list_in<double>(x, where), detail::list_in<double>(xp, where), detail::list_in<double>(fp, where), nullptr,
        nullptr, where));
}
template <template <element_type> class L, class T, detail::listed P, detail::listed F, class N>
    requires(detail::lazy<L<T>> && std::is_arithmetic_v<N>)
array<double> interp(
    const L<T>& x, const P& xp, const F& fp, N first, N last, detail::site where = detail::site::current())
{
    const double left = static_cast<double>(first), right = static_cast<double>(last);
    return array<double>(detail::interpolated(
        detail::list_in<double>(x, where), detail::list_in<double>(xp, where), detail::list_in<double>(fp, where), &left,
        &right, where));
}

// ---- running sums and products --------------------------------------------------------------------------------

// cumprod(x, axis)      the types and shapes of cumsum. numpy.cumprod
// nancumsum, nancumprod(x, axis)   a NaN counts as 0, as 1. numpy.nancumsum, numpy.nancumprod
#define TENFOLD_RUNNING(reference)                                                                          \
    template <template <element_type> class L, class T>                                                     \
        requires detail::lazy<L<T>>                                                                         \
    auto cumprod(reference x, detail::site where = detail::site::current())                                 \
    {                                                                                                       \
        return detail::running<false>(x, {}, where);                                                        \
    }                                                                                                       \
    template <template <element_type> class L, class T>                                                     \
        requires detail::lazy<L<T>>                                                                         \
    auto cumprod(reference x, std::ptrdiff_t axis, detail::site where = detail::site::current())            \
    {                                                                                                       \
        return detail::running<false>(x, axis, where);                                                      \
    }                                                                                                       \
    template <template <element_type> class L, class T>                                                     \
        requires detail::lazy<L<T>>                                                                         \
    auto nancumprod(reference x, detail::site where = detail::site::current())                              \
    {                                                                                                       \
        return detail::running<true>(x, {}, where);                                                         \
    }                                                                                                       \
    template <template <element_type> class L, class T>                                                     \
        requires detail::lazy<L<T>>                                                                         \
    auto nancumprod(reference x, std::ptrdiff_t axis, detail::site where = detail::site::current())         \
    {                                                                                                       \
        return detail::running<true>(x, axis, where);                                                       \
    }                                                                                                       \
    template <template <element_type> class L, class T>                                                     \
        requires detail::lazy<L<T>>                                                                         \
    auto nancumsum(reference x, detail::site where = detail::site::current())                               \
    {                                                                                                       \
        return detail::reduce<detail::reduction::cumsum, void>(detail::nan_as_zero(x, where), {}, where);   \
    }                                                                                                       \
    template <template <element_type> class L, class T>                                                     \
        requires detail::lazy<L<T>>                                                                         \
    auto nancumsum(reference x, std::ptrdiff_t axis, detail::site where = detail::site::current())          \
    {                                                                                                       \
        return detail::reduce<detail::reduction::cumsum, void>(detail::nan_as_zero(x, where), axis, where); \
    }

namespace detail {

template <bool SkipsNan, class X> auto running(const X& x, const axes& over, site where)
{
    using R = reduced<reduction::cumsum, element_type_of<X>>;
    return array<R>(running_product(record_as<R>(x, where), over, SkipsNan, where));
}
template <class X> auto nan_as_zero(const X& x, site where)
{
    using T = element_type_of<X>;
    if constexpr (std::is_floating_point_v<T>) return array<T>(xt::where(xt::isnan(x), T(0), x), where);
    else return array<T>(record_as<T>(x, where));
}

}  // namespace detail

TENFOLD_EACH_REFERENCE(TENFOLD_RUNNING)
#undef TENFOLD_RUNNING

}  // namespace tenfold

namespace xt {

using tenfold::cumprod;
using tenfold::diff;
using tenfold::interp;
using tenfold::nancumprod;
using tenfold::nancumsum;
using tenfold::trapz;

/// xtensor's form, with its tags.
template <class A, class V, class Mode>
    requires(tenfold::detail::lazy<A> || tenfold::detail::lazy<V>)
auto convolve(A&& a, V&& v, Mode mode)
{
    if constexpr (std::is_same_v<Mode, tenfold::convolve_mode>)
        return tenfold::detail::convolution(a, v, mode, {});
    else
        return tenfold::detail::convolution(
            a, v,
            std::is_same_v<Mode, convolve_mode::valid> ? tenfold::convolve_mode::valid : tenfold::convolve_mode::full, {});
}

}  // namespace xt
