// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/recurrence.hpp"

#include "plan/operand.hpp"

#include <algorithm>

namespace tenfold::plan {

using graph::node;
using graph::read;
using record::operation;

recurrence::recurrence(const graph::graph& g, std::size_t first, std::size_t end, const std::vector<int>& buffers,
                       const machine& here, lowered& out, locations& l)
    : graph_(g), first_(first), end_(end), buffers_(buffers), here_(here), out_(out), locations_(l)
{
    for (std::size_t i = first; i < end; ++i)
        if (number_.emplace(g.nodes[i].family, static_cast<int>(values_.size())).second) {
            values_.push_back(g.nodes[i].family);
            first_node_.push_back(i);
        }
}

int recurrence::number(const value_family* f) const
{
    const auto at = number_.find(f);
    return at == number_.end() ? -1 : at->second;
}

void recurrence::finish(step& s)
{
    s.values = static_cast<int>(values_.size());
    for (std::size_t i = first_; i < end_; ++i) {
        const node& n = graph_.nodes[i];
        step::turn turn;
        turn.value = number(n.family);
        turn.member = member_place(n);
        // The part that a store writes is one of the older version.
        const bool store = n.is<graph::store>();
        for (std::size_t k = 0; k < n.operands.size(); ++k)
            if (!store || k != 1) need(n, k, turn);
        s.turns.push_back(std::move(turn));
    }
    order(s);
}

/// By depth and in slots, where all members of every family lie in order.
void recurrence::order(step& s)
{
    constexpr std::size_t most_values = 256;   // so many families have few members each
    if (values_.size() > most_values) return;
    std::vector<wave_value> all;
    for (std::size_t n = 0; n < values_.size(); ++n) {
        auto v = in_order(n);
        if (!v) return;
        all.push_back(std::move(*v));
    }
    if (!may_order(s, all, out_.what.buffers, here_)) return;
    for (std::size_t v = 0; v < all.size(); ++v) keep(values_[v], all[v]);
    const wave_order done = order_waves(s, all, out_.what.buffers, here_);
    for (std::size_t v = 0; v < done.slots.size(); ++v) {
        if (done.slots[v].empty()) continue;
        auto members = std::make_shared<std::vector<index_t>>(), offsets = std::make_shared<std::vector<index_t>>();
        for (std::size_t m = 0; m < all[v].kept.size(); ++m) {
            if (!all[v].kept[m]) continue;
            members->push_back(all[v].first + static_cast<index_t>(m));
            offsets->push_back(done.slots[v][m] * all[v].size);
        }
        publish_only(values_[v], all[v].buffer, std::move(members), std::move(offsets));
    }
}

void recurrence::publish_only(recorded* f, int buffer, graph::table members, graph::table offsets)
{
    std::erase_if(out_.published, [&](const publication& p) { return p.members.family == f && p.buffer == buffer; });
    graph::results r;
    r.family = f;
    r.count = static_cast<index_t>(members->size());
    r.stride.assign(f->stride, f->stride + f->rank);
    if (r.count > 0) r.first = members->front();
    r.members = std::move(members);
    r.offsets = std::move(offsets);
    const graph::results& kept = locations_.replace(std::move(r), buffer);
    if (kept.count > 0) out_.published.push_back({kept, buffer});
}

std::optional<wave_value> recurrence::in_order(std::size_t value) const
{
    wave_value v;
    v.size = record::size_of(*values_[value]);
    for (std::size_t i = first_node_[value]; i < end_; ++i) {
        const node& n = graph_.nodes[i];
        if (n.family != values_[value]) continue;
        if (n.is<graph::store>() || n.dropped || n.places.size() != 1) return std::nullopt;
        const graph::results& r = n.places[0];
        if (v.count == 0) {
            v.first = r.first;
            v.buffer = buffers_[i];
        }
        const bool follows = r.first == v.first + v.count && r.lies.base == v.count * v.size && !r.members && !r.offsets;
        if (!follows || buffers_[i] != v.buffer || v.size == 0) return std::nullopt;
        v.count += r.count;
    }
    return v;
}

void recurrence::keep(const value_family* f, wave_value& v) const
{
    v.kept.resize(static_cast<std::size_t>(v.count));
    const auto need = std::find_if(graph_.needs.begin(), graph_.needs.end(), [&](const auto& n) { return n.f == f; });
    if (need->all_asked) v.kept.assign(v.kept.size(), true);
    else
        for (const auto& r : need->asked.ranges())
            for (index_t m = std::max(r.first, v.first); m < std::min(r.last, v.first + v.count); ++m)
                v.kept[static_cast<std::size_t>(m - v.first)] = true;
    keep_what_others_read(f, v);
}

void recurrence::keep_what_others_read(const value_family* f, wave_value& v) const
{
    const auto keep = [&](index_t from, index_t to) {
        for (index_t m = std::max(from, v.first); m < std::min(to, v.first + v.count); ++m)
            v.kept[static_cast<std::size_t>(m - v.first)] = true;
    };
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
        const node& n = graph_.nodes[i];
        if ((i >= first_ && i < end_) || n.dropped) continue;
        if (n.is<graph::view>()) {
            for (std::size_t k = 0; k < n.family->sources.size(); ++k)
                if (n.family->sources[k] == f) keep(0, v.first + v.count);
            continue;
        }
        for (const read& r : n.operands) {
            if (r.source() == f)
                for (index_t p = 0; p < n.positions(); ++p) keep(graph::at(n, r.member, p), graph::at(n, r.member, p) + 1);
            else if (!r.source() && r.sources)
                for (index_t p = 0; p < n.positions(); ++p)
                    if ((*r.sources)[static_cast<std::size_t>(graph::at(n, r.number, p))] == f)
                        keep(graph::at(n, r.member, p), graph::at(n, r.member, p) + 1);
        }
    }
}

place recurrence::member_place(const node& n)
{
    place p;
    p.offset = n.places[0].first;
    index_t period = 1;
    for (int d = 0; d < n.loops; ++d) {
        p.loop[d] = period;
        period *= n.extent[d];
    }
    if (n.places[0].members) {
        p.offset = 0;
        p.table = n.places[0].members;
    }
    return p;
}

void recurrence::need(const node& n, std::size_t operand, step::turn& turn) const
{
    const read& r = n.operands[operand];
    if (const value_family* f = r.source()) {
        if (const int value = number(f); value >= 0) turn.needs.push_back({value, placed(r.member, -1), operand, nullptr});
        return;
    }
    // Sources that change: which value each position needs, and which member of it.
    std::vector<int> value_of;
    for (std::size_t k = 0; k < r.sources->size(); ++k) value_of.push_back(number(record::core((*r.sources)[k])));
    const index_t positions = n.positions();
    auto values = std::make_shared<std::vector<int>>();
    auto members = std::make_shared<std::vector<index_t>>();
    bool any = false;
    for (index_t i = 0; i < positions; ++i) {
        values->push_back(value_of[static_cast<std::size_t>(graph::at(n, r.number, i))]);
        members->push_back(values->back() < 0 ? -1 : graph::at(n, r.member, i));
        any |= values->back() >= 0;
    }
    if (!any) return;
    step::dependency d;
    d.operand = operand;
    d.member.table = std::move(members);
    d.values = std::move(values);
    turn.needs.push_back(std::move(d));
}

}  // namespace tenfold::plan
