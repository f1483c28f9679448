// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/readers.hpp"

namespace tenfold::rules {

readers::readers(const graph::graph& g) : readers_(g.nodes.size()), others_(g.nodes.size(), false)
{
    for (std::size_t i = 0; i < g.nodes.size(); ++i)
        for (const graph::results& r : g.nodes[i].places) {
            const auto [at, fresh] = computes_.emplace(r.family, static_cast<int>(i));
            if (!fresh && at->second != static_cast<int>(i)) at->second = several;
        }
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
        const node& n = g.nodes[i];
        if (n.dropped) continue;
        if (n.family->is_view) {
            note_others(n.family->sources);
            continue;
        }
        for (std::size_t k = 0; k < n.operands.size(); ++k) {
            const graph::read& r = n.operands[k];
            if (r.sources && !r.number.constant()) note_others(*r.sources);
            else if (const int p = producer(r); p >= 0) readers_[static_cast<std::size_t>(p)].push_back({i, k});
        }
    }
}

void readers::note_others(const record::source_list& sources)
{
    for (std::size_t s = 0; s < sources.size(); ++s) {
        const auto at = sources[s] ? computes_.find(record::core(sources[s])) : computes_.end();
        if (at != computes_.end() && at->second >= 0) others_[static_cast<std::size_t>(at->second)] = true;
    }
}

int readers::producer(const graph::read& r) const
{
    if (r.from >= 0) return r.from;
    const auto at = computes_.find(r.source());
    return at == computes_.end() || at->second < 0 ? -1 : at->second;
}

}  // namespace tenfold::rules
