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
    const factor& start() const { return steps_[0].factors[state_]; }
    const factor& matrix(std::size_t step) const { return steps_[step].factors[1 - state_]; }

private:
    struct one_step {
        index_t member;
        factor factors[2];
    };
    product_recurrence(std::size_t first, std::size_t end) : first_(first), end_(end) {}
    bool add_steps(const node&, const value_family*);
    bool continues(std::size_t step, const value_family*) const;
    bool only_end_is_wanted(const graph::graph&, const graph::readers&);
    bool reads_only_end(const value_family*, const node& reader);

    std::size_t first_, end_, state_ = 0, outside_reads_ = 0;
    std::vector<one_step> steps_;   // in order
};

/// Do both read the same elements in the same order?
bool are_equal(const factor&, const factor&);

}  // namespace tenfold::rules
