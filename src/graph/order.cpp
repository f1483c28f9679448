// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Where members lie, and the order of nodes that follows from what they read.
#include "graph/readers.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace tenfold::graph {

index_t member_at(const node& n, index_t position)
{
    const results& r = n.places[0];
    return r.members ? (*r.members)[static_cast<std::size_t>(position)] : r.first + position;
}

namespace {

/// Rules may have moved members of another need into the node.
const record::need* need_of(const graph& g, const node& n, const value_family* f)
{
    const record::need& own = g.needs[static_cast<std::size_t>(n.need)];
    if (own.f == f) return &own;
    const auto at = std::find_if(g.needs.begin(), g.needs.end(), [&](const record::need& x) { return x.f == f; });
    return at == g.needs.end() ? nullptr : &*at;
}

bool is_asked(const record::need& need, const results& r)
{
    if (need.all_asked || need.asked.empty()) return need.all_asked;
    if (r.members) return std::any_of(r.members->begin(), r.members->end(), [&](index_t m) { return need.is_asked(m); });
    const auto ranges = need.asked.ranges();
    return std::any_of(ranges.begin(), ranges.end(), [&](const auto& asked) {
        return asked.first < r.first + r.count && r.first < asked.last;
    });
}

}  // namespace

bool member_layout::find(index_t member, index_t& at) const
{
    index_t k = member - first;
    if (members) {
        const index_t* const found = std::lower_bound(members, members + count, member);
        if (found == members + count || *found != member) return false;
        k = found - members;
    }
    if (k < 0 || k >= count || (offsets && offsets[k] == detail::placement::absent)) return false;
    at = offset(k);
    return true;
}

const value_family* source_at(const node& n, const read& r, index_t position)
{
    if (!r.sources) return nullptr;
    return record::core((*r.sources)[static_cast<std::size_t>(at(n, r.number, position))]);
}

std::span<const index_t> shape_read(const node& n, const read& r, index_t position)
{
    if (r.from >= 0) return r.block;
    const value_family* const f = source_at(n, r, position);
    return f ? std::span(f->shape, static_cast<std::size_t>(f->rank)) : std::span<const index_t>();
}

bool is_asked(const graph& g, const node& n)
{
    if (n.need < 0) return false;
    if (n.places.empty()) return !n.dropped && g.needs[static_cast<std::size_t>(n.need)].any_asked();
    return std::any_of(n.places.begin(), n.places.end(), [&](const results& r) {
        const record::need* need = need_of(g, n, r.family);
        return !need || is_asked(*need, r);
    });
}

namespace {

/// Nodes behind those they read, else in the order in which they stand; the nodes of a cycle stay together.
class ordering {
public:
    /// `exact`: what a family's readers read is looked up even where only one node computes members of it.
    explicit ordering(const graph& g, bool exact = false) : graph_(g), exact_(exact)
    {
        for (std::size_t i = 0; i < g.nodes.size(); ++i) {
            const int cycle = g.nodes[i].cycle;
            if (cycle < 0 || i == 0 || g.nodes[i - 1].cycle != cycle) units_.push_back({i, i});
            ++units_.back().end;
            for (const results& r : g.nodes[i].places) computes_[r.family].push_back({units_.size() - 1, static_cast<int>(i), &r});
            unit_of_.push_back(units_.size() - 1);
        }
        for (std::size_t i = 0; i < g.nodes.size(); ++i)
            if (const int of = g.nodes[i].shares_block; of >= 0 && !g.nodes[i].dropped) {
                fill_[of].push_back(unit_of_[i]);
                if (g.nodes[i].places.empty() && !g.nodes[i].is<store>()) fill_without_name_[of].push_back(unit_of_[i]);
            }
    }

    /// Does every node stand behind those whose values or blocks it reads? Stores wait for each other by versions.
    bool holds() const
    {
        for (std::size_t i = 0; i < units_.size(); ++i) {
            const node& n = graph_.nodes[units_[i].first];
            if (n.dropped || n.is<store>() || n.is<view>()) continue;
            const auto before = read_by(i);
            if (std::any_of(before.begin(), before.end(), [&](std::size_t b) { return b > i && !graph_.nodes[units_[b].first].dropped; })) return false;
        }
        return true;
    }

    std::vector<std::size_t> run()
    {
        std::vector<std::size_t> path, order;  // no recursion: chains can be long
        for (std::size_t root = 0; root < units_.size(); ++root) {
            path.push_back(root);
            while (!path.empty()) {
                unit& u = units_[path.back()];
                const std::size_t i = path.back();
                if (u.seen) {
                    path.pop_back();
                    if (std::exchange(u.placed, true)) continue;
                    for (std::size_t k = u.first; k < u.end; ++k) order.push_back(k);
                    continue;
                }
                u.seen = true;
                for (const std::size_t before : read_by(i))
                    if (!units_[before].seen) path.push_back(before);
            }
        }
        return order;
    }

private:
    struct unit {
        std::size_t first, end;   // nodes
        bool seen = false, placed = false;
    };

    std::vector<std::size_t> read_by(std::size_t number) const
    {
        std::vector<std::size_t> all;
        for (std::size_t k = units_[number].first; k < units_[number].end; ++k) {
            const node& n = graph_.nodes[k];
            for (const read& r : n.operands) {
                if (r.from >= 0) add_block(n, r.from, all);
                else each_source(n, r, [&](const record::family* f) {
                    if (f) add_members(n, r, record::core(f), all);
                });
            }
            each_pair_read(n, [&](const read& r) {
                if (r.from >= 0) add_block(n, r.from, all);
                else add_members(n, r, r.source(), all);
            });
        }
        std::erase(all, number);
        return all;
    }

    void add_block(const node& n, int of, std::vector<std::size_t>& all) const
    {
        all.push_back(unit_of_[static_cast<std::size_t>(of)]);
        if (const auto at = fill_.find(of); at != fill_.end() && !n.gathers()) all.insert(all.end(), at->second.begin(), at->second.end());
    }
    void add_members(const node& n, const read& r, const value_family* f, std::vector<std::size_t>& all) const
    {
        const auto at = computes_.find(f);
        if (at == computes_.end()) return;
        for (const part& p : at->second) {
            const bool sure = !exact_ && at->second.size() == 1 && r.source();   // lists name what others of the family read
            if (!sure && !reads(n, r, *p.members)) continue;
            all.push_back(p.unit);
            const int shared = graph_.nodes[static_cast<std::size_t>(p.node)].shares_block, block = shared >= 0 ? shared : p.node;
            if (shared >= 0) all.push_back(unit_of_[static_cast<std::size_t>(block)]);
            if (const auto more = fill_without_name_.find(block); more != fill_without_name_.end()) all.insert(all.end(), more->second.begin(), more->second.end());
        }
    }

    /// Any of these members? Nodes may compute some of a family and read others.
    static bool reads(const node& n, const read& r, const results& of)
    {
        if (n.is_store() || n.gathers()) return true;
        const member_layout all = of.layout();
        const index_t count = r.number.constant() && r.member.constant() ? std::min<index_t>(n.positions(), 1) : n.positions();
        index_t at = 0;
        for (index_t i = 0; i < count; ++i)
            if (source_at(n, r, i) == of.family && all.find(tenfold::graph::at(n, r.member, i), at)) return true;
        return false;
    }

    struct part {
        std::size_t unit;
        int node;
        const results* members;
    };

    const graph& graph_;
    const bool exact_;
    std::vector<unit> units_;
    std::vector<std::size_t> unit_of_;
    std::unordered_map<int, std::vector<std::size_t>> fill_, fill_without_name_;   // units that compute in the block of a node
    std::unordered_map<const value_family*, std::vector<part>> computes_;
};

}  // namespace

bool is_sorted(const graph& g) { return ordering(g, true).holds(); }

void sort(graph& g)
{
    const std::vector<std::size_t> order = ordering(g).run();
    std::vector<int> now(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) now[order[i]] = static_cast<int>(i);
    std::vector<node> nodes;
    nodes.reserve(order.size());
    for (const std::size_t i : order) nodes.push_back(std::move(g.nodes[i]));
    g.nodes = std::move(nodes);
    for (node& n : g.nodes) {
        if (n.shares_block >= 0) n.shares_block = now[static_cast<std::size_t>(n.shares_block)];
        const auto rename = [&](read& r) {
            if (r.from >= 0) r.from = now[static_cast<std::size_t>(r.from)];
        };
        for (read& r : n.operands) rename(r);
        if (!n.is<product>()) continue;
        for (factor_pair& p : n.as_product().pairs)
            for (read& r : p.operands) rename(r);
    }
}

}  // namespace tenfold::graph
