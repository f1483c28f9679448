// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What sequences need that no template does: neighbours along an axis, running products, interpolation.
#include "api/lanes.hpp"
#include "api/pieces.hpp"

#include <tenfold/signal.hpp>

#include <algorithm>

namespace tenfold::detail {

part along(const part& x, int axis, index_t from, index_t count) { return piece_of(x, axis, from, count); }

neighbours::neighbours(const char* operation, const part& x, index_t on, site where)
    : axis(static_cast<int>(normalise_axis(on, x.form.rank, operation, where)))
{
    const index_t n = std::max<index_t>(x.form.shape[axis] - 1, 0);
    low = piece_of(x, axis, 0, n);
    high = piece_of(x, axis, 1, n);
}

void check_vector(const char* operation, const part& x, site where)
{
    if (x.form.rank != 1 || x.form.shape[0] == 0)
        reject<shape_error>(operation, detail::shape_text(x) + " is no vector with elements", where);
}

void check_places(const handle& x, const handle& y, index_t axis, site where)
{
    const family &a = *x.source(), &b = *y.source();
    const bool line = a.rank == 1 && a.shape[0] == b.shape[axis];
    if (!line && !(a.rank == b.rank && std::equal(a.shape, a.shape + a.rank, b.shape)))
        reject<shape_error>("trapz", shape_text(y) + " at " + shape_text(x) + " along axis " + std::to_string(axis), where);
}

kept_range kept_by(convolve_mode mode, index_t n, index_t m)
{
    if (mode == convolve_mode::full) return {0, n + m - 1};
    if (mode == convolve_mode::same) return {(m - 1) / 2, n};
    return {m - 1, n - m + 1};
}

handle running_product(const handle& x, const axes& over, bool skips_nan, site where)
{
    const char* const operation = skips_nan ? "nancumprod" : "cumprod";
    check_value(x, where);
    const handle source = over.given() ? x : flatten(x, where);
    const int axis = over.given() ? static_cast<int>(over.normalise(x.source()->rank, operation, where)[0]) : 0;
    return visit_type(source.source()->type, [&]<class T>(std::type_identity<T>) {
        const lanes<T> from = read_lanes<T>(source, 1u << axis, where);
        new_lanes out(operation, element_of<T>, *source.source(), axis, from.length, where);
        for (index_t i = 0; i < from.count; ++i) {
            T product(1);
            for (index_t k = 0; k < from.length; ++k) {
                const T next = from.lane(i)[k];
                if (!(skips_nan && is_nan(next))) product = times(product, next);
                out.lane<T>(i)[k] = product;
            }
        }
        return out.finish();
    });
}

namespace {

struct line {
    const double *x, *y;
    index_t points;

    double at(double t, double left, double right) const
    {
        if (std::isnan(t)) return t;
        if (t > x[points - 1]) return right;
        if (t < x[0]) return left;
        const index_t k = std::upper_bound(x, x + points, t) - x - 1;
        if (k + 1 >= points || x[k] == t) return y[k];
        const double slope = (y[k + 1] - y[k]) / (x[k + 1] - x[k]);
        const double value = slope * (t - x[k]) + y[k];
        // From an infinite point the other side may still tell.
        if (!std::isnan(value)) return value;
        const double other = slope * (t - x[k + 1]) + y[k + 1];
        return std::isnan(other) && y[k] == y[k + 1] ? y[k] : other;
    }
};

}  // namespace

handle interpolated(
    const handle& x, const handle& xp, const handle& fp, const double* left, const double* right, site where)
{
    for (const handle* h : {&x, &xp, &fp}) check_value(*h, where);
    const family &p = *xp.source(), &f = *fp.source();
    if (p.rank != 1 || f.rank != 1 || p.shape[0] != f.shape[0] || p.shape[0] == 0)
        reject<shape_error>("interp", "points " + shape_text(xp) + " and " + shape_text(fp), where);
    const lanes<double> at = read_all<double>(xp, where), values = read_all<double>(fp, where), all = read_all<double>(x, where);
    const line l{at.data.get(), values.data.get(), at.size()};
    const double first = left ? *left : l.y[0], last = right ? *right : l.y[l.points - 1];
    fresh_leaf out("interp", element::float64, x.source()->rank, x.source()->shape, where);
    for (index_t i = 0; i < all.size(); ++i)
        static_cast<double*>(out.data())[i] = l.at(all.data[static_cast<std::size_t>(i)], first, last);
    return out.finish();
}

}  // namespace tenfold::detail
