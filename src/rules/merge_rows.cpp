// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// merge_rows: C[n, i, :] = A[n, i, :] B for adjacent rows (n, i) is one product: n and i are one index. The same for
// columns. Results stay where they are.
#include "graph/meetings.hpp"
#include "rules/optimize.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace tenfold::rules {

namespace {

using graph::in_operand;
using graph::product_axis;
using graph::stride_in;

bool may_merge(const node& n)
{
    return n.is_whole_product() && n.cycle < 0 && !n.dropped && n.loops > 0 && n.block > 0
        && !n.result.values;
}

bool moves(const graph::read& r, int loop)
{
    if (r.number.values || r.member.values || r.offset.values) return true;
    return r.number.step[loop] != 0 || r.member.step[loop] != 0 || r.offset.step[loop] != 0;
}

/// Elements that a loop moves an operand by, as far as its members lie one after another.
index_t step_of(const graph::read& r, int loop)
{
    const index_t size = r.member.step[loop] ? record::size_of(*r.source()) : 0;
    return r.offset.step[loop] + r.member.step[loop] * size;
}

/// An index of the product: how a row index that loops join goes on.
struct row {
    index_t extent, operand, result;
};

class merging {
public:
    explicit merging(node& n) : node_(n)
    {
        for (std::size_t k = 0; k < 2; ++k)
            for (const product_axis& x : n.as_product().axes)
                if (x.in_c && x.*in_operand[k] && !(x.*in_operand[1 - k]) && x.extent > 1)
                    rows_[k].push_back({x.extent, x.*stride_in[k], x.c});
    }

    void run()
    {
        for (int d = 0; d < node_.loops; ++d)
            if (node_.extent[d] > 1 && merge(d)) node_.as_product().row_loops |= 1u << d;
    }
    const char* declined = nullptr;

private:
    bool merge(int loop)
    {
        const bool left = moves(node_.operands[0], loop), right = moves(node_.operands[1], loop);
        if (left == right) return decline(left ? "both operands move" : "no operand moves");
        const std::size_t k = left ? 0 : 1;
        const graph::read& r = node_.operands[k];
        if (r.member.values || r.offset.values || !r.number.constant())
            return decline("the operand that moves follows no pattern");
        const row next{node_.extent[loop], step_of(r, loop), node_.result.step[loop]};
        if (along_the_sum(k, r, loop)) return decline("windows of the summed index are no rows");
        auto& rows = rows_[k];
        if (rows.empty()) {
            rows.push_back(next);
            return true;
        }
        for (row& x : rows)
            if (next.operand == x.extent * x.operand && next.result == x.extent * x.result) {
                x.extent *= next.extent;
                return true;
            }
        return decline("rows of one product do not go on in the next");
    }

    /// Does the loop step into what a summed index reads?
    bool along_the_sum(std::size_t k, const graph::read& r, int loop)
    {
        const std::span<const index_t> shape = graph::shape_read(node_, r, 0);
        if (r.offset.step[loop] == 0 || shape.empty()) return false;
        if (!met_[k]) met_[k] = graph::meet(shape, r.offset.base, graph::all_moving(node_, node_.as_product().axes, static_cast<int>(k)));
        if (!met_[k]) return true;
        const auto& all = met_[k]->movers;
        const auto stepping = std::find_if(all.begin(), all.end(), [&](const graph::mover& m) { return m.is_loop && m.index == loop; });
        return std::any_of(all.begin(), all.end(), [&](const graph::mover& m) { return m.summed && goes_along(*stepping, m); });
    }

    /// Does one step of an index take the other from one of its elements to another?
    static bool goes_along(const graph::mover& x, const graph::mover& y)
    {
        index_t times = 0;
        for (std::size_t d = 0; d < x.step.size() && times == 0; ++d)
            if (y.step[d] != 0) times = x.step[d] / y.step[d];
        if (times == 0 || std::abs(times) >= y.moves.extent) return false;
        for (std::size_t d = 0; d < x.step.size(); ++d)
            if (x.step[d] != times * y.step[d]) return false;
        return true;
    }

    bool decline(const char* why)
    {
        declined = why;
        return false;
    }

    node& node_;
    std::optional<graph::meetings> met_[2];   // who moves each operand
    std::vector<row> rows_[2];
};

}  // namespace

outcome merge_rows(graph::graph& g, const context& c)
{
    outcome o;
    index_t before = 0, after = 0;
    const char* declined = nothing_of_the_kind;
    for (node& n : g.nodes) {
        if (!may_merge(n)) continue;
        merging m(n);
        m.run();
        if (m.declined) declined = m.declined;
        if (!n.is<graph::product>() || !n.as_product().row_loops) continue;
        o.fired = true;
        index_t left = n.positions();
        before += left;
        for (int d = 0; d < n.loops; ++d)
            if (n.as_product().row_loops >> d & 1u) left /= n.extent[d];
        after += left;
    }
    if (c.report)
        o.reason = o.fired ? fmt::format("{} products are rows or columns of {}", before, after) : declined;
    return o;
}

}  // namespace tenfold::rules
