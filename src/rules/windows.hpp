// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Windows in a product node: which loops and free indices of one operand meet on one axis of its source.
#pragma once

#include "graph/access.hpp"
#include "rules/optimize.hpp"

namespace tenfold::rules {

/// A result dimension, or a loop, as a multiple of one index of the product.
struct term {
    int axis = -1;        // into windows::axes; -1: a loop that stays a loop
    index_t factor = 1;
    friend bool operator==(const term&, const term&) = default;
};

/// One index t in the place of several, which run over one axis of an operand's source.
struct merged_index {
    int operand = 0;
    int source_axis = 0;
    int axis = -1;               // into windows::axes
    graph::lattice range;        // the positions of the source axis that t runs over
    index_t start = 0;           // t at the first window's first element
    index_t canonical = 1;       // stride of the source axis in canonical order
};

/// A product node taken apart; merge() and widen() change this copy, rewrite() puts it into the node.
class windows {
public:
    explicit windows(const node&);

    /// Merges what meets on an axis of this operand's source; true where something did. With `alone`, a free index
    /// that meets nothing counts too, so that it can be widened.
    bool merge(int operand, bool alone = false);
    /// The same for windows whose offsets follow no pattern: the ranges that they cover become segments.
    bool merge_table(int operand);
    /// Lets a merged index run over a larger range.
    void widen(merged_index&, graph::lattice range);

    void rewrite(node&) const;

    /// Equal but for the range of the one merged index?
    bool differ_only_in_range(const windows&) const;
    /// One merged index and no loop besides: only such parts can be united with others.
    bool one_index() const;
    /// Flops of one position of the merged index.
    double flops_of_one() const;

    const node& source() const { return node_; }
    std::vector<plan::product_axis> axes;      // strides of the result are set by rewrite()
    std::vector<merged_index> merged;
    std::string declined;                      // why nothing merged

private:
    struct mover { bool is_loop; int index; };

    bool steady(int operand, int loop) const;
    bool movers(int operand, std::vector<mover>&, std::vector<graph::moving_index>&, std::size_t& candidates) const;
    void take(int operand, int source_axis, const std::vector<mover>&, const graph::lifted_access&,
              const std::vector<graph::moving_index>&, const std::vector<std::size_t>& which);
    index_t lay_out(std::vector<plan::product_axis>&, std::vector<int>& renamed) const;
    template <class Lies>
    void move_members(graph::results&, index_t start, const Lies&) const;
    void keep_loops(node&, const index_t* step) const;

    const node& node_;
    std::vector<bool> gone_;                   // axes that another took over
    std::vector<term> dims_;                   // one for each result dimension
    std::vector<term> loops_;                  // one for each loop of the node
    index_t offset_[2] = {0, 0};               // added to the operands' offsets
    std::vector<node::segment> segments_;      // result_offset counts positions of the index
    std::vector<index_t> member_position_;     // of each member along the segmented index
};

}  // namespace tenfold::rules
