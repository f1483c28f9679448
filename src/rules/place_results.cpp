// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// place_results: parts that together fill a fresh array lie in it from the start: C[n, ...] = P_n. So stack,
// concatenate of equal parts and loops over a preallocated array copy nothing. Parts that lie elsewhere, since others
// share their memory or they are of several nodes, are copied into it at once.
#include "rules/filling.hpp"

#include "graph/access.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenfold::rules {

namespace {

/// Are the parts, in order, the value itself?
bool is_the_block(const stored_parts& f, const std::vector<index_t>& offset)
{
    index_t size = 1;
    for (const index_t n : f.part_shape) size *= n;
    for (std::size_t i = 0; i < offset.size(); ++i)
        if (offset[i] != static_cast<index_t>(i) * size) return false;
    return graph::is_canonical(static_cast<int>(f.part_shape.size()), f.part_shape.data(), f.part_stride.data());
}

/// A product as it was recorded, whose results may be given any strides.
bool may_be_placed(const node& n)
{
    if (!n.is<graph::product>() || n.as_product().sums) return false;
    const graph::product& p = n.as_product();
    const auto free = std::count_if(p.axes.begin(), p.axes.end(), [](const graph::product_axis& x) { return x.in_c; });
    return static_cast<std::size_t>(free) == p.dims.size();
}

/// The positions' offsets as steps along the loops, or one by one.
graph::coordinate along_loops(const node& n, const std::vector<index_t>& offset)
{
    graph::coordinate c;
    c.base = offset[0];
    index_t period = 1;
    for (int d = 0; d < n.loops; ++d) {
        if (n.extent[d] > 1) c.step[d] = offset[static_cast<std::size_t>(period)] - c.base;
        period *= n.extent[d];
    }
    for (std::size_t i = 0; i < offset.size(); ++i) {
        if (graph::at(n, c, static_cast<index_t>(i)) == offset[i]) continue;
        c = {};
        c.values = std::make_shared<std::vector<index_t>>(offset);
        break;
    }
    return c;
}

void place(node& n, const stored_parts& f, const std::vector<index_t>& offset)
{
    graph::product& p = n.as_product();
    for (std::size_t d = 0; d < p.dims.size(); ++d) p.axes[static_cast<std::size_t>(p.dims[d])].c = f.part_stride[d];
    n.result = along_loops(n, offset);
    graph::results& r = n.places[0];
    r.stride = f.part_stride;
    r.view = true;
    if (n.result.values) r.offsets = n.result.values;
    else {
        r.lies.base = n.result.base;
        r.lies.axes = std::max(n.loops, 1);
        std::copy(n.extent, n.extent + graph::max_loops, r.lies.extent);
        std::copy(n.result.step, n.result.step + graph::max_loops, r.lies.step);
    }
}

class placing {
public:
    placing(graph::graph& g, const context& c) : graph_(g), context_(c) {}

    outcome run()
    {
        const bool any = std::any_of(graph_.nodes.begin(), graph_.nodes.end(), [](const node& n) {
            return n.is<graph::store>() && !n.dropped;
        });
        if (any) {
            const graph::readers readers(graph_);
            const value_family* seen = nullptr;
            for (std::size_t i = graph_.nodes.size(); i-- > 0;) {   // the last version first: others lead up to it
                const node& n = graph_.nodes[i];
                if (!n.is_store() || n.dropped) continue;
                if (std::exchange(seen, n.family) != n.family) look_at(n.family, readers);
            }
        }
        if (fired_) {
            graph::drop_unread(graph_);
            graph::sort(graph_);
        }
        outcome o;
        o.fired = fired_ > 0;
        if (context_.report)
            o.reason = o.fired ? fmt::format("{} results are computed where the array they are stored in lies, or copied there at once", results_)
                     : any    ? "no stores fill a fresh array with results of one kind"
                              : nothing_of_the_kind;
        return o;
    }

private:
    void look_at(recorded* family, const graph::readers& readers)
    {
        const auto f = find_filling(graph_, readers, family);
        if (!f) return;
        const bool placed = f->one_block && place_block(graph_.nodes[f->one_block->producer], f->families[0], f->one_block->offset);
        graph::results value;
        value.family = f->value;
        value.first = f->last;
        value.count = 1;
        value.stride.assign(f->value->stride, f->value->stride + f->value->rank);
        for (const stored_parts& all : f->families)
            for (const std::size_t i : all.stores) {
                node& s = graph_.nodes[i];
                s.dropped = true;
                s.cycle = -1;
                s.block = 0;
                s.places.clear();
            }
        node& n = placed ? graph_.nodes[f->one_block->producer] : gather(*f);
        n.places.push_back(std::move(value));
        for (const stored_parts& all : f->families) results_ += static_cast<index_t>(all.offset.size());
        ++fired_;
    }

    static bool place_block(node& n, const stored_parts& f, const std::vector<index_t>& offset)
    {
        if (is_the_block(f, offset)) return true;
        if (!may_be_placed(n)) return false;
        place(n, f, offset);
        return true;
    }

    /// A loop over all that the stores of each family write. The value is there when the first of these nodes has run: it
    /// comes behind the others, and the block is that of the last.
    node& gather(const filling& f)
    {
        const auto first_of = [&](std::size_t k) { return f.families[k].stores.front(); };
        const std::size_t owner = first_of(f.families.size() - 1);
        for (std::size_t k = f.families.size(); k-- > 0;) {
            node& n = graph_.nodes[first_of(k)];
            gather(n, f.families[k]);
            if (first_of(k) == owner) {
                n.block = record::size_of(*f.value);
                if (f.base) n.operands.push_back(*f.base);
            }
            else {
                n.shares_block = static_cast<int>(owner);
                n.operands.push_back(block_of(owner));
            }
            for (std::size_t other = 1; k == 0 && other + 1 < f.families.size(); ++other) n.operands.push_back(block_of(first_of(other)));
        }
        return graph_.nodes[first_of(0)];
    }
    static graph::read block_of(std::size_t number)
    {
        graph::read r;
        r.from = static_cast<int>(number);
        return r;
    }

    static void gather(node& n, const stored_parts& f)
    {
        n.dropped = false;
        std::get<graph::store>(n.what).gathers = true;
        n.loops = 1;
        n.extent[0] = static_cast<index_t>(f.offset.size());
        std::fill(n.extent + 1, n.extent + graph::max_loops, 1);
        n.operands = {f.parts};
        for (graph::coordinate* const c : {&n.operands[0].number, &n.operands[0].member, &n.operands[0].offset})
            *c = along_loops(n, *c->values);
        n.result = along_loops(n, f.offset);
        n.result_stride = f.part_stride;
    }

    graph::graph& graph_;
    const context& context_;
    index_t results_ = 0, fired_ = 0;
};

}  // namespace

outcome place_results(graph::graph& g, const context& c) { return placing(g, c).run(); }

}  // namespace tenfold::rules
