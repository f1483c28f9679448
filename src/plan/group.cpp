// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/lower.hpp"

#include <utility>

namespace tenfold::plan {

namespace {

// Results up to this size share a block, which lives as long as any of them (or is compacted); a block holds this much of
// them. A list of 246x300 results took twice the time where each lay in small pages of its own.
constexpr index_t small_bytes = 1 << 20, block_bytes = 8 << 20;
constexpr index_t line = 64;

class grouping {
public:
    grouping(std::size_t count, bool together) : count_(count), together_(together) { out_.published.reserve(count); }

    void add(const graph::lone_product& p)
    {
        const element type = p.family->type;
        const auto size = static_cast<index_t>(size_of(type));
        const index_t elements = (record::size_of(*p.family) * size + line - 1) / line * line / size;
        const int buffer = buffer_for(type, elements, size);
        const index_t start = std::exchange(end_of(buffer), end_of(buffer) + elements);
        publish(p, start, buffer);
        const auto number = static_cast<std::size_t>(step_for(*p.family));
        grouped_product& x = out_.what.steps[number].members.emplace_back(grouped_product{p.what});
        x.buffer = buffer;
        x.c = start;
        read_[number].push_back(p.a);
        read_[number].push_back(p.b);
    }

    lowered take()
    {
        for (std::size_t i = 0; i < read_.size(); ++i) {
            step& s = out_.what.steps[i];
            s.operands.emplace_back().buffer = add_list(out_.what, s.type, static_cast<index_t>(read_[i].size()));
            s.operands.back().list = true;
            if (i == 0) out_.read = std::move(read_[i]);
            else out_.read.insert(out_.read.end(), read_[i].begin(), read_[i].end());
        }
        schedule(out_.what);
        return std::move(out_);
    }

private:
    /// Neighbours of one family that lie in equal steps are published as one.
    void publish(const graph::lone_product& p, index_t start, int buffer)
    {
        if (!out_.published.empty()) {
            auto& [last, b] = out_.published.back();
            if (last.family == p.family && b == buffer && p.member == last.first + last.count) {
                record::odometer& at = last.lies;
                if (last.count == 1) at.step[0] = start - at.base;
                if (start == at.base + last.count * at.step[0]) {
                    at.extent[0] = ++last.count;
                    return;
                }
            }
        }
        graph::results& r = out_.published.emplace_back().members;
        r.family = p.family;
        r.first = p.member;
        r.count = 1;
        r.lies.base = start;
        out_.published.back().buffer = buffer;
    }
    int buffer_for(element type, index_t elements, index_t size)
    {
        int& open = of_type_[static_cast<int>(type)].buffer;
        const bool small = elements * size <= small_bytes;
        if (small && open >= 0 && end_of(open) + elements <= block_bytes / size) return open;
        const int fresh = add_buffer(out_.what, type, 0, role::result);
        if (small) open = fresh;
        return fresh;
    }
    index_t& end_of(int buffer) { return out_.what.buffers[static_cast<std::size_t>(buffer)].elements; }
    // One step for each element type, or for each product.
    int step_for(const graph::recorded& f)
    {
        int& number = of_type_[static_cast<int>(f.type)].step;
        if (number >= 0 && together_) return number;
        number = static_cast<int>(out_.what.steps.size());
        step& s = out_.what.steps.emplace_back();
        s.what = kind::group;
        s.name = record::name_of(f.what);
        s.type = s.operand_type = f.type;
        if (together_) {
            read_.emplace_back().reserve(2 * count_);
            s.members.reserve(count_);
        }
        else read_.emplace_back();
        return number;
    }

    struct open { int step = -1, buffer = -1; };   // buffer: the block that small results go into
    lowered out_;
    const std::size_t count_;
    const bool together_;
    std::vector<inputs> read_;         // by step
    open of_type_[16];
};

}  // namespace

lowered lower_lone(const graph::graph& g)
{
    grouping all(g.lone.size(), g.batched);
    for (const graph::lone_product& p : g.lone) all.add(p);
    return all.take();
}

}  // namespace tenfold::plan
