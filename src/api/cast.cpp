// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Elementwise conversion to another element type: astype, and operands of two types that meet in a product.
#include "evaluation.hpp"

#include <tenfold/detail/operand.hpp>

namespace tenfold::detail {

handle record_cast(const operand& x, element to, site where)
{
    const element from = x.source->type;
    const elementwise_kernel* kernel = evaluation::find_cast(from, to);
    if (!kernel)
        fail<error>("astype", std::string(tenfold::name_of(from)) + " does not become " + tenfold::name_of(to), where);
    return record_elementwise(*kernel, &x, nullptr, where);
}

}  // namespace tenfold::detail
