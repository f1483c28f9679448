// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// sum_into_product: init + sum over n of (sum over k of A_n[i,k] B_n[k,j]) is one sum over n and k: the products add to
// one result. So `acc = acc + dot(a, b)` in a loop, and sum(stack(products), axis), never form the products apart.
#include "rules/filling.hpp"

#include "graph/access.hpp"
#include "rules/postfix.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenfold::rules {

namespace {

/// E_m = E_(m-1) + P: who adds what to what.
struct accumulation {
    std::vector<std::size_t> nodes;   // of the running sum
    std::size_t product = 0;
    index_t last = 0;                 // its last value, the only one that is asked for
    graph::read initial;
};

bool is_whole(const graph::read& r, const value_family& f)
{
    return graph::is_canonical_part(r) && std::equal(r.shape.begin(), r.shape.end(), f.shape, f.shape + f.rank);
}

/// May the values of this product be left out for their sum?
bool may_sum(const graph::graph& g, const node& n)
{
    return n.is<graph::product>() && is_plain_block(n, n.positions()) && !graph::is_asked(g, n);
}

class chain_search {
public:
    chain_search(const graph::graph& g, const graph::readers& readers) : graph_(g), readers_(readers) {}

    /// The running sum that begins with node `first`.
    std::optional<accumulation> run(std::size_t first)
    {
        const node& n = graph_.nodes[first];
        sum_ = n.family;
        if (!is_plus(sum_->what) || n.cycle < 0) return std::nullopt;
        const record::need& need = graph_.needs[static_cast<std::size_t>(n.need)];
        if (!need.is_only_last_asked()) return std::nullopt;
        member_ = need.members.ranges()[0].first;
        found_.last = need.members.ranges()[0].last - 1;
        for (std::size_t i = first; i < graph_.nodes.size() && graph_.nodes[i].cycle == n.cycle; ++i) {
            if (graph_.nodes[i].family != sum_ || !take(graph_.nodes[i])) return std::nullopt;
            found_.nodes.push_back(i);
        }
        if (!add_first() || std::find(used_.begin(), used_.end(), false) != used_.end()) return std::nullopt;
        return read_elsewhere() ? std::nullopt : std::optional(std::move(found_));
    }

private:
    bool take(const node& n)
    {
        for (const graph::read& r : n.operands)
            if (!is_whole(r, *sum_)) return false;
        for (index_t i = 0; i < n.positions(); ++i, ++member_) {
            if (graph::member_at(n, i) != member_) return false;
            for (const graph::read& r : n.operands)
                if (graph::at(n, r.offset, i) != 0) return false;
            const bool before[2] = {is_before(n, 0, i), is_before(n, 1, i)};
            if (!first_ && !before[0] && !before[1]) {
                first_ = {&n, i};
                continue;
            }
            if (before[0] == before[1] || !add(n, n.operands[before[0] ? 1 : 0], i)) return false;
        }
        return true;
    }

    bool is_before(const node& n, std::size_t operand, index_t i) const
    {
        const graph::read& r = n.operands[operand];
        return graph::source_at(n, r, i) == sum_ && graph::at(n, r.member, i) == member_ - 1;
    }

    bool add(const node& n, const graph::read& r, index_t i)
    {
        const value_family* const f = graph::source_at(n, r, i);
        if (used_.empty()) {
            const auto at = std::find_if(graph_.nodes.begin(), graph_.nodes.end(),
                                         [&](const node& p) { return p.family == f && !p.places.empty(); });
            if (at == graph_.nodes.end() || !may_sum(graph_, *at)) return false;
            found_.product = static_cast<std::size_t>(at - graph_.nodes.begin());
            used_.assign(static_cast<std::size_t>(at->positions()), false);
        }
        const node& p = graph_.nodes[found_.product];
        const index_t k = graph::at(n, r.member, i) - p.places[0].first;
        if (f != p.family || k < 0 || k >= p.positions() || used_[static_cast<std::size_t>(k)]) return false;
        used_[static_cast<std::size_t>(k)] = true;
        return true;
    }

    /// The first member adds a product to what the sum starts from.
    bool add_first()
    {
        if (!first_ || used_.empty()) return false;
        const auto [n, i] = *first_;
        for (const std::size_t k : {1, 0}) {
            const node& p = graph_.nodes[found_.product];
            if (graph::source_at(*n, n->operands[k], i) != p.family || !add(*n, n->operands[k], i)) continue;
            found_.initial = n->operands[1 - k];
            for (graph::coordinate* c : {&found_.initial.number, &found_.initial.member, &found_.initial.offset}) {
                const index_t value = graph::at(*n, *c, i);
                *c = {};
                c->base = value;
            }
            return found_.initial.source() != p.family;
        }
        return false;
    }

    /// The products, or values of the sum on its way, by any other node.
    bool read_elsewhere() const
    {
        const auto& of_product = readers_.of(graph_.nodes[found_.product].family);
        const auto here = [&](std::size_t i) { return graph_.nodes[i].family == sum_; };
        if (!std::all_of(of_product.begin(), of_product.end(), here)) return true;
        for (const std::size_t i : readers_.of(sum_)) {
            const node& n = graph_.nodes[i];
            if (here(i)) continue;
            if (n.is<graph::view>()) return true;
            for (const graph::read& r : n.operands)
                if (r.source() ? r.source() == sum_ && (!r.member.constant() || r.member.base != found_.last) : r.from < 0)
                    return true;
        }
        return false;
    }

    const graph::graph& graph_;
    const graph::readers& readers_;
    const value_family* sum_ = nullptr;
    accumulation found_;
    std::optional<std::pair<const node*, index_t>> first_;
    std::vector<bool> used_;   // positions of the product
    index_t member_ = 0;
};

bool is_zeros(const graph::read& r)
{
    const value_family* const f = r.source();
    if (!f || f->what.what != record::operation::fill) return false;
    const auto& number = record::calls(f)->scalars;
    return std::all_of(number.begin(), number.end(), [](std::byte b) { return b == std::byte{0}; });
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
            const auto a = chain_search(graph_, readers).run(i);
            if (!a || !allowed()) continue;
            // A scaled product scales all of its block, what it starts from too.
            if (graph_.nodes[a->product].as_product().scale != 1.0 && !is_zeros(a->initial)) continue;
            node& p = graph_.nodes[a->product];
            count(p);
            recorded* const of = graph_.nodes[a->nodes[0]].family;
            sum(p, of, a->last);
            if (!is_zeros(a->initial)) p.operands.push_back(a->initial);
            for (const std::size_t k : a->nodes) drop(graph_.nodes[k]);
        }
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
