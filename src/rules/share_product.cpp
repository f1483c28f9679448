// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// share_product: C[n, i, j] = sum_k A[i, k] B[k, n + j] depends on (n, j) only through t = n + j. It is computed
// once over t; every C[n] is a view. The same holds for either operand, for several indices and axes, for windows
// that follow no pattern, for windows of several sizes and places in the program, and for several pairs of values in
// one loop: what is read decides, not the order of calls.
#include "rules/sharing.hpp"

#include <fmt/format.h>

namespace tenfold::rules {

outcome share_product(graph::graph& g, const context& c)
{
    std::vector<std::size_t> products;
    for (std::size_t i = 0; i < g.nodes.size(); ++i)
        if (may_share(g.nodes[i])) products.push_back(i);
    const shared_windows shared = share_windows(g, products, c.seconds);
    outcome o;
    o.fired = shared.fired > 0;
    if (!c.report) return o;
    if (o.fired) o.reason = fmt::format("{} products are views of {} product{}", shared.before, shared.after, shared.after == 1 ? "" : "s");
    else o.reason = shared.declined.empty() ? "no operand's windows meet" : shared.declined;
    return o;
}

}  // namespace tenfold::rules
