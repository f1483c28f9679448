// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/operand.hpp"

#include "graph/access.hpp"

#include <algorithm>

namespace tenfold::plan {

namespace {

using graph::moving_index;
using graph::node;
using graph::read;
using indices = std::vector<moving_index>;

std::vector<index_t> strides_of(const indices& all)
{
    std::vector<index_t> s;
    for (const moving_index& i : all) s.push_back(i.stride);
    return s;
}

std::vector<index_t> in_memory(const graph::lifted_access& a, const index_t* stride, std::size_t count)
{
    std::vector<index_t> s(count, 0);
    for (std::size_t v = 0; v < count; ++v)
        for (std::size_t d = 0; d < a.origin.size(); ++d) s[v] += a.step[v][d] * stride[d];
    return s;
}

index_t start(const graph::lifted_access& a, const index_t* stride)
{
    index_t at = 0;
    for (std::size_t d = 0; d < a.origin.size(); ++d) at += a.origin[d] * stride[d];
    return at;
}

class addresser {
public:
    addresser(plan& p, locations& l, const node& n, const read& r, const indices& i)
        : plan_(p), locations_(l), node_(n), read_(r), indices_(i) {}

    addressed run()
    {
        addressed out;
        if (const recorded* f = read_.source(); f && affine(*f, out)) return out;
        if (by_table(out)) return out;
        return copied();
    }

private:
    index_t member(index_t n) const { return graph::at(node_, read_.member, n); }
    index_t offset(index_t n) const { return graph::at(node_, read_.offset, n); }
    recorded* source(index_t n) const
    {
        return record::core((*read_.sources)[static_cast<std::size_t>(graph::at(node_, read_.number, n))]);
    }

    /// One source whose members lie at affine places: strides for everything, the loops too.
    bool affine(const recorded& f, addressed& out)
    {
        if (read_.member.values || read_.offset.values) return false;
        index_t lowest = read_.member.base, highest = lowest;
        for (int d = 0; d < node_.loops; ++d) {
            const index_t move = read_.member.step[d] * (node_.extent[d] - 1);
            (move < 0 ? lowest : highest) += move;
        }
        for (const region& r : locations_.of(&f)) {
            index_t first;
            if (lowest != highest && (r.members || r.offsets || r.axes != 1 || highest >= r.first + r.count)) continue;
            if (!r.holds(read_.member.base, first) || (lowest != highest && lowest < r.first)) continue;
            const index_t per_member = r.offsets || r.members || r.axes != 1 ? 0 : r.step[0];
            out.where.buffer = r.buffer;
            if (graph::is_canonical(f.rank, f.shape, r.stride)) {
                out.stride = strides_of(indices_);
                out.where.offset = first + read_.offset.base;
                std::copy(read_.offset.step, read_.offset.step + max_loops, out.where.loop);
            }
            else {
                indices all = indices_;
                for (int d = 0; d < node_.loops; ++d) all.push_back({node_.extent[d], read_.offset.step[d]});
                const auto lifted = graph::lift(f.rank, f.shape, read_.offset.base, all);
                if (!lifted) return false;
                out.stride = in_memory(*lifted, r.stride, all.size());
                std::copy(out.stride.end() - node_.loops, out.stride.end(), out.where.loop);
                out.stride.resize(indices_.size());
                out.where.offset = first + start(*lifted, r.stride);
            }
            for (int d = 0; d < node_.loops; ++d) out.where.loop[d] += read_.member.step[d] * per_member;
            return true;
        }
        return false;
    }

    /// An address for each position; all positions must see the same strides.
    bool by_table(addressed& out)
    {
        const index_t n = node_.positions();
        auto table = std::make_shared<std::vector<index_t>>();
        auto buffers = std::make_shared<std::vector<int>>();
        table->reserve(static_cast<std::size_t>(n));
        buffers->reserve(static_cast<std::size_t>(n));
        bool one_buffer = true;
        for (index_t i = 0; i < n; ++i) {
            const recorded* f = source(i);
            const auto at = locations_.find(f, member(i));
            if (at.buffer < 0) fail(*f, i);
            index_t first = at.offset + offset(i);
            std::vector<index_t> stride;
            if (graph::is_canonical(f->rank, f->shape, at.stride)) {
                if (i == 0) stride = strides_of(indices_);
                else if (!canonical_so_far_) return false;
                else stride.clear();
            }
            else {
                const auto lifted = graph::lift(f->rank, f->shape, offset(i), indices_);
                if (!lifted) return false;
                stride = in_memory(*lifted, at.stride, indices_.size());
                first = at.offset + start(*lifted, at.stride);
                canonical_so_far_ = false;
            }
            if (i == 0) out.stride = stride;
            else if (!canonical_so_far_ && stride != out.stride) return false;
            table->push_back(first);
            buffers->push_back(at.buffer);
            one_buffer &= at.buffer == buffers->front();
        }
        out.where = place{};
        out.where.buffer = n ? buffers->front() : -1;
        out.where.table = std::move(table);
        if (!one_buffer) out.where.buffers = std::move(buffers);
        return true;
    }

    /// Values in canonical order, one after another, in a scratch buffer: any access has strides there.
    addressed copied()
    {
        const recorded* one = read_.source();
        const bool once = one && read_.member.constant();
        const index_t n = once ? 1 : node_.positions();
        const recorded& f = *source(0);
        const index_t size = record::size_of(f);
        const int scratch = static_cast<int>(plan_.buffers.size());
        plan_.buffers.push_back({f.type, size * n, nullptr, true});
        for (index_t i = 0; i < n; ++i) {
            const auto at = locations_.find(source(i), member(i));
            if (at.buffer < 0) fail(*source(i), i);
            step s;
            s.what = kind::copy;
            s.name = "copy";
            s.type = s.operand_type = f.type;
            s.operands.resize(1);
            s.operands[0].buffer = at.buffer;
            s.operands[0].offset = at.offset;
            s.result.buffer = scratch;
            s.result.offset = i * size;
            s.result_form.shape.assign(f.shape, f.shape + f.rank);
            s.result_form.stride.assign(f.stride, f.stride + f.rank);
            s.operand_forms.push_back({s.result_form.shape, {at.stride, at.stride + f.rank}});
            plan_.steps.push_back(std::move(s));
        }
        addressed out;
        out.stride = strides_of(indices_);
        out.where.buffer = scratch;
        if (!read_.offset.values) {
            out.where.offset = read_.offset.base;
            index_t period = once ? 0 : size;
            for (int d = 0; d < node_.loops; ++d) {
                out.where.loop[d] = read_.offset.step[d] + period;
                period *= node_.extent[d];
            }
            return out;
        }
        auto table = std::make_shared<std::vector<index_t>>();
        for (index_t i = 0; i < node_.positions(); ++i) table->push_back(offset(i) + (once ? 0 : i * size));
        out.where.table = std::move(table);
        return out;
    }

    [[noreturn]] void fail(const recorded& f, index_t n) const
    {
        throw error("[plan] an operand of " + std::string(record::name_of(node_.family->what)) + " has no address: "
                    + record::name_of(f.what) + " member " + std::to_string(member(n)));
    }

    plan& plan_;
    locations& locations_;
    const node& node_;
    const read& read_;
    const indices& indices_;
    bool canonical_so_far_ = true;
};

}  // namespace

addressed address(plan& p, locations& l, const node& n, const read& r, const indices& i)
{
    return addresser(p, l, n, r, i).run();
}

}  // namespace tenfold::plan
