// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "fit.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace calibrate {

namespace {

// Gauss with pivots; false where the system says nothing about some unknown.
bool solve(std::vector<std::vector<double>>& a, std::vector<double>& b)
{
    const std::size_t n = b.size();
    for (std::size_t i = 0; i < n; ++i) {
        std::size_t pivot = i;
        for (std::size_t r = i + 1; r < n; ++r)
            if (std::abs(a[r][i]) > std::abs(a[pivot][i])) pivot = r;
        if (!(std::abs(a[pivot][i]) > 1e-12)) return false;
        std::swap(a[i], a[pivot]);
        std::swap(b[i], b[pivot]);
        for (std::size_t r = i + 1; r < n; ++r) {
            const double f = a[r][i] / a[i][i];
            for (std::size_t c = i; c < n; ++c) a[r][c] -= f * a[i][c];
            b[r] -= f * b[i];
        }
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t c = i + 1; c < n; ++c) b[i] -= a[i][c] * b[c];
        b[i] /= a[i][i];
    }
    return true;
}

// With the costs of the mask alone. Columns are scaled to one, since amounts go from calls to flops.
bool fit_some(const std::vector<observation>& all, unsigned mask, std::vector<double>& cost)
{
    std::vector<std::size_t> column;
    std::vector<double> scale;
    for (std::size_t i = 0; i < all[0].amount.size(); ++i) {
        if (!(mask >> i & 1)) continue;
        double sum = 0;
        for (const observation& o : all) sum += std::pow(o.amount[i] / o.seconds, 2);
        if (!(sum > 0)) return false;
        column.push_back(i);
        scale.push_back(std::sqrt(sum));
    }
    const std::size_t n = column.size();
    std::vector<std::vector<double>> a(n, std::vector<double>(n, 0));
    std::vector<double> b(n, 0);
    for (const observation& o : all)
        for (std::size_t r = 0; r < n; ++r) {
            const double x = o.amount[column[r]] / o.seconds / scale[r];
            b[r] += x;
            for (std::size_t c = 0; c < n; ++c) a[r][c] += x * o.amount[column[c]] / o.seconds / scale[c];
        }
    if (!solve(a, b)) return false;
    cost.assign(all[0].amount.size(), 0);
    for (std::size_t r = 0; r < n; ++r) cost[column[r]] = b[r] / scale[r];
    for (const double x : cost)
        if (x < 0) return false;
    return true;
}

double error_of(const std::vector<observation>& all, const std::vector<double>& cost)
{
    double sum = 0;
    for (const observation& o : all) {
        double t = 0;
        for (std::size_t i = 0; i < cost.size(); ++i) t += cost[i] * o.amount[i];
        sum += std::pow(t / o.seconds - 1, 2);
    }
    return sum;
}

}  // namespace

// With two or three unknowns every set of costs that are not zero can be tried.
std::vector<double> fit(const std::vector<observation>& all)
{
    if (all.empty()) return {};
    std::vector<double> best(all[0].amount.size(), 0), cost;
    double least = std::numeric_limits<double>::infinity();
    for (unsigned mask = 1; mask < 1u << best.size(); ++mask) {
        if (!fit_some(all, mask, cost)) continue;
        const double error = error_of(all, cost);
        if (error >= least) continue;
        least = error;
        best = cost;
    }
    return best;
}

}  // namespace calibrate
