// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/optimize.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace tenfold::rules {

// The table of contents: every rule, in order, with its law.
std::span<const rule> all()
{
    static constexpr rule table[] = {
        {"drop_unused", "members that nobody can reach are not computed", drop_unused},
        {"unroll", "many short chains that begin at windows are as many loops as they are long", unroll},
        {"refold", "calls of one shape that continue each other's loops are one loop, wherever they were written",
         refold},
        {"merge_equal", "equal operations on equal operands are computed once", merge_equal},
        {"transpose_into_product", "a product reads what was copied for it where that lies", transpose_into_product},
        {"scale_into_product", "a product of a scaled array is the scaled product of the array", scale_into_product},
        {"share_product", "indices of one operand that meet on one axis of its source are one index of one product; "
                          "the results are views", share_product},
        {"band", "products of windows of both operands are windows along the diagonal of one product", band},
        {"share_results", "elementwise work and products on windows of one value are windows of one result", share_results},
        {"power", "a matrix that is multiplied again and again is squared, where only the end is wanted", power},
        {"reassociate", "products that only feed each other are multiplied in the cheapest order", reassociate},
        {"gather_rows", "vectors of their own by one large matrix are copied side by side", gather_rows},
        {"merge_rows", "products of adjacent rows, or columns, by one matrix are one product", merge_rows},
        {"sum_into_product", "a sum of products is one product with a longer sum", sum_into_product},
        {"place_results", "what fills a fresh array part by part is computed where the array lies", place_results},
        {"window_sum", "sums over windows that slide add what the windows share once", window_sum},
        {"fuse_elementwise", "values that only the next steps read pass through the cache, some rows at a time", fuse_elementwise},
        {"batch", "products that have nothing in common run as one group, the longest first", batch},
    };
    return table;
}

bool is_name(std::string_view name)
{
    constexpr std::string_view later[] = {
        "correlate"};
    return std::find(std::begin(later), std::end(later), name) != std::end(later)
        || std::any_of(all().begin(), all().end(), [&](const rule& r) { return r.name == name; });
}

void optimize(graph::graph& g, const context& c)
{
    if (c.all_off) return;
    const bool lone_only = g.nodes.empty() && !c.report;   // most often, and only the last rule is about them
    for (const rule& r : lone_only ? all().last(1) : all()) {
        const bool off = std::find(c.disabled.begin(), c.disabled.end(), r.name) != c.disabled.end();
        if (!c.report) {
            if (!off) r.apply(g, c);
        }
        else {
            const auto before = std::chrono::steady_clock::now();
            outcome o;
            if (off) o.reason = "switched off";
            else o = r.apply(g, c);
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - before;
            c.report->push_back({r.name, o.fired, std::move(o.reason), took.count()});
        }
#ifndef NDEBUG
        graph::verify(g);
#endif
    }
#ifndef NDEBUG
    if (!graph::is_sorted(g)) throw error("[graph] a node stands before one that it reads");
#endif
}

}  // namespace tenfold::rules
