// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/readers.hpp"

#include <algorithm>

namespace tenfold::rules {

readers::readers(const graph::graph& g) : readers_(g.nodes.size()), others_(g.nodes.size(), false)
{
    for (std::size_t i = 0; i < g.nodes.size(); ++i)
        for (const graph::results& r : g.nodes[i].places) {
            const bool range = !r.members || r.members->empty();
            computes_[r.family].push_back({static_cast<int>(i), range ? r.first : r.members->front(),
                                           range ? r.first + r.count : r.members->back() + 1});
        }
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
        const node& n = g.nodes[i];
        if (n.shares_block >= 0 && !n.places.empty()) others_[static_cast<std::size_t>(n.shares_block)] = true;
        if (n.dropped) continue;
        if (n.is<graph::view>()) {
            for (std::size_t s = 0; s < n.family->sources.size(); ++s) note_others(record::core(n.family->sources[s]));
            continue;
        }
        for (std::size_t k = 0; k < n.operands.size(); ++k) {
            const graph::read& r = n.operands[k];
            if (const int p = producer(n, r); p >= 0) readers_[static_cast<std::size_t>(p)].push_back({i, k});
            else if (r.source()) note_others(r.source());
            else
                for (std::size_t s = 0; r.sources && s < r.sources->size(); ++s) note_others(record::core((*r.sources)[s]));
        }
    }
}

void readers::note_others(const value_family* f)
{
    if (!f || record::is_ready(*f)) return;  // not of this graph
    const auto at = computes_.find(f);
    if (at == computes_.end()) return;
    for (const piece& p : at->second) others_[static_cast<std::size_t>(p.node)] = true;
}

int readers::producer(const node& loops, const graph::read& r) const
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
                                    [&](const piece& p) { return p.first <= low && high < p.last; });
    return found == pieces.end() ? -1 : found->node;
}

}  // namespace tenfold::rules
