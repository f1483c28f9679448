// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Counting what falls where.
//
//   auto [counts, edges] = tf::histogram(x, 20);                  // 20 bins from the least element to the greatest
//   auto [shares, same] = tf::histogram_density(x, 20, {{0, 1}}); // in a range, as a density
//   tf::array<std::int64_t> n = tf::bincount(labels);
//   tf::array<std::ptrdiff_t> bin = tf::digitize(x, {0.0, 1.0, 10.0});
//
// x: an array, a view or an elementwise expression of real elements. These evaluate once: the call computes x (and, as
// every read, what is recorded before it). A bin holds what is at least its lower edge and less than its upper one; the
// last bin its upper edge too. Work: n log(bins), for equal bins n.
#pragma once

#include <tenfold/detail/sequence.hpp>

#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

namespace tenfold {

/// N counts (int64, or double as a density) and the N + 1 edges of the bins.
template <class C> struct histogram_bins {
    array<C> counts;
    array<double> edges;
};

namespace detail {

/// The lower end of the first bin and the upper end of the last; what lies outside is not counted.
struct bin_range {
    double low, high;
};

// Compiled; src/api/counting.cpp.
handle bin_edges(const handle& x, index_t bins, const std::optional<bin_range>&, site);
/// Of edges at equal distances, or any that do not descend.
handle bin_counts(const handle& x, const handle& edges, bool equal, site);
handle bin_density(const handle& counts, const handle& edges, site);
handle counted(const handle& x, const handle* weights, index_t least, site);
handle bins_of(const handle& x, const handle& edges, bool right, site);

template <class C>
histogram_bins<C> fill_bins(const handle& x, const handle& edges, bool equal, site where)
{
    handle counts = bin_counts(x, edges, equal, where);
    if constexpr (std::is_floating_point_v<C>) counts = bin_density(counts, edges, where);
    return {array<C>(std::move(counts)), array<double>(edges)};
}
template <class X> handle real_values(const X& x, site where)
{
    static_assert(
        !is_complex_type<element_type_of<X>>, "tenfold: this function is for real elements: take xt::abs(z) or xt::real(z)");
    return to_handle(x, where);
}

template <class X>
histogram_bins<std::int64_t> equal_bins(const X& x, index_t bins, const std::optional<bin_range>& range, site where)
{
    const handle h = real_values(x, where);
    return fill_bins<std::int64_t>(h, bin_edges(h, bins, range, where), true, where);
}
template <class X>
histogram_bins<double> density_of(const X& x, index_t bins, const std::optional<bin_range>& range, site where)
{
    const handle h = real_values(x, where);
    return fill_bins<double>(h, bin_edges(h, bins, range, where), true, where);
}

template <class E>
concept edges_list = listed<E> && !number<E> && !is_complex_type<listed_element<E>>;

}  // namespace detail

// histogram(x, bins)              counts in equal bins from the least element to the greatest. A NaN or infinity without a
//                                 range, no bins: error. numpy.histogram
// histogram(x, bins, {low, high}) in equal bins of a range
// histogram(x, edges)             between given edges, which must not descend
#define TENFOLD_HISTOGRAM(reference)                                                                         \
    template <template <element_type> class L, class T>                                                      \
        requires detail::lazy<L<T>>                                                                          \
    histogram_bins<std::int64_t> histogram(reference x, detail::site where = detail::site::current())        \
    {                                                                                                        \
        return detail::equal_bins(x, 10, {}, where);                                                         \
    }                                                                                                        \
    template <template <element_type> class L, class T, std::integral N>                                     \
        requires detail::lazy<L<T>>                                                                          \
    histogram_bins<std::int64_t> histogram(reference x, N bins, detail::site where = detail::site::current()) \
    {                                                                                                        \
        return detail::equal_bins(x, static_cast<std::ptrdiff_t>(bins), {}, where);                          \
    }                                                                                                        \
    template <template <element_type> class L, class T, std::integral N>                                     \
        requires detail::lazy<L<T>>                                                                          \
    histogram_bins<std::int64_t> histogram(                                                                  \
        reference x, N bins, const detail::bin_range& range, detail::site where = detail::site::current()) \
    {                                                                                                        \
        return detail::equal_bins(x, static_cast<std::ptrdiff_t>(bins), range, where);                       \
    }                                                                                                        \
    template <template <element_type> class L, class T, detail::edges_list E>                                \
        requires detail::lazy<L<T>>                                                                          \
    histogram_bins<std::int64_t> histogram(reference x, E&& edges, detail::site where = detail::site::current()) \
    {                                                                                                        \
        return detail::fill_bins<std::int64_t>(                                                              \
            detail::real_values(x, where), detail::list_in<double>(edges, where), false, where);             \
    }                                                                                                        \
    template <template <element_type> class L, class T>                                                      \
        requires detail::lazy<L<T>>                                                                          \
    histogram_bins<std::int64_t> histogram(                                                                  \
        reference x, std::initializer_list<double> edges, detail::site where = detail::site::current())      \
    {                                                                                                        \
        return tenfold::histogram(x, std::vector<double>(edges), where);                                     \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_HISTOGRAM)
#undef TENFOLD_HISTOGRAM

/// histogram as a density, whose integral over the bins is 1. numpy.histogram with density=True
template <detail::lazy X>
histogram_bins<double> histogram_density(
    const X& x, std::ptrdiff_t bins = 10, const std::optional<detail::bin_range>& range = {},
    detail::site where = detail::site::current())
{
    return detail::density_of(x, bins, range, where);
}
/// The edges that histogram would choose. numpy.histogram_bin_edges
template <detail::lazy X>
array<double> histogram_bin_edges(
    const X& x, std::ptrdiff_t bins = 10, const std::optional<detail::bin_range>& range = {},
    detail::site where = detail::site::current())
{
    return array<double>(detail::bin_edges(detail::real_values(x, where), bins, range, where));
}

// bincount(x, least)            how often each of 0, 1, ... stands in a vector of integers, as int64: up to the greatest, and
//                               `least` numbers at least. Negative ones: index_error. numpy.bincount
// bincount(x, weights, least)   the sums of the weights, as double
#define TENFOLD_BINCOUNT(reference)                                                                          \
    template <template <element_type> class L, class T, std::integral N = std::size_t>                       \
        requires(detail::lazy<L<T>> && std::is_integral_v<detail::element_type_of<L<T>>>)                    \
    array<std::int64_t> bincount(reference x, N least = 0, detail::site where = detail::site::current())     \
    {                                                                                                        \
        const auto n = static_cast<std::ptrdiff_t>(least);                                                   \
        return array<std::int64_t>(detail::counted(detail::to_handle(x, where), nullptr, n, where));         \
    }                                                                                                        \
    template <template <element_type> class L, class T>                                                      \
        requires(detail::lazy<L<T>> && std::is_integral_v<detail::element_type_of<L<T>>>)                    \
    array<std::int64_t> bincount(reference x, std::size_t least, detail::site where = detail::site::current()) \
    {                                                                                                        \
        const auto n = static_cast<std::ptrdiff_t>(least);                                                   \
        return array<std::int64_t>(detail::counted(detail::to_handle(x, where), nullptr, n, where));         \
    }                                                                                                        \
    template <template <element_type> class L, class T, detail::edges_list W>                               \
        requires(detail::lazy<L<T>> && std::is_integral_v<detail::element_type_of<L<T>>>)                    \
    array<double> bincount(                                                                                  \
        reference x, W&& weights, std::size_t least = 0, detail::site where = detail::site::current())       \
    {                                                                                                        \
        const detail::handle w = detail::list_in<double>(weights, where);                                    \
        const auto n = static_cast<std::ptrdiff_t>(least);                                                   \
        return array<double>(detail::counted(detail::to_handle(x, where), &w, n, where));                    \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_BINCOUNT)
#undef TENFOLD_BINCOUNT

// digitize(x, edges, right)   which bin each element falls into, in x's shape: edges[i - 1] <= x < edges[i], with `right`
//                             edges[i - 1] < x <= edges[i]; 0 is before the first edge. Edges may ascend or descend, else
//                             error. numpy.digitize
#define TENFOLD_DIGITIZE(reference)                                                                      \
    template <template <element_type> class L, class T, detail::edges_list E>                            \
        requires detail::lazy<L<T>>                                                                      \
    array<std::ptrdiff_t> digitize(                                                                      \
        reference x, E&& edges, bool right = false, detail::site where = detail::site::current())        \
    {                                                                                                    \
        return array<std::ptrdiff_t>(detail::bins_of(                                                    \
            detail::real_values(x, where), detail::list_in<double>(edges, where), right, where));        \
    }                                                                                                    \
    template <template <element_type> class L, class T>                                                  \
        requires detail::lazy<L<T>>                                                                      \
    array<std::ptrdiff_t> digitize(                                                                      \
        reference x, std::initializer_list<double> edges, bool right = false,                            \
        detail::site where = detail::site::current())                                                    \
    {                                                                                                    \
        return tenfold::digitize(x, std::vector<double>(edges), right, where);                                    \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_DIGITIZE)
#undef TENFOLD_DIGITIZE

}  // namespace tenfold

namespace xt {

using tenfold::bincount;
using tenfold::digitize;

// xtensor's histogram gives the counts alone. Its exact parameters, so that the constraint makes these win.
template <class R = double, class E1, class E2>
    requires(tenfold::detail::lazy<E1> && tenfold::detail::listed<E2>)
auto histogram(E1&& x, E2&& edges, bool density = false)
{
    using tenfold::detail::fill_bins;
    const tenfold::detail::site where{};
    const tenfold::detail::handle h = tenfold::detail::real_values(x, where);
    const auto counts = [&](const tenfold::detail::handle& list, bool equal) {
        return density ? tenfold::astype<R>(fill_bins<double>(h, list, equal, where).counts)
                       : tenfold::astype<R>(fill_bins<std::int64_t>(h, list, equal, where).counts);
    };
    if constexpr (std::is_integral_v<std::remove_cvref_t<E2>>)
        return counts(tenfold::detail::bin_edges(h, static_cast<std::ptrdiff_t>(edges), {}, where), true);
    else return counts(tenfold::detail::list_in<double>(edges, where), false);
}
template <class R = double, class E1>
    requires tenfold::detail::lazy<E1>
auto histogram(E1&& x, std::size_t bins = 10, bool density = false)
{
    return histogram<R, E1, const std::size_t&>(std::forward<E1>(x), bins, density);
}
template <class R = double, class E1, class E2>
    requires tenfold::detail::lazy<E1>
auto histogram(E1&& x, std::size_t bins, E2 left, E2 right, bool density = false)
{
    const tenfold::detail::bin_range range{static_cast<double>(left), static_cast<double>(right)};
    const auto n = static_cast<std::ptrdiff_t>(bins);
    if (density) return tenfold::astype<R>(tenfold::histogram_density(x, n, range).counts);
    return tenfold::astype<R>(tenfold::histogram(x, n, range).counts);
}

}  // namespace xt
