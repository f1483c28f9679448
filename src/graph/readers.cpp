// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "graph/readers.hpp"

#include <algorithm>

namespace tenfold::graph {

readers::readers(const graph& g) : readers_(g.nodes.size()), others_(g.nodes.size(), false)
{
    for (std::size_t i = 0; i < g.nodes.size(); ++i)
        for (const results& r : g.nodes[i].places) {
            const bool range = !r.members || r.members->empty();
            computes_[r.family].push_back({static_cast<int>(i), range ? r.first : r.members->front(),
                                           range ? r.first + r.count : r.members->back() + 1, range ? nullptr : r.members});
        }
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
        const node& n = g.nodes[i];
        if (n.shares_block >= 0 && !n.places.empty()) others_[static_cast<std::size_t>(n.shares_block)] = true;
        if (n.dropped) continue;
        if (n.is<view>()) {  // has no coordinates
            for (std::size_t s = 0; s < n.family->sources.size(); ++s) note(i, n.family->sources[s], true);
            continue;
        }
        for (std::size_t k = 0; k < n.operands.size(); ++k) {
            const int p = producer(n, n.operands[k]);
            if (p >= 0) readers_[static_cast<std::size_t>(p)].push_back({i, k});
            each_source(n, n.operands[k], [&](const record::family* f) { note(i, f, p < 0); });
        }
        each_pair_read(n, [&](const read& r) {
            if (r.from >= 0) others_[static_cast<std::size_t>(r.from)] = true;
            else note(i, (*r.sources)[static_cast<std::size_t>(r.number.base)], true);
        });
    }
}

void readers::note(std::size_t node, const record::family* source, bool as_other)
{
    if (!source) return;
    const value_family* const f = record::core(source);
    if (record::is_ready(*f)) return;  // not of this graph
    auto& all = of_family_[f];
    if (all.empty() || all.back() != node) all.push_back(node);
    const auto at = computes_.find(f);
    if (!as_other || at == computes_.end()) return;
    for (const piece& p : at->second) others_[static_cast<std::size_t>(p.node)] = true;
}

const std::vector<std::size_t>& readers::of(const value_family* f) const
{
    static const std::vector<std::size_t> nobody;
    const auto at = of_family_.find(f);
    return at == of_family_.end() ? nobody : at->second;
}

/// Members that are listed lie among those of other nodes.
bool readers::has_all(const table& members, const node& loops, const coordinate& read)
{
    for (index_t i = 0; members && i < loops.positions(); ++i)
        if (!std::binary_search(members->begin(), members->end(), at(loops, read, i))) return false;
    return true;
}

int readers::producer(const node& loops, const read& r) const
{
    if (r.from >= 0) return r.from;
    const auto at = computes_.find(r.source());
    if (at == computes_.end()) return -1;
    const std::vector<piece>& pieces = at->second;
    const bool one = std::all_of(pieces.begin(), pieces.end(), [&](const piece& p) { return p.node == pieces[0].node; });
    if (one) return pieces[0].node;
    index_t low = r.member.base, high = low;
    if (r.member.values) {
        const auto [least, most] = std::minmax_element(r.member.values->begin(), r.member.values->end());
        low = *least;
        high = *most;
    }
    else
        for (int d = 0; d < loops.loops; ++d)
            (r.member.step[d] < 0 ? low : high) += r.member.step[d] * (loops.extent[d] - 1);
    const auto found = std::find_if(pieces.begin(), pieces.end(),
                                    [&](const piece& p) { return p.first <= low && high < p.last && has_all(p.members, loops, r.member); });
    return found == pieces.end() ? -1 : found->node;
}

void drop_unread(graph& g)
{
    for (bool again = true; again;) {
        again = false;
        const readers all(g);
        std::vector<bool> shared(g.nodes.size(), false);   // by nodes without a name, or as the block of others
        for (const node& n : g.nodes) {
            if (n.shares_block >= 0) shared[static_cast<std::size_t>(n.shares_block)] = true;
            const auto reads = [&](const read& r) {
                if (r.from >= 0) shared[static_cast<std::size_t>(r.from)] = true;
            };
            if (n.dropped) continue;
            std::for_each(n.operands.begin(), n.operands.end(), reads);
            each_pair_read(n, reads);
        }
        for (std::size_t i = g.nodes.size(); i-- > 0;) {
            node& n = g.nodes[i];
            if (n.dropped || n.cycle >= 0 || n.shares_block >= 0 || shared[i] || n.is<view>() || is_asked(g, n)) continue;
            if (std::any_of(n.places.begin(), n.places.end(), [&](const results& r) {
                    return r.family != n.family || !all.of(r.family).empty();
                })) continue;
            n.dropped = true;
            n.block = 0;
            n.places.clear();
            n.operands.clear();
            again = true;
        }
    }
}

}  // namespace tenfold::graph
