// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// fuse_elementwise: values that only the steps behind them read need not be stored: f(g(x)), sum(f(x)) and f(a b) are
// computed some rows at a time, so that what one step leaves the next finds in the cache. Here is decided which values;
// which rows is a question of where they lie, and the plan's (plan/pipeline).
#include "graph/readers.hpp"
#include "rules/optimize.hpp"

#include <fmt/format.h>

#include <cmath>

namespace tenfold::rules {

namespace {

double bytes_of(const node& n) { return static_cast<double>(n.block) * static_cast<double>(size_of(n.type)); }

bool may_pass(const graph::graph& g, const node& n, double least)
{
    if (n.dropped || n.cycle >= 0 || n.shares_block >= 0 || n.is<graph::view>() || n.is<graph::store>() || n.is<graph::fill>()) return false;
    return bytes_of(n) >= least && !graph::is_asked(g, n);
}

}  // namespace

outcome fuse_elementwise(graph::graph& g, const context& c)
{
    constexpr double values_together = 4;
    if (std::isinf(c.least_handed_on)) return {false, c.report ? "the device runs step by step" : ""};
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < g.nodes.size(); ++i)
        if (may_pass(g, g.nodes[i], c.least_handed_on / values_together)) found.push_back(i);
    if (found.empty()) return {false, c.report ? nothing_of_the_kind : ""};
    const graph::readers all(g);
    double bytes = 0;
    int values = 0;
    for (const std::size_t i : found) {
        node& n = g.nodes[i];
        n.passes = !all.has_others(i) && !all.of(i).empty();
        if (!n.passes) continue;
        bytes += bytes_of(n);
        ++values;
    }
    outcome o;
    o.fired = values > 0;
    if (c.report)
        o.reason = o.fired ? fmt::format("{} value{} ({:.3g} MB) may pass through the cache to the steps that read {}", values,
                                         values == 1 ? "" : "s of one kind", bytes / 1e6, values == 1 ? "it" : "them")
                           : "large values are read by views or by turns";
    return o;
}

}  // namespace tenfold::rules
