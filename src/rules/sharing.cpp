// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/sharing.hpp"

#include "rules/duplicates.hpp"
#include "rules/strips.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

namespace tenfold::rules {

namespace {

// Nodes of more calls are not taken apart call by call for a few windows that they might share with others.
constexpr index_t few_calls = 256, small_nest = 4096;

bool has_table(const node& n)
{
    return std::any_of(n.operands.begin(), n.operands.end(), [](const graph::read& r) {
        return r.number.values || r.member.values || r.offset.values;
    });
}

/// Loop positions at which other values are multiplied than at any other; none where they are many.
std::vector<index_t> positions_of_pairs(const node& n)
{
    const auto any = [&](const auto& moves) { return std::any_of(n.operands.begin(), n.operands.end(), moves); };
    std::vector<index_t> all{0};
    const bool table = any([](const graph::read& r) { return r.number.values != nullptr; });
    index_t apart = 1;
    for (int d = 0; d < n.loops; apart *= n.extent[d++]) {
        if (!table && !any([d](const graph::read& r) { return r.number.step[d] != 0; })) continue;
        if (static_cast<index_t>(all.size()) * n.extent[d] > few_calls) return {};
        const std::size_t before = all.size();
        for (index_t i = 1; i < n.extent[d]; ++i)
            for (std::size_t k = 0; k < before; ++k) all.push_back(all[k] + i * apart);
    }
    return all;
}

/// A key for each two values that the node multiplies; none where they are many.
std::vector<std::size_t> value_pairs(const node& n)
{
    std::vector<std::size_t> keys;
    for (const index_t position : positions_of_pairs(n)) {
        std::size_t key = 0;
        for (std::size_t k = 0; k < 2; ++k) {
            const graph::read& r = n.operands[k];
            const auto what = r.from >= 0 ? static_cast<std::size_t>(r.from) : reinterpret_cast<std::size_t>(graph::source_at(n, r, position));
            key = (key ^ what) * 0x9e3779b97f4a7c15u;
        }
        keys.push_back(key);
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

/// One product of whole values: no window in sight.
bool is_plain(const node& n)
{
    return n.positions() == 1 && std::all_of(n.operands.begin(), n.operands.end(), [](const graph::read& r) {
        const value_family* f = r.source();
        return f && f->rank == r.shape.size() && std::equal(r.shape.begin(), r.shape.end(), f->shape)
            && std::equal(r.stride.begin(), r.stride.end(), f->stride);
    });
}

class sharing {
public:
    sharing(graph::graph& g, const graph::product_cost& seconds, index_t (*most)(const node&)) : graph_(g), seconds_(seconds), most_(most) {}

    shared_windows run(std::span<const std::size_t> numbers)
    {
        std::vector<std::vector<std::size_t>> pairs;   // of values that each node multiplies
        for (const std::size_t i : numbers)
            for (const std::size_t key : pairs.emplace_back(value_pairs(graph_.nodes[i]))) ++readers_[key];
        for (std::size_t k = 0; k < numbers.size(); ++k) look_at(graph_.nodes[numbers[k]], numbers[k], pairs[k]);
        for (const auto& group : groups_) join(group);
        for (candidate& c : nests_)
            if (!done(c)) finish(std::move(c));
        for (const std::size_t i : numbers)
            if (!most_ && may_have_windows(graph_.nodes[i]) && !done_.count(i)) duplicates(graph_.nodes[i], i);
        out_.nodes.assign(done_.begin(), done_.end());
        return std::move(out_);
    }

private:
    void look_at(node& n, std::size_t number, const std::vector<std::size_t>& pairs)
    {
        const bool has_company = std::any_of(pairs.begin(), pairs.end(), [&](std::size_t key) { return readers_[key] > 1; });
        if (is_plain(n) && !has_company) return;
        windows w(n, seconds_);
        const bool left = w.merge(0), right = w.merge(1);
        if (left || right) {
            if (w.list_merged()) return compare_later({std::move(w), number, true, false});
            const int operand = w.merged[0].operand;
            const bool listed = w.merged.size() == 1 && has_company && n.positions() <= small_nest && list(n, number, operand, true);
            if (listed) nests_.push_back({std::move(w), number, true, true});
            else finish({std::move(w), number, true, false});
            return;
        }
        if (!w.declined.empty()) out_.declined = w.declined;
        if (!has_table(n) && !has_company) return;
        const bool moves[] = {!n.operands[0].offset.constant(), !n.operands[1].offset.constant()};
        for (const int operand : {1, 0})
            if (moves[operand] || !moves[1 - operand]) list(n, number, operand, false);
    }

    /// Call by call.
    bool list(const node& n, std::size_t number, int operand, bool nest)
    {
        windows w(n, seconds_);
        const bool listed = w.list(operand);
        if (!w.declined.empty()) out_.declined = w.declined;
        if (listed) compare_later({std::move(w), number, false, nest});
        return listed;
    }

    void compare_later(candidate one)
    {
        candidates_.push_back(std::move(one));
        candidate& c = candidates_.back();
        auto& alike = forms_[c.parts.key_of_form()];
        for (const std::size_t i : alike)
            if (groups_[i][0]->parts.same_form(c.parts)) return groups_[i].push_back(&c);
        alike.push_back(groups_.size());
        groups_.push_back({&c});
    }

    /// Candidates that differ only in what they multiply and in the ranges of their index become products over ranges
    /// that touch.
    void join(const std::vector<candidate*>& group)
    {
        std::vector<candidate*> left;
        std::copy_if(group.begin(), group.end(), std::back_inserter(left), [&](const candidate* c) { return !done(*c); });
        if (left.empty()) return;
        for (strips& s : cut_into_strips(left)) {
            if (s.members.size() == 1 && s.members[0]->merged) finish(std::move(*s.members[0]));
            else if (s.members.size() > 1 || !s.members[0]->nest) unite_or_leave(s);
        }
    }

    void unite_or_leave(strips& s)
    {
        if (most_ ? are_fewer(s) : s.are_worth_it()) return unite(s);
        out_.declined = fmt::format("{} windows of {} positions hardly meet: they cover {}", s.windows, s.positions / s.windows, s.extent);
        for (candidate* c : s.members)
            if (c->merged) finish(std::move(*c));
    }

    /// Of all positions that the windows have, one by one.
    bool are_fewer(const strips& s) const
    {
        double most = 0, all = 0;
        for (const candidate* c : s.members) {
            const node& n = graph_.nodes[c->number];
            most += static_cast<double>(most_(n));
            all += static_cast<double>(n.positions() * n.size());
        }
        return static_cast<double>(s.extent) * all <= static_cast<double>(s.positions) * most;
    }

    void unite(strips& s)
    {
        // The first in order computes: nothing that reads any of them comes before it.
        candidate* const owner = *std::min_element(s.members.begin(), s.members.end(), [](const candidate* x, const candidate* y) {
            return x->number < y->number;
        });
        for (std::size_t i = 0; i < s.members.size(); ++i) {
            candidate& c = *s.members[i];
            node& n = graph_.nodes[c.number];
            out_.before += graph::products_of(n);
            c.parts.settle(s.starts[i], s.extent);
            c.parts.rewrite(n);
            done_.insert(c.number);
            if (&c == owner) continue;
            n.shares_block = static_cast<int>(owner->number);
            n.dropped = true;
        }
        node& n = graph_.nodes[owner->number];
        read_pairs(n, owner->parts.pairs);
        set_segments(n, s, *owner);
        out_.after += graph::products_of(n);
        ++out_.fired;
    }

    /// What the node's own calls multiply: one loop position a pair.
    static void read_pairs(node& n, const std::vector<graph::factor_pair>& pairs)
    {
        for (std::size_t k = 0; k < 2; ++k) {
            if (pairs.size() == 1) {
                n.operands[k] = pairs[0].operands[k];
                continue;
            }
            const auto along = [&](graph::coordinate graph::read::*c) {
                auto values = std::make_shared<std::vector<index_t>>();
                for (const graph::factor_pair& p : pairs) values->push_back((p.operands[k].*c).base);
                n.operands[k].*c = {};
                (n.operands[k].*c).values = std::move(values);
            };
            along(&graph::read::number);
            along(&graph::read::member);
            along(&graph::read::offset);
        }
        n.loops = pairs.size() > 1 ? 1 : 0;
        n.extent[0] = static_cast<index_t>(pairs.size());
    }

    static void set_segments(node& n, strips& s, const candidate& owner)
    {
        const merged_index& m = owner.parts.merged.back();
        if (s.segments.size() == 1) {
            n.operands[static_cast<std::size_t>(m.operand)].offset.base += s.segments[0].operand_offset * m.canonical;
            return;
        }
        graph::product& p = n.as_product();
        p.segments = std::move(s.segments);
        p.segment_axis = owner.parts.segment_axis();
        p.segment_operand = m.operand;
        const index_t stride = p.axes[static_cast<std::size_t>(p.segment_axis)].c;
        for (graph::product::segment& part : p.segments) part.result_offset *= stride;
        if (s.pairs.size() > 1) p.pairs = std::move(s.pairs);
    }

    void finish(candidate&& c)
    {
        node& n = graph_.nodes[c.number];
        if (most_ && c.parts.elements() > most_(n)) return;
        out_.before += graph::products_of(n);
        c.parts.rewrite(n);
        out_.after += graph::products_of(n);
        done_.insert(c.number);
        ++out_.fired;
    }

    /// Windows that do not meet may be equal still.
    void duplicates(node& n, std::size_t number)
    {
        const index_t before = graph::products_of(n);
        if (merge_duplicates(n) == 0) return;
        out_.before += before;
        out_.after += graph::products_of(n);
        done_.insert(number);
        ++out_.fired;
    }

    bool done(const candidate& c) const { return done_.count(c.number) > 0; }

    graph::graph& graph_;
    const graph::product_cost& seconds_;
    index_t (*most_)(const node&);                       // elements of results; null: products decide by cost
    std::unordered_map<std::size_t, int> readers_;       // nodes that multiply the same two values
    std::deque<candidate> candidates_, nests_;           // nests: as they merge without others
    std::vector<std::vector<candidate*>> groups_;        // of one form
    std::unordered_map<std::size_t, std::vector<std::size_t>> forms_;
    std::unordered_set<std::size_t> done_;
    shared_windows out_;
};

}  // namespace

bool may_share(const node& n)
{
    return n.is_whole_product() && n.cycle < 0 && !n.dropped && n.block > 0 && n.shares_block < 0;
}

shared_windows share_windows(graph::graph& g, std::span<const std::size_t> nodes, const graph::product_cost& seconds,
                             index_t (*most)(const node&))
{
    return sharing(g, seconds, most).run(nodes);
}

}  // namespace tenfold::rules
