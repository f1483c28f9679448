// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Windows in a product node: which loops and free indices of one operand meet on one axis of its source.
#pragma once

#include "graph/meetings.hpp"
#include "rules/cover.hpp"
#include "rules/optimize.hpp"

#include <optional>

namespace tenfold::rules {

/// Members lie there: one by one, or in equal steps where they do.
void lie_at(graph::results&, std::vector<index_t> offsets);

/// A result dimension, or a loop, as a multiple of one index of the product.
struct term {
    int axis = -1;        // into windows::axes; -1: a loop that stays a loop
    index_t factor = 1;
    friend bool operator==(const term&, const term&) = default;
};

/// One index t in the place of several, which run over one axis of an operand's source.
struct merged_index {
    int operand = 0;
    int axis = -1;               // into windows::axes
    graph::lattice range;        // the positions of an axis of the source that t runs over
    index_t start = 0;           // t at the first window's first element
    index_t canonical = 1;       // stride of that axis in canonical order
};

/// A product node taken apart; merge(), list() and settle() change this copy, rewrite() puts it into the node.
class windows {
public:
    /// Operands 0 and 1 are multiplied; others that the node has follow its loops.
    windows(const node&, const graph::product_cost&);

    /// Merges what meets on an axis of this operand's source; true where something did. Loops along which a source
    /// moves stay loops.
    bool merge(int operand);
    /// Takes the calls one by one instead: a free index of this operand that walks its axis alone becomes t, and the
    /// node is what `ranges` says of it. Time goes with the calls.
    bool list(int operand);
    /// The same of merged loops without any other: one pair, one range.
    bool list_merged();

    /// Gaps between windows that cost less than another call.
    index_t bridge() const;
    /// t runs over `extent` positions of all that is united, of which the ranges begin at these.
    void settle(const std::vector<index_t>& starts, index_t extent);
    /// Once.
    void rewrite(node&);

    /// Equal but for pairs and ranges?
    bool same_form(const windows&) const;
    std::size_t key_of_form() const;
    /// One merged index and no loop besides: only such parts can be united with others.
    bool one_index() const;
    /// Of the block that rewrite() lays out.
    index_t elements() const;

    const node& source() const { return node_; }
    std::vector<graph::product_axis> axes;      // strides of the result are set by rewrite()
    std::vector<merged_index> merged;
    /// What is multiplied, with the merged operand read from position 0 on. Calls with the same may share a product.
    std::vector<graph::factor_pair> pairs;
    std::vector<window_range> ranges;          // in order; what they cover is apart
    std::string declined;                      // why nothing merged

    /// The axis of the rewritten node that is t.
    int segment_axis() const;

private:
    bool are_near(int operand, const std::vector<std::size_t>& which, const graph::meetings&, index_t span, index_t positions) const;
    bool take(int operand, std::size_t source_axis, const graph::meetings&, const std::vector<std::size_t>& which);
    void add_index(int operand, graph::lattice range, index_t start, index_t canonical);
    void replace(int axis, term by);
    struct walk {                // of a free index along an axis of the source, which no other index moves along
        int operand, index;
        std::size_t axis;
        graph::meetings met;     // of all indices of the operand
        std::span<const index_t> shape;   // of the source
    };
    std::optional<walk> find_walk(int operand) const;
    index_t moved_along(const graph::read&, index_t canonical, index_t length) const;
    bool add_pair(const walk&, index_t position, index_t offset);
    bool find_begins(const walk&, std::vector<window_span>& of_pairs);
    bool is_listed() const { return covering_.has_value(); }
    index_t lay_out(std::vector<graph::product_axis>&, std::vector<int>& renamed) const;
    template <class Lies>
    void move_members(graph::results&, index_t start, const Lies&) const;
    bool move_listed(graph::results&);
    void keep_loops(node&, const index_t* step) const;

    double seconds(double positions, int operand, std::span<const int> but) const;

    const node& node_;
    const graph::product_cost* cost_;
    std::vector<bool> gone_;                   // axes that another took over
    std::vector<term> dims_;                   // one for each result dimension
    std::vector<term> loops_;                  // one for each loop of the node
    index_t offset_[2] = {0, 0};               // added to the operands' offsets
    std::optional<covering> covering_;         // listed: of all windows
    std::vector<index_t> begins_;              // listed: of each loop position; then where its result lies
    std::vector<index_t> further_;             // listed and settled: t in each range, less the position there
};

}  // namespace tenfold::rules
