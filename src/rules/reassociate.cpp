// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// reassociate: (A B) v = A (B v). Products that only feed each other are multiplied in the order that costs least
// over all positions of their loops. Sums are added up in another order; where they leave the range of their type, the
// program's own order is run instead.
#include "rules/chain.hpp"
#include "rules/operand_swap.hpp"
#include "graph/range.hpp"

#include <fmt/format.h>

namespace tenfold::rules {

namespace {

bool may_be_root(const node& n)
{
    return n.is_whole_product() && !n.dropped && n.cycle < 0 && !n.as_product().conjugate_a && n.block > 0
        && n.type == n.operand_type;
}

class rewriting {
public:
    rewriting(graph::graph& g, const graph::product_cost& cost) : graph_(g), readers_(g), cost_(cost), done_(g.nodes.size(), false) {}

    outcome run(bool report)
    {
        // Readers stand behind what they read: each chain is met at its end first.
        for (std::size_t i = graph_.nodes.size(); i-- > 0;)
            if (!done_[i] && may_be_root(graph_.nodes[i])) look_at(i);
        if (chains_ > 0) graph::sort(graph_);
        outcome o;
        o.fired = chains_ > 0;
        if (!report) return o;
        if (o.fired)
            o.reason = fmt::format("{} chain{} multiplied in a cheaper order: {:.3g} flops instead of {:.3g}; sums are "
                                   "added up in another order, and checked", chains_, chains_ == 1 ? "" : "s", after_, before_);
        else o.reason = declined_.empty() ? "no product feeds one other product only" : declined_;
        return o;
    }

private:
    void look_at(std::size_t root)
    {
        std::string why;
        const auto axes = matrix_axes_of(graph_.nodes[root], why);
        if (!axes) return;
        chain c(graph_, readers_, root, *axes, cost_);
        if (!c.declined().empty()) declined_ = c.declined();
        if (c.inner().empty()) return;
        constexpr double clearly = 0.9;
        if (c.seconds_best() > clearly * c.seconds_now()) {
            declined_ = "chains stand in the cheapest order, or near it";
            if (c.factors().size() < chain::most_factors)
                for (const std::size_t i : c.inner()) done_[i] = true;
            return;
        }
        std::complex<double> scale = graph_.nodes[root].as_product().scale;
        for (const std::size_t i : c.inner()) scale *= graph_.nodes[i].as_product().scale;
        if (!graph::is_in_range(scale, graph_.nodes[root].type)) {
            declined_ = "scalars of a chain leave the range together";
            return;
        }
        rewrite(c, root, *axes);
        graph::product& p = graph_.nodes[root].as_product();   // rewrite() adds nodes
        p.scale = scale;
        const bool scaled = scale != 1.0 || p.watched == graph::watch::large_and_small;
        p.watched = scaled ? graph::watch::large_and_small : graph::watch::large;
    }

    void rewrite(const chain& c, std::size_t root, const matrix_axes& axes)
    {
        before_ += graph::flops_of(graph_.nodes[root]);
        for (const std::size_t i : c.inner()) {
            node& n = graph_.nodes[i];
            before_ += graph::flops_of(n);
            leave_out(n);
            n.cycle = n.shares_block = -1;
        }
        const std::size_t last = c.factors().size() - 1, s = c.split(0, last);
        const factor left = product_of(c, root, 0, s), right = product_of(c, root, s + 1, last);
        node& n = graph_.nodes[root];
        n.operands = {left.what, right.what};
        std::vector<graph::product_axis>& all = n.as_product().axes;
        if (axes.k < 0) all.push_back({1, 0, 0, 0, true, true, false});
        graph::product_axis& k = all[axes.k < 0 ? all.size() - 1 : static_cast<std::size_t>(axes.k)];
        k.extent = left.columns;
        k.a = left.column_stride;
        k.b = right.row_stride;
        if (axes.m >= 0) all[static_cast<std::size_t>(axes.m)].a = left.row_stride;
        if (axes.n >= 0) all[static_cast<std::size_t>(axes.n)].b = right.column_stride;
        after_ += graph::flops_of(n);
        ++chains_;
    }

    /// The product of factors first .. last, as a node that has no name.
    factor product_of(const chain& c, std::size_t root, std::size_t first, std::size_t last)
    {
        if (first == last) return c.factors()[first];
        const std::size_t s = c.split(first, last);
        const factor left = product_of(c, root, first, s), right = product_of(c, root, s + 1, last);
        factor out = block_of_product(left, right);
        node n = product_node(graph_.nodes[root], left, right);
        keep_loops(n, graph_.nodes[root], out);
        out.what.from = static_cast<int>(graph_.nodes.size());
        after_ += graph::flops_of(n);
        graph_.nodes.push_back(std::move(n));
        return out;
    }

    /// The node repeats along those loops of the root that move one of its factors.
    static void keep_loops(node& n, const node& root, factor& out)
    {
        const std::vector<graph::read> operands = n.operands;
        for (graph::read& r : n.operands)
            for (graph::coordinate* x : {&r.number, &r.member, &r.offset})
                std::fill(x->step, x->step + graph::max_loops, 0);
        for (int d = 0; d < root.loops; ++d) {
            if (!(out.moves >> d & 1u)) continue;
            const int at = n.loops++;
            n.extent[at] = root.extent[d];
            n.result.step[at] = out.what.offset.step[d] = n.block;
            n.block *= root.extent[d];
            for (std::size_t k = 0; k < 2; ++k) {
                n.operands[k].number.step[at] = operands[k].number.step[d];
                n.operands[k].member.step[at] = operands[k].member.step[d];
                n.operands[k].offset.step[at] = operands[k].offset.step[d];
            }
        }
    }

    graph::graph& graph_;
    const graph::readers readers_;
    const graph::product_cost& cost_;
    std::vector<bool> done_;
    int chains_ = 0;
    double before_ = 0, after_ = 0;
    std::string declined_;
};

}  // namespace

outcome reassociate(graph::graph& g, const context& c)
{
    if (!c.reorder_sums) return {false, "it would change the order of sums"};
    if (g.nodes.size() < 2) return {false, c.report ? nothing_of_the_kind : ""};
    return rewriting(g, c.seconds).run(c.report != nullptr);
}

}  // namespace tenfold::rules
