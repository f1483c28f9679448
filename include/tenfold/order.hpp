// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Order: sorting, searching, medians and quantiles.
//
//   tf::array<double> s = tf::sort(x), low = tf::quantile(x, {0.05, 0.95}, 0);
//   tf::array<std::ptrdiff_t> best = tf::argsort(x, 1);
//   auto [values, counts] = tf::unique_counts(x);
//
// x: an array, a view or an elementwise expression of any element type. These evaluate once: the call computes x (and,
// as every read, what is recorded before it), and gives an array of the values found. NaN comes last, complex numbers
// are ordered by real part, then by imaginary part; both as in NumPy. An axis out of range: shape_error. n log n for
// lanes of n elements; partition, median and quantile are linear.
#pragma once

#include <tenfold/detail/sequence.hpp>

#include <initializer_list>
#include <utility>
#include <vector>

namespace tenfold {

/// Where searchsorted puts a value among equals: before them, or behind.
enum class side { left, right };

template <element_type T> struct unique_values {
    array<T> values;
    array<std::ptrdiff_t> indices;   // of the first of each, in the flattened x
    array<std::ptrdiff_t> inverse;   // x's shape: where each element stands among the values
    array<std::ptrdiff_t> counts;
};

namespace detail {

/// Numbers between 0 and 1, or a single one, which adds no axis.
class fractions {
public:
    template <class N>
        requires std::is_arithmetic_v<N>
    fractions(N q) : single_(true), list_{static_cast<double>(q)} {}
    fractions(std::initializer_list<double> q) : list_(q) {}
    template <class R>
        requires(listed<R> && !number<R>)
    fractions(const R& q) : list_(std::begin(q), std::end(q)) {}

    bool single() const { return single_; }
    const std::vector<double>& list() const { return list_; }
    /// As percentages.
    fractions hundredths() const
    {
        fractions r = *this;
        for (double& q : r.list_) q /= 100;
        return r;
    }

private:
    bool single_ = false;
    std::vector<double> list_;
};

// Compiled; src/api/order.cpp, src/api/quantile.cpp.
handle sorted(const handle& x, index_t axis, site);
handle sorting_indices(const handle& x, index_t axis, site);
handle partitioned(const handle& x, const sizes& kth, index_t axis, site);
handle partitioning_indices(const handle& x, const sizes& kth, index_t axis, site);
struct unique_parts {
    handle values, indices, inverse, counts;
};
unique_parts unique_of(const handle& x, site);
handle insertion_places(const char* operation, const handle& a, const handle& v, side, site);
handle membership(const handle& x, const handle& among, bool invert, site);
struct quantile_call {
    const char* operation;
    bool skips_nan, keeps;
};
handle medians(const quantile_call&, const handle& x, const axes&, site);
handle quantiles(const quantile_call&, const handle& x, const fractions&, const axes&, site);

template <class X> constexpr void refuse_unordered()
{
    static_assert(
        !is_complex_type<element_type_of<X>>, "tenfold: this function is for real elements: take xt::abs(z) or xt::real(z)");
}
template <bool Keep, class X> auto median_over(const X& x, const axes& over, site where)
{
    refuse_unordered<X>();
    return array<floating<element_type_of<X>>>(medians({"median", false, Keep}, to_handle(x, where), over, where));
}
template <bool Keep, class X> auto nanmedian_over(const X& x, const axes& over, site where)
{
    refuse_unordered<X>();
    return array<floating<element_type_of<X>>>(medians({"nanmedian", true, Keep}, to_handle(x, where), over, where));
}
template <class X>
auto quantile_over(const quantile_call& call, const X& x, const fractions& q, const axes& over, site where)
{
    refuse_unordered<X>();
    return array<floating<element_type_of<X>>>(quantiles(call, to_handle(x, where), q, over, where));
}

template <class X> array<std::ptrdiff_t> places(handle (*f)(const handle&, index_t, site), const X& x, index_t axis, site where)
{
    return array<std::ptrdiff_t>(f(to_handle(x, where), axis, where));
}

}  // namespace detail

// ---- sort -------------------------------------------------------------------------------------------------

/// Each lane along an axis in ascending order. numpy.sort
template <detail::lazy X>
detail::array_of<X> sort(const X& x, std::ptrdiff_t axis = -1, detail::site where = detail::site::current())
{
    return detail::array_of<X>(detail::sorted(detail::to_handle(x, where), axis, where));
}
/// Of the flattened x. numpy.sort with axis=None
template <detail::lazy X>
detail::array_of<X> sort(const X& x, xt::placeholders::xtuph, detail::site where = detail::site::current())
{
    return detail::array_of<X>(detail::sorted(detail::flatten(detail::to_handle(x, where), where), 0, where));
}

/// Which elements stand where in the sorted lane; equals keep their order. numpy.argsort with kind="stable"
template <detail::lazy X>
array<std::ptrdiff_t> argsort(const X& x, std::ptrdiff_t axis = -1, detail::site where = detail::site::current())
{
    return detail::places(detail::sorting_indices, x, axis, where);
}
template <detail::lazy X>
array<std::ptrdiff_t> argsort(const X& x, xt::placeholders::xtuph, detail::site where = detail::site::current())
{
    return array<std::ptrdiff_t>(detail::sorting_indices(detail::flatten(detail::to_handle(x, where), where), 0, where));
}

/// Each lane so that element k (one integer or several; negative from the end) stands where it would in the sorted lane,
/// what comes before it in front. Outside the lane: index_error. numpy.partition
template <detail::lazy X, class K>
    requires(std::integral<K> || detail::integer_range<K>)
detail::array_of<X> partition(
    const X& x, const K& k, std::ptrdiff_t axis = -1, detail::site where = detail::site::current())
{
    return detail::array_of<X>(detail::partitioned(detail::to_handle(x, where), detail::sizes(k), axis, where));
}
template <detail::lazy X, std::integral K, std::size_t N>
detail::array_of<X> partition(
    const X& x, const K (&k)[N], std::ptrdiff_t axis = -1, detail::site where = detail::site::current())
{
    return detail::array_of<X>(detail::partitioned(detail::to_handle(x, where), detail::sizes(k), axis, where));
}
/// numpy.argpartition
template <detail::lazy X, class K>
    requires(std::integral<K> || detail::integer_range<K>)
array<std::ptrdiff_t> argpartition(
    const X& x, const K& k, std::ptrdiff_t axis = -1, detail::site where = detail::site::current())
{
    using I = array<std::ptrdiff_t>;
    return I(detail::partitioning_indices(detail::to_handle(x, where), detail::sizes(k), axis, where));
}
template <detail::lazy X, std::integral K, std::size_t N>
array<std::ptrdiff_t> argpartition(
    const X& x, const K (&k)[N], std::ptrdiff_t axis = -1, detail::site where = detail::site::current())
{
    using I = array<std::ptrdiff_t>;
    return I(detail::partitioning_indices(detail::to_handle(x, where), detail::sizes(k), axis, where));
}

// ---- unique, searchsorted, isin -----------------------------------------------------------------------------

/// The different elements in ascending order, as a vector; all NaN are one. numpy.unique
template <detail::lazy X> detail::array_of<X> unique(const X& x, detail::site where = detail::site::current())
{
    return detail::array_of<X>(detail::unique_of(detail::to_handle(x, where), where).values);
}
/// With the places of the first of each, the place of each element among them, and how many there are. numpy.unique_all
template <detail::lazy X>
unique_values<detail::element_type_of<X>> unique_all(const X& x, detail::site where = detail::site::current())
{
    using T = detail::element_type_of<X>;
    using I = array<std::ptrdiff_t>;
    detail::unique_parts u = detail::unique_of(detail::to_handle(x, where), where);
    return {array<T>(std::move(u.values)), I(std::move(u.indices)), I(std::move(u.inverse)), I(std::move(u.counts))};
}
/// {values, counts}. numpy.unique with return_counts
template <detail::lazy X>
std::pair<detail::array_of<X>, array<std::ptrdiff_t>>
unique_counts(const X& x, detail::site where = detail::site::current())
{
    auto u = tenfold::unique_all(x, where);
    return {u.values, u.counts};
}
/// {values, inverse}; take(values, inverse) is x again. numpy.unique with return_inverse
template <detail::lazy X>
std::pair<detail::array_of<X>, array<std::ptrdiff_t>>
unique_inverse(const X& x, detail::site where = detail::site::current())
{
    auto u = tenfold::unique_all(x, where);
    return {u.values, u.inverse};
}

/// Where each value (an array, a number, a range of numbers) would stand in the sorted vector a: before its equals, or
/// behind them. In the values' shape. a with other than one axis: shape_error. numpy.searchsorted
template <detail::lazy X, detail::listed V>
array<std::ptrdiff_t> searchsorted(
    const X& a, const V& values, side among_equals = side::left, detail::site where = detail::site::current())
{
    using T = detail::promoted<detail::element_type_of<X>, detail::listed_element<V>>;
    return array<std::ptrdiff_t>(detail::insertion_places(
        "searchsorted", detail::list_in<T>(a, where), detail::list_in<T>(values, where), among_equals, where));
}

// isin(x, among, invert)   bool in x's shape: is the element among these (an array, a range, a braced list). A NaN is
//                          among nothing. numpy.isin
#define TENFOLD_ISIN(reference)                                                                              \
    template <template <element_type> class L, class T, detail::listed V>                                    \
        requires detail::lazy<L<T>>                                                                          \
    array<bool> isin(reference x, V&& among, bool invert = false, detail::site where = detail::site::current()) \
    {                                                                                                        \
        using U = detail::promoted<detail::element_type_of<L<T>>, detail::listed_element<V>>;                \
        return array<bool>(detail::membership(                                                               \
            detail::list_in<U>(x, where), detail::list_in<U>(among, where), invert, where));                 \
    }                                                                                                        \
    template <template <element_type> class L, class T, detail::number V>                                    \
        requires detail::lazy<L<T>>                                                                          \
    array<bool> isin(                                                                                        \
        reference x, std::initializer_list<V> among, bool invert = false, detail::site where = detail::site::current()) \
    {                                                                                                        \
        return tenfold::isin(x, std::vector<V>(among), invert, where);                                                \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_ISIN)
#undef TENFOLD_ISIN

// ---- median, quantile ---------------------------------------------------------------------------------------

// median(x, axes)      the middle element, or half the sum of the two in the middle; NaN where there is one, or nothing.
//                      float stays float, integers become double. numpy.median
// nanmedian(x, axes)   the same without NaN. numpy.nanmedian
#define TENFOLD_MEDIANS(reference)                                                                    \
    TENFOLD_REDUCES(median, reference)                                                                \
    TENFOLD_REDUCES(nanmedian, reference)                                                             \
    template <template <element_type> class L, class T>                                               \
        requires detail::lazy<L<T>>                                                                   \
    auto median(reference x, std::ptrdiff_t axis, detail::site where = detail::site::current())       \
    {                                                                                                 \
        return detail::median_over<false>(x, axis, where);                                            \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_MEDIANS)
#undef TENFOLD_MEDIANS

// quantile(x, q, axes)     q between 0 and 1, else error: the element that far along the sorted lane, interpolated
//                          between two neighbours; a list of q adds a first axis. With xt::keep_dims as reductions take
//                          it. numpy.quantile with method="linear"
// percentile(x, q, axes)   q between 0 and 100. numpy.percentile
// nanquantile, nanpercentile(x, q, axes)   without NaN
#define TENFOLD_QUANTILE(name, skips, as_fractions)                                                        \
    template <detail::lazy X>                                                                              \
    auto name(                                                                                             \
        const X& x, const detail::fractions& q, const detail::axes& over = {},                             \
        detail::site where = detail::site::current())                                                      \
    {                                                                                                      \
        return detail::quantile_over({#name, skips, false}, x, as_fractions, over, where);                 \
    }                                                                                                      \
    template <detail::lazy X, detail::reducer_options O>                                                   \
    auto name(                                                                                             \
        const X& x, const detail::fractions& q, const detail::axes& over, O,                               \
        detail::site where = detail::site::current())                                                      \
    {                                                                                                      \
        return detail::quantile_over({#name, skips, detail::only_keeps_dims<O>()}, x, as_fractions, over, where); \
    }
TENFOLD_QUANTILE(quantile, false, q)
TENFOLD_QUANTILE(percentile, false, q.hundredths())
TENFOLD_QUANTILE(nanquantile, true, q)
TENFOLD_QUANTILE(nanpercentile, true, q.hundredths())
#undef TENFOLD_QUANTILE

}  // namespace tenfold

namespace xt {

using tenfold::argpartition;
using tenfold::argsort;
using tenfold::isin;
using tenfold::median;
using tenfold::partition;
using tenfold::sort;
using tenfold::unique;

/// xtensor's form: `right` puts a value before its equals.
template <class A, class V>
    requires(tenfold::detail::lazy<A> && tenfold::detail::listed<V>)
auto searchsorted(A&& a, V&& values, bool right = true)
{
    return tenfold::searchsorted(a, values, right ? tenfold::side::left : tenfold::side::right);
}

}  // namespace xt
