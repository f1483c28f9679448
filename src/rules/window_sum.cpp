// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// window_sum: sum_{t < w} f(a(i h + t), b(i h + t)) for each i, over windows that slide along the axis that is summed, in all
// operands, adds rows that windows share once. f is an element, or a product. Here is decided which calls are of this kind;
// whether it takes less time is a question of where they lie, and the plan's (plan/sliding).
#include "rules/optimize.hpp"

#include <fmt/format.h>

#include <cmath>

namespace tenfold::rules {

namespace {

bool is_sum(const graph::reduction& r) { return r.code == detail::reduction::sum || r.code == detail::reduction::mean; }

/// Do positions read one value, from different places?
bool moves(const graph::read& r)
{
    return r.number.constant() && r.member.constant() && !r.offset.constant();
}

bool may_slide(const node& n)
{
    if (n.dropped || n.cycle >= 0 || n.positions() < 2) return false;
    if (n.is<graph::reduction>()) return is_sum(std::get<graph::reduction>(n.what)) && moves(n.operands[0]);
    if (!n.is_whole_product() || n.as_product().sums || n.operands.size() != 2) return false;
    return moves(n.operands[0]) && moves(n.operands[1]);
}

}  // namespace

outcome window_sum(graph::graph& g, const context& c)
{
    index_t windows = 0;
    for (node& n : g.nodes) {
        if (!may_slide(n)) continue;
        windows += n.positions();
        n.slides = c.reorder_sums && !std::isinf(c.least_handed_on);
    }
    if (windows == 0) return {false, c.report ? nothing_of_the_kind : ""};
    if (!c.reorder_sums) return {false, "it would change the order of sums"};
    if (std::isinf(c.least_handed_on)) return {false, "the device runs step by step"};
    return {true, c.report ? fmt::format("{} sums over windows add what they share once, where that is sooner", windows) : ""};
}

}  // namespace tenfold::rules
