// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Sorting and searching in memory.
#include "api/lanes.hpp"

#include <tenfold/order.hpp>

#include <algorithm>
#include <numeric>
#include <vector>

namespace tenfold::detail {
namespace {

/// The first NaN of a lane, behind which there are only NaN: what is in front compares by <.
template <class T> T* without_nan(T* first, T* last)
{
    if constexpr (std::is_floating_point_v<T>) return std::partition(first, last, [](T x) { return !std::isnan(x); });
    else return last;
}

template <class T> void sort_lane(T* first, T* last)
{
    if constexpr (is_complex_type<T>) std::sort(first, last, before<T>);
    else std::sort(first, without_nan(first, last));
}

/// Numbers 0 .. n - 1 in the order of the elements.
template <class T> void sort_places(const T* x, index_t* places, index_t n)
{
    std::iota(places, places + n, index_t(0));
    std::stable_sort(places, places + n, [x](index_t a, index_t b) { return before(x[a], x[b]); });
}

index_t axis_of(const char* operation, const handle& x, index_t axis, site where)
{
    check_value(x, where);
    return normalise_axis(axis, x.source()->rank, operation, where);
}

/// The places as 0 <= k < n, ascending.
std::vector<index_t> places_of(const char* operation, const handle& x, const sizes& kth, index_t axis, site where)
{
    const index_t n = x.source()->shape[axis];
    std::vector<index_t> list(kth.begin(), kth.end());
    for (index_t& k : list) {
        if (k < -n || k >= n)
            reject<index_error>(
                operation, shape_text(x) + ": element " + std::to_string(k) + " is outside axis " +
                               std::to_string(axis) + " of " + std::to_string(n), where);
        if (k < 0) k += n;
    }
    std::sort(list.begin(), list.end());
    return list;
}

template <class T, class Less> void partition_lane(T* first, T* last, const std::vector<index_t>& kth, Less less)
{
    T* from = first;
    for (const index_t k : kth) {
        if (first + k < from) continue;   // named twice
        std::nth_element(from, first + k, last, less);
        from = first + k + 1;
    }
}

template <class T> handle copied(const std::vector<T>& list, const char* operation, site where)
{
    return vector_of(operation, list.data(), static_cast<index_t>(list.size()), where);
}

/// Compares as one value: NumPy takes all NaN for the same.
template <class T> bool same(const T& a, const T& b) { return a == b || (is_nan(a) && is_nan(b)); }

template <class T> unique_parts unique_in(const handle& h, site where)
{
    const lanes<T> x = read_all<T>(h, where);
    const index_t n = x.size();
    std::vector<index_t> order(static_cast<std::size_t>(n)), first, counts;
    sort_places(x.data.get(), order.data(), n);
    const family& f = *h.source();
    fresh_leaf inverse("unique", element::int64, f.rank, f.shape, where);
    auto* const place = static_cast<index_t*>(inverse.data());
    for (const index_t i : order) {
        if (first.empty() || !same(x.data[static_cast<std::size_t>(first.back())], x.data[static_cast<std::size_t>(i)])) {
            first.push_back(i);
            counts.push_back(0);
        }
        ++counts.back();
        place[i] = static_cast<index_t>(first.size()) - 1;
    }
    const auto found = static_cast<index_t>(first.size());
    fresh_leaf values("unique", element_of<T>, 1, &found, where);
    for (index_t i = 0; i < found; ++i)
        static_cast<T*>(values.data())[i] = x.data[static_cast<std::size_t>(first[static_cast<std::size_t>(i)])];
    return {values.finish(), copied(first, "unique", where), inverse.finish(), copied(counts, "unique", where)};
}

/// A result in v's shape, of one call of f for each element.
template <class T, class R, class F> handle for_each_element(const char* operation, const handle& v, F f, site where)
{
    const lanes<T> x = read_all<T>(v, where);
    fresh_leaf out(operation, element_of<R>, v.source()->rank, v.source()->shape, where);
    for (index_t i = 0; i < x.size(); ++i) static_cast<R*>(out.data())[i] = f(x.data[static_cast<std::size_t>(i)]);
    return out.finish();
}

}  // namespace

handle sorted(const handle& x, index_t axis, site where)
{
    const index_t on = axis_of("sort", x, axis, where);
    return visit_type(x.source()->type, [&]<class T>(std::type_identity<T>) {
        const lanes<T> from = read_lanes<T>(x, 1u << on, where);
        new_lanes out("sort", element_of<T>, *x.source(), on, from.length, where);
        for (index_t i = 0; i < from.count; ++i) {
            T* const to = std::copy_n(from.lane(i), from.length, out.lane<T>(i)) - from.length;
            sort_lane(to, to + from.length);
        }
        return out.finish();
    });
}

handle sorting_indices(const handle& x, index_t axis, site where)
{
    const index_t on = axis_of("argsort", x, axis, where);
    return visit_type(x.source()->type, [&]<class T>(std::type_identity<T>) {
        const lanes<T> from = read_lanes<T>(x, 1u << on, where);
        new_lanes out("argsort", element::int64, *x.source(), on, from.length, where);
        for (index_t i = 0; i < from.count; ++i) sort_places(from.lane(i), out.lane<index_t>(i), from.length);
        return out.finish();
    });
}

handle partitioned(const handle& x, const sizes& kth, index_t axis, site where)
{
    const index_t on = axis_of("partition", x, axis, where);
    const std::vector<index_t> places = places_of("partition", x, kth, on, where);
    return visit_type(x.source()->type, [&]<class T>(std::type_identity<T>) {
        const lanes<T> from = read_lanes<T>(x, 1u << on, where);
        new_lanes out("partition", element_of<T>, *x.source(), on, from.length, where);
        for (index_t i = 0; i < from.count; ++i) {
            T* const to = std::copy_n(from.lane(i), from.length, out.lane<T>(i)) - from.length;
            partition_lane(to, to + from.length, places, before<T>);
        }
        return out.finish();
    });
}

handle partitioning_indices(const handle& x, const sizes& kth, index_t axis, site where)
{
    const index_t on = axis_of("argpartition", x, axis, where);
    const std::vector<index_t> places = places_of("argpartition", x, kth, on, where);
    return visit_type(x.source()->type, [&]<class T>(std::type_identity<T>) {
        const lanes<T> from = read_lanes<T>(x, 1u << on, where);
        new_lanes out("argpartition", element::int64, *x.source(), on, from.length, where);
        for (index_t i = 0; i < from.count; ++i) {
            index_t* const to = out.lane<index_t>(i);
            const T* const lane = from.lane(i);
            std::iota(to, to + from.length, index_t(0));
            partition_lane(
                to, to + from.length, places, [lane](index_t a, index_t b) { return before(lane[a], lane[b]); });
        }
        return out.finish();
    });
}

unique_parts unique_of(const handle& x, site where)
{
    check_value(x, where);
    return visit_type(x.source()->type, [&]<class T>(std::type_identity<T>) { return unique_in<T>(x, where); });
}

handle insertion_places(const char* operation, const handle& a, const handle& v, side among, site where)
{
    check_value(a, where);
    check_value(v, where);
    if (a.source()->rank != 1)
        reject<shape_error>(operation, shape_text(a) + ": what is searched must be a vector", where);
    return visit_type(a.source()->type, [&]<class T>(std::type_identity<T>) {
        const lanes<T> sorted = read_all<T>(a, where);
        const T *const first = sorted.data.get(), *const last = first + sorted.size();
        return for_each_element<T, index_t>(
            operation, v,
            [&](const T& x) -> index_t {
                return (among == side::left ? std::lower_bound(first, last, x, before<T>)
                                            : std::upper_bound(first, last, x, before<T>)) - first;
            },
            where);
    });
}

handle membership(const handle& x, const handle& among, bool invert, site where)
{
    check_value(x, where);
    check_value(among, where);
    return visit_type(x.source()->type, [&]<class T>(std::type_identity<T>) {
        const lanes<T> list = read_all<T>(among, where);
        T *const first = list.data.get(), *const last = first + list.size();
        sort_lane(first, last);
        return for_each_element<T, bool>(
            "isin", x,
            [&](const T& value) {
                const T* const found = std::lower_bound(first, last, value, before<T>);
                return (found != last && *found == value) != invert;
            },
            where);
    });
}

}  // namespace tenfold::detail
