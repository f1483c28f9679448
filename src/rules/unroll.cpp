// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// unroll: a recurrence of many short chains that begin at windows is as many loops as the chains are long: the members at
// one depth, the longest chain of members behind them, do not read each other. What windows they read is a question for
// the rules behind this one, as if the statements had been written one below the other.
#include "graph/readers.hpp"
#include "rules/compose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

namespace tenfold::rules {

namespace {

using graph::coordinate;

constexpr int most_deep = 16;          // their values are all kept
constexpr index_t fewest_chains = 8;

struct place_of {
    std::size_t node;
    index_t position;
};

/// The members that one family has in a recurrence, in order.
struct cycle_family {
    recorded* family;
    std::vector<index_t> members;
    std::vector<place_of> lie;
    std::vector<int> depth;
    std::size_t known = 0;             // of the first of them the depth is known
};

bool slides(const node& n)
{
    return std::any_of(n.operands.begin(), n.operands.end(), [](const graph::read& r) { return !r.offset.constant(); });
}

/// Products that read windows, outside of recurrences.
std::set<const value_family*> sliding_products(const graph::graph& g)
{
    std::set<const value_family*> all;
    for (const node& n : g.nodes)
        if (n.cycle < 0 && n.is<graph::product>() && slides(n)) all.insert(n.family);
    return all;
}

class unrolling {
public:
    unrolling(const graph::graph& g, const std::set<const value_family*>& sliding, std::size_t first, std::size_t end)
        : graph_(g), sliding_(sliding), first_(first), end_(end) {}

    /// Nodes in the place of these; none where it is not worth it.
    std::vector<node> run()
    {
        if (!begins_at_windows() || !collect() || !find_depths()) return {};
        std::vector<node> out;
        for (int d = 0; d <= deepest_; ++d)
            for (const cycle_family& f : families_) {
                std::vector<std::size_t> at;
                for (std::size_t i = 0; i < f.depth.size(); ++i)
                    if (f.depth[i] == d) at.push_back(i);
                if (!at.empty()) out.push_back(of_depth(f, at));
            }
        return out;
    }

private:
    /// Only these profit: elsewhere values on the way would be kept for nothing.
    bool begins_at_windows() const
    {
        bool any = false;
        for (std::size_t i = first_; i < end_; ++i) {
            const node& n = graph_.nodes[i];
            if (!(n.is<graph::elementwise>() || n.is_whole_product()) || n.places.size() != 1 || n.dropped) return false;
            any |= slides(n);
            for (const graph::read& r : n.operands)
                if (!any) graph::each_source(n, r, [&](const record::family* f) { any |= f && sliding_.contains(record::core(f)); });
        }
        return any;
    }

    bool collect()
    {
        for (std::size_t i = first_; i < end_; ++i) {
            const node& n = graph_.nodes[i];
            const auto [at, fresh] = number_.emplace(n.family, families_.size());
            if (fresh) families_.push_back({n.family, {}, {}, {}});
            cycle_family& f = families_[at->second];
            for (index_t p = 0; p < n.positions(); ++p) {
                const index_t m = graph::member_at(n, p);
                if (!f.members.empty() && m <= f.members.back()) return false;
                f.members.push_back(m);
                f.lie.push_back({i, p});
            }
        }
        for (cycle_family& f : families_) f.depth.assign(f.members.size(), -1);
        return true;
    }

    /// Each family as far as what its members read is known, by turns: they are recorded in that order.
    bool find_depths()
    {
        index_t total = 0;
        for (const cycle_family& f : families_) total += static_cast<index_t>(f.members.size());
        for (bool more = true; more;) {
            more = false;
            for (cycle_family& f : families_)
                for (; f.known < f.members.size(); ++f.known, more = true) {
                    const int d = depth_of(f.lie[f.known]);
                    if (d < 0) break;
                    if (d >= most_deep) return false;
                    f.depth[f.known] = d;
                    deepest_ = std::max(deepest_, d);
                }
        }
        const bool all = std::all_of(families_.begin(), families_.end(), [](const cycle_family& f) { return f.known == f.members.size(); });
        return all && total >= fewest_chains * (deepest_ + 1);
    }

    /// -1 where that of something it reads is not known yet.
    int depth_of(const place_of& at) const
    {
        const node& n = graph_.nodes[at.node];
        int deep = 0;
        for (const graph::read& r : n.operands) {
            const auto number = number_.find(graph::source_at(n, r, at.position));
            if (number == number_.end()) continue;
            const cycle_family& f = families_[number->second];
            const index_t member = graph::at(n, r.member, at.position);
            const auto found = std::lower_bound(f.members.begin(), f.members.end(), member);
            if (found == f.members.end() || *found != member) continue;   // computed before
            const int before = f.depth[static_cast<std::size_t>(found - f.members.begin())];
            if (before < 0) return -1;
            deep = std::max(deep, before + 1);
        }
        return deep;
    }

    node of_depth(const cycle_family& f, const std::vector<std::size_t>& which) const
    {
        const auto count = static_cast<index_t>(which.size());
        node n = graph_.nodes[f.lie[which[0]].node];
        n.cycle = n.shares_block = -1;
        n.loops = 1;
        std::fill(n.extent, n.extent + graph::max_loops, 1);
        n.extent[0] = count;
        const auto gathered = [&](const auto& of) {
            std::vector<index_t> values;
            for (const std::size_t i : which) values.push_back(graph::at(graph_.nodes[f.lie[i].node], of(graph_.nodes[f.lie[i].node]), f.lie[i].position));
            return fitted(n, std::move(values));
        };
        for (std::size_t k = 0; k < n.operands.size(); ++k)
            for (coordinate graph::read::*const c : {&graph::read::number, &graph::read::member, &graph::read::offset})
                n.operands[k].*c = gathered([&](const node& x) -> const coordinate& { return x.operands[k].*c; });
        if (coordinate* const c = n.scalar_block()) *c = gathered([](const node& x) -> const coordinate& { return *x.scalar_block(); });
        const index_t size = n.size();
        n.result = {};
        n.result.step[0] = size;
        n.block = size * count;
        graph::results& r = n.places[0];
        auto members = std::make_shared<std::vector<index_t>>();
        for (const std::size_t i : which) members->push_back(f.members[i]);
        r.first = members->front();
        r.count = count;
        r.lies = {};
        r.lies.extent[0] = count;
        r.lies.step[0] = size;
        r.offsets = nullptr;
        r.members = members->back() - members->front() + 1 == count ? nullptr : std::move(members);
        return n;
    }

    const graph::graph& graph_;
    const std::set<const value_family*>& sliding_;
    const std::size_t first_, end_;
    std::vector<cycle_family> families_;
    std::unordered_map<const value_family*, std::size_t> number_;
    int deepest_ = 0;
};

}  // namespace

outcome unroll(graph::graph& g, const context& c)
{
    outcome o;
    index_t loops = 0;
    std::vector<node> nodes;
    std::vector<int> now;                // where nodes are after this
    const bool any = std::any_of(g.nodes.begin(), g.nodes.end(), [](const node& n) { return n.cycle >= 0; });
    const auto sliding = any ? sliding_products(g) : std::set<const value_family*>();
    for (std::size_t i = 0, end; any && i < g.nodes.size(); i = end) {
        for (end = i + 1; end < g.nodes.size() && g.nodes[i].cycle >= 0 && g.nodes[end].cycle == g.nodes[i].cycle;) ++end;
        std::vector<node> instead;
        if (g.nodes[i].cycle >= 0) instead = unrolling(g, sliding, i, end).run();
        const bool kept = instead.empty();
        loops += static_cast<index_t>(instead.size());
        for (std::size_t k = i; k < end; ++k) now.push_back(static_cast<int>(nodes.size() + (kept ? k - i : 0)));
        for (std::size_t k = i; k < end && kept; ++k) nodes.push_back(g.nodes[k]);
        for (node& n : instead) nodes.push_back(std::move(n));
    }
    o.fired = loops > 0;
    if (o.fired) {
        for (node& n : nodes)
            if (n.shares_block >= 0) n.shares_block = now[static_cast<std::size_t>(n.shares_block)];
        g.nodes = std::move(nodes);
    }
    if (c.report) o.reason = o.fired ? fmt::format("chains of calls are {} loops, by depth", loops) : nothing_of_the_kind;
    return o;
}

}  // namespace tenfold::rules
