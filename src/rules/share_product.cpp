// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// share_product: C[n, i, j] = sum_k A[i, k] B[k, n + j] depends on (n, j) only through t = n + j. It is computed
// once over t; every C[n] is a view. The same holds for either operand, for several indices and axes, for windows
// that follow no pattern, and for windows of several sizes and places in the program.
#include "rules/windows.hpp"

#include <fmt/format.h>

#include <deque>
#include <unordered_map>

namespace tenfold::rules {

namespace {

struct candidate {
    windows parts;
    std::size_t number;   // of the node
    bool merged;          // by itself already; else worth a rewrite only together with others
};

bool may_share(const node& n)
{
    return n.family->product && n.cycle < 0 && !n.dropped && n.segments.empty() && n.block > 0
        && n.shares_block < 0;
}

std::size_t key_of(const windows& w)
{
    const merged_index& m = w.merged[0];
    std::size_t key = static_cast<std::size_t>(m.operand * 64 + m.source_axis);
    for (const graph::read& r : w.source().operands)
        key = (key ^ reinterpret_cast<std::size_t>(r.source())) * 0x9e3779b97f4a7c15u;
    return key;
}

std::size_t sources_of(const node& n)
{
    std::size_t key = 0;
    for (const graph::read& r : n.operands) key = (key ^ reinterpret_cast<std::size_t>(r.source())) * 0x9e3779b97f4a7c15u;
    return key;
}

/// One product of whole values: no window in sight.
bool is_plain(const node& n)
{
    return n.positions() == 1 && std::all_of(n.operands.begin(), n.operands.end(), [](const graph::read& r) {
        const recorded* f = r.source();
        return f && f->rank == r.shape.size() && std::equal(r.shape.begin(), r.shape.end(), f->shape)
            && std::equal(r.stride.begin(), r.stride.end(), f->stride);
    });
}

class sharing {
public:
    sharing(graph::graph& g, const context& c) : graph_(g), context_(c) {}

    outcome run()
    {
        for (const node& n : graph_.nodes)
            if (may_share(n)) ++readers_[sources_of(n)];
        for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
            if (may_share(graph_.nodes[i])) look_at(graph_.nodes[i], i);
        join();
        outcome o;
        o.fired = fired_ > 0;
        if (!context_.report) return o;
        if (o.fired)
            o.reason = fmt::format("{} products are views of {} product{}", before_, after_, after_ == 1 ? "" : "s");
        else
            o.reason = declined_.empty() ? "no operand's windows meet" : declined_;
        return o;
    }

private:
    void look_at(node& n, std::size_t number)
    {
        const bool has_company = readers_[sources_of(n)] > 1;
        if (is_plain(n) && !has_company) return;
        windows w(n);
        const bool left = w.merge(0), right = w.merge(1);
        const bool merged = left || right || w.merge_table(1) || w.merge_table(0);
        if (merged) {
            if (w.one_index()) compare_later(std::move(w), number, true);
            else finish({std::move(w), number, true});
            return;
        }
        if (!w.declined.empty()) declined_ = w.declined;
        if (n.positions() != 1 || !has_company) return;
        for (const int operand : {1, 0}) {
            windows alone(n);
            if (alone.merge(operand, true) && alone.one_index()) compare_later(std::move(alone), number, false);
        }
    }

    void compare_later(windows w, std::size_t number, bool merged)
    {
        candidates_.push_back({std::move(w), number, merged});
        groups_[key_of(candidates_.back().parts)].push_back(&candidates_.back());
    }

    /// Candidates that differ only in the range of their index become one product over ranges that touch.
    void join()
    {
        for (candidate& c : candidates_) {
            if (done(c)) continue;
            std::vector<candidate*> alike;
            for (candidate* o : groups_[key_of(c.parts)])
                if (!done(*o) && (o == &c || c.parts.differ_only_in_range(o->parts))) alike.push_back(o);
            if (alike.size() < 2) {
                if (c.merged) finish(c);
                continue;
            }
            std::sort(alike.begin(), alike.end(), [](const candidate* x, const candidate* y) {
                return x->parts.merged[0].range.low < y->parts.merged[0].range.low;
            });
            constexpr double flops_of_a_call = 3000;
            const auto bridge = static_cast<index_t>(flops_of_a_call / std::max(1.0, c.parts.flops_of_one()));
            for (std::size_t i = 0; i < alike.size();) {
                graph::lattice range = alike[i]->parts.merged[0].range;
                std::size_t end = i + 1;
                for (; end < alike.size() && alike[end]->parts.merged[0].range.low <= range.high + 1 + bridge; ++end)
                    range.high = std::max(range.high, alike[end]->parts.merged[0].range.high);
                unite({alike.begin() + static_cast<std::ptrdiff_t>(i), alike.begin() + static_cast<std::ptrdiff_t>(end)},
                      range);
                i = end;
            }
        }
    }

    void unite(const std::vector<candidate*>& group, graph::lattice range)
    {
        if (group.size() == 1) {
            if (group[0]->merged) finish(*group[0]);
            return;
        }
        // The first in order computes: nothing that reads any of them comes before it.
        candidate* owner = *std::min_element(group.begin(), group.end(), [](const candidate* x, const candidate* y) {
            return x->number < y->number;
        });
        for (candidate* c : group) {
            c->parts.widen(c->parts.merged[0], range);
            node& n = graph_.nodes[c->number];
            before_ += graph::products_of(n);
            c->parts.rewrite(n);
            done_.insert({c->number, true});
            if (c == owner) continue;
            n.shares_block = static_cast<int>(owner->number);
            n.dropped = true;
        }
        ++fired_;
        ++after_;
    }

    void finish(const candidate& c)
    {
        node& n = graph_.nodes[c.number];
        before_ += graph::products_of(n);
        c.parts.rewrite(n);
        after_ += graph::products_of(n);
        done_.insert({c.number, true});
        ++fired_;
    }

    bool done(const candidate& c) const { return done_.count(c.number) > 0; }

    graph::graph& graph_;
    const context& context_;
    std::unordered_map<std::size_t, int> readers_;   // nodes that read the same two values
    std::deque<candidate> candidates_;
    std::unordered_map<std::size_t, std::vector<candidate*>> groups_;
    std::unordered_map<std::size_t, bool> done_;
    index_t before_ = 0, after_ = 0;
    int fired_ = 0;
    std::string declined_;
};

}  // namespace

outcome share_product(graph::graph& g, const context& c) { return sharing(g, c).run(); }

}  // namespace tenfold::rules
