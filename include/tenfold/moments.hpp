// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Means by weight, variances of samples, covariances.
//
//   tf::array<double> m = tf::average(x, weights, 0), s = tf::stddev(x, 0, tf::ddof(1));
//   tf::array<double> c = tf::cov(samples), r = tf::corrcoef(samples);      // a row for each variable
//
// x: an array, a view or an elementwise expression. float and complex keep their type, integers become double; variances
// of complex x are real. Recorded, not computed; a few passes, and for cov one product.
#pragma once

#include <tenfold/detail/sequence.hpp>
#include <tenfold/products.hpp>
#include <tenfold/rearrange.hpp>
#include <tenfold/reductions.hpp>
#include <tenfold/shape.hpp>
#include <tenfold/statistics.hpp>

namespace tenfold {

/// What is taken from the number of elements before the division: 1 for the variance of a sample.
struct ddof {
    explicit constexpr ddof(double n) : taken(n) {}
    double taken;
};

namespace detail {

// Compiled; src/api/moments.cpp.
/// Elements of x for each of the result.
double elements_each(const handle& x, const handle& result);
/// The weights as a part of x's rank: x's own shape, or a vector along one axis.
part weights_beside(const handle& x, const part& weights, const axes&, site);
/// A vector as one row; throws unless there are one or two axes.
part as_rows(const char* operation, const part& x, site);

template <bool Keep, class X> auto variance_of(const X& x, const axes& over, ddof d, site where)
{
    using F = floating<element_type_of<X>>;
    const array<F> values(record_as<F>(x, where));
    const auto v = reduce<reduction::var, void, Keep>(values, over, where);
    using R = element_type_of<decltype(v)>;
    const double n = elements_each(values.raw(), v.raw());
    return array<R>(v * static_cast<R>(n / std::max(n - d.taken, 0.0)), where);
}
template <bool Keep, class X> auto spread_of(const X& x, const axes& over, ddof d, site where)
{
    const auto v = variance_of<Keep>(x, over, d, where);
    return array_of<decltype(v)>(xt::sqrt(v), where);
}
template <bool Keep, class X> auto nanstd_over(const X& x, const axes& over, site where)
{
    const auto v = nanvar_over<Keep>(x, over, where);
    return array_of<decltype(v)>(xt::sqrt(v), where);
}

template <bool Keep, class X, class W> auto average_over(const X& x, const W& weights, const axes& over, site where)
{
    using F = promoted<floating<element_type_of<X>>, floating<listed_element<W>>>;
    const array<F> values(record_as<F>(x, where));
    const array_view<F> w = views::from<F>(weights_beside(values.raw(), part_of(list_in<F>(weights, where)), over, where));
    const array<F> all(tenfold::broadcast_to(w, values.shape(), where));
    return array<F>(
        reduce<reduction::sum, void, Keep>(values * all, over, where) / reduce<reduction::sum, void, Keep>(all, over, where),
        where);
}

template <element_type F> array<F> covariance(const char* operation, const part& x, ddof d, site where)
{
    const array<F> rows(record_view(as_rows(operation, x, where)));
    const auto mean = reduce<reduction::mean, void, true>(rows, axes(1), where);
    const array<F> centred(rows - mean, where);
    const double n = static_cast<double>(rows.shape(1)) - d.taken;
    array<F> turned = tenfold::transpose(centred);
    if constexpr (is_complex_type<F>) turned = array<F>(tenfold::conj(turned), where);
    return array<F>(tenfold::dot(centred, turned, where) / F(static_cast<typename real_of<F>::type>(std::max(n, 0.0))), where);
}

template <element_type F> array<F> correlation_of(const array<F>& c, site where)
{
    const auto deviation = xt::sqrt(tenfold::real(tenfold::diagonal(c)));
    using R = typename real_of<F>::type;
    const array<R> d(deviation, where);
    const array<F> r(c / tenfold::outer(d, d, where), where);
    if constexpr (is_complex_type<F>) return r;
    else return array<F>(xt::clip(r, F(-1), F(1)), where);
}

template <class X> auto cov_of(const X& x, ddof d, site where)
{
    using F = floating<element_type_of<X>>;
    const array<F> values(record_as<F>(x, where));
    const array<F> c = covariance<F>("cov", part_of(values.raw()), d, where);
    return values.dimension() == 1 ? array<F>(tenfold::squeeze(c)) : c;
}
/// The variables of both, one below the other.
template <class X, class Y> auto both_of(const char* operation, const X& x, const Y& y, site where)
{
    using F = promoted<floating<element_type_of<X>>, floating<element_type_of<Y>>>;
    const auto rows = [&](const auto& v) {
        return array<F>(record_view(as_rows(operation, part_of(record_as<F>(v, where)), where)));
    };
    return tenfold::concatenate({rows(x), rows(y)}, 0, where);
}
template <class X> auto corrcoef_of(const X& x, site where)
{
    using F = floating<element_type_of<X>>;
    const array<F> values(record_as<F>(x, where));
    const array<F> r = correlation_of(covariance<F>("corrcoef", part_of(values.raw()), ddof(1), where), where);
    return values.dimension() == 1 ? array<F>(tenfold::squeeze(r)) : r;
}

}  // namespace detail

// ---- var, stddev --------------------------------------------------------------------------------------------

// var, variance, stddev(x, ddof(1))         the sum of squares is divided by n - 1; stddev is its root. Where nothing is
// var, variance, stddev(x, axes, ddof(1))   left to divide by: NaN or infinity. With xt::keep_dims behind. numpy.var, std
#define TENFOLD_WITH_DDOF(name, by, reference)                                                                \
    template <template <element_type> class L, class T>                                                       \
        requires detail::lazy<L<T>>                                                                           \
    auto name(reference x, ddof d, detail::site where = detail::site::current())                              \
    {                                                                                                         \
        return detail::by<false>(x, {}, d, where);                                                            \
    }                                                                                                         \
    template <template <element_type> class L, class T, class A>                                              \
        requires(detail::lazy<L<T>> && std::is_convertible_v<A, detail::axes>)                                \
    auto name(reference x, A&& over, ddof d, detail::site where = detail::site::current())                    \
    {                                                                                                         \
        return detail::by<false>(x, detail::axes(over), d, where);                                            \
    }                                                                                                         \
    template <template <element_type> class L, class T, std::integral I, std::size_t N>                       \
        requires detail::lazy<L<T>>                                                                           \
    auto name(reference x, const I(&over)[N], ddof d, detail::site where = detail::site::current())           \
    {                                                                                                         \
        return detail::by<false>(x, detail::axes(over), d, where);                                            \
    }                                                                                                         \
    template <template <element_type> class L, class T, class A, detail::reducer_options O>                   \
        requires(detail::lazy<L<T>> && std::is_convertible_v<A, detail::axes>)                                \
    auto name(reference x, A&& over, ddof d, O, detail::site where = detail::site::current())                 \
    {                                                                                                         \
        return detail::by<detail::only_keeps_dims<O>()>(x, detail::axes(over), d, where);                     \
    }                                                                                                         \
    template <template <element_type> class L, class T, std::integral I, std::size_t N, detail::reducer_options O> \
        requires detail::lazy<L<T>>                                                                           \
    auto name(reference x, const I(&over)[N], ddof d, O, detail::site where = detail::site::current())        \
    {                                                                                                         \
        return detail::by<detail::only_keeps_dims<O>()>(x, detail::axes(over), d, where);                     \
    }

// variance, stddev(x, axes, number): as xtensor writes ddof. A number alone could be either.
#define TENFOLD_DDOF_AS_NUMBER(name, by, reference)                                                           \
    template <template <element_type> class L, class T, detail::integer_range A, class N>                     \
        requires(detail::lazy<L<T>> && std::is_arithmetic_v<N>)                                               \
    auto name(reference x, A&& over, const N& n, detail::site where = detail::site::current())                \
    {                                                                                                         \
        return detail::by<false>(x, detail::axes(over), ddof(static_cast<double>(n)), where);                 \
    }                                                                                                         \
    template <template <element_type> class L, class T, std::integral I, std::size_t M, class N>              \
        requires(detail::lazy<L<T>> && std::is_arithmetic_v<N>)                                               \
    auto name(reference x, const I(&over)[M], const N& n, detail::site where = detail::site::current())       \
    {                                                                                                         \
        return detail::by<false>(x, detail::axes(over), ddof(static_cast<double>(n)), where);                 \
    }                                                                                                         \
    template <template <element_type> class L, class T, class N>                                              \
        requires(detail::lazy<L<T>> && std::is_arithmetic_v<N>)                                               \
    auto name(reference x, const N&, detail::site where = detail::site::current())                            \
    {                                                                                                         \
        static_assert(                                                                                        \
            detail::never<L<T>>, "tenfold: an axis here is a list, " #name "(x, {1}), and what is taken from the " \
                                 "count is " #name "(x, ddof(1))");                                           \
        return detail::by<false>(x, {}, ddof(0), where);                                                      \
    }
#define TENFOLD_SPREADS(reference)                                 \
    TENFOLD_WITH_DDOF(var, variance_of, reference)                 \
    TENFOLD_WITH_DDOF(variance, variance_of, reference)            \
    TENFOLD_WITH_DDOF(stddev, spread_of, reference)                \
    TENFOLD_DDOF_AS_NUMBER(variance, variance_of, reference)       \
    TENFOLD_DDOF_AS_NUMBER(stddev, spread_of, reference)           \
    TENFOLD_REDUCES(nanstd, reference)   /* the root of nanvar. numpy.nanstd */
TENFOLD_EACH_REFERENCE(TENFOLD_SPREADS)
#undef TENFOLD_SPREADS
#undef TENFOLD_DDOF_AS_NUMBER
#undef TENFOLD_WITH_DDOF

// ---- average ------------------------------------------------------------------------------------------------

// average(x)                  mean(x)
// average(x, weights)         sum(x * weights) / sum(weights), weights in x's shape
// average(x, weights, axes)   or a vector along one axis; with xt::keep_dims behind. Other weights: shape_error.
//                             numpy.average
#define TENFOLD_AVERAGE(reference)                                                                            \
    template <template <element_type> class L, class T>                                                       \
        requires detail::lazy<L<T>>                                                                           \
    auto average(reference x, detail::site where = detail::site::current())                                   \
    {                                                                                                         \
        return detail::reduce<detail::reduction::mean, void>(x, {}, where);                                   \
    }                                                                                                         \
    template <template <element_type> class L, class T, detail::listed W>                                     \
        requires detail::lazy<L<T>>                                                                           \
    auto average(reference x, W&& weights, detail::site where = detail::site::current())                      \
    {                                                                                                         \
        return detail::average_over<false>(x, weights, {}, where);                                            \
    }                                                                                                         \
    template <template <element_type> class L, class T, detail::listed W, class A>                            \
        requires(detail::lazy<L<T>> && std::is_convertible_v<A, detail::axes>)                                \
    auto average(reference x, W&& weights, A&& over, detail::site where = detail::site::current())            \
    {                                                                                                         \
        return detail::average_over<false>(x, weights, detail::axes(over), where);                            \
    }                                                                                                         \
    template <template <element_type> class L, class T, detail::listed W, std::integral I, std::size_t N>     \
        requires detail::lazy<L<T>>                                                                           \
    auto average(reference x, W&& weights, const I(&over)[N], detail::site where = detail::site::current())   \
    {                                                                                                         \
        return detail::average_over<false>(x, weights, detail::axes(over), where);                            \
    }                                                                                                         \
    template <template <element_type> class L, class T, detail::listed W, class A, detail::reducer_options O> \
        requires(detail::lazy<L<T>> && std::is_convertible_v<A, detail::axes>)                                \
    auto average(reference x, W&& weights, A&& over, O, detail::site where = detail::site::current())         \
    {                                                                                                         \
        return detail::average_over<detail::only_keeps_dims<O>()>(x, weights, detail::axes(over), where);     \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_AVERAGE)
#undef TENFOLD_AVERAGE

// ---- cov, corrcoef ------------------------------------------------------------------------------------------

/// Covariances of variables, one a row (or a vector, for a number), over their n samples, divided by n - 1: (m, n) ->
/// (m, m). More axes: shape_error. numpy.cov
template <template <element_type> class L, class T>
    requires detail::lazy<L<T>>
auto cov(const L<T>& x, ddof d = ddof(1), detail::site where = detail::site::current())
{
    return detail::cov_of(x, d, where);
}
/// Of the variables of both.
template <template <element_type> class L, class T>
    requires detail::lazy<L<T>>
auto cov(const L<T>& x, const L<T>& y, ddof d = ddof(1), detail::site where = detail::site::current())
{
    return detail::cov_of(detail::both_of("cov", x, y, where), d, where);
}
template <template <element_type> class L, class T, detail::lazy Y>
    requires(detail::lazy<L<T>> && !std::is_same_v<L<T>, Y>)
auto cov(const L<T>& x, const Y& y, ddof d = ddof(1), detail::site where = detail::site::current())
{
    return detail::cov_of(detail::both_of("cov", x, y, where), d, where);
}

/// The same, divided by both deviations: between -1 and 1. numpy.corrcoef
template <detail::lazy X> auto corrcoef(const X& x, detail::site where = detail::site::current())
{
    return detail::corrcoef_of(x, where);
}
template <detail::lazy X, detail::lazy Y>
auto corrcoef(const X& x, const Y& y, detail::site where = detail::site::current())
{
    return detail::corrcoef_of(detail::both_of("corrcoef", x, y, where), where);
}

}  // namespace tenfold

namespace xt {

using tenfold::average;
using tenfold::cov;
using tenfold::nanstd;
using tenfold::stddev;
using tenfold::variance;

}  // namespace xt
