// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// batch: products that have nothing in common are one group: one step, whose members run side by side over all threads,
// the longest first.
#include "rules/optimize.hpp"

#include <fmt/format.h>

namespace tenfold::rules {

outcome batch(graph::graph& g, const context& c)
{
    outcome o;
    g.batched = true;
    o.fired = g.lone.size() > 1;
    if (c.report)
        o.reason = o.fired ? fmt::format("{} products have nothing in common: they run as a group", g.lone.size())
                           : nothing_of_the_kind;
    return o;
}

}  // namespace tenfold::rules
