// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// refold: calls of one shape whose operands continue one another's loop are one loop, wherever they were written.
// Two nodes with equal loops whose operands lie a constant step apart become one more loop; nodes that continue a
// single loop are appended to it.
#include "rules/optimize.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace tenfold::rules {

namespace {

using graph::coordinate;

bool may_refold(const node& n)
{
    if (!n.is<graph::product>() || n.cycle >= 0 || n.dropped || n.places.size() != 1 || n.places[0].offsets) return false;
    if (n.places[0].members || n.shares_block >= 0 || n.loops > 1) return false;
    return std::all_of(n.operands.begin(), n.operands.end(), [](const graph::read& r) {
        return r.source() && !r.member.values && !r.offset.values;
    });
}

bool same_call(const node& x, const node& y)
{
    if (!(x.what == y.what) || x.type != y.type || x.operand_type != y.operand_type || x.shape != y.shape) return false;
    for (std::size_t k = 0; k < 2; ++k) {
        const graph::read &r = x.operands[k], &s = y.operands[k];
        if (r.source() != s.source() || r.shape != s.shape || r.stride != s.stride) return false;
    }
    return true;
}

/// The step from the last position of x to the first of y, where y goes on as x would.
bool continues(const node& x, const node& y)
{
    const index_t count = x.positions();
    const auto follows = [&](const coordinate& c, const coordinate& d) {
        const index_t step = count > 1 ? c.step[0] : d.base - c.base;
        return d.base == c.base + step * count && (y.positions() == 1 || d.step[0] == step);
    };
    for (std::size_t k = 0; k < 2; ++k)
        if (!follows(x.operands[k].member, y.operands[k].member) || !follows(x.operands[k].offset, y.operands[k].offset))
            return false;
    return true;
}

void append(node& x, node& y, std::size_t number_of_x)
{
    const index_t size = x.size();
    const index_t before = x.positions(), count = y.positions();
    for (std::size_t k = 0; k < 2; ++k) {
        graph::read &r = x.operands[k], &s = y.operands[k];
        if (before == 1) {
            r.member.step[0] = s.member.base - r.member.base;
            r.offset.step[0] = s.offset.base - r.offset.base;
        }
    }
    x.loops = 1;
    x.extent[0] = before + count;
    x.result.step[0] = size;
    x.block = size * (before + count);
    graph::results moved = y.places[0];
    moved.lies.base = before * size;
    x.places.push_back(std::move(moved));
    y.places.clear();
    y.dropped = true;
    y.shares_block = static_cast<int>(number_of_x);
}

std::size_t key_of(const node& n)
{
    std::size_t key = 0;
    for (const graph::read& r : n.operands) {
        key = (key ^ reinterpret_cast<std::size_t>(r.source())) * 0x9e3779b97f4a7c15u;
        for (const index_t s : r.shape) key = (key ^ static_cast<std::size_t>(s)) * 0x9e3779b97f4a7c15u;
    }
    return key;
}

}  // namespace

outcome refold(graph::graph& g, const context& c)
{
    outcome o;
    index_t joined = 0;
    if (g.nodes.size() > 1) {
        std::unordered_map<std::size_t, std::vector<std::size_t>> open;
        for (std::size_t i = 0; i < g.nodes.size(); ++i) {
            if (!may_refold(g.nodes[i])) continue;
            auto& alike = open[key_of(g.nodes[i])];
            bool found = false;
            for (const std::size_t j : alike) {
                node &x = g.nodes[j], &y = g.nodes[i];
                if (!same_call(x, y) || !continues(x, y)) continue;
                append(x, y, j);
                joined += 1;
                found = true;
                break;
            }
            if (!found) alike.push_back(i);
            if (alike.size() > 64) alike.erase(alike.begin());  // only recent loops are continued: stay linear
        }
    }
    o.fired = joined > 0;
    if (c.report)
        o.reason = o.fired ? fmt::format("{} groups of calls go on where another stops: one loop", joined)
                           : "no group of calls continues another";
    return o;
}

}  // namespace tenfold::rules
