// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/lower.hpp"

#include "graph/graph.hpp"
#include "plan/cost.hpp"
#include "record/family.hpp"
#include "rules/optimize.hpp"

#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace tf = tenfold;
using A = tf::array<double>;
using namespace tenfold;

namespace {

/// The same graph in the opposite order.
void turn_round(graph::graph& g)
{
    const int last = static_cast<int>(g.nodes.size()) - 1;
    std::reverse(g.nodes.begin(), g.nodes.end());
    for (graph::node& n : g.nodes) {
        if (n.shares_block >= 0) n.shares_block = last - n.shares_block;
        for (graph::read& r : n.operands)
            if (r.from >= 0) r.from = last - r.from;
    }
}

// Sorting may put the owner of a block behind the dropped nodes whose members lie in it.
TEST(Lower, MembersInABlockWhoseOwnerComesLater)
{
    const A a = xt::xarray<double>(xt::ones<double>({2, 3})), b = xt::xarray<double>(xt::ones<double>({3, 40}));
    std::vector<A> y;
    const auto window = [&](int i, int width) { y.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + width)))); };
    for (int i = 0; i < 12; ++i) window(i, 5);
    for (int i = 3; i < 15; ++i) window(i, 7);
    std::vector<record::need> needs;
    for (std::size_t i = 0; i < y.size(); ++i) {
        record::recorded* const f = record::calls(y[i].raw().source());
        if (needs.empty() || needs.back().f != f) needs.push_back({f, {}, -1});
        needs.back().members.add(y[i].raw().member(), y[i].raw().member() + 1);
    }
    graph::graph g = graph::build(needs);
    const std::vector<std::string> none;
    rules::optimize(g, {none, true, false, nullptr, plan::product_cost(plan::machine())});
    const auto shares = [](const graph::node& n) { return n.shares_block >= 0; };
    ASSERT_TRUE(std::any_of(g.nodes.begin(), g.nodes.end(), shares));
    turn_round(g);
    const graph::node& first = *std::find_if(g.nodes.begin(), g.nodes.end(), shares);
    ASSERT_GT(first.shares_block, &first - g.nodes.data());

    const plan::lowered made = plan::lower(g, {}, plan::machine{});
    plan::verify(made.what);
    ASSERT_GE(made.published.size(), 2u);
    for (const plan::publication& p : made.published) {
        EXPECT_EQ(p.buffer, made.published[0].buffer);
        EXPECT_GE(p.buffer, 0);
        EXPECT_LT(p.buffer, static_cast<int>(made.what.buffers.size()));
    }
}

}  // namespace
