// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Versions of arrays that are assigned in parts. A store may write into the memory of the older version where
// nothing else reads that version any more; otherwise the new version starts as a copy in memory of its own (a slot).
#pragma once

#include "graph/graph.hpp"
#include "plan/plan.hpp"

#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace tenfold::plan {

using graph::recorded;

class versions {
public:
    versions(const graph::graph&, const std::vector<recorded*>& still_read);

    /// The buffer of all versions of the node's family.
    int buffer(const graph::node&, plan&);
    /// Members of the node by slot.
    const std::vector<graph::results>& places(const graph::node&);
    /// What is published of these places: versions that no later one overwrote. Another thread may have computed the
    /// others, for readers that are not known here.
    graph::results lasting(const graph::node&, graph::results);
    /// Where a loop position's new version, and the part it writes, start.
    graph::coordinate whole(const graph::node&);
    graph::coordinate part(const graph::node&);

private:
    struct family_slots {
        std::vector<index_t> members;   // sorted
        std::vector<index_t> slot;      // of each
        index_t slots = 0;
        int buffer = -1;
    };
    family_slots& slots(const recorded*);
    index_t slot_of(const recorded*, index_t member);

    const graph::graph& graph_;
    std::unordered_map<const recorded*, family_slots> families_;
    std::unordered_map<const recorded*, std::vector<index_t>> kept_;       // versions that something else reads
    std::unordered_map<const graph::node*, std::vector<graph::results>> places_;
    std::unordered_map<const recorded*, std::unordered_set<index_t>> starts_;
};

}  // namespace tenfold::plan
