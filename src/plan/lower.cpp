// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/lower.hpp"

#include "plan/loop_axes.hpp"
#include "plan/operand.hpp"
#include "plan/pipeline.hpp"
#include "plan/ranges.hpp"
#include "plan/recurrence.hpp"
#include "plan/scale.hpp"
#include "plan/sliding.hpp"
#include "plan/versions.hpp"
#include "record/stores.hpp"

#include <algorithm>
#include <deque>

namespace tenfold::plan {

namespace {

using graph::moving_index;
using graph::node;
using graph::read;

/// The operand's own indices, broadcast to a shape (aligned at the last axis).
std::vector<moving_index> broadcast_indices(const read& r, const std::vector<index_t>& shape)
{
    std::vector<moving_index> all;
    const std::size_t lead = shape.size() - r.shape.size();
    for (std::size_t d = 0; d < shape.size(); ++d) {
        const bool there = d >= lead && r.shape[d - lead] == shape[d];
        all.push_back({shape[d], there ? r.stride[d - lead] : 0});
    }
    return all;
}

std::vector<moving_index> own_indices(const read& r)
{
    std::vector<moving_index> all;
    for (std::size_t d = 0; d < r.shape.size(); ++d) all.push_back({r.shape[d], r.stride[d]});
    return all;
}

class lowering {
public:
    lowering(const graph::graph& g, const std::vector<recorded*>& still_read, const machine& here)
        : graph_(g), here_(here), locations_(out_), versions_(g, still_read) {}

    lowered run()
    {
        buffers_.assign(graph_.nodes.size(), -1);
        // Who owns a block may stand behind those whose members lie in it: these are not run, or run later.
        for (const bool shared : {false, true})
            for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
                if ((graph_.nodes[i].shares_block >= 0) == shared) buffers_[i] = buffer_for(graph_.nodes[i]);
        for (std::size_t i = 0; i < graph_.nodes.size();) {
            const node& n = graph_.nodes[i];
            if (n.cycle < 0) {
                const std::size_t before = out_.what.steps.size();
                if (!n.dropped && !n.is<graph::view>() && !is_blank(n)) {
                    if (n.is<graph::product>() && !n.is_whole_product()) append_segments(n);
                    else append(n, out_.what.steps);
                    if (n.is<graph::product>() && n.as_product().scale != 1.0) scale(n, before);
                }
                ++i;
                continue;
            }
            std::size_t end = i;
            while (end < graph_.nodes.size() && graph_.nodes[end].cycle == n.cycle) ++end;
            waves(i, end);
            i = end;
        }
        hand_on();
        schedule(out_.what);
        return std::move(out_);
    }

private:
    /// What passes through a cache lies nowhere afterwards.
    void hand_on()
    {
        std::vector<bool> passing(out_.what.buffers.size(), false);
        for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
            if (graph_.nodes[i].passes) passing[static_cast<std::size_t>(buffers_[i])] = true;
        if (std::find(passing.begin(), passing.end(), true) == passing.end()) return;
        make_pipelines(out_.what, passing, here_);
        std::erase_if(out_.published, [&](const publication& p) {
            return out_.what.buffers[static_cast<std::size_t>(p.buffer)].what == role::local;
        });
    }

    /// In whose memory stores write all that is read.
    bool is_blank(const node& n) const { return record::is_blank(*n.family) && versions_.begins(n.family); }

    int buffer_for(const node& n)
    {
        if (n.is<graph::view>() || (n.dropped && n.places.empty() && n.shares_block < 0)) return -1;
        const bool store = n.is_store();
        if (const auto begins = versions_.begins(n.family)) {
            const int buffer = versions_.buffer(*begins->store, out_.what);
            graph::results& r = first_versions_.emplace_back(n.places[0]);
            r.lies.base += begins->start;
            locations_.add(r, buffer);
            return buffer;
        }
        int buffer;
        if (n.shares_block >= 0) buffer = buffers_[static_cast<std::size_t>(n.shares_block)];
        else if (store) buffer = versions_.buffer(n, out_.what);
        else buffer = add_buffer(out_.what, n.type, n.block, role::result);
        const auto& places = store ? versions_.places(n) : n.places;
        for (const graph::results& r : places) {
            locations_.add(r, buffer);
            out_.published.push_back({store ? versions_.lasting(n, r) : r, buffer});
            if (out_.published.back().members.count == 0) out_.published.pop_back();
        }
        return buffer;
    }

    int buffer_of(const node& n) const { return buffers_[static_cast<std::size_t>(&n - graph_.nodes.data())]; }

    static step begun(const node& n, int buffer)
    {
        step s;
        s.name = name_of(*n.family);
        s.type = n.type;
        s.operand_type = n.operand_type;
        s.result = placed(n.result, buffer);
        return s;
    }

    void append(const node& n, std::vector<step>& steps)
    {
        if (!is_ranged(n)) return append(n, buffer_of(n), steps);
        for (const node& part : by_length(n)) append(part, buffer_of(n), steps);
    }

    void append(const node& n, int buffer, std::vector<step>& steps)
    {
        step s = begun(n, buffer);
        s.loops = n.loops;
        std::copy(n.extent, n.extent + max_loops, s.extent);
        if (n.gathers()) return gather(n, s, steps);
        std::visit([&](const auto& what) { lower(n, what, s); }, n.what);
        steps.push_back(std::move(s));
    }

    void lower(const node& n, const graph::product& p, step& s)
    {
        product(n, p, s);
        if (n.slides) slide(s, here_);
    }
    void lower(const node& n, const graph::elementwise& e, step& s) { elementwise(n, e, s); }
    void lower(const node& n, const graph::store& what, step& s) { store(n, what, s); }
    void lower(const node& n, const graph::reduction& r, step& s)
    {
        s.what = kind::reduce;
        s.reduction = r.code;
        s.reduced_axes = r.axes;
        single(n, s);
        if (n.slides) slide(s, here_);
    }
    void lower(const node& n, const graph::copy&, step& s)
    {
        s.what = kind::copy;
        single(n, s);
    }
    void lower(const node& n, const graph::opaque& f, step& s)
    {
        s.what = kind::opaque;
        s.function = f.function;
        s.file = n.family->where.file;
        s.line = n.family->where.line;
        const auto& ranges = graph_.needs[static_cast<std::size_t>(n.need)].members.ranges();
        s.first_call = n.places.empty() ? 0 : n.places[0].first - ranges.front().first;
        s.calls = ranges.back().last - ranges.front().first;
        operands(n, s);
        result_form(n, s);
    }
    void lower(const node& n, const graph::fill& f, step& s)
    {
        if (const auto begins = versions_.begins(n.family)) s.result.offset += begins->start;
        s.what = kind::fill;
        result_form(n, s);
        s.scalars = f.value;
    }
    void lower(const node&, const graph::view&, step& s) { throw error("[plan] " + s.name + ": a view is no step"); }

    /// A step for each segment; those of one pair stand together.
    void append_segments(const node& n)
    {
        const graph::product& all = n.as_product();
        const auto operand = static_cast<std::size_t>(all.segment_operand), axis = static_cast<std::size_t>(all.segment_axis);
        const std::vector<graph::product::segment>& segments = all.segments;
        step s = begun(n, buffer_of(n));
        node one;
        one.family = n.family;
        one.operands = n.operands;
        graph::product part_of_all;
        part_of_all.axes = all.axes;
        part_of_all.conjugate_a = all.conjugate_a;
        part_of_all.scale = all.scale;
        part_of_all.watched = all.watched;
        for (std::size_t i = 0, end; i < segments.size(); i = end) {
            const std::int32_t pair = segments[i].pair;
            for (end = i; end < segments.size() && segments[end].pair == pair; ++end) {}
            // From the first position of the axis on: an index of one element would have no stride.
            part_of_all.axes[axis].extent = segments[end - 1].operand_offset + segments[end - 1].extent;
            if (!all.pairs.empty()) std::copy_n(all.pairs[static_cast<std::size_t>(pair)].operands, 2, one.operands.begin());
            product(one, part_of_all, s);
            const index_t stride = operand == 0 ? s.axes[axis].a : s.axes[axis].b;
            for (std::size_t k = i; k < end; ++k) {
                step& part = out_.what.steps.emplace_back(s);
                part.axes[axis].extent = segments[k].extent;
                part.operands[operand].offset += segments[k].operand_offset * stride;
                part.result.offset += segments[k].result_offset;
            }
        }
    }

    void scale(const node& n, std::size_t first)
    {
        std::vector<step>& steps = out_.what.steps;
        for (std::size_t i = first, end = steps.size(); i < end; ++i)
            if (steps[i].what == kind::product || steps[i].what == kind::window_sum) steps.push_back(scaling(steps[i], n.as_product().scale));
    }

    addressed address_of(const node& n, const read& r, const std::vector<moving_index>& indices)
    {
        if (r.from < 0) return address(out_.what, locations_, n, r, indices);
        addressed at{placed(r.offset, buffers_[static_cast<std::size_t>(r.from)]), {}};
        for (const moving_index& i : indices) at.stride.push_back(i.stride);
        return at;
    }

    void product(const node& n, const graph::product& p, step& s)
    {
        s.what = kind::product;
        s.conjugate_a = p.conjugate_a;
        s.axes = p.axes;
        std::vector<moving_index> a, b;
        for (const product_axis& x : p.axes) {
            a.push_back({x.extent, x.a});
            b.push_back({x.extent, x.b});
        }
        const addressed left = address_of(n, n.operands[0], a), right = address_of(n, n.operands[1], b);
        for (std::size_t i = 0; i < s.axes.size(); ++i) {
            s.axes[i].a = left.stride[i];
            s.axes[i].b = right.stride[i];
        }
        s.operands = {left.where, right.where};
        s.sum_positions = p.sums;
        if (n.operands.size() > 2) start_from(n, s);
        if (p.row_loops) merge_rows(p.row_loops, s);
        if (p.watched != graph::watch::nothing) watch_range(s, p.scale, p.watched == graph::watch::large_and_small);
    }

    /// The value to which a product adds is copied into the result first.
    void start_from(const node& n, step& s)
    {
        step copy;
        copy.what = kind::copy;
        copy.name = "copy";
        copy.type = copy.operand_type = s.type;
        const read& r = n.operands[2];
        const addressed from = address_of(n, r, own_indices(r));
        copy.operands = {from.where};
        copy.operand_forms = {{r.shape, from.stride}};
        copy.result = s.result;
        copy.result_form = {r.shape, n.result_stride};
        out_.what.steps.push_back(std::move(copy));
        s.accumulate = true;
    }

    /// Loops that move one operand only become indices of the product, where the addresses follow them.
    static void merge_rows(unsigned loops, step& s)
    {
        for (const place* p : {&s.operands[0], &s.operands[1], &s.result})
            if (!p->follows_loops()) return;
        loops_into_axes(s, [&](int d, const product_axis& x) { return (loops >> d & 1u) && x.in_a != x.in_b; });
    }

    void result_form(const node& n, step& s)
    {
        s.result_form.shape = n.shape;
        s.result_form.stride = n.result_stride;
    }

    void elementwise(const node& n, const graph::elementwise& e, step& s)
    {
        s.what = kind::elementwise;
        s.kernel = e.kernel;
        result_form(n, s);
        operands(n, s);
        if (!e.scalars) return;
        s.scalars = e.scalars;
        if (e.scalar_block.constant() && e.scalar_block.base == 0) return;
        auto blocks = std::make_shared<std::vector<index_t>>();
        for (index_t i = 0; i < n.positions(); ++i) blocks->push_back(graph::at(n, e.scalar_block, i));
        s.scalar_block = std::move(blocks);
    }

    void operands(const node& n, step& s)
    {
        for (const read& r : n.operands) {
            const addressed x = address_of(n, r, own_indices(r));
            s.operands.push_back(x.where);
            s.operand_forms.push_back({r.shape, x.stride});
        }
    }

    void single(const node& n, step& s)
    {
        const read& r = n.operands[0];
        const addressed x = address_of(n, r, own_indices(r));
        s.operands = {x.where};
        s.operand_forms = {{r.shape, x.stride}};
        result_form(n, s);
    }

    /// What stores write, all at once: behind a copy of what they start from, if they do not write all.
    void gather(const node& n, step& s, std::vector<step>& steps)
    {
        s.what = kind::copy;
        single(n, s);
        s.result_form.shape = n.operands[0].shape;
        const node& owner = n.shares_block < 0 ? n : graph_.nodes[static_cast<std::size_t>(n.shares_block)];
        const bool has_base = owner.operands.size() > 1 && owner.operands[1].from < 0;
        if (has_base) {
            const form whole{n.shape, {n.family->stride, n.family->stride + n.family->rank}};
            place block;
            block.buffer = s.result.buffer;
            if (&owner == &n) steps.push_back(copied_base(n, block, whole));
            s.what = kind::store;   // they run in their order
            s.operands.push_back(block);
            s.operand_forms.push_back(whole);
            s.whole = block;
            s.whole_form = whole;
        }
        steps.push_back(std::move(s));
    }
    step copied_base(const node& n, const place& block, const form& whole)
    {
        step copy;
        copy.what = kind::copy;
        copy.name = "copy";
        copy.type = copy.operand_type = n.type;
        const addressed from = address_of(n, n.operands[1], own_indices(n.operands[1]));
        copy.operands = {from.where};
        copy.operand_forms = {{n.operands[1].shape, from.stride}};
        copy.result = block;
        copy.result_form = whole;
        return copy;
    }

    void store(const node& n, const graph::store& what, step& s)
    {
        s.what = kind::store;
        s.mode = what.mode;
        const read& part = n.operands[1];
        const addressed value = address_of(n, n.operands[2], broadcast_indices(n.operands[2], part.shape));
        const addressed old = address_of(n, n.operands[0], own_indices(n.operands[0]));
        s.operands = {value.where, old.where};
        s.operand_forms = {{part.shape, value.stride}, {n.operands[0].shape, old.stride}};
        s.whole = placed(versions_.whole(n), s.result.buffer);
        s.whole_form.shape = n.shape;
        s.whole_form.stride.assign(n.family->stride, n.family->stride + n.family->rank);
        s.result = placed(versions_.part(n), s.result.buffer);
        s.result_form = {part.shape, part.stride};
    }

    void waves(std::size_t first, std::size_t end)
    {
        step s;
        s.what = kind::waves;
        s.name = "recurrence";
        for (std::size_t i = first; i < end; ++i) append(graph_.nodes[i], s.inner);
        recurrence(graph_, first, end, buffers_, here_, out_, locations_).finish(s);
        out_.what.steps.push_back(std::move(s));
    }

    const graph::graph& graph_;
    const machine& here_;
    lowered out_;
    locations locations_;
    versions versions_;
    std::vector<int> buffers_;
    std::deque<graph::results> first_versions_;   // locations point into these
};

}  // namespace

std::string name_of(const recorded& f)
{
    // stack and concatenate are stores into a fresh array; assignments into a view know no line.
    if (f.what.what != record::operation::store || f.where.line == 0) return record::name_of(f.what);
    return f.operands[1].rank < f.rank ? "stack" : "concatenate";
}

lowered lower(const graph::graph& g, const std::vector<recorded*>& still_read, const machine& here)
{
    return lowering(g, still_read, here).run();
}

}  // namespace tenfold::plan
