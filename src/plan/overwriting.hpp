// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Which stores may write over the version that they start from. A reader of a version does not mind stores that leave
// the elements alone which it reads, nor those that wait for it, since they use what it computes.
#pragma once

#include "graph/graph.hpp"
#include "record/parts.hpp"

#include <optional>
#include <unordered_map>
#include <vector>

namespace tenfold::plan {

using graph::index_t;
using graph::recorded;
using graph::value_family;

/// Boxes of indices in order, of which the first that meets another box is found without looking at all.
class box_tree {
public:
    box_tree() = default;
    /// `count` boxes along `rank` axes: boxes[2 * rank * n]: the lowest indices of box n, then its highest ones.
    box_tree(int rank, std::size_t count, const std::vector<index_t>& boxes);
    /// The first box from `from` on that has a common index with this one, or the number of boxes.
    std::size_t first_meeting(std::size_t from, const index_t* box) const { return search(1, 0, leaves_, from, box); }

private:
    std::size_t search(std::size_t node, std::size_t first, std::size_t last, std::size_t from, const index_t* box) const;

    std::size_t rank_ = 0, count_ = 0, leaves_ = 1;
    std::vector<index_t> nodes_;
};

/// The stores of a graph, as chains of versions that go on from each other.
class version_chains {
public:
    version_chains(const graph::graph&, const std::vector<recorded*>& still_read);

    struct version {
        const graph::node* node;
        index_t position, member;
        int older = -1, next = -1;    // numbers of versions; -1: not of this graph
        bool kept = false;            // nothing may be written over it
        bool viewed = false;          // read by a stored view
    };
    const std::vector<version>& all() const { return all_; }
    /// The number of a family's member among them, or -1.
    int find(const value_family*, index_t member) const;
    /// Does the version lie in the memory of the older one?
    bool goes_on(const version& v) const
    {
        return v.older >= 0 && !at(v.older).kept && &at(at(v.older).next) == &v;
    }
    /// Does it start from a value that is one number, of which nobody else reads anything?
    bool begins_alone(const version&) const;

private:
    struct members {
        std::vector<index_t> list;    // sorted
        int first = 0;                // number of the first one
        bool own = true;              // see record::need
    };
    struct chain {
        std::vector<int> versions;
        std::optional<box_tree> tree;
    };
    struct place_in_chain { int chain = -1; std::size_t index = 0; };

    const version& at(int v) const { return all_[static_cast<std::size_t>(v)]; }
    void number();
    void link();
    void form_chains();
    void count_fills();
    void keep_what_handles_hold(const std::vector<recorded*>& still_read);
    void look_at_readers();
    void look_at(const graph::node&, std::size_t operand);
    void look_at_view(const graph::node&);
    void settle(int v, const std::vector<index_t>& box, const graph::node* reader, std::size_t operand, index_t position);
    bool is_same_part(const version& store, std::size_t operand) const;
    bool waits_for(const version& store, const graph::node& reader, index_t position) const;
    std::vector<index_t> box_of(const value_family& whole, index_t offset, const std::vector<index_t>& shape,
                                const std::vector<index_t>& stride) const;
    const box_tree& tree_of(chain&) const;

    const graph::graph& graph_;
    std::vector<version> all_;
    std::unordered_map<const value_family*, members> families_;
    mutable const value_family* last_found_ = nullptr;   // most questions are about the family of the question before
    mutable const members* last_members_ = nullptr;
    std::vector<chain> chains_;
    std::vector<place_in_chain> place_;
    std::unordered_map<const value_family*, int> fills_;
};

}  // namespace tenfold::plan
