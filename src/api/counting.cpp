// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Bins and what falls into them.
#include "api/lanes.hpp"

#include <tenfold/counting.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace tenfold::detail {
namespace {

/// What is not finite, or no range: an error.
bin_range checked_range(const handle& x, const std::optional<bin_range>& given, site where)
{
    const bool chosen = given.has_value();
    bin_range r = given.value_or(bin_range{0, 1});
    if (!chosen) {
        const lanes<double> all = read_all<double>(x, where);
        const double *const first = all.data.get(), *const last = first + all.size();
        if (first != last) r = {*std::min_element(first, last), *std::max_element(first, last)};
        // A comparison does not see a NaN.
        if (std::any_of(first, last, [](double v) { return !std::isfinite(v); })) r.high = INFINITY;
    }
    if (!std::isfinite(r.low) || !std::isfinite(r.high))
        reject<error>(
            "histogram", shape_text(x) + (chosen ? ": the range is not finite" : ": elements that are not finite need a range"), where);
    if (r.low > r.high)
        reject<error>("histogram", "the range goes from " + std::to_string(r.low) + " down to " + std::to_string(r.high), where);
    if (r.low == r.high) r = {r.low - 0.5, r.high + 0.5};
    return r;
}

lanes<double> checked_edges(const char* operation, const handle& edges, bool may_descend, bool& descends, site where)
{
    check_value(edges, where);
    if (edges.source()->rank != 1) reject<shape_error>(operation, "edges " + shape_text(edges) + " are no vector", where);
    lanes<double> r = read_all<double>(edges, where);
    const double *const first = r.data.get(), *const last = first + r.size();
    descends = false;
    if (std::is_sorted(first, last)) return r;
    descends = may_descend && std::is_sorted(first, last, std::greater<>());
    if (!descends) reject<error>(operation, "edges " + shape_text(edges) + " are in no order", where);
    return r;
}

/// The bin of a value between the first edge and the last.
class finder {
public:
    finder(const double* edges, index_t bins, bool equal)
        : edges_(edges), bins_(bins), scale_(equal ? static_cast<double>(bins) / (edges[bins] - edges[0]) : 0)
    {
    }
    index_t operator()(double x) const
    {
        if (scale_ == 0 || !std::isfinite(scale_))
            return std::min(std::upper_bound(edges_, edges_ + bins_ + 1, x) - edges_ - 1, bins_ - 1);
        // The edges decide: what was computed may be off by one.
        index_t i = std::min(static_cast<index_t>((x - edges_[0]) * scale_), bins_ - 1);
        while (i > 0 && x < edges_[i]) --i;
        while (i + 1 < bins_ && x >= edges_[i + 1]) ++i;
        return i;
    }

private:
    const double* edges_;
    index_t bins_;
    double scale_;
};

}  // namespace

handle bin_edges(const handle& x, index_t bins, const std::optional<bin_range>& range, site where)
{
    check_value(x, where);
    if (bins < 1) reject<error>("histogram", std::to_string(bins) + " bins", where);
    const bin_range r = checked_range(x, range, where);
    const index_t n = bins + 1;
    fresh_leaf out("histogram", element::float64, 1, &n, where);
    auto* const edge = static_cast<double*>(out.data());
    const double step = (r.high - r.low) / static_cast<double>(bins);
    for (index_t i = 0; i < bins; ++i) edge[i] = r.low + static_cast<double>(i) * step;
    edge[bins] = r.high;
    return out.finish();
}

handle bin_counts(const handle& x, const handle& edges, bool equal, site where)
{
    check_value(x, where);
    bool descends;
    const lanes<double> list = checked_edges("histogram", edges, false, descends, where);
    if (list.size() < 1) reject<shape_error>("histogram", "no edges", where);
    const index_t bins = list.size() - 1;
    fresh_leaf out("histogram", element::int64, 1, &bins, where);
    auto* const count = static_cast<index_t*>(out.data());
    std::fill_n(count, bins, index_t(0));
    if (bins == 0) return out.finish();
    const finder bin_of(list.data.get(), bins, equal);
    const double low = list.data[0], high = list.data[static_cast<std::size_t>(bins)];
    const lanes<double> all = read_all<double>(x, where);
    for (index_t i = 0; i < all.size(); ++i) {
        const double v = all.data[static_cast<std::size_t>(i)];
        if (v >= low && v <= high) ++count[bin_of(v)];
    }
    return out.finish();
}

handle bin_density(const handle& counts, const handle& edges, site where)
{
    const lanes<double> count = read_all<double>(counts, where), edge = read_all<double>(edges, where);
    const index_t bins = count.size();
    double total = 0;
    for (index_t i = 0; i < bins; ++i) total += count.lane(0)[i];
    fresh_leaf out("histogram", element::float64, 1, &bins, where);
    for (index_t i = 0; i < bins; ++i)
        static_cast<double*>(out.data())[i] = count.lane(0)[i] / (edge.lane(0)[i + 1] - edge.lane(0)[i]) / total;
    return out.finish();
}

handle counted(const handle& x, const handle* weights, index_t least, site where)
{
    check_value(x, where);
    if (x.source()->rank != 1) reject<shape_error>("bincount", shape_text(x) + " is no vector", where);
    if (least < 0) reject<error>("bincount", std::to_string(least) + " numbers at least", where);
    const lanes<index_t> all = read_all<index_t>(x, where);
    index_t n = least;
    for (index_t i = 0; i < all.size(); ++i) {
        const index_t v = all.lane(0)[i];
        if (v < 0) reject<index_error>("bincount", shape_text(x) + ": " + std::to_string(v) + " is negative", where);
        if (v == INT64_MAX) reject<memory_error>("bincount", "a number that cannot be addressed", where);
        n = std::max(n, v + 1);
    }
    const auto fill = [&]<class T>(T, const auto& add) {
        fresh_leaf out("bincount", element_of<T>, 1, &n, where);
        T* const sum = static_cast<T*>(out.data());
        std::fill_n(sum, n, T(0));
        for (index_t i = 0; i < all.size(); ++i) sum[all.lane(0)[i]] += add(i);
        return out.finish();
    };
    if (!weights) return fill(index_t(0), [](index_t) { return index_t(1); });
    check_value(*weights, where);
    if (weights->source()->rank != 1 || weights->source()->shape[0] != all.size())
        reject<shape_error>("bincount", shape_text(x) + " by weights " + shape_text(*weights), where);
    const lanes<double> weight = read_all<double>(*weights, where);
    return fill(0.0, [&](index_t i) { return weight.lane(0)[i]; });
}

handle bins_of(const handle& x, const handle& edges, bool right, site where)
{
    check_value(x, where);
    bool descends;
    lanes<double> list = checked_edges("digitize", edges, true, descends, where);
    double *const first = list.data.get(), *const last = first + list.size();
    if (descends) std::reverse(first, last);
    const family& f = *x.source();
    const lanes<double> all = read_all<double>(x, where);
    fresh_leaf out("digitize", element::int64, f.rank, f.shape, where);
    for (index_t i = 0; i < all.size(); ++i) {
        const double v = all.lane(0)[i];
        const index_t at = (right ? std::lower_bound(first, last, v, before<double>)
                                  : std::upper_bound(first, last, v, before<double>)) - first;
        static_cast<index_t*>(out.data())[i] = descends ? list.size() - at : at;
    }
    return out.finish();
}

}  // namespace tenfold::detail
