// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "probe.hpp"

#include <algorithm>
#include <chrono>

namespace calibrate {

namespace {

double sorted_at(std::vector<double> x, std::size_t part)
{
    if (x.empty()) return 0;
    const auto at = x.begin() + static_cast<std::ptrdiff_t>(x.size() / part);
    std::nth_element(x.begin(), at, x.end());
    return *at;
}

double once(const probe& p)
{
    if (p.before) p.before();
    const double start = now();
    for (std::size_t i = 0; i < p.inner; ++i) p.run();
    return (now() - start) / static_cast<double>(p.inner);
}

}  // namespace

double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double probe::fastest() const { return times.empty() ? 0 : *std::min_element(times.begin(), times.end()); }
double probe::median() const { return sorted_at(times, 2); }
double probe::quick() const { return sorted_at(times, 10); }

void measure(std::vector<probe>& all, double seconds)
{
    const double end = now() + seconds;
    for (probe& p : all) {
        const double first = once(p);  // pages are touched, kernels compiled
        if (!p.before) p.inner = static_cast<std::size_t>(std::clamp(20e-6 / std::max(first, 1e-8), 1.0, 1000.0));
    }
    for (int round = 0; round < 3 || (now() < end && round < 2000); ++round)
        for (probe& p : all) p.times.push_back(once(p));
}

std::vector<observation> fastest_of(const std::vector<probe>& all)
{
    std::vector<observation> seen;
    for (const probe& p : all) seen.push_back({p.amount, std::max(p.fastest(), 1e-10)});
    return seen;
}

void unrest::add(const std::vector<probe>& all)
{
    for (const probe& p : all)
        if (p.fastest() > 0) ratios_.push_back(p.median() / p.fastest());
}

double unrest::usual() const { return ratios_.empty() ? 1 : sorted_at(ratios_, 2); }

}  // namespace calibrate
