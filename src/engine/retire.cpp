// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What an evaluation leaves of the epoch.
#include "engine/evaluate.hpp"

#include <algorithm>

namespace tenfold::engine {

std::vector<need> living()
{
    std::vector<need> all;
    if (!detail::this_recorder) return all;
    record::drain_foreign_counts();
    for (recorded* f : detail::this_recorder->pending())
        if (auto members = record::living_members(*f); !members.empty()) all.push_back({f, std::move(members), -1});
    return all;
}


std::vector<recorded*> left_over(const std::vector<need>& needs)
{
    std::vector<recorded*> left;
    if (!detail::this_recorder) return left;
    for (recorded* f : detail::this_recorder->pending()) {
        const auto at = std::find_if(needs.begin(), needs.end(), [&](const need& n) { return n.f == f; });
        auto wanted = record::living_members(*f);
        wanted.subtract(record::computed_members(*f));
        if (at != needs.end()) wanted.subtract(at->members);
        if (!wanted.empty()) left.push_back(f);
    }
    return left;
}

void retire_computed()
{
    if (!detail::this_recorder) return;
    std::vector<recorded*> done;
    for (recorded* f : detail::this_recorder->pending()) {
        auto wanted = record::living_members(*f);
        wanted.subtract(record::computed_members(*f));
        if (wanted.empty()) done.push_back(f);
    }
    // A family that others still read stays, although nobody holds its members.
    std::vector<recorded*> read;
    for (recorded* f : detail::this_recorder->pending()) {
        if (std::find(done.begin(), done.end(), f) != done.end()) continue;
        for (std::size_t i = 0; i < f->sources.size(); ++i)
            if (f->sources[i]) read.push_back(record::core(f->sources[i]));
    }
    for (std::size_t i = 0; i < read.size(); ++i) {
        const auto at = std::find(done.begin(), done.end(), read[i]);
        if (at == done.end()) continue;
        recorded* f = *at;
        done.erase(at);
        for (std::size_t k = 0; k < f->sources.size(); ++k)
            if (f->sources[k]) read.push_back(record::core(f->sources[k]));
    }
    detail::this_recorder->retire(done);
}

}  // namespace tenfold::engine
