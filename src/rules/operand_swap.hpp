// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A product that reads, in the place of an operand, what that operand was made from.
#pragma once

#include "rules/compose.hpp"

namespace tenfold::rules {

struct operand_swap {
    graph::read what;
    std::vector<graph::moving_index> indices;   // one for each axis of the product that the operand has
};

/// Products whose operands may be exchanged.
bool may_swap(const node&);
/// The product's operand as a part of `operand` of `inner`; empty where no strides describe that.
std::optional<operand_swap> swapped(const node& product, std::size_t which, const node& inner, std::size_t operand);
void apply(node& product, std::size_t which, operand_swap);
/// Nothing reads the node any more, nor asks for its members.
void leave_out(node&);

}  // namespace tenfold::rules
