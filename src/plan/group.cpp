// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/lower.hpp"

namespace tenfold::plan {

namespace {

// Results up to this size share a block, which lives as long as any of them; a block holds this much of them.
constexpr index_t small_bytes = 16 << 10, block_bytes = 256 << 10;
constexpr index_t line = 64;

class grouping {
public:
    explicit grouping(std::size_t count) { out_.published.reserve(count); }

    void add(const graph::lone_product& p)
    {
        const element type = p.family->type;
        const auto size = static_cast<index_t>(size_of(type));
        const index_t elements = (record::size_of(*p.family) * size + line - 1) / line * line / size;
        const bool small = elements * size <= small_bytes;
        int& open = open_[static_cast<int>(type)];
        if (!small || open < 0 || end_of(open) + elements > block_bytes / size) start(*p.family, small, open);
        const int buffer = small ? open : static_cast<int>(out_.what.buffers.size()) - 1;
        struct buffer& b = out_.what.buffers[static_cast<std::size_t>(buffer)];
        out_.published.push_back({p.family, p.member, b.elements, buffer});
        grouped_product& x = out_.what.steps[static_cast<std::size_t>(buffer)].members.emplace_back(p.what);
        x.c = b.elements;
        b.elements += elements;
    }

    grouped take() { return std::move(out_); }

private:
    index_t end_of(int buffer) const { return out_.what.buffers[static_cast<std::size_t>(buffer)].elements; }

    // One step for each buffer.
    void start(const graph::recorded& f, bool small, int& open)
    {
        const element type = f.type;
        const int buffer = static_cast<int>(out_.what.buffers.size());
        if (small) open = buffer;
        out_.what.buffers.push_back({type, 0, nullptr, false});
        step& s = out_.what.steps.emplace_back();
        s.what = kind::group;
        s.name = record::name_of(f.what);
        s.type = s.operand_type = type;
        s.result.buffer = buffer;
    }

    grouped out_;
    int open_[16] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};  // by type: the block being filled
};

}  // namespace

grouped lower(const std::vector<graph::lone_product>& products)
{
    grouping all(products.size());
    for (const graph::lone_product& p : products) all.add(p);
    grouped out = all.take();
    schedule(out.what);
    return out;
}

}  // namespace tenfold::plan
