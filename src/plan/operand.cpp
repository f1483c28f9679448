// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/operand.hpp"

#include "graph/access.hpp"

#include <algorithm>
#include <map>

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

/// Values that positions read, one after the other, as they are appended to what a plan reads. One that comes again stands
/// there once, where its number tells.
class value_list {
public:
    /// `numbers`: of sources; 0 where none comes twice.
    value_list(inputs& read, std::size_t positions, std::size_t numbers) : read_(read), begin_(read.size()), known_(numbers, -1)
    {
        read_.reserve(begin_ + (numbers == 0 ? positions : std::min(positions, numbers)));
        if (numbers > 0) values_.reserve(positions);
    }
    value_list(const value_list&) = delete;
    value_list& operator=(const value_list&) = delete;
    ~value_list()
    {
        if (!taken_) read_.resize(begin_);
    }

    void add(const detail::placement* p, std::size_t number)
    {
        if (known_.empty()) return read_.push_back(p);
        int& at = known_[number];
        if (at < 0 || read_[begin_ + static_cast<std::size_t>(at)] != p) {
            at = static_cast<int>(size());
            read_.push_back(p);
        }
        values_.push_back(at);
    }
    std::size_t size() const { return read_.size() - begin_; }
    /// Which value each position reads; null: the next one.
    std::shared_ptr<const std::vector<int>> take()
    {
        taken_ = true;
        if (size() == 1 || size() >= values_.size()) return nullptr;
        return std::make_shared<const std::vector<int>>(std::move(values_));
    }

private:
    inputs& read_;
    const std::size_t begin_;
    std::vector<int> known_;   // by number: where it was met last
    std::vector<int> values_;
    bool taken_ = false;
};

/// Offsets of positions, written down from the first one that differs.
class offset_list {
public:
    explicit offset_list(std::size_t positions) : positions_(positions) {}
    void add(index_t offset)
    {
        if (count_ == 0) first_ = offset;
        if (!table_ && offset != first_) {
            table_ = std::make_shared<std::vector<index_t>>();
            table_->reserve(positions_);
            table_->assign(count_, first_);
        }
        if (table_) table_->push_back(offset);
        ++count_;
    }
    index_t first() const { return first_; }
    /// Null where all are the first.
    std::shared_ptr<std::vector<index_t>> take() { return std::move(table_); }

private:
    const std::size_t positions_;
    std::size_t count_ = 0;
    index_t first_ = 0;
    std::shared_ptr<std::vector<index_t>> table_;
};

class addresser {
public:
    addresser(plan& p, locations& l, const node& n, const read& r, const indices& i)
        : plan_(p), locations_(l), node_(n), read_(r), indices_(i) {}

    addressed run()
    {
        addressed out;
        if (const value_family* f = read_.source(); f && affine(*f, out)) return out;
        if (there_already(out) || by_table(out)) return out;
        return copied();
    }

private:
    index_t member(index_t n) const { return graph::at(node_, read_.member, n); }
    index_t offset(index_t n) const { return graph::at(node_, read_.offset, n); }
    value_family* source(index_t n) const
    {
        return record::core((*read_.sources)[static_cast<std::size_t>(graph::at(node_, read_.number, n))]);
    }

    /// One source whose members lie at affine places: strides for everything, the loops too.
    bool affine(const value_family& f, addressed& out)
    {
        if (read_.member.values || read_.offset.values) return false;
        index_t lowest = read_.member.base, highest = lowest;
        for (int d = 0; d < node_.loops; ++d) {
            const index_t move = read_.member.step[d] * (node_.extent[d] - 1);
            (move < 0 ? lowest : highest) += move;
        }
        for (const region& r : locations_.of(&f)) {
            index_t first;
            if (lowest != highest && (r.members || r.offsets || r.lies.axes != 1 || highest >= r.first + r.count)) continue;
            if (!r.find(read_.member.base, first) || (lowest != highest && lowest < r.first)) continue;
            const index_t per_member = r.offsets || r.members || r.lies.axes != 1 ? 0 : r.lies.step[0];
            out.where.buffer = locations_.buffer_of(r);
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

    /// Values that are there, in canonical order, as a list.
    bool there_already(addressed& out)
    {
        const index_t n = node_.positions();
        if (read_.number.constant() || n == 0) return false;
        const bool no_number_twice = node_.loops == 1 && !read_.number.values;
        value_list list(locations_.read(), static_cast<std::size_t>(n), no_number_twice ? 0 : read_.sources->size());
        offset_list offsets(static_cast<std::size_t>(n));
        const value_family* last = nullptr;                     // the same value often comes again
        constexpr auto ahead = static_cast<index_t>(record::ahead);
        for (index_t i = 0; i < n; ++i) {
            if (i + ahead < n) record::prefetch(source(i + ahead));
            const auto number = static_cast<std::size_t>(graph::at(node_, read_.number, i));
            const value_family* f = record::core((*read_.sources)[number]);
            index_t at = 0;
            const detail::placement* p = record::canonical_leaf(*f);
            if (!p) {
                if (f != last && !record::is_ready(*f)) return false;
                p = record::find_placed(*f, member(i), at);
                if (!p || (f != last && !graph::is_canonical(f->rank, f->shape, p->stride))) return false;
                last = p->next ? nullptr : f;
            }
            list.add(p, number);
            offsets.add(at + offset(i));
        }
        out.stride = strides_of(indices_);
        auto table = offsets.take();
        if (table) out.where = spread(std::move(table), -1);
        else out.where.offset = offsets.first();
        out.where.list = list.size() > 1;
        out.where.buffer = locations_.add_listed(source(0)->type, static_cast<index_t>(list.size()));
        out.where.buffers = list.take();
        return true;
    }

    /// An address for each position; all positions must see the same strides.
    bool by_table(addressed& out)
    {
        const index_t n = node_.positions();
        auto table = std::make_shared<std::vector<index_t>>();
        auto buffers = std::make_shared<std::vector<int>>();
        table->reserve(static_cast<std::size_t>(n));
        buffers->reserve(static_cast<std::size_t>(n));
        for (index_t i = 0; i < n; ++i) {
            const value_family* f = source(i);
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
        }
        out.where = spread(std::move(table), std::move(buffers));
        return true;
    }

    /// Values that do not lie in canonical order are copied into it; any access has strides there. Others are read
    /// where they lie: what a recurrence computes is among them, and is not there yet.
    addressed copied()
    {
        const index_t n = node_.positions();
        const value_family& form = *source(0);
        const index_t size = record::size_of(form);
        const int scratch = add_buffer(plan_, form.type, 0, role::scratch);
        std::map<std::pair<int, index_t>, index_t> copies;  // from where, to where
        auto table = std::make_shared<std::vector<index_t>>();
        auto buffers = std::make_shared<std::vector<int>>();
        for (index_t i = 0; i < n; ++i) {
            auto at = locations_.find(source(i), member(i));
            if (at.buffer < 0) fail(*source(i), i);
            if (!graph::is_canonical(form.rank, form.shape, at.stride)) {
                const index_t next = size * static_cast<index_t>(copies.size());
                const auto [copy, fresh] = copies.emplace(std::pair(at.buffer, at.offset), next);
                if (fresh) append_copy(form, at, scratch, copy->second);
                at.buffer = scratch;
                at.offset = copy->second;
            }
            table->push_back(at.offset + offset(i));
            buffers->push_back(at.buffer);
        }
        plan_.buffers[static_cast<std::size_t>(scratch)].elements = size * static_cast<index_t>(copies.size());
        return {spread(std::move(table), std::move(buffers)), strides_of(indices_)};
    }

    void append_copy(const value_family& form, const locations::found& from, int buffer, index_t offset)
    {
        step s;
        s.what = kind::copy;
        s.name = "copy";
        s.type = s.operand_type = form.type;
        s.operands.resize(1);
        s.operands[0].buffer = from.buffer;
        s.operands[0].offset = from.offset;
        s.result.buffer = buffer;
        s.result.offset = offset;
        s.result_form.shape.assign(form.shape, form.shape + form.rank);
        s.result_form.stride.assign(form.stride, form.stride + form.rank);
        s.operand_forms.push_back({s.result_form.shape, {from.stride, from.stride + form.rank}});
        plan_.steps.push_back(std::move(s));
    }

    /// One place for each position; affine where they follow the loops in one buffer.
    place spread(std::shared_ptr<std::vector<index_t>> table, std::shared_ptr<std::vector<int>> buffers) const
    {
        if (table->empty()) return {};
        const int first = buffers->front();
        if (std::all_of(buffers->begin(), buffers->end(), [&](int b) { return b == first; }))
            return spread(std::move(table), first);
        place p;
        p.buffer = first;
        p.buffers = std::move(buffers);
        p.table = std::move(table);
        return p;
    }

    place spread(std::shared_ptr<std::vector<index_t>> table, int buffer) const
    {
        place p;
        p.buffer = buffer;
        graph::coordinate c;
        c.base = table->front();
        index_t period = 1;
        for (int d = 0; d < node_.loops; ++d) {
            if (node_.extent[d] > 1) c.step[d] = (*table)[static_cast<std::size_t>(period)] - c.base;
            period *= node_.extent[d];
        }
        for (index_t i = 0; i < period; ++i) {
            if (graph::at(node_, c, i) == (*table)[static_cast<std::size_t>(i)]) continue;
            p.table = std::move(table);
            return p;
        }
        p.offset = c.base;
        std::copy(c.step, c.step + max_loops, p.loop);
        return p;
    }

    [[noreturn]] void fail(const value_family& f, index_t n) const
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

place placed(const graph::coordinate& c, int buffer)
{
    place p;
    p.buffer = buffer;
    p.offset = c.base;
    std::copy(c.step, c.step + max_loops, p.loop);
    p.table = c.values;
    if (c.values) p.offset = 0;
    return p;
}

}  // namespace tenfold::plan
