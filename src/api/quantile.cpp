// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Medians and quantiles along lanes.
#include "api/lanes.hpp"

#include <tenfold/order.hpp>

#include <algorithm>
#include <limits>

namespace tenfold::detail {
namespace {

/// x's shape without the axes of `mask` (or with 1 there), behind an axis for q unless that is one number.
layout result_shape(const quantile_call& call, const family& x, std::uint32_t mask, index_t list, bool single, site where)
{
    layout form;
    form.rank = 0;
    if (!single) form.shape[form.rank++] = list;
    for (int d = 0; d < x.rank; ++d) {
        const bool lost = mask >> d & 1;
        if (lost && !call.keeps) continue;
        if (form.rank == max_rank) reject<shape_error>(call.operation, show_shape(x.rank, x.shape) + ": too many axes", where);
        form.shape[form.rank++] = lost ? 1 : x.shape[d];
    }
    return form;
}

/// Elements of a lane that count: without NaN, or none at all where one NaN makes the result NaN.
template <class T> index_t usable(T* lane, index_t n, bool skips_nan)
{
    const index_t numbers = std::partition(lane, lane + n, [](T x) { return !std::isnan(x); }) - lane;
    return numbers == n || skips_nan ? numbers : 0;
}

template <class T> T median_of(T* lane, index_t n)
{
    if (n == 0) return std::numeric_limits<T>::quiet_NaN();
    const index_t k = n / 2;
    std::nth_element(lane, lane + k, lane + n);
    if (n % 2 == 1) return lane[k];
    return (*std::max_element(lane, lane + k) + lane[k]) / 2;
}

/// Between two neighbours as NumPy goes: from the nearer one, so that the ends are met.
template <class T> T between(T a, T b, T t)
{
    if (a == b) return a;   // infinities have no difference
    return t < T(0.5) ? a + (b - a) * t : b - (b - a) * (1 - t);
}

template <class T> T quantile_of(T* lane, index_t n, double q, bool sorted)
{
    if (n == 0) return std::numeric_limits<T>::quiet_NaN();
    const double at = q * static_cast<double>(n - 1);
    const index_t k = std::min(static_cast<index_t>(at), n - 1);
    const T t = static_cast<T>(at - static_cast<double>(k));
    if (!sorted) std::nth_element(lane, lane + k, lane + n);
    if (t == 0 || k + 1 == n) return lane[k];
    return between(lane[k], sorted ? lane[k + 1] : *std::min_element(lane + k + 1, lane + n), t);
}

/// f(lane, n, results, distance of results) for each lane, in float or double.
template <class F>
handle reduce_lanes(const quantile_call& call, const handle& x, const axes& over, index_t list, bool single, site where, F f)
{
    check_value(x, where);
    const std::uint32_t mask = over.mask(x.source()->rank, call.operation, where);
    const layout form = result_shape(call, *x.source(), mask, list, single, where);
    const auto run = [&]<class T>(T) {
        const lanes<T> from = read_lanes<T>(x, mask, where);
        fresh_leaf out(call.operation, element_of<T>, form.rank, form.shape, where);
        T* const to = static_cast<T*>(out.data());
        for (index_t i = 0; i < from.count; ++i)
            f(from.lane(i), usable(from.lane(i), from.length, call.skips_nan), to + i, from.count);
        return out.finish();
    };
    return x.source()->type == element::float32 ? run(0.0f) : run(0.0);
}

}  // namespace

handle medians(const quantile_call& call, const handle& x, const axes& over, site where)
{
    return reduce_lanes(call, x, over, 1, true, where, []<class T>(T* lane, index_t n, T* to, index_t) { *to = median_of(lane, n); });
}

handle quantiles(const quantile_call& call, const handle& x, const fractions& q, const axes& over, site where)
{
    const std::vector<double>& list = q.list();
    for (const double p : list)
        if (!(p >= 0 && p <= 1))
            reject<error>(call.operation, std::to_string(p) + " is no part of the whole", where);
    const bool sorts = list.size() > 1;
    return reduce_lanes(
        call, x, over, static_cast<index_t>(list.size()), q.single(), where,
        [&]<class T>(T* lane, index_t n, T* to, index_t distance) {
            if (sorts) std::sort(lane, lane + n);
            for (const double p : list) {
                *to = quantile_of(lane, n, p, sorts);
                to += distance;
            }
        });
}

}  // namespace tenfold::detail
