// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "graph/nest.hpp"

#include <algorithm>

namespace tenfold::graph {

namespace {

using range = record::member_set::range;

std::vector<const record::stream*> streams_of(const recorded& f)
{
    std::vector<const record::stream*> all;
    for (const record::operand_record& o : f.operands) {
        all.push_back(&o.numbers);
        all.push_back(&o.members);
        all.push_back(&o.offsets);
    }
    if (f.scalar_bytes && f.what.what == record::operation::elementwise) all.push_back(&f.scalar_blocks);
    return all;
}

// Labels become axes; strides of a label that an operand has twice add up (a diagonal).
std::vector<product_axis> axes_of(const recorded& f)
{
    const record::product_labels& p = *f.product;
    std::vector<product_axis> axes(p.labels);
    for (int l = 0; l < p.labels; ++l) axes[static_cast<std::size_t>(l)].extent = p.extent[l];
    const auto take = [&](const record::operand_record& o, const std::uint8_t* label, int rank, auto stride, auto in) {
        for (int d = 0; d < rank; ++d) {
            product_axis& x = axes[label[d]];
            // A length-1 axis against a longer one of the same label repeats its element.
            if (o.shape[d] == x.extent) x.*stride += o.stride()[d];
            x.*in = true;
        }
    };
    take(f.operands[0], p.a, p.rank_a, &product_axis::a, &product_axis::in_a);
    take(f.operands[1], p.b, p.rank_b, &product_axis::b, &product_axis::in_b);
    for (int d = 0; d < p.rank_c; ++d) {
        axes[p.c[d]].c = f.stride[d];
        axes[p.c[d]].in_c = true;
    }
    return axes;
}

std::shared_ptr<const std::vector<std::byte>> scalars_of(const recorded& f)
{
    return f.scalar_bytes ? std::make_shared<const std::vector<std::byte>>(f.scalars) : nullptr;
}

operation operation_of(const recorded& f)
{
    using recorded_as = record::operation;
    switch (f.what.what) {
    case recorded_as::product: {
        product p;
        p.axes = axes_of(f);
        p.dims.assign(f.product->c, f.product->c + f.product->rank_c);
        p.conjugate_a = f.product->conjugate_a;
        return p;
    }
    case recorded_as::elementwise: return elementwise{f.what.kernel, scalars_of(f), {}};
    case recorded_as::reduce: return reduction{static_cast<detail::reduction>(f.what.code), f.what.axes};
    case recorded_as::copy: return copy();
    case recorded_as::opaque: return opaque{f.what.function};
    case recorded_as::store: return store{static_cast<detail::store_mode>(f.what.code)};
    case recorded_as::fill: return fill{scalars_of(f)};
    case recorded_as::view: return view();
    case recorded_as::leaf: break;
    }
    throw error(std::string("[graph] nothing computes a ") + record::name_of(f.what));
}

node plain(recorded& f, int cycle)
{
    node n;
    n.family = &f;
    n.cycle = cycle;
    for (const record::operand_record& o : f.operands) {
        read r;
        r.sources = &f.sources;
        r.shape.assign(o.shape, o.shape + o.rank);
        r.stride.assign(o.stride(), o.stride() + o.rank);
        n.operands.push_back(std::move(r));
    }
    n.what = operation_of(f);
    n.type = f.type;
    n.operand_type = f.what.type;
    n.shape.assign(f.shape, f.shape + f.rank);
    n.result_stride.assign(f.stride, f.stride + f.rank);
    return n;
}

// One block for all members, one after another in canonical order.
void place_in_order(node& n, index_t count)
{
    const index_t size = n.size();
    n.block = size * count;
    results& r = n.places.emplace_back();
    r.family = n.family;
    r.count = count;
    r.lies.extent[0] = count;
    r.lies.step[0] = size;
    r.stride = n.result_stride;
    index_t period = size;
    for (int d = 0; d < n.loops; ++d) {
        n.result.step[d] = period;
        period *= n.extent[d];
    }
}

node regular(node n, index_t first, index_t count, const nest& loops)
{
    const recorded& f = *n.family;
    n.loops = loops.loops;
    std::copy(loops.extent, loops.extent + max_loops, n.extent);
    for (std::size_t k = 0; k < f.operands.size(); ++k) {
        n.operands[k].number = along(f.operands[k].numbers, first, loops);
        n.operands[k].member = along(f.operands[k].members, first, loops);
        n.operands[k].offset = along(f.operands[k].offsets, first, loops);
    }
    if (auto* const e = std::get_if<elementwise>(&n.what); e && f.scalar_blocks.size()) e->scalar_block = along(f.scalar_blocks, first, loops);
    place_in_order(n, count);
    n.places[0].first = first;
    return n;
}

node irregular(node n, std::span<const range> ranges)
{
    const recorded& f = *n.family;
    index_t count = 0;
    for (const range& r : ranges) count += r.last - r.first;
    n.loops = 1;
    n.extent[0] = count;
    for (std::size_t k = 0; k < f.operands.size(); ++k) {
        n.operands[k].number = tabled(f.operands[k].numbers, ranges);
        n.operands[k].member = tabled(f.operands[k].members, ranges);
        n.operands[k].offset = tabled(f.operands[k].offsets, ranges);
    }
    if (auto* const e = std::get_if<elementwise>(&n.what); e && f.scalar_blocks.size()) e->scalar_block = tabled(f.scalar_blocks, ranges);
    place_in_order(n, count);
    n.places[0].first = ranges.front().first;
    if (ranges.size() > 1) {
        auto members = std::make_shared<std::vector<index_t>>();
        members->reserve(static_cast<std::size_t>(count));
        for (const range& r : ranges)
            for (index_t m = r.first; m < r.last; ++m) members->push_back(m);
        n.places[0].members = std::move(members);
    }
    return n;
}

/// In a recurrence the first members read other values than the rest: such pieces are cut into single members, so
/// that every node reads one source, by strides.
void part_by_source(const recorded& f, std::vector<index_t>& at)
{
    constexpr index_t few = 16;
    std::vector<index_t> more;
    for (std::size_t i = 0; i + 1 < at.size(); ++i) {
        bool moves = false;
        for (const record::operand_record& o : f.operands)
            for (index_t m = at[i]; m < at[i + 1] && at[i + 1] - at[i] <= few; ++m)
                moves |= o.numbers.at(m) != o.numbers.at(at[i]);
        for (index_t m = at[i] + 1; moves && m < at[i + 1]; ++m) more.push_back(m);
    }
    at.insert(at.end(), more.begin(), more.end());
    std::sort(at.begin(), at.end());
}

/// The pieces of one family in a recurrence fill one block, so that readers of all of them see one loop.
void place_together(std::vector<node>& nodes, std::size_t first)
{
    index_t end = nodes[first].block;
    for (std::size_t i = first + 1; i < nodes.size(); ++i) {
        node& n = nodes[i];
        n.places[0].lies.base += end;
        n.result.base += end;
        end += n.block;
        n.shares_block = static_cast<int>(first);
    }
    nodes[first].block = end;
}

void cut(const record::need& need, std::vector<node>& out)
{
    constexpr std::size_t most = 16;
    recorded& f = *need.f;
    const auto ranges = need.members.ranges();
    if (f.what.what == record::operation::fill || f.what.what == record::operation::view) {
        node n = plain(f, -1);
        n.loops = 1;
        n.extent[0] = need.members.size();
        if (n.is<fill>()) place_in_order(n, 1);
        out.push_back(std::move(n));
        return;
    }
    const std::size_t before = out.size();
    const auto streams = streams_of(f);
    node begun = plain(f, need.cycle);
    bool fits = ranges.size() <= most;
    for (auto r = ranges.begin(); fits && r != ranges.end(); ++r) {
        auto at = cuts(streams, r->first, r->last - r->first, most);
        fits = !at.empty();
        if (fits && need.cycle >= 0) part_by_source(f, at);
        for (std::size_t i = 0; fits && i + 1 < at.size(); ++i) {
            const auto loops = common_nest(streams, at[i], at[i + 1] - at[i]);
            fits = loops.has_value() && out.size() - before < most;
            if (fits) out.push_back(regular(begun, at[i], at[i + 1] - at[i], *loops));
        }
    }
    if (fits) {
        if (need.cycle >= 0 && f.what.what != record::operation::store) place_together(out, before);
        return;
    }
    out.resize(before);
    out.push_back(irregular(std::move(begun), ranges));
}

}  // namespace

graph build(std::vector<record::need> needs)
{
    graph g;
    g.needs = std::move(needs);
    for (std::size_t i = 0; i < g.needs.size(); ++i) {
        const std::size_t before = g.nodes.size();
        cut(g.needs[i], g.nodes);
        for (std::size_t k = before; k < g.nodes.size(); ++k) g.nodes[k].need = static_cast<int>(i);
    }
    return g;
}

double flops_of(const node& n)
{
    if (!n.is<product>() || n.dropped) return 0;
    const product& p = n.as_product();
    const bool complex = n.type == element::complex64 || n.type == element::complex128;
    const double flops = complex ? 8 : 2;
    double one = 1, segments = 0;   // index tuples of a position without the segments' axis, and positions along that
    for (std::size_t i = 0; i < p.axes.size(); ++i)
        if (p.segments.empty() || static_cast<int>(i) != p.segment_axis) one *= static_cast<double>(p.axes[i].extent);
    for (const product::segment& s : p.segments) segments += static_cast<double>(s.extent);
    return flops * one * (p.segments.empty() ? static_cast<double>(n.positions()) : segments);
}

index_t products_of(const node& n)
{
    if (!n.is<product>() || n.dropped) return 0;
    return n.is_whole_product() ? n.positions() : static_cast<index_t>(n.as_product().segments.size());
}

}  // namespace tenfold::graph
