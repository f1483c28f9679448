// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Where values lie, while a plan is made: in memory from earlier evaluations, or in buffers of this plan.
#pragma once

#include "graph/graph.hpp"
#include "plan/lower.hpp"

#include <deque>
#include <unordered_map>
#include <vector>

namespace tenfold::plan {

using record::recorded;
using record::value_family;

/// Members of a family in one buffer, with one set of strides.
struct region : graph::member_layout {
    mutable int buffer = -1;               // of values that are there: from the first time that they are read
    const detail::placement* there = nullptr;
    const index_t* stride = nullptr;

    /// Do the members of `next` follow, as far apart as these?
    bool goes_on_in(const region& next, int rank) const;
};

class locations {
public:
    explicit locations(lowered& out) : out_(out) {}

    void add(const graph::results&, int buffer);
    /// These, which it keeps, instead of all that was added of the family.
    const graph::results& replace(graph::results, int buffer);
    /// The regions of a family: of this plan first, then those of earlier evaluations.
    const std::vector<region>& of(const value_family*);
    /// Where the members of one of them lie, which the plan is going to read.
    int buffer_of(const region&);

    struct found {
        int buffer = -1;
        index_t offset = 0;
        const index_t* stride = nullptr;
    };
    found find(const value_family*, index_t member);
    /// What the plan reads, by number. Who appends to it adds their buffer next: the input, or the list.
    inputs& read() { return out_.read; }
    int add_listed(element, index_t values);

private:
    lowered& out_;
    const value_family* last_ = nullptr;                    // asked for most recently, and its regions
    const std::vector<region>* last_regions_ = nullptr;
    std::deque<graph::results> kept_;                   // regions point into these
    std::unordered_map<const value_family*, std::vector<region>> regions_;
    std::unordered_map<const value_family*, bool> placed_;  // earlier evaluations' regions are in
};

}  // namespace tenfold::plan
