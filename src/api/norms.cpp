// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Which axes a norm is about.
#include <tenfold/norms.hpp>

namespace tenfold::detail {
namespace {

std::string text_of(ord order)
{
    if (order.nuclear) return "nuc";
    if (std::isnan(order.p)) return "fro";
    std::string text = std::to_string(order.p);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

}  // namespace

axes norm_axes(int rank, const index_t* shape, ord order, const axes& over, site where)
{
    const axes on = over.normalise(rank, "norm", where);
    if (on.size() != 1 && on.size() != 2)
        reject<shape_error>(
            "norm", show_shape(rank, shape) + " of order " + text_of(order) + ": one axis or two, not " + on.text(), where);
    if (on.size() == 1 && (std::isnan(order.p) || order.nuclear))
        reject<error>("norm", show_shape(rank, shape) + ": order " + text_of(order) + " is for matrices", where);
    return on;
}

void fail_norm(ord order, site where)
{
    reject<error>("norm", "order " + text_of(order) + ": matrices have norms of order 1, 2, -1, -2, the infinities, fro and nuc", where);
}

}  // namespace tenfold::detail
