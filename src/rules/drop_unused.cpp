// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// drop_unused: a member that no wanted value reads and no handle holds is not computed.
//
// The reach that builds the graph has followed what is wanted already, by runs; what is left here is to leave out
// nodes whose values only dropped nodes read, and to say how much was left out.
#include "rules/optimize.hpp"

#include <fmt/format.h>

namespace tenfold::rules {

outcome drop_unused(graph::graph& g, const context& c)
{
    outcome o;
    index_t dropped = 0;
    for (const record::need& need : g.needs) {
        if (need.f->single || need.f->is_view) continue;
        dropped += need.f->count.load(std::memory_order_relaxed) - need.members.size()
                 - record::computed_members(*need.f).size();
    }
    o.fired = dropped > 0;
    if (c.report)
        o.reason = o.fired ? fmt::format("{} recorded calls are not needed here and are left out", dropped)
                           : "every recorded call is wanted";
    return o;
}

}  // namespace tenfold::rules
