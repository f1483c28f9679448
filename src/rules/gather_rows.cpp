// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// gather_rows: vectors of their own by one matrix are copied side by side, where one product of a matrix by a matrix is so
// much sooner that the copy does not count. merge_rows makes it one.
#include "rules/optimize.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenfold::rules {

namespace {

using graph::in_operand;
using graph::stride_in;

bool stands_still(const graph::read& r) { return r.number.constant() && r.member.constant() && r.offset.constant(); }

/// Values in places that follow no pattern.
bool is_scattered(const graph::read& r)
{
    return r.from < 0 && (r.member.values || r.offset.values || !r.number.constant());
}

/// The operand that is a vector of its own at each position, while the other one stands still; -1: neither.
int vectors_of(const node& n)
{
    if (!n.is_whole_product() || n.dropped || n.cycle >= 0 || n.loops != 1 || n.positions() < 2 || n.block == 0 || n.result.values || n.operands.size() != 2) return -1;
    if (n.as_product().sums) return -1;
    for (const int k : {0, 1}) {
        if (!is_scattered(n.operands[static_cast<std::size_t>(k)]) || !stands_still(n.operands[static_cast<std::size_t>(1 - k)])) continue;
        const auto& axes = n.as_product().axes;
        const bool vectors = std::none_of(axes.begin(), axes.end(), [&](const graph::product_axis& x) { return x.in_c && x.*in_operand[k] && x.extent > 1; });
        if (vectors) return k;
    }
    return -1;
}

bool is_worth_it(const node& n, const context& c)
{
    double rows = 1, sum = 1;
    for (const graph::product_axis& x : n.as_product().axes) (x.in_c ? rows : sum) *= static_cast<double>(x.extent);
    const auto count = static_cast<double>(n.positions());
    constexpr double clearly = 0.8;
    const double copies = c.pass ? c.pass(count * sum, n.operand_type) : 0;
    return c.seconds(rows, count, sum, n.operand_type) + copies < clearly * count * c.seconds(rows, 1, sum, n.operand_type);
}

/// What the vectors become, and how the product reads it.
node gather(node& n, int k, int number)
{
    graph::read& r = n.operands[static_cast<std::size_t>(k)];
    node copy;
    copy.what = graph::copy{};
    copy.family = n.family;
    copy.type = copy.operand_type = n.operand_type;
    copy.loops = n.loops;
    std::copy(n.extent, n.extent + graph::max_loops, copy.extent);
    copy.operands = {r};
    copy.operands[0].shape.clear();
    copy.operands[0].stride.clear();
    index_t size = 1;
    for (graph::product_axis& x : n.as_product().axes) {
        if (!(x.*in_operand[k])) continue;
        copy.operands[0].shape.push_back(x.extent);
        copy.operands[0].stride.push_back(x.*stride_in[k]);
    }
    copy.shape = copy.operands[0].shape;
    copy.result_stride.resize(copy.shape.size());
    for (std::size_t d = copy.shape.size(); d-- > 0; size *= copy.shape[d]) copy.result_stride[d] = size;
    copy.result.step[0] = size;
    copy.block = size * n.positions();

    graph::read together;
    together.from = number;
    together.offset.step[0] = size;
    together.shape = copy.shape;
    together.stride = copy.result_stride;
    together.block = {n.positions()};
    together.block.insert(together.block.end(), copy.shape.begin(), copy.shape.end());
    auto stride = copy.result_stride.begin();
    for (graph::product_axis& x : n.as_product().axes)
        if (x.*in_operand[k]) x.*stride_in[k] = *stride++;
    r = std::move(together);
    return copy;
}

}  // namespace

outcome gather_rows(graph::graph& g, const context& c)
{
    outcome o;
    index_t vectors = 0;
    bool any = false;
    for (std::size_t i = 0, count = g.nodes.size(); i < count; ++i) {
        const int k = vectors_of(g.nodes[i]);
        any |= k >= 0;
        if (k < 0 || !is_worth_it(g.nodes[i], c)) continue;
        vectors += g.nodes[i].positions();
        node copy = gather(g.nodes[i], k, static_cast<int>(g.nodes.size()));
        g.nodes.push_back(std::move(copy));
    }
    o.fired = vectors > 0;
    if (o.fired) graph::sort(g);
    if (!c.report) return o;
    o.reason = o.fired ? fmt::format("{} vectors are copied side by side", vectors) : any ? "the matrix is small: a copy costs as much" : nothing_of_the_kind;
    return o;
}

}  // namespace tenfold::rules
