// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/strips.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace tenfold::rules {

namespace {

struct piece {
    window_range covers;         // the pair: of all candidates
    std::int32_t candidate, range;
    std::int32_t segment = 0;

    friend bool operator<(const piece& x, const piece& y)
    {
        return x.covers.pair != y.covers.pair ? x.covers.pair < y.covers.pair : x.covers.low < y.covers.low;
    }
};

struct covered_range {
    std::int32_t pair;
    index_t low, high;
    std::int32_t candidate;      // one of those that need it
};

std::size_t key_of(const graph::factor_pair& p)
{
    std::size_t key = 0;
    for (const graph::read& r : p.operands)
        for (const index_t v : {reinterpret_cast<index_t>(r.source()), static_cast<index_t>(r.from), r.member.base, r.offset.base})
            key = (key ^ static_cast<std::size_t>(v)) * 0x9e3779b97f4a7c15u;
    return key;
}

bool same_pair(const graph::factor_pair& x, const graph::factor_pair& y)
{
    for (int k = 0; k < 2; ++k) {
        const graph::read &r = x.operands[k], &s = y.operands[k];
        if (r.source() != s.source() || r.from != s.from || r.member.base != s.member.base || r.offset.base != s.offset.base) return false;
    }
    return true;
}

/// A node of several pairs may be united with others only where all that it reads is there: else one of those could
/// compute what another pair reads.
bool may_have_company(const candidate& c)
{
    const auto& pairs = c.parts.pairs;
    const auto is_there = [](const graph::read& r) { return r.source() && record::is_ready(*r.source()); };
    return pairs.size() == 1 || std::all_of(pairs.begin(), pairs.end(), [&](const graph::factor_pair& p) {
        return is_there(p.operands[0]) && is_there(p.operands[1]);
    });
}

class cutting {
public:
    explicit cutting(const std::vector<candidate*>& all) : all_(all), group_(all.size())
    {
        std::iota(group_.begin(), group_.end(), 0);
    }

    std::vector<strips> run()
    {
        collect();
        if (!std::is_sorted(pieces_.begin(), pieces_.end())) std::sort(pieces_.begin(), pieces_.end());
        cover();
        return by_group();
    }

private:
    void collect()
    {
        for (std::size_t i = 0; i < all_.size(); ++i) {
            const windows& w = all_[i]->parts;
            const bool alone = all_.size() == 1 || !may_have_company(*all_[i]);
            std::vector<std::int32_t> number;
            for (const graph::factor_pair& p : w.pairs) number.push_back(alone ? add(p) : number_of(p));
            for (std::size_t r = 0; r < w.ranges.size(); ++r) {
                piece& p = pieces_.emplace_back(w.ranges[r], static_cast<std::int32_t>(i), static_cast<std::int32_t>(r));
                p.covers.pair = number[static_cast<std::size_t>(p.covers.pair)];
            }
        }
    }

    std::int32_t add(const graph::factor_pair& p)
    {
        pairs_.push_back(&p);
        return static_cast<std::int32_t>(pairs_.size() - 1);
    }

    std::int32_t number_of(const graph::factor_pair& p)
    {
        const std::size_t key = key_of(p);
        for (auto [at, end] = numbers_.equal_range(key); at != end; ++at)
            if (same_pair(*pairs_[static_cast<std::size_t>(at->second)], p)) return at->second;
        return numbers_.emplace(key, add(p))->second;
    }

    /// Ranges that touch are one; a gap is computed too where that costs less than another call.
    void cover()
    {
        const index_t bridge = all_[0]->parts.bridge();
        for (piece& p : pieces_) {
            const window_range& r = p.covers;
            if (covered_.empty() || r.pair != covered_.back().pair || r.low > covered_.back().high + 1 + bridge)
                covered_.push_back({r.pair, r.low, r.high, p.candidate});
            covered_range& c = covered_.back();
            c.high = std::max(c.high, r.high);
            p.segment = static_cast<std::int32_t>(covered_.size() - 1);
            group_[static_cast<std::size_t>(root(p.candidate))] = root(c.candidate);
        }
    }

    std::int32_t root(std::int32_t c)
    {
        while (group_[static_cast<std::size_t>(c)] != c) {
            std::int32_t& up = group_[static_cast<std::size_t>(c)];
            c = up = group_[static_cast<std::size_t>(up)];
        }
        return c;
    }

    std::vector<strips> by_group()
    {
        std::vector<strips> out;
        std::vector<std::int32_t> number(all_.size(), -1), place(all_.size());   // of groups, by root; of candidates in them
        const auto group_of = [&](std::int32_t c) -> strips& { return out[static_cast<std::size_t>(number[static_cast<std::size_t>(root(c))])]; };
        for (std::size_t i = 0; i < all_.size(); ++i) {
            std::int32_t& n = number[static_cast<std::size_t>(root(static_cast<std::int32_t>(i)))];
            if (n < 0) {
                n = static_cast<std::int32_t>(out.size());
                out.emplace_back();
            }
            strips& s = out[static_cast<std::size_t>(n)];
            place[i] = static_cast<std::int32_t>(s.members.size());
            s.members.push_back(all_[i]);
            s.starts.emplace_back(all_[i]->parts.ranges.size());
        }
        std::vector<index_t> begin(covered_.size());   // in the result
        std::vector<std::int32_t> last(out.size(), -1);
        for (std::size_t i = 0; i < covered_.size(); ++i) {
            const covered_range& c = covered_[i];
            strips& s = group_of(c.candidate);
            if (std::exchange(last[static_cast<std::size_t>(&s - out.data())], c.pair) != c.pair)
                s.pairs.push_back(*pairs_[static_cast<std::size_t>(c.pair)]);
            begin[i] = s.extent;
            s.segments.push_back({c.high - c.low + 1, c.low, s.extent, static_cast<std::int32_t>(s.pairs.size() - 1)});
            s.extent += c.high - c.low + 1;
        }
        for (const piece& p : pieces_) {
            strips& s = group_of(p.candidate);
            const auto segment = static_cast<std::size_t>(p.segment), c = static_cast<std::size_t>(p.candidate);
            s.starts[static_cast<std::size_t>(place[c])][static_cast<std::size_t>(p.range)] = begin[segment] + p.covers.low - covered_[segment].low;
            s.windows += p.covers.windows;
            s.positions += p.covers.positions;
        }
        return out;
    }

    const std::vector<candidate*>& all_;
    std::vector<std::int32_t> group_;                    // of candidates: another one of the same, up to the first
    std::vector<const graph::factor_pair*> pairs_;
    std::unordered_multimap<std::size_t, std::int32_t> numbers_;
    std::vector<piece> pieces_;
    std::vector<covered_range> covered_;
};

}  // namespace

std::vector<strips> cut_into_strips(const std::vector<candidate*>& all) { return cutting(all).run(); }

}  // namespace tenfold::rules
