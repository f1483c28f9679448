// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Versions of arrays that are assigned in parts. A store writes into the memory of the older version unless somebody
// still needs elements that it overwrites; else its version starts as a copy in memory of its own (a slot).
#pragma once

#include "plan/overwriting.hpp"
#include "plan/plan.hpp"

#include <optional>
#include <unordered_map>
#include <vector>

namespace tenfold::plan {

class versions {
public:
    versions(const graph::graph&, const std::vector<recorded*>& still_read);

    /// The buffer of all versions of the node's family, and of families whose versions go on from them.
    int buffer(const graph::node&, plan&);
    /// Of a value that is one number: the store in whose memory it is written at once, and where.
    struct beginning {
        const graph::node* store;
        index_t start;
    };
    std::optional<beginning> begins(const value_family* fill) const;
    /// Members of the node by slot.
    const std::vector<graph::results>& places(const graph::node&);
    /// What is published of these places: versions that no later one overwrote. Another thread may have computed the
    /// others, for readers that are not known here.
    graph::results lasting(const graph::node&, graph::results);
    /// Where a loop position's new version, and the part it writes, start.
    graph::coordinate whole(const graph::node&) const;
    graph::coordinate part(const graph::node&) const;

private:
    struct group {
        index_t slots = 0;
        int buffer = -1;
    };
    void give_slots();
    index_t start_of(const graph::node&, index_t position) const;

    version_chains chains_;
    std::vector<index_t> slot_;                      // of each version
    std::vector<bool> last_;                         // in its slot
    std::unordered_map<const value_family*, std::size_t> group_of_;
    std::vector<group> groups_;
    std::unordered_map<const value_family*, beginning> beginnings_;
    std::unordered_map<const graph::node*, std::vector<graph::results>> places_;
};

}  // namespace tenfold::plan
