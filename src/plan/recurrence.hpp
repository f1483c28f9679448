// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What makes one step of the nodes of a cycle: which member each position computes, which ones it needs, and where
// those that nobody needs afterwards may be overwritten.
#pragma once

#include "plan/locate.hpp"
#include "plan/lower.hpp"
#include "plan/waves.hpp"

#include <optional>

namespace tenfold::plan {

class recurrence {
public:
    /// Nodes first .. end - 1 of the graph; buffers: of each node.
    recurrence(const graph::graph&, std::size_t first, std::size_t end, const std::vector<int>& buffers, const machine&,
               lowered&, locations&);

    /// The inner steps are there, one for each node.
    void finish(step&);

private:
    int number(const value_family*) const;
    static place member_place(const graph::node&);
    void need(const graph::node&, std::size_t operand, step::turn&) const;
    void order(step&);
    void publish_only(recorded*, int buffer, graph::table members, graph::table offsets);
    std::optional<wave_value> in_order(std::size_t value) const;
    void keep(const value_family*, wave_value&) const;
    void keep_what_others_read(const value_family*, wave_value&) const;

    const graph::graph& graph_;
    const std::size_t first_, end_;
    const std::vector<int>& buffers_;
    const machine& here_;
    lowered& out_;
    locations& locations_;
    std::vector<recorded*> values_;
    std::vector<std::size_t> first_node_;                 // of each value
    std::unordered_map<const value_family*, int> number_;     // of each value
};

}  // namespace tenfold::plan
