// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/lower.hpp"

namespace tenfold::plan {

namespace {

// Results up to this size share a block, which lives as long as any of them (or is compacted); a block holds this much of
// them. A list of 246x300 results took twice the time where each lay in small pages of its own.
constexpr index_t small_bytes = 1 << 20, block_bytes = 8 << 20;
constexpr index_t line = 64;

class grouping {
public:
    grouping(std::size_t count, bool together) : together_(together) { out_.published.reserve(count); }

    void add(const graph::lone_product& p)
    {
        const element type = p.family->type;
        const auto size = static_cast<index_t>(size_of(type));
        const index_t elements = (record::size_of(*p.family) * size + line - 1) / line * line / size;
        const int buffer = buffer_for(type, elements, size);
        struct buffer& b = out_.what.buffers[static_cast<std::size_t>(buffer)];
        out_.published.push_back({p.family, p.member, b.elements, buffer});
        grouped_product& x = step_for(*p.family).members.emplace_back(p.what);
        x.buffer = buffer;
        x.c = b.elements;
        b.elements += elements;
    }

    grouped take()
    {
        schedule(out_.what);
        return std::move(out_);
    }

private:
    int buffer_for(element type, index_t elements, index_t size)
    {
        int& open = of_type_[static_cast<int>(type)].buffer;
        const bool small = elements * size <= small_bytes;
        if (small && open >= 0 && end_of(open) + elements <= block_bytes / size) return open;
        const int fresh = static_cast<int>(out_.what.buffers.size());
        out_.what.buffers.push_back({type, 0, nullptr, false});
        if (small) open = fresh;
        return fresh;
    }
    index_t end_of(int buffer) const { return out_.what.buffers[static_cast<std::size_t>(buffer)].elements; }

    // One step for each element type, or for each product.
    step& step_for(const graph::recorded& f)
    {
        int& number = of_type_[static_cast<int>(f.type)].step;
        if (number >= 0 && together_) return out_.what.steps[static_cast<std::size_t>(number)];
        number = static_cast<int>(out_.what.steps.size());
        step& s = out_.what.steps.emplace_back();
        s.what = kind::group;
        s.name = record::name_of(f.what);
        s.type = s.operand_type = f.type;
        return s;
    }

    struct open { int step = -1, buffer = -1; };   // buffer: the block that small results go into
    grouped out_;
    const bool together_;
    open of_type_[16];
};

}  // namespace

grouped lower_lone(const graph::graph& g)
{
    grouping all(g.lone.size(), g.batched);
    for (const graph::lone_product& p : g.lone) all.add(p);
    return all.take();
}

}  // namespace tenfold::plan
