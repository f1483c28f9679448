// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// sum_into_product: init + sum over n of (sum over k of A_n[i,k] B_n[k,j]) is one sum over n and k: the products add to
// one result. So `acc = acc + dot(a, b)` in a loop, several of them side by side, and sum(stack(products), axis), never form the products apart.
#include "rules/compose.hpp"
#include "rules/filling.hpp"

#include "graph/access.hpp"
#include "rules/running_sums.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace tenfold::rules {

namespace {

/// May the values of this product be left out for their sum?
bool may_sum(const graph::graph& g, const node& n)
{
    return n.is<graph::product>() && is_plain_block(n, n.positions()) && !graph::is_asked(g, n);
}

/// All positions of the product add to one result, which is the value of `of`.
void sum(node& product, recorded* of, index_t member)
{
    graph::product& p = product.as_product();
    p.sums = true;
    p.watched = std::max(p.watched, graph::watch::large);
    p.row_loops = 0;
    product.block = product.size();
    product.result = {};
    graph::results& r = product.places[0];
    r.family = of;
    r.first = member;
    r.count = 1;
    r.lies.step[0] = 0;
    r.lies.extent[0] = 1;
    r.stride.assign(of->stride, of->stride + of->rank);
}

void drop(node& n)
{
    n.dropped = true;
    n.cycle = -1;
    n.block = 0;
    n.places.clear();
    n.shares_block = -1;
}

class summing {
public:
    summing(graph::graph& g, const context& c) : graph_(g), context_(c) {}

    outcome run()
    {
        chains();
        stacks();
        if (fired_) {
            graph::drop_unread(graph_);
            graph::sort(graph_);
        }
        outcome o;
        o.fired = fired_ > 0;
        if (context_.report)
            o.reason = o.fired ? fmt::format("{} products add to {} sum{}; changes the order of sums", products_, fired_, fired_ == 1 ? "" : "s")
                     : !context_.reorder_sums && declined_ ? "reorder_sums forbids it" : nothing_of_the_kind;
        return o;
    }

private:
    void chains()
    {
        if (std::none_of(graph_.nodes.begin(), graph_.nodes.end(), [](const node& n) { return n.cycle >= 0; })) return;
        const graph::readers readers(graph_);
        int cycle = -1;
        for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
            if (graph_.nodes[i].cycle < 0 || std::exchange(cycle, graph_.nodes[i].cycle) == graph_.nodes[i].cycle) continue;
            const auto found = find_running_sums(graph_, readers, i);
            if (!found || !may_take(*found, readers) || !allowed()) continue;
            for (const std::size_t k : found->nodes) drop(graph_.nodes[k]);
            std::map<std::size_t, std::vector<const running_sum*>> of_product;
            for (const running_sum& x : found->sums) of_product[x.product].push_back(&x);
            for (const auto& [product, sums] : of_product) take(product, sums, found->family);
        }
    }

    /// Products that nobody else reads, each in one of the sums.
    bool may_take(const running_sums& all, const graph::readers& readers) const
    {
        std::map<std::size_t, std::vector<index_t>> members;
        for (const running_sum& x : all.sums) {
            const node& p = graph_.nodes[x.product];
            // A scaled product scales all of its block, what it starts from too.
            if (!may_sum(graph_, p) || (p.as_product().scale != 1.0 && !is_zeros(x.initial))) return false;
            const auto& of_product = readers.of(p.family);
            if (!std::all_of(of_product.begin(), of_product.end(), [&](std::size_t i) { return graph_.nodes[i].family == all.family; })) return false;
            auto& m = members[x.product];
            m.insert(m.end(), x.members.begin(), x.members.end());
        }
        return std::all_of(members.begin(), members.end(), [&](auto& of_product) {
            auto& [product, m] = of_product;
            const node& p = graph_.nodes[product];
            std::sort(m.begin(), m.end());
            return std::adjacent_find(m.begin(), m.end()) == m.end() && static_cast<index_t>(m.size()) == p.positions()
                && m.front() == p.places[0].first && m.back() == m.front() + p.positions() - 1;
        });
    }

    /// A product for each of its sums.
    void take(std::size_t product, const std::vector<const running_sum*>& sums, recorded* of)
    {
        count(graph_.nodes[product]);
        const node all = graph_.nodes[product];
        for (std::size_t k = 0; k < sums.size(); ++k) {
            const running_sum& x = *sums[k];
            node p = sums.size() == 1 ? all : some_of(all, x.members);
            sum(p, of, x.last);
            if (!is_zeros(x.initial)) p.operands.push_back(x.initial);
            if (k == 0) graph_.nodes[product] = std::move(p);
            else graph_.nodes.push_back(std::move(p));
        }
    }
    static node some_of(const node& all, const std::vector<index_t>& members)
    {
        node n = all;
        n.loops = 1;
        std::fill(n.extent, n.extent + graph::max_loops, 1);
        n.extent[0] = static_cast<index_t>(members.size());
        for (graph::read& r : n.operands)
            for (graph::coordinate* const c : {&r.number, &r.member, &r.offset}) {
                std::vector<index_t> values;
                for (const index_t m : members) values.push_back(graph::at(all, *c, m - all.places[0].first));
                *c = fitted(n, std::move(values));
            }
        return n;
    }

    void stacks()
    {
        const bool any = std::any_of(graph_.nodes.begin(), graph_.nodes.end(), [](const node& n) {
            return n.is<graph::store>() && !n.dropped;
        });
        if (!any) return;
        const graph::readers readers(graph_);
        for (node& n : graph_.nodes) {
            const auto* const reduction = std::get_if<graph::reduction>(&n.what);
            if (n.dropped || !reduction || reduction->code != detail::reduction::sum || n.positions() != 1) continue;
            value_family* const value = n.operands[0].source();
            if (!value || value->what.what != record::operation::store || !is_whole(n.operands[0], *value)) continue;
            if (n.places.size() != 1 || n.type != value->type || n.cycle >= 0 || n.shares_block >= 0) continue;
            take(n, *record::calls(value), readers);
        }
    }

    void take(node& reduction, recorded& value, const graph::readers& readers)
    {
        const auto f = find_filling(graph_, readers, &value);
        if (!f || !f->one_block || reduction.operands[0].member.base != f->last) return;
        node& p = graph_.nodes[f->one_block->producer];
        if (!may_sum(graph_, p) || !over_the_parts(reduction, *f)) return;
        const auto& of_product = readers.of(p.family);
        const bool only_stored = std::all_of(of_product.begin(), of_product.end(), [&](std::size_t i) {
            return graph_.nodes[i].family == f->value;
        });
        const bool only_summed = std::all_of(f->families[0].stores.begin(), f->families[0].stores.end(), [&](std::size_t i) {
            return !graph::is_asked(graph_, graph_.nodes[i]);
        });
        const auto& of_value = readers.of(f->value);
        const auto others = std::count_if(of_value.begin(), of_value.end(), [&](std::size_t i) {
            return graph_.nodes[i].family != f->value;
        });
        if (!only_stored || !only_summed || others != 1 || !allowed()) return;
        count(p);
        sum(p, reduction.family, reduction.places[0].first);
        for (const std::size_t i : f->families[0].stores) drop(graph_.nodes[i]);
        drop(reduction);
    }

    /// Does the reduction add part to part?
    static bool over_the_parts(const node& reduction, const filling& f)
    {
        const std::uint32_t axes = std::get<graph::reduction>(reduction.what).axes;
        const recorded& value = *f.value;
        std::vector<index_t> starts = f.families[0].offset;
        std::sort(starts.begin(), starts.end());
        for (int d = 0; d < value.rank; ++d) {
            if (axes != std::uint32_t{1} << d) continue;
            return value.shape[d] == static_cast<index_t>(starts.size()) && (starts.size() < 2 || starts[1] == value.stride[d]);
        }
        return false;
    }

    bool allowed()
    {
        declined_ |= !context_.reorder_sums;
        return context_.reorder_sums;
    }
    void count(const node& p)
    {
        products_ += p.positions();
        ++fired_;
    }

    graph::graph& graph_;
    const context& context_;
    index_t products_ = 0, fired_ = 0;
    bool declined_ = false;
};

}  // namespace

outcome sum_into_product(graph::graph& g, const context& c) { return summing(g, c).run(); }

}  // namespace tenfold::rules
