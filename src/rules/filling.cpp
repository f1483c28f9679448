// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/filling.hpp"

#include "graph/access.hpp"
#include "record/stores.hpp"

#include <algorithm>

namespace tenfold::rules {

namespace {

using record::operation;

/// Goes back from the last version to the value that the first store starts from.
class filling_search {
public:
    filling_search(const graph::graph& g, const graph::readers& readers) : graph_(g), readers_(readers) {}

    std::optional<filling> run(recorded* value)
    {
        found_.value = value;
        const record::need* const need = need_of(value);
        if (!need || !need->is_only_last_asked()) return std::nullopt;
        found_.last = need->members.ranges()[0].last - 1;
        if (!follow() || !is_whole_chain()) return std::nullopt;
        for (const stored_parts& s : found_.families)
            if (!only_last_is_read(s)) return std::nullopt;
        if (!are_apart()) return std::nullopt;
        const index_t left = record::size_of(*value) - elements_written();
        if (left == 0 || record::is_blank(*base_family_)) found_.base.reset();
        else if (!is_worth_a_copy()) return std::nullopt;
        if (left == 0) find_producer();
        for (std::size_t f = 0; f < found_.families.size(); ++f) finish(found_.families[f], numbers_[f]);
        return std::move(found_);
    }

private:
    struct piece {
        std::size_t node, family;    // family: place in `families`
        index_t first, last;         // members
    };
    struct numbers {
        std::vector<index_t> number, member, from;   // of each part: source, member of it, offset in that
    };

    const record::need* need_of(const value_family* f) const
    {
        const auto at = std::find_if(graph_.needs.begin(), graph_.needs.end(), [&](const auto& n) { return n.f == f; });
        return at == graph_.needs.end() ? nullptr : &*at;
    }

    /// Takes the stores of one more family; false where they are none that only assign, or are no longer as recorded.
    bool add_family(const value_family* f)
    {
        stored_parts& s = found_.families.emplace_back();
        numbers_.emplace_back();
        s.family = record::calls(const_cast<value_family*>(f));
        for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
            const node& n = graph_.nodes[i];
            if (n.family != f) continue;
            const graph::read &part = n.operands[1], &value = n.operands[2];
            if (n.dropped || n.gathers() || n.places.size() != 1 || n.places[0].members || part.shape != value.shape) return false;
            if (static_cast<detail::store_mode>(f->what.code) != detail::store_mode::assign) return false;
            if (s.stores.empty()) {
                s.part_shape = part.shape;
                s.part_stride = part.stride;
                s.parts.sources = value.sources;
                s.parts.shape = value.shape;
                s.parts.stride = value.stride;
            }
            s.stores.push_back(i);
            pieces_.push_back({i, found_.families.size() - 1, n.places[0].first, n.places[0].first + n.places[0].count});
        }
        return !s.stores.empty();
    }

    const piece* find(const value_family* f, index_t member)
    {
        const auto holds = [&](const piece& p) {
            return found_.families[p.family].family == f && p.first <= member && member < p.last;
        };
        if (last_ < pieces_.size() && holds(pieces_[last_])) return &pieces_[last_];
        const auto at = std::find_if(pieces_.begin(), pieces_.end(), holds);
        if (at == pieces_.end()) return nullptr;
        last_ = static_cast<std::size_t>(at - pieces_.begin());
        return &*at;
    }
    bool knows(const value_family* f) const
    {
        return std::any_of(found_.families.begin(), found_.families.end(), [&](const stored_parts& s) { return s.family == f; });
    }

    bool follow()
    {
        constexpr std::size_t most_families = 64;
        const value_family* f = found_.value;
        index_t m = found_.last;
        const node* first = nullptr;
        index_t position = 0;
        while (f && f->what.what == operation::store && (knows(f) || need_of(f))) {
            if (!knows(f) && (found_.families.size() == most_families || !add_family(f))) return false;
            const piece* const p = find(f, m);
            if (!p) return false;
            first = &graph_.nodes[p->node];
            position = m - p->first;
            take(*first, position, *p);
            const graph::read& old = first->operands[0];
            f = old.source() ? old.source() : graph::source_at(*first, old, position);
            m = graph::at(*first, old.member, position);
        }
        base_family_ = f;
        if (!first || !f) return false;
        graph::read& base = found_.base.emplace(first->operands[0]);
        for (graph::coordinate* const c : {&base.number, &base.member, &base.offset}) {
            const index_t value = graph::at(*first, *c, position);
            *c = {};
            c->base = value;
        }
        return true;
    }

    void take(const node& n, index_t position, const piece& p)
    {
        const graph::read& value = n.operands[2];
        numbers& to = numbers_[p.family];
        to.number.push_back(graph::at(n, value.number, position));
        to.member.push_back(graph::at(n, value.member, position));
        to.from.push_back(graph::at(n, value.offset, position));
        found_.families[p.family].offset.push_back(graph::at(n, n.operands[1].offset, position));
    }

    /// Every member of these families is one of the versions, and nobody may read one but the last.
    bool is_whole_chain() const
    {
        for (std::size_t f = 0; f < found_.families.size(); ++f) {
            const record::need* const need = need_of(found_.families[f].family);
            if (static_cast<index_t>(found_.families[f].offset.size()) != need->members.size()) return false;
            if (f > 0 && need->any_asked()) return false;
            std::vector<bool> seen(found_.families[f].parts.sources->size(), false);
            for (const index_t n : numbers_[f].number) {
                if (seen[static_cast<std::size_t>(n)]) continue;
                seen[static_cast<std::size_t>(n)] = true;
                if (knows(record::core((*found_.families[f].parts.sources)[static_cast<std::size_t>(n)]))) return false;
            }
        }
        return true;
    }

    bool only_last_is_read(const stored_parts& s) const
    {
        for (const std::size_t i : readers_.of(s.family)) {
            const node& n = graph_.nodes[i];
            if (knows(n.family)) continue;
            if (n.is<graph::view>() || s.family != found_.value) return false;
            // What is stored comes from what is read of it: in turn only.
            const int cycle = graph_.nodes[s.stores.front()].cycle;
            if (cycle >= 0 && n.cycle == cycle) return false;
            for (const graph::read& r : n.operands) {
                const bool here = r.source() == found_.value;
                if (!here && !r.source() && r.sources) return false;  // by table: who knows
                if (here && (!r.member.constant() || r.member.base != found_.last)) return false;
            }
        }
        return true;
    }

    static index_t size_of(const stored_parts& s)
    {
        index_t n = 1;
        for (const index_t e : s.part_shape) n *= e;
        return n;
    }
    index_t elements_written() const
    {
        index_t n = 0;
        for (const stored_parts& s : found_.families) n += size_of(s) * static_cast<index_t>(s.offset.size());
        return n;
    }
    /// One by one, stores are slower than a copy of what they leave alone, unless they are few.
    bool is_worth_a_copy() const
    {
        constexpr index_t fewest = 8, elements_a_store = 64;
        index_t stores = 0;
        for (const stored_parts& s : found_.families) stores += static_cast<index_t>(s.offset.size());
        return stores >= fewest && record::size_of(*found_.value) <= elements_a_store * stores + elements_written();
    }

    /// Does no part write what another does? False where it is not plain to see.
    bool are_apart() const { return (found_.families.size() == 1 && nest(found_.families[0])) || lie_in_a_row(); }

    /// Parts at equal distances, and the axes in them, nest.
    static bool nest(const stored_parts& s)
    {
        std::vector<index_t> starts = s.offset;
        if (!std::is_sorted(starts.rbegin(), starts.rend())) std::sort(starts.begin(), starts.end());
        else std::reverse(starts.begin(), starts.end());
        std::vector<std::pair<index_t, index_t>> axes;  // stride, extent
        const auto count = static_cast<index_t>(starts.size());
        const index_t step = count > 1 ? starts[1] - starts[0] : 0;
        if (count > 1) axes.emplace_back(step, count);
        for (index_t i = 0; i < count; ++i)
            if (starts[static_cast<std::size_t>(i)] != starts[0] + i * step) return false;
        for (std::size_t d = 0; d < s.part_shape.size(); ++d)
            if (s.part_shape[d] != 1) axes.emplace_back(std::abs(s.part_stride[d]), s.part_shape[d]);
        std::sort(axes.begin(), axes.end());
        index_t reach = 0;
        for (const auto& [stride, extent] : axes) {
            if (stride <= reach) return false;
            reach += stride * (extent - 1);
        }
        return true;
    }

    /// From its lowest element to its highest, every part lies behind the one before.
    bool lie_in_a_row() const
    {
        std::vector<std::pair<index_t, index_t>> all;   // lowest, highest
        for (const stored_parts& s : found_.families) {
            index_t low = 0, high = 0;
            std::vector<std::pair<index_t, index_t>> axes;
            for (std::size_t d = 0; d < s.part_shape.size(); ++d) {
                (s.part_stride[d] < 0 ? low : high) += s.part_stride[d] * (s.part_shape[d] - 1);
                if (s.part_shape[d] != 1) axes.emplace_back(std::abs(s.part_stride[d]), s.part_shape[d]);
            }
            std::sort(axes.begin(), axes.end());
            index_t reach = 0;   // no element of the part is named twice
            for (const auto& [stride, extent] : axes) {
                if (stride <= reach) return false;
                reach += stride * (extent - 1);
            }
            for (const index_t at : s.offset) all.emplace_back(at + low, at + high);
        }
        std::sort(all.begin(), all.end());
        for (std::size_t i = 1; i < all.size(); ++i)
            if (all[i].first <= all[i - 1].second) return false;
        return true;
    }

    /// Are the parts all that one node computes? Then its positions may take the place of the stores.
    void find_producer()
    {
        if (found_.families.size() != 1) return;
        const stored_parts& s = found_.families[0];
        const numbers& x = numbers_[0];
        const auto source = [&](index_t number) { return record::core((*s.parts.sources)[static_cast<std::size_t>(number)]); };
        const value_family* const f = source(x.number[0]);
        const auto at = std::find_if(graph_.nodes.begin(), graph_.nodes.end(),
                                     [&](const node& n) { return n.family == f && !n.places.empty(); });
        if (at == graph_.nodes.end() || !is_plain_block(*at, at->places[0].count) || !graph::is_canonical_part(s.parts)) return;
        if (f->type != found_.value->type || !std::equal(s.part_shape.begin(), s.part_shape.end(), f->shape, f->shape + f->rank))
            return;
        const index_t count = at->places[0].count;
        if (count != static_cast<index_t>(x.number.size())) return;
        std::vector<index_t> offset(x.number.size(), -1);
        for (std::size_t i = 0; i < x.number.size(); ++i) {
            const index_t position = x.member[i] - at->places[0].first;
            if (x.from[i] != 0 || position < 0 || position >= count || x.number[i] != x.number[0]) return;
            index_t& to = offset[static_cast<std::size_t>(position)];
            if (to >= 0) return;
            to = s.offset[i];
        }
        found_.one_block = {static_cast<std::size_t>(at - graph_.nodes.begin()), std::move(offset)};
    }

    /// The versions were found from the last to the first.
    void finish(stored_parts& s, numbers& x) const
    {
        for (auto* const all : {&s.offset, &x.number, &x.member, &x.from}) std::reverse(all->begin(), all->end());
        s.parts.number.values = std::make_shared<std::vector<index_t>>(std::move(x.number));
        s.parts.member.values = std::make_shared<std::vector<index_t>>(std::move(x.member));
        s.parts.offset.values = std::make_shared<std::vector<index_t>>(std::move(x.from));
    }

    const graph::graph& graph_;
    const graph::readers& readers_;
    filling found_;
    std::vector<piece> pieces_;
    std::size_t last_ = 0;               // the piece of the question before
    std::vector<numbers> numbers_;       // of each family
    const value_family* base_family_ = nullptr;
};

}  // namespace

std::optional<filling> find_filling(const graph::graph& g, const graph::readers& readers, recorded* value)
{
    return filling_search(g, readers).run(value);
}

bool is_plain_block(const node& n, index_t positions)
{
    const recorded& f = *n.family;
    if (n.dropped || n.cycle >= 0 || n.shares_block >= 0 || n.places.size() != 1) return false;
    if (n.is<graph::product>() && (n.as_product().sums || !n.is_whole_product())) return false;
    if (f.what.what == operation::store || f.what.what == operation::fill || f.is_view) return false;
    const graph::results& r = n.places[0];
    return !r.members && !r.offsets && !r.view && r.lies.base == 0 && r.count == positions && n.block == positions * record::size_of(f)
        && (r.count == 1 || (r.lies.axes == 1 && r.lies.step[0] == record::size_of(f)))
        && std::equal(r.stride.begin(), r.stride.end(), f.stride, f.stride + f.rank);
}

}  // namespace tenfold::rules
