// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/running_sums.hpp"

#include "graph/access.hpp"
#include "rules/postfix.hpp"

#include <algorithm>
#include <unordered_map>

namespace tenfold::rules {

bool is_whole(const graph::read& r, const value_family& f)
{
    return graph::is_canonical_part(r) && std::equal(r.shape.begin(), r.shape.end(), f.shape, f.shape + f.rank);
}

bool is_zeros(const graph::read& r)
{
    const value_family* const f = r.source();
    if (!f || f->what.what != record::operation::fill) return false;
    const auto& number = record::calls(f)->scalars;
    return std::all_of(number.begin(), number.end(), [](std::byte b) { return b == std::byte{0}; });
}

namespace {

class search {
public:
    search(const graph::graph& g, const graph::readers& readers) : graph_(g), readers_(readers) {}

    std::optional<running_sums> run(std::size_t first)
    {
        const node& n = graph_.nodes[first];
        found_.family = n.family;
        if (!is_plus(n.family->what) || n.cycle < 0) return std::nullopt;
        for (std::size_t i = first; i < graph_.nodes.size() && graph_.nodes[i].cycle == n.cycle; ++i) {
            if (graph_.nodes[i].family != n.family || graph_.nodes[i].places.size() != 1 || !take(graph_.nodes[i])) return std::nullopt;
            found_.nodes.push_back(i);
        }
        return are_wanted_at_their_ends() ? std::optional(std::move(found_)) : std::nullopt;
    }

private:
    bool take(const node& n)
    {
        for (const graph::read& r : n.operands)
            if (!is_whole(r, *found_.family) || r.from >= 0) return false;
        for (index_t i = 0; i < n.positions(); ++i) {
            const index_t member = graph::member_at(n, i);
            for (const graph::read& r : n.operands)
                if (graph::at(n, r.offset, i) != 0) return false;
            const bool before[2] = {is_sum(n, 0, i), is_sum(n, 1, i)};
            if (before[0] && before[1]) return false;
            if (!before[0] && !before[1]) {
                if (!begin(n, i)) return false;
            }
            else {
                const std::size_t k = before[0] ? 0 : 1;
                const auto at = open_.find(graph::at(n, n.operands[k].member, i));   // the end of a sum so far
                if (at == open_.end()) return false;
                const std::size_t which = at->second;
                open_.erase(at);
                if (!add(found_.sums[which], n, 1 - k, i)) return false;
                open_[member] = which;
            }
            found_.sums[open_.at(member)].last = member;
        }
        return true;
    }

    bool is_sum(const node& n, std::size_t operand, index_t i) const { return graph::source_at(n, n.operands[operand], i) == found_.family; }

    /// The first call adds a product to what the sum starts from.
    bool begin(const node& n, index_t i)
    {
        constexpr std::size_t most = 64;   // more of them are no sums side by side, but a loop of short ones
        if (found_.sums.size() == most) return false;
        for (const std::size_t k : {1, 0}) {
            running_sum s;
            s.family = found_.family;
            if (!add(s, n, k, i)) continue;
            s.initial = n.operands[1 - k];
            for (graph::coordinate* c : {&s.initial.number, &s.initial.member, &s.initial.offset}) {
                const index_t value = graph::at(n, *c, i);
                *c = {};
                c->base = value;
            }
            if (s.initial.source() == graph::source_at(n, n.operands[k], i)) return false;
            open_[graph::member_at(n, i)] = found_.sums.size();
            found_.sums.push_back(std::move(s));
            return true;
        }
        return false;
    }

    bool add(running_sum& s, const node& n, std::size_t operand, index_t i)
    {
        const value_family* const f = graph::source_at(n, n.operands[operand], i);
        if (s.members.empty()) {
            const auto known = product_of_.find(f);
            if (known == product_of_.end()) {
                const auto at = std::find_if(graph_.nodes.begin(), graph_.nodes.end(), [&](const node& p) {
                    return p.family == f && !p.places.empty() && p.is<graph::product>();
                });
                if (at == graph_.nodes.end()) return false;
                s.product = product_of_[f] = static_cast<std::size_t>(at - graph_.nodes.begin());
            }
            else s.product = known->second;
        }
        if (graph_.nodes[s.product].family != f) return false;
        s.members.push_back(graph::at(n, n.operands[operand].member, i));
        return true;
    }

    /// Nobody else asks for, or reads, values of a sum on its way.
    bool are_wanted_at_their_ends() const
    {
        if (found_.sums.empty()) return false;
        const record::need& need = graph_.needs[static_cast<std::size_t>(graph_.nodes[found_.nodes[0]].need)];
        if (need.all_asked && static_cast<std::size_t>(need.members.size()) != open_.size()) return false;
        const auto asked = need.asked.ranges();
        const bool only_ends = need.all_asked || std::all_of(asked.begin(), asked.end(), [&](const auto& r) {
            for (index_t m = r.first; m < r.last; ++m)
                if (need.members.contains(m) && !open_.contains(m)) return false;
            return true;
        });
        if (!only_ends) return false;
        for (const std::size_t i : readers_.of(found_.family)) {
            const node& n = graph_.nodes[i];
            if (n.family == found_.family) continue;
            if (n.is<graph::view>()) return false;
            for (const graph::read& r : n.operands) {
                if (r.from >= 0 || (r.source() && r.source() != found_.family)) continue;
                if (!r.source() || !r.member.constant() || !open_.contains(r.member.base)) return false;
            }
        }
        return true;
    }

    const graph::graph& graph_;
    const graph::readers& readers_;
    running_sums found_;
    std::unordered_map<index_t, std::size_t> open_;   // the member that is a sum so far, and which sum it is
    std::unordered_map<const value_family*, std::size_t> product_of_;
};

}  // namespace

std::optional<running_sums> find_running_sums(const graph::graph& g, const graph::readers& readers, std::size_t first)
{
    return search(g, readers).run(first);
}

}  // namespace tenfold::rules
