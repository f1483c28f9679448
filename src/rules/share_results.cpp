// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// share_results: f(x_n) and A x_n, where the x_n are windows of one value, or of one block, are windows of f(x) and A x.
// Elementwise work is done once over what its windows cover, together with operands that move in step and those that do
// not move along; and windows of windows are windows. Nodes are looked at in order of what they read, each once: what
// they read is as it will stay by then.
#include "graph/readers.hpp"
#include "rules/block_reads.hpp"
#include "rules/elementwise_form.hpp"
#include "rules/sharing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace tenfold::rules {

namespace {

using graph::in_operand;
using graph::stride_in;

/// Results as they were recorded, one position after another.
bool is_as_recorded(const node& n)
{
    if (n.cycle >= 0 || n.dropped || n.shares_block >= 0 || n.places.empty() || n.result.values || n.result.base != 0) return false;
    if (n.is<graph::product>() && n.as_product().dims.size() != n.shape.size()) return false;   // it is a product of windows already
    return n.block > 0 && n.block == n.positions() * n.size()
        && std::all_of(n.places.begin(), n.places.end(), [&](const graph::results& r) {
               return record::size_of(*r.family) == n.size() && std::equal(r.stride.begin(), r.stride.end(), r.family->stride);
           });
}

/// Do all operands read whole values, which share no block?
bool reads_whole_values(const node& n, const block_reads& views)
{
    return std::all_of(n.operands.begin(), n.operands.end(), [&](const graph::read& r) {
        const value_family* const f = r.source();
        return f && !views.may_read_views(r) && r.offset.constant() && r.offset.base == 0 && graph::is_canonical_part(r)
            && std::equal(r.shape.begin(), r.shape.end(), f->shape, f->shape + f->rank);
    });
}

/// Of values that hold one number everywhere, one element of one is as good as all.
void read_one_number(const node& n, graph::read& r)
{
    const value_family* const first = n.positions() > 0 ? graph::source_at(n, r, 0) : nullptr;
    const auto is_alike = [&](const value_family* f) {
        return f == first || (f->what.what == record::operation::fill && f->type == first->type && record::calls(f)->scalars == record::calls(first)->scalars);
    };
    if (!first || first->what.what != record::operation::fill) return;
    for (index_t i = 0; i < n.positions() && !r.source(); ++i)
        if (!is_alike(graph::source_at(n, r, i))) return;
    const index_t member = graph::at(n, r.member, 0), number = graph::at(n, r.number, 0);
    r.number = r.member = r.offset = {};
    r.number.base = number;
    r.member.base = member;
    r.shape.clear();
    r.stride.clear();
}

/// Views of what is computed once cost their readers something.
index_t most_elements(const node& n)
{
    const double worth_it = n.operands[1].from >= 0 ? 0.9 : 0.75;
    return static_cast<index_t>(worth_it * static_cast<double>(n.positions() * n.size()));
}

class sharing_results {
public:
    sharing_results(graph::graph& g, const context& c) : graph_(g), context_(c), views_(g)
    {
        products_ = std::find(c.disabled.begin(), c.disabled.end(), "share_product") == c.disabled.end();
    }

    outcome run()
    {
        const bool any = std::any_of(graph_.nodes.begin(), graph_.nodes.end(), [](const node& n) { return n.is<graph::elementwise>(); });
        const bool views = std::any_of(graph_.nodes.begin(), graph_.nodes.end(), [](const node& n) { return is_view(n); });
        if (!any && !(views && graph_.nodes.size() > 1)) return {false, context_.report ? nothing_of_the_kind : ""};
        for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
            if (is_view(graph_.nodes[i])) views_.add(i);
        for (const auto& level : by_level()) {
            share_products(level);
            share_elementwise(level);
        }
        if (elementwise_ > 0) graph::drop_unread(graph_);
        outcome o;
        o.fired = elementwise_ + shared_ > 0;
        if (!context_.report) return o;
        if (o.fired)
            o.reason = fmt::format("{} elementwise calls and {} products are views of results that were computed once", elementwise_, shared_);
        else o.reason = declined_.empty() ? "no results are read by windows" : declined_;
        return o;
    }

private:
    static bool is_view(const node& n)
    {
        return std::any_of(n.places.begin(), n.places.end(), [](const graph::results& r) { return r.view; });
    }

    /// Nodes behind all that they read: levels by the longest way to what is there.
    std::vector<std::vector<std::size_t>> by_level() const
    {
        std::unordered_map<const value_family*, std::size_t> of_family;   // the level behind it
        std::vector<std::size_t> of_node(graph_.nodes.size(), 0);
        std::vector<std::vector<std::size_t>> levels;
        for (std::size_t i = 0, end; i < graph_.nodes.size(); i = end) {
            for (end = i + 1; end < graph_.nodes.size() && graph_.nodes[i].cycle >= 0 && graph_.nodes[end].cycle == graph_.nodes[i].cycle;) ++end;
            std::size_t level = 0;
            for (std::size_t k = i; k < end; ++k) level = std::max(level, level_of(graph_.nodes[k], of_family, of_node));
            for (std::size_t k = i; k < end; ++k) {
                of_node[k] = level;
                const node& n = graph_.nodes[k];
                for (const graph::results& r : n.places) {
                    std::size_t& behind = of_family[r.family];
                    behind = std::max(behind, level + 1);
                }
                if (!(n.is<graph::elementwise>() ? is_as_recorded(n) : products_ && n.is<graph::product>() && may_share(n) && is_as_recorded(n))) continue;
                if (level >= levels.size()) levels.resize(level + 1);
                levels[level].push_back(k);
            }
        }
        return levels;
    }
    static std::size_t level_of(const node& n, const std::unordered_map<const value_family*, std::size_t>& of_family, const std::vector<std::size_t>& of_node)
    {
        std::size_t level = 0;
        const auto behind = [&](const value_family* f) {
            if (const auto at = of_family.find(f); at != of_family.end()) level = std::max(level, at->second);
        };
        if (n.is<graph::view>())
            for (std::size_t s = 0; s < n.family->sources.size(); ++s)
                if (n.family->sources[s]) behind(record::core(n.family->sources[s]));
        if (n.is<graph::view>()) behind(n.family);
        const auto behind_read = [&](const graph::read& r) {
            if (r.from >= 0) level = std::max(level, of_node[static_cast<std::size_t>(r.from)] + 1);
            for (std::size_t s = 0; r.sources && s < r.sources->size(); ++s)
                if ((*r.sources)[s]) behind(record::core((*r.sources)[s]));
        };
        std::for_each(n.operands.begin(), n.operands.end(), behind_read);
        graph::each_pair_read(n, behind_read);
        return level;
    }

    /// Of what lies in blocks: their readers read these.
    bool read_in_blocks(node& n)
    {
        for (const graph::read& r : n.operands) views_.join(r);
        views_.nest(n);
        bool any = false;
        for (std::size_t k = 0; k < n.operands.size(); ++k) any |= n.is<graph::product>() ? product_reads_block(n, k) : reads_block(n, k);
        return any;
    }
    bool reads_block(node& n, std::size_t k) const
    {
        std::vector<graph::moving_index> indices;
        const graph::read& r = n.operands[k];
        for (std::size_t d = 0; d < r.shape.size(); ++d) indices.push_back({r.shape[d], r.stride[d]});
        auto in_block = views_.in_block(n, r, indices);
        if (in_block) n.operands[k] = std::move(*in_block);
        return in_block.has_value();
    }
    bool product_reads_block(node& n, std::size_t k) const
    {
        std::vector<graph::moving_index> indices;
        std::vector<graph::product_axis>& axes = n.as_product().axes;
        for (const graph::product_axis& x : axes)
            if (x.*in_operand[k]) indices.push_back({x.extent, x.*stride_in[k]});
        auto in_block = views_.in_block(n, n.operands[k], indices);
        if (!in_block) return false;
        n.operands[k] = std::move(*in_block);
        auto next = indices.begin();
        for (graph::product_axis& x : axes)
            if (x.*in_operand[k]) x.*stride_in[k] = next++->stride;
        return true;
    }

    void share_products(const std::vector<std::size_t>& level)
    {
        std::vector<std::size_t> tried;
        std::unordered_map<std::size_t, node> before;
        for (const std::size_t i : level) {
            node& n = graph_.nodes[i];
            const auto& all = n.operands;
            if (!n.is<graph::product>() || std::none_of(all.begin(), all.end(), [&](const graph::read& r) { return views_.may_read_views(r); })) continue;
            before.emplace(i, n);
            if (read_in_blocks(n)) tried.push_back(i);
            else n = before.at(i);
        }
        if (tried.empty()) return;
        const shared_windows shared = share_windows(graph_, tried, context_.seconds);
        take(shared);
        shared_ += shared.before;
        for (const std::size_t i : shared.nodes) before.erase(i);
        for (const std::size_t i : tried)
            if (const auto at = before.find(i); at != before.end()) graph_.nodes[i] = std::move(at->second);
    }

    void share_elementwise(const std::vector<std::size_t>& level)
    {
        std::vector<std::size_t> tried;
        std::unordered_map<std::size_t, std::pair<node, elementwise_form>> forms;   // as it was, and with what it reads in blocks
        still_numbers numbers;
        for (const std::size_t i : level) {
            node& n = graph_.nodes[i];
            if (!n.is<graph::elementwise>() || reads_whole_values(n, views_)) continue;
            node was = n;
            for (graph::read& r : n.operands) read_one_number(n, r);
            read_in_blocks(n);
            auto form = elementwise_form::of(n, numbers);
            if (!form) {
                n = std::move(was);
                continue;
            }
            n = form->as_product();
            forms.emplace(i, std::pair(std::move(was), std::move(*form)));
            tried.push_back(i);
        }
        if (tried.empty()) return;
        const graph::product_cost seconds = [this](double m, double n, double k, element e) { return context_.pass ? context_.pass(m * n * k, e) : m * n * k; };
        const shared_windows shared = share_windows(graph_, tried, seconds, most_elements);
        for (const std::size_t i : shared.nodes) {
            const auto at = forms.find(i);
            elementwise_ += at->second.second.recorded().positions();
            at->second.second.put_back(graph_.nodes[i]);
            forms.erase(at);
        }
        for (auto& [i, form] : forms) graph_.nodes[i] = std::move(form.first);
        take(shared);
    }

    void take(const shared_windows& shared)
    {
        for (const std::size_t i : shared.nodes) views_.add(i);
        if (!shared.declined.empty()) declined_ = shared.declined;
    }

    graph::graph& graph_;
    const context& context_;
    block_reads views_;
    bool products_;
    index_t elementwise_ = 0, shared_ = 0;
    std::string declined_;
};

}  // namespace

outcome share_results(graph::graph& g, const context& c) { return sharing_results(g, c).run(); }

}  // namespace tenfold::rules
