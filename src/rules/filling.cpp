// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/filling.hpp"

#include "graph/access.hpp"

#include <algorithm>

namespace tenfold::rules {

namespace {

using record::operation;

/// Takes the stores of one family one by one.
class filling_search {
public:
    filling_search(const graph::graph& g, const graph::family_readers& readers) : graph_(g), readers_(readers) {}

    std::optional<filling> run(std::size_t first)
    {
        const node& n = graph_.nodes[first];
        found_.value = n.family;
        for (std::size_t i = first; i < graph_.nodes.size() && graph_.nodes[i].family == n.family; ++i)
            found_.stores.push_back(i);
        const record::need& need = graph_.needs[static_cast<std::size_t>(n.need)];
        if (!need.is_only_last_asked()) return std::nullopt;
        member_ = need.members.ranges()[0].first;
        found_.last = need.members.ranges()[0].last - 1;
        for (const std::size_t i : found_.stores)
            if (!take(graph_.nodes[i])) return std::nullopt;
        if (member_ != found_.last + 1 || !only_last_is_read() || !covers_all()) return std::nullopt;
        found_.one_block = find_producer();
        found_.parts.number.values = std::make_shared<std::vector<index_t>>(std::move(number_));
        found_.parts.member.values = std::make_shared<std::vector<index_t>>(std::move(of_value_));
        found_.parts.offset.values = std::make_shared<std::vector<index_t>>(std::move(from_));
        return std::move(found_);
    }

private:
    bool take(const node& n)
    {
        if (n.dropped || static_cast<detail::store_mode>(n.family->what.code) != detail::store_mode::assign) return false;
        const graph::read &old = n.operands[0], &part = n.operands[1], &value = n.operands[2];
        if (part.shape != value.shape) return false;
        if (found_.offset.empty()) {
            found_.part_shape = part.shape;
            found_.part_stride = part.stride;
            found_.parts.sources = value.sources;
            found_.parts.shape = value.shape;
            found_.parts.stride = value.stride;
        }
        if (part.shape != found_.part_shape || part.stride != found_.part_stride) return false;
        for (index_t i = 0; i < n.positions(); ++i, ++member_) {
            if (graph::member_at(n, i) != member_) return false;
            const bool goes_on = graph::source_at(n, old, i) == n.family && graph::at(n, old.member, i) == member_ - 1;
            if (goes_on == found_.offset.empty()) return false;   // the first goes on from another value
            if (graph::source_at(n, value, i) == n.family) return false;
            number_.push_back(graph::at(n, value.number, i));
            of_value_.push_back(graph::at(n, value.member, i));
            from_.push_back(graph::at(n, value.offset, i));
            found_.offset.push_back(graph::at(n, part.offset, i));
        }
        return true;
    }

    /// Are the parts all that one node computes? Then its positions take the place of the stores.
    bool find_producer()
    {
        const auto source = [&](index_t number) { return record::core((*found_.parts.sources)[static_cast<std::size_t>(number)]); };
        const value_family* const f = source(number_[0]);
        const auto at = std::find_if(graph_.nodes.begin(), graph_.nodes.end(),
                                     [&](const node& n) { return n.family == f && !n.places.empty(); });
        if (at == graph_.nodes.end() || !is_plain_block(*at, at->places[0].count) || !graph::is_canonical_part(found_.parts)) return false;
        if (f->type != found_.value->type
            || !std::equal(found_.part_shape.begin(), found_.part_shape.end(), f->shape, f->shape + f->rank)) return false;
        const index_t count = at->places[0].count;
        if (count != static_cast<index_t>(number_.size())) return false;
        std::vector<index_t> offset(number_.size(), -1);
        for (std::size_t i = 0; i < number_.size(); ++i) {
            const index_t position = of_value_[i] - at->places[0].first;
            if (from_[i] != 0 || position < 0 || position >= count || source(number_[i]) != f) return false;
            index_t& to = offset[static_cast<std::size_t>(position)];
            if (to >= 0) return false;
            to = found_.offset[i];
        }
        found_.producer = static_cast<std::size_t>(at - graph_.nodes.begin());
        found_.offset = std::move(offset);
        return true;
    }

    bool only_last_is_read() const
    {
        for (const std::size_t i : readers_.of(found_.value)) {
            const node& n = graph_.nodes[i];
            if (n.family == found_.value) continue;
            if (n.family->is_view) return false;
            // What is stored comes from what is read of it: in turn only.
            const int cycle = graph_.nodes[found_.stores.front()].cycle;
            if (cycle >= 0 && n.cycle == cycle) return false;
            for (const graph::read& r : n.operands) {
                const bool here = r.source() == found_.value;
                if (!here && !r.source() && r.sources) return false;  // by table: who knows
                if (here && (!r.member.constant() || r.member.base != found_.last)) return false;
            }
        }
        return true;
    }

    /// Parts and the axes in them nest without gap or overlap.
    bool covers_all() const
    {
        std::vector<index_t> starts = found_.offset;
        std::sort(starts.begin(), starts.end());
        if (starts.front() != 0) return false;
        std::vector<std::pair<index_t, index_t>> axes;  // stride, extent
        const auto count = static_cast<index_t>(starts.size());
        if (count > 1) axes.emplace_back(starts[1], count);
        for (index_t i = 0; i < count; ++i)
            if (starts[static_cast<std::size_t>(i)] != i * (count > 1 ? starts[1] : 0)) return false;
        for (std::size_t d = 0; d < found_.part_shape.size(); ++d)
            if (found_.part_shape[d] != 1) axes.emplace_back(found_.part_stride[d], found_.part_shape[d]);
        std::sort(axes.begin(), axes.end());
        index_t reach = 1;
        for (const auto& [stride, extent] : axes) {
            if (stride != reach) return false;
            reach *= extent;
        }
        return reach == record::size_of(*found_.value);
    }

    const graph::graph& graph_;
    const graph::family_readers& readers_;
    filling found_;
    std::vector<index_t> number_, of_value_, from_;   // of each part: source, member of it, offset in that
    index_t member_ = 0;
};

}  // namespace

std::optional<filling> find_filling(const graph::graph& g, const graph::family_readers& readers, std::size_t first)
{
    return filling_search(g, readers).run(first);
}

bool is_plain_block(const node& n, index_t positions)
{
    const recorded& f = *n.family;
    if (n.dropped || n.cycle >= 0 || n.shares_block >= 0 || n.sums || !n.segments.empty() || n.places.size() != 1) return false;
    if (f.what.what == operation::store || f.what.what == operation::fill || f.is_view) return false;
    const graph::results& r = n.places[0];
    return !r.members && !r.offsets && !r.view && r.offset == 0 && r.count == positions && n.block == positions * record::size_of(f)
        && (r.count == 1 || (r.axes == 1 && r.step[0] == record::size_of(f)))
        && std::equal(r.stride.begin(), r.stride.end(), f.stride, f.stride + f.rank);
}

}  // namespace tenfold::rules
