// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/operand_swap.hpp"

namespace tenfold::rules {

using graph::in_operand;
using graph::product_axis;
using graph::stride_in;

bool may_swap(const node& n) { return n.is_whole_product() && !n.dropped && n.cycle < 0; }

std::optional<operand_swap> swapped(const node& product, std::size_t which, const node& inner, std::size_t operand)
{
    operand_swap s;
    for (const product_axis& x : product.as_product().axes)
        if (x.*in_operand[which]) s.indices.push_back({x.extent, x.*stride_in[which]});
    auto r = through(product, product.operands[which], inner, operand, s.indices);
    if (!r) return std::nullopt;
    s.what = std::move(*r);
    return s;
}

void apply(node& product, std::size_t which, operand_swap s)
{
    product.operands[which] = std::move(s.what);
    auto next = s.indices.begin();
    for (product_axis& x : product.as_product().axes)
        if (x.*in_operand[which]) x.*stride_in[which] = next++->stride;
}

void leave_out(node& n)
{
    n.dropped = true;
    n.places.clear();
    n.operands.clear();
    n.block = 0;
    if (n.is<graph::product>()) n.as_product().row_loops = 0;
}

}  // namespace tenfold::rules
