// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/compose.hpp"

#include <algorithm>

namespace tenfold::rules {

using graph::coordinate;

namespace {

// Positions that are worth looking at one by one: more would take longer than it took to record them.
constexpr index_t most_positions = 1 << 12;

template <class F> std::optional<coordinate> tabled(const node& n, F&& value)
{
    const index_t count = n.positions();
    if (count > most_positions || count == 0) return std::nullopt;
    std::vector<index_t> values;
    for (index_t i = 0; i < count; ++i) {
        const index_t v = value(i);
        if (v < 0) return std::nullopt;
        values.push_back(v);
    }
    return fitted(n, std::move(values));
}

/// The loop positions of a node that compute members of a family.
class positions_of {
public:
    positions_of(const node& n, const value_family* f) : size_(record::size_of(*f))
    {
        for (const graph::results& r : n.places)
            if (r.family == f) lie_.push_back(r.layout());
    }
    /// Of one of them, or -1.
    index_t operator()(index_t member) const
    {
        for (const graph::member_layout& l : lie_)
            if (index_t at; l.find(member, at)) return at / size_;
        return -1;
    }

private:
    std::vector<graph::member_layout> lie_;
    index_t size_;
};

/// Members that go on with the loops of `outer`, in a place with the same loops.
bool same_loops(const node& outer, const coordinate& member, const graph::results& r)
{
    if (r.lies.axes != outer.loops || r.offsets || r.members || member.base != r.first) return false;
    index_t period = 1;
    for (int d = 0; d < outer.loops; ++d) {
        if (r.lies.extent[d] != outer.extent[d] || (outer.extent[d] > 1 && member.step[d] != period)) return false;
        period *= outer.extent[d];
    }
    return period == r.count;
}

}  // namespace

coordinate fitted(const node& n, std::vector<index_t> values)
{
    coordinate c;
    c.base = values.front();
    index_t period = 1;
    for (int d = 0; d < n.loops; ++d) {
        if (n.extent[d] > 1) c.step[d] = values[static_cast<std::size_t>(period)] - c.base;
        period *= n.extent[d];
    }
    for (index_t i = 0; i < period; ++i)
        if (graph::at(n, c, i) != values[static_cast<std::size_t>(i)]) {
            coordinate t;
            t.values = std::make_shared<std::vector<index_t>>(std::move(values));
            return t;
        }
    return c;
}

bool in_order(const node& n)
{
    if (n.result.values || n.result.base || n.shares_block >= 0 || (n.is<graph::product>() && !n.is_whole_product()) || n.places.empty()) return false;
    const index_t size = n.size();
    index_t period = size;
    for (int d = 0; d < n.loops; ++d) {
        if (n.extent[d] > 1 && n.result.step[d] != period) return false;
        period *= n.extent[d];
    }
    const bool plain = std::all_of(n.places.begin(), n.places.end(), [&](const graph::results& r) {
        return std::equal(r.stride.begin(), r.stride.end(), r.family->stride, r.family->stride + r.family->rank)
            && record::size_of(*r.family) == size;
    });
    return plain && size > 0 && n.block == period;
}

std::optional<coordinate> positions_read(const node& outer, const graph::read& r, const node& inner)
{
    const value_family* f = r.source();
    if (!f) return std::nullopt;
    const auto each = [&] {
        const positions_of position(inner, f);
        return tabled(outer, [&](index_t i) { return position(graph::at(outer, r.member, i)); });
    };
    if (r.member.values) return each();
    coordinate c;
    if (r.member.constant()) {
        c.base = positions_of(inner, f)(r.member.base);
        return c.base < 0 ? std::nullopt : std::optional(c);
    }
    index_t low = r.member.base, high = low;
    for (int d = 0; d < outer.loops; ++d) (r.member.step[d] < 0 ? low : high) += r.member.step[d] * (outer.extent[d] - 1);
    const index_t size = record::size_of(*f);
    for (const graph::results& p : inner.places) {
        if (p.family != f || p.offsets || p.members || low < p.first || high >= p.first + p.count) continue;
        const bool same = same_loops(outer, r.member, p);
        if (p.lies.axes != 1 && !same) continue;
        c.base = (p.lies.base + (same ? 0 : (r.member.base - p.first) * p.lies.step[0])) / size;
        for (int d = 0; d < outer.loops; ++d) c.step[d] = (same ? p.lies.step[d] : r.member.step[d] * p.lies.step[0]) / size;
        return c;
    }
    return each();
}

std::optional<coordinate> compose(const node& outer, const coordinate& position, const node& inner, const coordinate& c)
{
    coordinate out;
    if (c.constant()) {
        out.base = c.base;
        return out;
    }
    if (position.constant()) {
        out.base = graph::at(inner, c, position.base);
        return out;
    }
    const auto each = [&] {
        return tabled(outer, [&](index_t i) { return graph::at(inner, c, graph::at(outer, position, i)); });
    };
    if (position.values || c.values) return each();
    // Every loop of the reader that moves is one loop of the other, or a part of it.
    out.base = graph::at(inner, c, position.base);
    bool used[graph::max_loops] = {};
    for (int d = 0; d < outer.loops; ++d) {
        if (outer.extent[d] == 1 || position.step[d] == 0) continue;
        index_t period = 1, rest = position.base;
        bool found = false;
        for (int e = 0; e < inner.loops && !found; ++e) {
            const index_t begin = rest % inner.extent[e], step = position.step[d] % period == 0 ? position.step[d] / period : 0;
            const index_t end = begin + step * (outer.extent[d] - 1);
            found = step != 0 && !used[e] && end >= 0 && end < inner.extent[e];
            if (found) {
                used[e] = true;
                out.step[d] = step * c.step[e];
            }
            rest /= inner.extent[e];
            period *= inner.extent[e];
        }
        if (!found) return each();
    }
    return out;
}

coordinate moved(coordinate c, index_t by)
{
    if (!c.values) {
        c.base += by;
        return c;
    }
    if (by == 0) return c;
    auto values = std::make_shared<std::vector<index_t>>(*c.values);
    for (index_t& v : *values) v += by;
    c.values = std::move(values);
    return c;
}

std::optional<graph::read> through(const node& outer, const graph::read& r, const node& inner, std::size_t operand,
                                   std::vector<graph::moving_index>& indices)
{
    if (!r.source() || !in_order(inner) || r.offset.values || inner.operands.size() <= operand) return std::nullopt;
    const graph::read& x = inner.operands[operand];
    const value_family& f = *r.source();
    const auto position = positions_read(outer, r, inner);
    if (!position) return std::nullopt;
    std::vector<graph::moving_index> all = indices;
    for (int d = 0; d < outer.loops; ++d) all.push_back({outer.extent[d], r.offset.step[d]});
    const auto lifted = graph::lift(f.rank, f.shape, r.offset.base, all);
    if (!lifted) return std::nullopt;
    // Axes of the result, aligned with the operand's at the last one; it may broadcast.
    const auto stride = [&](int d) {
        const int e = d - (f.rank - static_cast<int>(x.shape.size()));
        return e >= 0 && x.shape[static_cast<std::size_t>(e)] == f.shape[d] ? x.stride[static_cast<std::size_t>(e)] : 0;
    };
    const auto along = [&](const std::vector<index_t>& steps) {
        index_t at = 0;
        for (int d = 0; d < f.rank; ++d) at += steps[static_cast<std::size_t>(d)] * stride(d);
        return at;
    };
    graph::read out = x;
    const auto number = compose(outer, *position, inner, x.number), member = compose(outer, *position, inner, x.member);
    const auto offset = compose(outer, *position, inner, x.offset);
    if (!number || !member || !offset) return std::nullopt;
    out.number = *number;
    out.member = *member;
    out.offset = moved(*offset, along(lifted->origin));
    for (std::size_t v = 0; v < indices.size(); ++v) indices[v].stride = along(lifted->step[v]);
    for (int d = 0; d < outer.loops; ++d) {
        const index_t step = along(lifted->step[indices.size() + static_cast<std::size_t>(d)]);
        if (step && out.offset.values) return std::nullopt;
        out.offset.step[d] += step;
    }
    // The shape and strides of a read are those of its indices.
    out.shape.clear();
    out.stride.clear();
    for (const graph::moving_index& i : indices) {
        out.shape.push_back(i.extent);
        out.stride.push_back(i.stride);
    }
    return out;
}

}  // namespace tenfold::rules
