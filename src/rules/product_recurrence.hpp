// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Recurrences of products, x = dot(x, M_i) or x = dot(M_i, x), of which only the end is wanted: products with one more
// factor at each step.
#pragma once

#include "rules/chain.hpp"

namespace tenfold::rules {

class product_recurrence {
public:
    /// Nodes first .. end - 1, which are one recurrence; empty where they are something else.
    static std::optional<product_recurrence> of(const graph::graph&, const graph::readers&, std::size_t first, std::size_t end);

    std::size_t first() const { return first_; }
    std::size_t end() const { return end_; }
    /// Is the state the left operand?
    bool goes_right() const { return state_ == 0; }
    std::size_t steps() const { return steps_.size(); }
    index_t last_member() const { return steps_.back().member; }
    /// Operands of other nodes that read the end.
    std::size_t outside_reads() const { return outside_reads_; }
    /// What the first step multiplies, and the matrix of each step.
    factor start() const { return side(0, state_); }
    factor matrix(std::size_t step) const { return side(step, 1 - state_); }
    /// Is that the same one at each?
    bool has_one_matrix() const;

private:
    /// Where a step was recorded. What it reads is looked up there: there may be many.
    struct one_step {
        index_t member;
        std::size_t node;
        index_t position;
    };
    product_recurrence(const graph::graph& g, std::size_t first, std::size_t end) : graph_(&g), first_(first), end_(end) {}
    bool are_products() const;
    bool only_end_is_asked() const;
    void list_steps();
    void find_state();
    bool begins_outside() const;
    bool go_on() const;
    bool only_end_is_read(const graph::readers&);
    bool reads_only_end(const node& reader);
    factor side(std::size_t step, std::size_t operand) const;

    const value_family* family() const { return graph_->nodes[first_].family; }
    const graph::graph* graph_;
    std::size_t first_, end_, state_ = 0, outside_reads_ = 0;
    std::vector<one_step> steps_;   // in order
};

/// Do both read the same elements in the same order?
bool are_equal(const factor&, const factor&);

}  // namespace tenfold::rules
