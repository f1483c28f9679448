// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// refold: calls of one shape whose operands continue one another's loop are one loop, wherever they were written.
// A node that goes on where the outermost loop of another stops is appended to it.
#include "graph/readers.hpp"
#include "rules/optimize.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <unordered_map>

namespace tenfold::rules {

namespace {

using graph::coordinate;

bool may_refold(const node& n)
{
    if (!n.is<graph::product>() || n.cycle >= 0 || n.dropped || n.places.size() != 1 || n.places[0].offsets) return false;
    if (n.places[0].members || n.shares_block >= 0) return false;
    return std::all_of(n.operands.begin(), n.operands.end(), [](const graph::read& r) {
        return r.sources && !r.number.values && !r.member.values && !r.offset.values;
    });
}

bool same_call(const node& x, const node& y)
{
    if (!(x.what == y.what) || x.type != y.type || x.operand_type != y.operand_type || x.shape != y.shape) return false;
    for (std::size_t k = 0; k < 2; ++k) {
        const graph::read &r = x.operands[k], &s = y.operands[k];
        const bool same = r.source() ? r.source() == s.source() : !s.source() && r.sources == s.sources;
        if (!same || r.shape != s.shape || r.stride != s.stride) return false;
    }
    return true;
}

/// How often the outermost of so many loops turns; a node of fewer loops is one turn.
index_t turns(const node& n, int loops) { return n.loops < loops ? 1 : n.extent[loops - 1]; }

/// Does y go on as x would along the outermost loop?
bool continues(const node& x, const node& y)
{
    const int loops = std::max({x.loops, y.loops, 1}), outer = loops - 1;
    if (std::min(x.loops, y.loops) < outer || !std::equal(x.extent, x.extent + outer, y.extent)) return false;
    const index_t before = turns(x, loops), after = turns(y, loops);
    const auto follows = [&](const coordinate& c, const coordinate& d) {
        for (int k = 0; k < outer; ++k)
            if (x.extent[k] > 1 && c.step[k] != d.step[k]) return false;
        const index_t step = before > 1 ? c.step[outer] : d.base - c.base;
        return d.base == c.base + step * before && (after == 1 || d.step[outer] == step);
    };
    for (std::size_t k = 0; k < 2; ++k) {
        const graph::read &r = x.operands[k], &s = y.operands[k];
        const bool numbered = !r.source() && !follows(r.number, s.number);   // else it is one source
        if (numbered || !follows(r.member, s.member) || !follows(r.offset, s.offset)) return false;
    }
    return true;
}

void append(node& x, node& y, std::size_t number_of_x)
{
    const int loops = std::max({x.loops, y.loops, 1}), outer = loops - 1;
    const index_t size = x.block, before = turns(x, loops);
    for (std::size_t k = 0; k < 2 && before == 1; ++k) {
        graph::read &r = x.operands[k], &s = y.operands[k];
        for (coordinate graph::read::*const c : {&graph::read::member, &graph::read::offset})
            (r.*c).step[outer] = (s.*c).base - (r.*c).base;
    }
    x.loops = loops;
    x.extent[outer] = before + turns(y, loops);
    x.result.step[outer] = size / before;
    x.block = size + y.block;
    graph::results moved = y.places[0];
    moved.lies.base = size;
    graph::results& last = x.places.back();
    if (last.family == moved.family && last.first + last.count == moved.first && last.lies.axes == 1 && moved.lies.axes == 1) {
        last.count += moved.count;
        last.lies.extent[0] = last.count;
    }
    else x.places.push_back(std::move(moved));
    y.places.clear();
    y.dropped = true;
    y.shares_block = static_cast<int>(number_of_x);
}

std::size_t key_of(const node& n)
{
    std::size_t key = 0;
    for (const graph::read& r : n.operands) {
        const auto what = r.source() ? reinterpret_cast<std::size_t>(r.source()) : reinterpret_cast<std::size_t>(r.sources);
        key = (key ^ what) * 0x9e3779b97f4a7c15u;
        for (const index_t s : r.shape) key = (key ^ static_cast<std::size_t>(s)) * 0x9e3779b97f4a7c15u;
    }
    return key;
}

}  // namespace

namespace {

/// Behind which node all that the operands may read is computed.
class computed_by {
public:
    explicit computed_by(const graph::graph& g)
    {
        for (std::size_t i = 0; i < g.nodes.size(); ++i)
            for (const graph::results& r : g.nodes[i].places) last_[r.family] = i;
    }
    /// Node x may compute what y does: nothing that it reads stands behind x.
    bool before(std::size_t x, const node& y) const
    {
        bool all = true;
        for (const graph::read& r : y.operands)
            graph::each_source(y, r, [&](const record::family* f) {
                const auto at = f ? last_.find(record::core(f)) : last_.end();
                all = all && (at == last_.end() || at->second < x);
            });
        return all;
    }

private:
    std::unordered_map<const value_family*, std::size_t> last_;
};

}  // namespace

outcome refold(graph::graph& g, const context& c)
{
    outcome o;
    index_t joined = 0;
    if (g.nodes.size() > 1) {
        std::unordered_map<std::size_t, std::vector<std::size_t>> open;
        const computed_by computed(g);
        for (std::size_t i = 0; i < g.nodes.size(); ++i) {
            if (!may_refold(g.nodes[i])) continue;
            auto& alike = open[key_of(g.nodes[i])];
            bool found = false;
            for (const std::size_t j : alike) {
                node &x = g.nodes[j], &y = g.nodes[i];
                if (!same_call(x, y) || !continues(x, y) || !computed.before(j, y)) continue;
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
