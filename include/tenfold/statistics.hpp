// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Reductions that are made of others: counts, sums that leave NaN out, spreads, means by weight, norms. Each takes axes as
// <tenfold/reductions.hpp> does: none (all of them), one, a list, and xt::keep_dims.
//
//   tf::array<std::int64_t> n = tf::count_nonzero(x, 0);
//   tf::array<double> m = tf::nanmean(x, 1), s = tf::stddev(x, {0}, 1), p = tf::softmax(x, -1);
//   tf::array<bool> full = tf::all(x, 1);
//
// count_nonzero(x, axes)      int64; NaN is not zero. numpy.count_nonzero
// any(x, axes), all(x, axes)  bool, recorded; without axes they are asked at once, and give bool. numpy.any, numpy.all
// nansum, nanprod(x, axes)    NaN counts as 0, as 1; the types of sum and prod
// nanmean, nanvar(x, axes)    of what is not NaN; NaN where nothing is. nanvar: ddof = 0, of real x
// nanmax, nanmin(x, axes)     of what is not NaN; NaN where nothing is. No elements: shape_error
// ptp(x, axes)                the greatest less the least, in x's type. numpy.ptp
// logsumexp(x, axes)          log(sum(exp(x))), without overflow. scipy.special.logsumexp
// softmax(x, axes)            exp(x) / sum(exp(x)), in x's shape, without overflow. scipy.special.softmax
// norm_l0, norm_l1, norm_sq, norm_linf(x, axes)   xtensor's norms: how many are not 0, the sum of |x|, of |x|^2, and the
//                             greatest |x|; real
//
// x: an array, a view or an elementwise expression of any element type; not complex for nan..., ptp, logsumexp and softmax.
// float stays float, integers become double where there are means and logarithms. Recorded, not computed; a few passes.
#pragma once

#include <tenfold/detail/calls.hpp>
#include <tenfold/reductions.hpp>
#include <tenfold/shape.hpp>

#include <cmath>
#include <limits>

namespace tenfold {
namespace detail {

template <bool Keep, class X> auto count_nonzero_over(const X& x, const axes& over, site where)
{
    using T = element_type_of<X>;
    if constexpr (std::is_same_v<T, bool>) return reduce<reduction::sum, void, Keep>(x, over, where);
    else return reduce<reduction::sum, void, Keep>(xt::not_equal(x, T(0)), over, where);
}
template <bool Keep, class X> auto any_over(const X& x, const axes& over, site where)
{
    return array<bool>(count_nonzero_over<Keep>(x, over, where) > std::int64_t(0), where);
}
template <bool Keep, class X> auto all_over(const X& x, const axes& over, site where)
{
    using T = element_type_of<X>;
    const auto zeros = reduce<reduction::sum, void, Keep>(xt::equal(x, T(0)), over, where);
    return array<bool>(xt::equal(zeros, std::int64_t(0)), where);
}

template <class X> inline constexpr bool may_hold_nan = std::is_floating_point_v<element_type_of<X>>;
template <class X> constexpr void refuse_complex()
{
    static_assert(
        !is_complex_type<element_type_of<X>>,
        "tenfold: this function is for real elements: take xt::abs(z) or xt::real(z)");
}

/// x with its NaN replaced.
template <class X> auto without_nan(const X& x, element_type_of<X> value) { return xt::where(xt::isnan(x), value, x); }

/// How many are not NaN, as floating numbers.
template <bool Keep, class X> auto count_numbers(const X& x, const axes& over, site where)
{
    using F = floating<element_type_of<X>>;
    return array<F>(xt::cast<F>(reduce<reduction::sum, void, Keep>(!xt::isnan(x), over, where)), where);
}

template <bool Keep, class X> auto nansum_over(const X& x, const axes& over, site where)
{
    refuse_complex<X>();
    if constexpr (may_hold_nan<X>)
        return reduce<reduction::sum, void, Keep>(without_nan(x, 0), over, where);
    else return reduce<reduction::sum, void, Keep>(x, over, where);
}
template <bool Keep, class X> auto nanprod_over(const X& x, const axes& over, site where)
{
    refuse_complex<X>();
    if constexpr (may_hold_nan<X>)
        return reduce<reduction::prod, void, Keep>(without_nan(x, 1), over, where);
    else return reduce<reduction::prod, void, Keep>(x, over, where);
}
template <bool Keep, class X> auto nanmean_over(const X& x, const axes& over, site where)
{
    refuse_complex<X>();
    if constexpr (may_hold_nan<X>)
        return array_of<X>(nansum_over<Keep>(x, over, where) / count_numbers<Keep>(x, over, where), where);
    else return reduce<reduction::mean, void, Keep>(x, over, where);
}
template <bool Keep, class X> auto nanvar_over(const X& x, const axes& over, site where)
{
    refuse_complex<X>();
    if constexpr (may_hold_nan<X>) {
        const auto centred = x - nanmean_over<true>(x, over, where);
        const array_of<X> squares(without_nan(centred * centred, 0), where);
        return array_of<X>(
            reduce<reduction::sum, void, Keep>(squares, over, where) / count_numbers<Keep>(x, over, where), where);
    }
    else return reduce<reduction::var, void, Keep>(x, over, where);
}
template <reduction Kind, bool Keep, class X> auto extreme_number(const X& x, const axes& over, site where)
{
    refuse_complex<X>();
    using T = element_type_of<X>;
    if constexpr (may_hold_nan<X>) {
        using limits = std::numeric_limits<T>;
        const T least = Kind == reduction::amax ? -limits::infinity() : limits::infinity();
        const auto found = reduce<Kind, void, Keep>(without_nan(x, least), over, where);
        return array<T>(
            xt::where(xt::equal(count_numbers<Keep>(x, over, where), T(0)), limits::quiet_NaN(), found), where);
    }
    else return reduce<Kind, void, Keep>(x, over, where);
}
template <bool Keep, class X> auto nanmax_over(const X& x, const axes& over, site where)
{
    return extreme_number<reduction::amax, Keep>(x, over, where);
}
template <bool Keep, class X> auto nanmin_over(const X& x, const axes& over, site where)
{
    return extreme_number<reduction::amin, Keep>(x, over, where);
}

template <bool Keep, class X> auto ptp_over(const X& x, const axes& over, site where)
{
    refuse_complex<X>();
    using T = element_type_of<X>;
    static_assert(!std::is_same_v<T, bool>, "tenfold: bool elements have no difference");
    return array<T>(
        xt::cast<T>(reduce<reduction::amax, void, Keep>(x, over, where) - reduce<reduction::amin, void, Keep>(x, over, where)),
        where);
}

/// The greatest of each, to be subtracted before exp; what is not finite stays out of it.
template <class X> auto finite_maximum(const X& x, const axes& over, site where)
{
    using T = element_type_of<X>;
    const auto most = reduce<reduction::amax, void, true>(x, over, where);
    return array<T>(xt::where(xt::isfinite(most), most, T(0)), where);
}
template <bool Keep, class X> auto logsumexp_over(const X& x, const axes& over, site where)
{
    refuse_complex<X>();
    using T = floating<element_type_of<X>>;
    if constexpr (!std::is_same_v<T, element_type_of<X>>)
        return logsumexp_over<Keep>(array<T>(xt::cast<T>(x), where), over, where);
    else {
        const array<T> most = finite_maximum(x, over, where);
        const auto sums = reduce<reduction::sum, void, true>(xt::exp(x - most), over, where);
        const array<T> kept(xt::log(sums) + most, where);
        // A sum over axes of length 1 is those axes dropped.
        if constexpr (Keep) return kept;
        else return reduce<reduction::sum, void>(kept, over, where);
    }
}
template <class X> auto softmax_over(const X& x, const axes& over, site where)
{
    refuse_complex<X>();
    using T = floating<element_type_of<X>>;
    if constexpr (!std::is_same_v<T, element_type_of<X>>)
        return softmax_over(array<T>(xt::cast<T>(x), where), over, where);
    else {
        const array<T> powers(xt::exp(x - reduce<reduction::amax, void, true>(x, over, where)), where);
        return array<T>(powers / reduce<reduction::sum, void, true>(powers, over, where), where);
    }
}

/// |x|, of integers as xtensor's norms count them.
template <class X> auto magnitudes(const X& x)
{
    using T = element_type_of<X>;
    if constexpr (std::is_same_v<T, bool>) return xt::cast<double>(x);
    else if constexpr (std::is_integral_v<T>) return xt::abs(xt::cast<double>(x));
    else return xt::abs(x);
}
template <bool Keep, class X> auto norm_l0_over(const X& x, const axes& over, site where)
{
    return count_nonzero_over<Keep>(x, over, where);
}
template <bool Keep, class X> auto norm_l1_over(const X& x, const axes& over, site where)
{
    return reduce<reduction::sum, void, Keep>(magnitudes(x), over, where);
}
template <bool Keep, class X> auto norm_linf_over(const X& x, const axes& over, site where)
{
    return reduce<reduction::amax, void, Keep>(magnitudes(x), over, where);
}
template <bool Keep, class X> auto norm_sq_over(const X& x, const axes& over, site where)
{
    const auto m = magnitudes(x);
    return reduce<reduction::sum, void, Keep>(m * m, over, where);
}

}  // namespace detail

#define TENFOLD_STATISTICS(reference)         \
    TENFOLD_REDUCES(count_nonzero, reference) \
    TENFOLD_REDUCES(nansum, reference)        \
    TENFOLD_REDUCES(nanprod, reference)       \
    TENFOLD_REDUCES(nanmean, reference)       \
    TENFOLD_REDUCES(nanvar, reference)        \
    TENFOLD_REDUCES(nanmax, reference)        \
    TENFOLD_REDUCES(nanmin, reference)        \
    TENFOLD_REDUCES(ptp, reference)           \
    TENFOLD_REDUCES(logsumexp, reference)     \
    TENFOLD_REDUCES(norm_l0, reference)       \
    TENFOLD_REDUCES(norm_l1, reference)       \
    TENFOLD_REDUCES(norm_sq, reference)       \
    TENFOLD_REDUCES(norm_linf, reference)
TENFOLD_EACH_REFERENCE(TENFOLD_STATISTICS)
#undef TENFOLD_STATISTICS

#define TENFOLD_ALONG(name)                                                                                  \
    template <detail::lazy X, class A>                                                                       \
        requires std::is_convertible_v<A, detail::axes>                                                      \
    auto name(const X& x, A&& over, std::source_location where = std::source_location::current())            \
    {                                                                                                        \
        return detail::name##_over<false>(x, detail::axes(over), where);                                     \
    }                                                                                                        \
    template <detail::lazy X, std::integral I, std::size_t N>                                                \
    auto name(const X& x, const I(&over)[N], std::source_location where = std::source_location::current())   \
    {                                                                                                        \
        return detail::name##_over<false>(x, detail::axes(over), where);                                     \
    }                                                                                                        \
    template <detail::lazy X, class A, detail::reducer_options O>                                            \
        requires std::is_convertible_v<A, detail::axes>                                                      \
    auto name(const X& x, A&& over, O, std::source_location where = std::source_location::current())         \
    {                                                                                                        \
        return detail::name##_over<detail::only_keeps_dims<O>()>(x, detail::axes(over), where);                   \
    }
TENFOLD_ALONG(any)
TENFOLD_ALONG(all)
#undef TENFOLD_ALONG

/// In x's shape; over all axes where none are given. scipy.special.softmax
template <detail::lazy X>
auto softmax(
    const X& x, const detail::axes& over = {}, std::source_location where = std::source_location::current())
{
    return detail::softmax_over(x, over, where);
}

}  // namespace tenfold

namespace xt {
using tenfold::count_nonzero;
using tenfold::nanmax;
using tenfold::nanmean;
using tenfold::nanmin;
using tenfold::nanprod;
using tenfold::nansum;
using tenfold::nanvar;
using tenfold::norm_l0;
using tenfold::norm_l1;
using tenfold::norm_linf;
using tenfold::norm_sq;
}  // namespace xt
