// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/block_reads.hpp"

#include "rules/compose.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace tenfold::rules {

using graph::coordinate;
using graph::moving_index;

namespace {

/// Axes of a node's block from the outermost to the innermost; one axis where they do not fill it row by row.
std::vector<index_t> axes_of_block(const node& n)
{
    std::vector<std::pair<index_t, index_t>> all;   // stride, extent
    const auto add = [&](index_t stride, index_t extent) {
        if (extent != 1) all.emplace_back(stride, extent);
    };
    const auto* const e = std::get_if<graph::elementwise>(&n.what);
    if (n.is<graph::product>()) {
        for (const graph::product_axis& x : n.as_product().axes)
            if (x.in_c) add(x.c, x.extent);
    }
    else
        for (std::size_t d = 0; d < n.shape.size(); ++d) add(n.result_stride[d], n.shape[d]);
    const bool ranges = (e && !e->lengths.empty()) || (n.is<graph::product>() && !n.is_whole_product());
    for (int d = 0; d < n.loops && !ranges; ++d) add(n.result.step[d], n.extent[d]);
    std::sort(all.begin(), all.end());
    index_t filled = 1;
    std::vector<index_t> axes;
    for (const auto& [stride, extent] : all) {
        if (stride != filled) return {n.block};
        filled *= extent;
        axes.insert(axes.begin(), extent);
    }
    if (axes.empty() || n.block % filled) return {n.block};
    axes[0] *= n.block / filled;   // other nodes go on in the block
    return axes;
}

/// Does one loop go through all members of a place?
bool goes_through(const node& n, const coordinate& member, const graph::results& r)
{
    return n.loops == 1 && !member.values && !r.members && member.base == r.first && member.step[0] == 1 && n.extent[0] == r.count;
}

/// Through those that lie by the node's own loops?
bool follows(const node& n, const coordinate& member, const graph::results& r)
{
    if (r.offsets || r.members || member.values || member.base != r.first || r.lies.axes != n.loops) return false;
    index_t period = 1;
    for (int d = 0; d < n.loops; ++d) {
        if (r.lies.extent[d] != n.extent[d] || (n.extent[d] > 1 && member.step[d] != period)) return false;
        period *= n.extent[d];
    }
    return period == r.count;
}

/// Members base, base + step, ... of a place in which they lie in equal steps.
std::optional<coordinate> in_equal_steps(const node& n, const coordinate& member, const graph::results& r)
{
    if (r.offsets || r.members || r.lies.axes != 1 || member.values) return std::nullopt;
    index_t low = member.base, high = low;
    for (int d = 0; d < n.loops; ++d) (member.step[d] < 0 ? low : high) += member.step[d] * (n.extent[d] - 1);
    if (low < r.first || high >= r.first + r.count) return std::nullopt;
    coordinate c;
    c.base = r.lies.at(member.base - r.first);
    for (int d = 0; d < n.loops; ++d) c.step[d] = member.step[d] * r.lies.step[0];
    return c;
}

coordinate added(const node& n, const coordinate& x, const coordinate& y)
{
    if (x.constant()) return moved(y, x.base);
    if (y.constant()) return moved(x, y.base);
    coordinate c;
    if (!x.values && !y.values) {
        c.base = x.base + y.base;
        for (int d = 0; d < graph::max_loops; ++d) c.step[d] = x.step[d] + y.step[d];
        return c;
    }
    std::vector<index_t> values(static_cast<std::size_t>(n.positions()));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = graph::at(n, x, static_cast<index_t>(i)) + graph::at(n, y, static_cast<index_t>(i));
    return fitted(n, std::move(values));
}

/// Where an access of a member is in the block, with the strides that the member has there.
struct lying {
    coordinate offset;
    std::vector<index_t> stride;
};

std::optional<lying> in_member(const node& n, const graph::read& r, const value_family& f, const std::vector<index_t>& stride,
                         const std::vector<moving_index>& indices)
{
    std::vector<moving_index> all = indices;
    const bool table = r.offset.values != nullptr;
    for (int d = 0; d < n.loops && !table; ++d) all.push_back({n.extent[d], r.offset.step[d]});
    const auto lifted = graph::lift(f.rank, f.shape, graph::at(n, r.offset, 0), all);
    if (!lifted) return std::nullopt;
    const auto along = [&](const std::vector<index_t>& steps) {
        index_t at = 0;
        for (std::size_t d = 0; d < steps.size(); ++d) at += steps[d] * stride[d];
        return at;
    };
    lying out;
    const bool by_axis = indices.size() == static_cast<std::size_t>(f.rank);
    for (std::size_t v = 0; v < indices.size(); ++v) {
        // An axis of one element is a window as well: others may go on along it.
        const bool still = by_axis && indices[v].extent == 1 && f.shape[v] == 1;
        out.stride.push_back(still ? stride[v] : along(lifted->step[v]));
    }
    if (!table) {
        out.offset.base = along(lifted->origin);
        for (std::size_t v = indices.size(); v < all.size(); ++v) out.offset.step[v - indices.size()] = along(lifted->step[v]);
        return out;
    }
    std::vector<index_t> values;
    index_t last = -1;
    for (const index_t at : *r.offset.values) {
        // Axes may be walked in another way from elsewhere.
        if (at != last) {
            const auto here = graph::lift(f.rank, f.shape, at, all);
            if (!here || here->step != lifted->step) return std::nullopt;
        }
        last = at;
        values.push_back(graph::physical_offset(f.rank, f.shape, stride.data(), at));
    }
    out.offset = fitted(n, std::move(values));
    return out;
}

}  // namespace

void block_reads::add(std::size_t number)
{
    const node& n = graph_.nodes[number];
    if (n.cycle >= 0 || n.is<graph::view>() || n.is<graph::store>()) return;
    const bool again = !added_.insert(number).second;
    const std::size_t owner = n.shares_block >= 0 ? static_cast<std::size_t>(n.shares_block) : number;
    for (std::size_t i = 0; i < n.places.size(); ++i) {
        if (again) std::erase_if(pieces_[n.places[i].family], [&](const piece& p) { return p.node == number && p.place == i; });
        if (n.places[i].view) pieces_[n.places[i].family].push_back({owner, number, i});
    }
}

const graph::results& block_reads::lie(const piece& p) const
{
    return p.joined >= 0 ? joined_[static_cast<std::size_t>(p.joined)] : graph_.nodes[p.node].places[p.place];
}

std::vector<block_reads::piece> block_reads::pieces_of(const node& n, const graph::read& r) const
{
    std::vector<piece> here;
    const auto at = pieces_.find(r.source());
    if (at == pieces_.end() || n.positions() == 0) return here;
    const std::vector<piece>& all = at->second;
    const index_t member = graph::at(n, r.member, 0);
    index_t offset;
    const auto first = std::find_if(all.begin(), all.end(), [&](const piece& p) { return lie(p).layout().find(member, offset); });
    if (first == all.end()) return here;
    std::copy_if(all.begin(), all.end(), std::back_inserter(here), [&](const piece& p) { return p.owner == first->owner; });
    const bool alike = std::all_of(here.begin(), here.end(), [&](const piece& p) { return lie(p).stride == lie(here[0]).stride; });
    return alike ? here : std::vector<piece>();
}

/// Is the second block laid out as the first, with the members that come next?
bool block_reads::goes_on(const piece& p, const piece& next) const
{
    const node &x = graph_.nodes[p.owner], &y = graph_.nodes[next.owner];
    const graph::results &r = lie(p), &s = lie(next);
    if (!x.is<graph::product>() || !y.is<graph::product>() || !x.is_whole_product() || !y.is_whole_product()) return false;
    if (y.places.size() != 1 || y.shares_block >= 0 || x.shares_block >= 0 || x.loops == 0 || x.loops != y.loops) return false;
    if (r.offsets || s.offsets || r.members || s.members || r.first + r.count != s.first || r.lies.axes != s.lies.axes) return false;
    const int outer = r.lies.axes - 1;
    if (!std::equal(r.lies.step, r.lies.step + r.lies.axes, s.lies.step) || !std::equal(r.lies.extent, r.lies.extent + outer, s.lies.extent)) return false;
    const auto &a = x.as_product().axes, &b = y.as_product().axes;
    return r.lies.step[outer] * r.lies.extent[outer] == x.block && s.lies.step[outer] * s.lies.extent[outer] == y.block
        && std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& i, const auto& k) {
               return i.extent == k.extent && i.c == k.c && i.in_c == k.in_c;
           });
}

void block_reads::join(const graph::read& r)
{
    const auto at = pieces_.find(r.source());
    if (at == pieces_.end() || at->second.size() < 2) return;
    std::vector<piece>& all = at->second;
    const auto once = [&](const piece& p) { return tried_.insert(p.owner).second; };
    if (!std::all_of(all.begin(), all.end(), once)) return;
    for (std::size_t i = 0; i + 1 < all.size(); ++i)
        if (!goes_on(all[i], all[i + 1]) || all[i + 1].owner == all[i].owner) return;
    graph::results whole = lie(all[0]);
    node& owner = graph_.nodes[all[0].owner];
    for (std::size_t i = 1; i < all.size(); ++i) {
        node& n = graph_.nodes[all[i].owner];
        n.shares_block = static_cast<int>(all[0].owner);
        n.result.base += owner.block;
        n.places[0].lies.base += owner.block;
        owner.block += n.block;
        whole.count += n.places[0].count;
        whole.lies.extent[whole.lies.axes - 1] += n.places[0].lies.extent[whole.lies.axes - 1];
    }
    all.resize(1);
    all[0].joined = static_cast<int>(joined_.size());
    joined_.push_back(std::move(whole));
}

void block_reads::nest(node& n) const
{
    if (n.loops != 1 || n.places.size() != 1) return;
    const graph::coordinate* const scalars = n.scalar_block();
    const auto has_table = [](const graph::read& r) { return r.number.values || r.member.values || r.offset.values; };
    if ((scalars && scalars->values) || n.result.values || std::any_of(n.operands.begin(), n.operands.end(), has_table)) return;
    const graph::results* by = nullptr;
    for (const graph::read& r : n.operands)
        if (const auto all = pieces_of(n, r); all.size() == 1 && goes_through(n, r.member, lie(all[0]))) by = &lie(all[0]);
    if (!by || by->offsets || by->lies.axes < 2) return;
    n.loops = by->lies.axes;
    std::copy(by->lies.extent, by->lies.extent + graph::max_loops, n.extent);
    const auto nested = [&](coordinate& c) {
        for (int d = 1; d < n.loops; ++d) c.step[d] = c.step[d - 1] * n.extent[d - 1];
    };
    nested(n.result);
    if (graph::coordinate* const c = n.scalar_block()) nested(*c);
    for (graph::read& r : n.operands)
        for (coordinate* const c : {&r.number, &r.member, &r.offset}) nested(*c);
}

std::optional<graph::read> block_reads::in_block(const node& n, const graph::read& r, std::vector<moving_index>& indices) const
{
    const std::vector<piece> all = pieces_of(n, r);
    if (all.empty()) return std::nullopt;
    const graph::results& first = lie(all[0]);
    const auto where = [&]() -> std::optional<coordinate> {
        if (all.size() == 1) {
            if (auto c = in_equal_steps(n, r.member, first)) return c;
            coordinate c;
            if (first.offsets && goes_through(n, r.member, first)) {
                c.values = first.offsets;
                return moved(c, first.lies.base);
            }
            if (follows(n, r.member, first)) {
                c.base = first.lies.base;
                std::copy(first.lies.step, first.lies.step + n.loops, c.step);
                return c;
            }
        }
        std::vector<graph::member_layout> layouts;
        for (const piece& p : all) layouts.push_back(lie(p).layout());
        std::vector<index_t> values;
        std::size_t last = 0;   // the next member most often lies where the one before did
        for (index_t i = 0; i < n.positions(); ++i) {
            const index_t member = graph::at(n, r.member, i);
            index_t at = 0;
            std::size_t tried = 0;
            while (tried < layouts.size() && !layouts[last].find(member, at)) {
                last = (last + 1) % layouts.size();
                ++tried;
            }
            if (tried == layouts.size()) return std::nullopt;
            values.push_back(at);
        }
        return fitted(n, std::move(values));
    }();
    if (!where) return std::nullopt;
    const auto part = in_member(n, r, *r.source(), first.stride, indices);
    if (!part) return std::nullopt;
    const std::size_t owner = all[0].owner;
    graph::read out;
    out.from = static_cast<int>(owner);
    out.block = axes_of_block(graph_.nodes[owner]);
    out.offset = added(n, *where, part->offset);
    for (std::size_t v = 0; v < indices.size(); ++v) {
        indices[v].stride = part->stride[v];
        out.shape.push_back(indices[v].extent);
        out.stride.push_back(indices[v].stride);
    }
    return out;
}

}  // namespace tenfold::rules
