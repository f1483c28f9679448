// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Norms of every order.
//
//   tf::array<double> n = tf::norm(x, tf::ord(1), 0);      // of each column
//   tf::array<double> f = tf::norm(m, tf::ord::fro);       // of a matrix; norm(m) is the same
//
// x: an array, a view or an elementwise expression of any element type; results are real, float stays float. Recorded.
#pragma once

#include <tenfold/detail/calls.hpp>
#include <tenfold/linalg.hpp>
#include <tenfold/reductions.hpp>
#include <tenfold/shape.hpp>
#include <tenfold/statistics.hpp>

#include <cmath>
#include <limits>

namespace tenfold {

/// The order of a norm: any number, infinities too; of matrices ord::fro, the root of the sum of squares, or ord::nuc, the sum of
/// the singular values.
struct ord {
    template <class N>
        requires std::is_arithmetic_v<N>
    explicit constexpr ord(N order) : p(static_cast<double>(order)) {}
    double p;
    bool nuclear = false;
    static const ord fro, nuc;
};
/// No number is fro.
inline const ord ord::fro{std::numeric_limits<double>::quiet_NaN()};
inline const ord ord::nuc = [] {
    ord order(1);
    order.nuclear = true;
    return order;
}();

namespace detail {

/// One axis for the norm of vectors, two for that of matrices: those given, or all of x. Compiled; src/api/norms.cpp.
axes norm_axes(int rank, const index_t* shape, ord, const axes& over, site);
[[noreturn]] void fail_norm(ord, site);

template <bool Keep, class M> auto vector_norm(const M& m, double p, const axes& over, site where)
{
    using R = element_type_of<M>;
    if (p == std::numeric_limits<double>::infinity()) return reduce<reduction::amax, void, Keep>(m, over, where);
    if (p == -std::numeric_limits<double>::infinity()) return reduce<reduction::amin, void, Keep>(m, over, where);
    if (p == 0) return array<R>(xt::cast<R>(count_nonzero_over<Keep>(m, over, where)), where);
    if (p == 1) return reduce<reduction::sum, void, Keep>(m, over, where);
    if (p == 2) return reduce<reduction::norm, void, Keep>(m, over, where);
    const auto sums = reduce<reduction::sum, void, Keep>(xt::pow(m, static_cast<R>(p)), over, where);
    return array<R>(xt::pow(sums, static_cast<R>(1 / p)), where);
}

/// The greatest (or least) of the sums along one axis.
template <bool Keep, class M> auto induced_norm(const M& m, index_t summed, index_t other, bool least, site where)
{
    const auto sums = reduce<reduction::sum, void, true>(m, summed, where);
    const auto ends = least ? reduce<reduction::amin, void, true>(sums, other, where)
                            : reduce<reduction::amax, void, true>(sums, other, where);
    // A sum over axes of length 1 is those axes dropped.
    if constexpr (Keep) return ends;
    else return reduce<reduction::sum, void>(ends, {summed, other}, where);
}

/// The greatest of the singular values, the least, or their sum.
template <bool Keep, class R, class X> array<R> singular_norm(const X& x, ord order, const axes& on, int rank, site where)
{
    const array<lapack_of<X>> values(record_as<lapack_of<X>>(x, where));
    const array<R> s = tenfold::svdvals(tenfold::moveaxis(values, {on[0], on[1]}, {-2, -1}, where), where);
    const axes last(-1);
    const array<R> n = order.nuclear ? reduce<reduction::sum, void>(s, last, where)
                     : order.p > 0   ? reduce<reduction::amax, void>(s, last, where)
                                     : reduce<reduction::amin, void>(s, last, where);
    if constexpr (Keep) return array<R>(keep_axes(n.raw(), rank, 1u << on[0] | 1u << on[1]));
    else return n;
}

template <bool Keep, class X> auto norm_of(const X& x, ord order, const axes& over, site where)
{
    const auto sizes_of = magnitudes(x);
    using R = element_type_of<decltype(sizes_of)>;
    const array<R> m(sizes_of, where);
    const shape_view shape = m.shape();
    const axes on = norm_axes(static_cast<int>(shape.size()), shape.begin(), order, over, where);
    const double p = order.p;
    if (on.size() == 1) return vector_norm<Keep>(m, p, on, where);
    if (order.nuclear || std::abs(p) == 2) return singular_norm<Keep, R>(x, order, on, static_cast<int>(shape.size()), where);
    if (std::isnan(p)) return reduce<reduction::norm, void, Keep>(m, on, where);
    const bool along_rows = std::isinf(p);
    if (!along_rows && std::abs(p) != 1) fail_norm(order, where);
    return induced_norm<Keep>(m, on[along_rows], on[!along_rows], p < 0, where);
}

template <bool Keep, class X> auto power_sum(const X& x, double p, const axes& over, site where)
{
    const auto m = magnitudes(x);
    using R = element_type_of<decltype(m)>;
    if (p == 0) return array<R>(xt::cast<R>(count_nonzero_over<Keep>(x, over, where)), where);
    return reduce<reduction::sum, void, Keep>(xt::pow(m, static_cast<R>(p)), over, where);
}
template <bool Keep, class X> auto power_norm(const X& x, double p, const axes& over, site where)
{
    const auto sums = power_sum<Keep>(x, p, over, where);
    using R = element_type_of<decltype(sums)>;
    return array<R>(xt::pow(sums, static_cast<R>(1 / p)), where);
}

}  // namespace detail

/// Of vectors along one axis: the greatest (infinity) or least (-infinity) |x|, how many are not 0 (0), else the root of
/// order p of the sum of |x|^p. Of matrices in two axes: fro; the greatest sum of |x| in a column (1) or a row (infinity),
/// or the least (-1, -infinity); by singular values nuc, the greatest (2) and the least (-2). Without axes of the whole of x, which has one or two. Others: shape_error, error.
/// numpy.linalg.norm
template <detail::lazy X> auto norm(const X& x, ord order, detail::site where = detail::site::current())
{
    return detail::norm_of<false>(x, order, {}, where);
}
template <detail::lazy X>
auto norm(const X& x, ord order, const detail::axes& over, detail::site where = detail::site::current())
{
    return detail::norm_of<false>(x, order, over, where);
}
template <detail::lazy X, detail::reducer_options O>
auto norm(const X& x, ord order, const detail::axes& over, O, detail::site where = detail::site::current())
{
    return detail::norm_of<detail::only_keeps_dims<O>()>(x, order, over, where);
}

// xtensor's names:
// norm_lp(x, p, axes)        norm by p over any axes
// norm_lp_to_p(x, p, axes)   the sum of |x|^p
// norm_induced_l1(x), norm_induced_linf(x)   ord(1) and ord(infinity) of a matrix
#define TENFOLD_POWER_NORM(name, by, reference)                                                             \
    template <template <element_type> class L, class T>                                                     \
        requires detail::lazy<L<T>>                                                                         \
    auto name(reference x, double p, detail::site where = detail::site::current())                          \
    {                                                                                                       \
        return detail::by<false>(x, p, {}, where);                                                          \
    }                                                                                                       \
    template <template <element_type> class L, class T, class A>                                            \
        requires(detail::lazy<L<T>> && std::is_convertible_v<A, detail::axes>)                              \
    auto name(reference x, double p, A&& over, detail::site where = detail::site::current())                \
    {                                                                                                       \
        return detail::by<false>(x, p, detail::axes(over), where);                                          \
    }                                                                                                       \
    template <template <element_type> class L, class T, std::integral I, std::size_t N>                     \
        requires detail::lazy<L<T>>                                                                         \
    auto name(reference x, double p, const I(&over)[N], detail::site where = detail::site::current())       \
    {                                                                                                       \
        return detail::by<false>(x, p, detail::axes(over), where);                                          \
    }
#define TENFOLD_NORMS(reference)                                                                            \
    TENFOLD_POWER_NORM(norm_lp, power_norm, reference)                                                      \
    TENFOLD_POWER_NORM(norm_lp_to_p, power_sum, reference)                                                  \
    template <template <element_type> class L, class T>                                                     \
        requires detail::lazy<L<T>>                                                                         \
    auto norm_induced_l1(reference x, detail::site where = detail::site::current())                         \
    {                                                                                                       \
        return detail::norm_of<false>(x, ord(1), detail::axes{-2, -1}, where);                              \
    }                                                                                                       \
    template <template <element_type> class L, class T>                                                     \
        requires detail::lazy<L<T>>                                                                         \
    auto norm_induced_linf(reference x, detail::site where = detail::site::current())                       \
    {                                                                                                       \
        return detail::norm_of<false>(                                                                      \
            x, ord(std::numeric_limits<double>::infinity()), detail::axes{-2, -1}, where);                  \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_NORMS)
#undef TENFOLD_NORMS
#undef TENFOLD_POWER_NORM

}  // namespace tenfold

namespace xt {

using tenfold::norm_induced_l1;
using tenfold::norm_induced_linf;
using tenfold::norm_lp;
using tenfold::norm_lp_to_p;

}  // namespace xt
