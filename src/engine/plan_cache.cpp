// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/plan_cache.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_map>

namespace tenfold::engine {

namespace {

using record::operation;
using record::run;
using range = record::member_set::range;

constexpr std::size_t most_needs = 16;      // larger programs spend their time elsewhere
constexpr std::size_t most_scalars = 64;    // bytes; they are part of the form
constexpr std::size_t most_words = 4096;    // of a form: longer tables are planned anew

bool stands_still(const record::stream& s, const range& r)
{
    bool still = true;
    s.visit(r.first, r.last - r.first, [&](const run& piece, index_t n, index_t count) {
        still &= n == r.first && count == r.last - r.first && piece.axes > 0
              && (count == 1 || std::all_of(piece.step, piece.step + piece.axes, [](index_t s) { return s == 0; }));
    });
    return still;
}

/// The one place where a computed value lies, if it is that simple.
const detail::placement* simple_placement(const recorded& f)
{
    const detail::placement* const p = f.placed.load(std::memory_order_acquire);
    return p && !p->next && !p->table && p->axes == 1 ? p : nullptr;
}

}  // namespace

form::form(const std::vector<need>& needs, const std::vector<std::string>& disabled, bool reorder_sums, bool plain)
{
    usable_ = needs.size() <= most_needs;
    if (!usable_) return;
    constexpr std::size_t usual_words = 120;
    words_.reserve(usual_words);
    for (const need& n : needs) {
        if (n.f->is_view) views_.push_back(n.f);
        else needs_.push_back(&n);
    }
    write(reorder_sums + 2 * plain + 4 * static_cast<index_t>(disabled.size()));
    for (const std::string& rule : disabled) write(rule.data(), rule.size());
    for (const need* n : needs_)
        if (usable_) write(*n);
}

void form::write(const void* bytes, std::size_t count)
{
    write(static_cast<index_t>(count));
    const std::size_t at = words_.size();
    words_.resize(at + (count + sizeof(index_t) - 1) / sizeof(index_t), 0);
    if (count) std::memcpy(words_.data() + at, bytes, count);
}

void form::write(const need& n)
{
    const recorded& f = *n.f;
    const bool scalars_differ = f.what.what == operation::elementwise && f.scalars.size() != f.scalar_bytes;
    if (n.cycle >= 0 || n.members.ranges().size() != 1 || f.what.what == operation::store || scalars_differ
        || f.scalars.size() > most_scalars) {
        usable_ = false;
        return;
    }
    const range members = n.members.ranges()[0];
    // What stored views read must be there as well, though no step computes them.
    write(std::any_of(views_.begin(), views_.end(), [&](const recorded* v) {
        for (std::size_t i = 0; i < v->sources.size(); ++i)
            if (v->sources[i] == &f) return true;
        return false;
    }));
    write(n.all_asked ? -1 : static_cast<index_t>(n.asked.ranges().size()));
    if (!n.all_asked)
        for (const range& r : n.asked.ranges()) {
            write(r.first - members.first);
            write(r.last - members.first);
        }
    write(&f.what, sizeof f.what);
    write(f.attributes.data(), f.attributes.size());
    write(f.scalars.data(), f.scalars.size());
    write(f.rank);
    words_.insert(words_.end(), f.shape, f.shape + f.rank);
    write(members.last - members.first);
    for (const record::operand_record& o : f.operands) {
        write(f, o, members);
        if (!usable_) return;
    }
}

void form::write(const recorded& f, const record::operand_record& o, range members)
{
    write(o.rank);
    words_.insert(words_.end(), o.shape, o.shape + o.rank);
    words_.insert(words_.end(), o.stride(), o.stride() + o.rank);
    if (!stands_still(o.numbers, members)) {
        usable_ = false;
        return;
    }
    recorded* const source = record::core(f.sources[static_cast<std::size_t>(o.numbers.at(members.first))]);
    const index_t from = write_source(source);
    if (usable_) write_moves(o.members, members, from);
    if (usable_) write_moves(o.offsets, members, 0);
}

/// Names the source by its place among the needs or the inputs; returns the member that its numbers count from.
index_t form::write_source(recorded* source)
{
    for (std::size_t i = 0; i < needs_.size(); ++i)
        if (needs_[i]->f == source) {
            write(-1 - static_cast<index_t>(i));
            return needs_[i]->members.ranges()[0].first;
        }
    const detail::placement* const p = source ? simple_placement(*source) : nullptr;
    if (!p) {
        usable_ = false;
        return 0;
    }
    const auto at = std::find(inputs_.begin(), inputs_.end(), source);
    write(at - inputs_.begin());
    if (at != inputs_.end()) return p->first;
    inputs_.push_back(source);
    write(static_cast<index_t>(source->type));
    write(source->rank);
    words_.insert(words_.end(), source->shape, source->shape + source->rank);
    words_.insert(words_.end(), p->stride, p->stride + source->rank);
    write(p->count);
    write(p->count > 1 ? p->step[0] : 0);
    return p->first;
}

void form::write_moves(const record::stream& s, range members, index_t from)
{
    const index_t count = members.last - members.first;
    s.visit(members.first, count, [&](const run& r, index_t n, index_t length) {
        const index_t k = n - r.first;
        if (length != count || r.axes == 0 || (r.axes > 1 && k != 0)) return write_values(r, k, length, from);
        write(r.axes);
        write(r.at(k) - from);
        index_t inner = 1;
        for (int d = 0; d < r.axes && inner < count; ++d) {
            write(r.step[d]);
            write(d + 1 < r.axes ? r.extent[d] : 0);
            inner *= d + 1 < r.axes ? r.extent[d] : count;
        }
    });
}

/// A piece without a pattern, or of several: one by one.
void form::write_values(const run& r, index_t k, index_t count, index_t from)
{
    const std::size_t at = words_.size();
    usable_ = usable_ && at + static_cast<std::size_t>(count) <= most_words;
    if (!usable_) return;
    write(-count);
    words_.resize(at + 1 + static_cast<std::size_t>(count));
    index_t* const values = words_.data() + at + 1;
    if (r.axes == 0) r.copy(k, count, values);
    else
        for (index_t i = 0; i < count; ++i) values[i] = r.at(k + i);
    for (index_t i = 0; i < count; ++i) values[i] -= from;
}

namespace {

struct hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
};

using plans = std::unordered_map<std::string, std::shared_ptr<const kept_plan>, hash, std::equal_to<>>;

plans& kept()
{
    static auto* const all = new plans;
    return *all;
}

}  // namespace

std::shared_ptr<const kept_plan> find_plan(const form& f)
{
    const auto at = kept().find(f.key());
    return at == kept().end() ? nullptr : at->second;
}

void keep_plan(const form& f, std::shared_ptr<kept_plan> p)
{
    // Forms of a running program are few; a program whose forms change all the time gains nothing from old ones.
    constexpr std::size_t most_plans = 256;
    if (kept().size() >= most_plans) kept().clear();
    const auto& inputs = f.inputs();
    std::vector<int> input;
    for (const plan::buffer& b : p->what.what.buffers) {
        const auto at = std::find(inputs.begin(), inputs.end(), b.origin);
        if (b.data && at == inputs.end()) return;
        input.push_back(b.data ? static_cast<int>(at - inputs.begin()) : -1);
    }
    for (const need* n : f.needs()) p->first.push_back(n->members.ranges()[0].first);
    for (const plan::publication& r : p->what.published) {
        const auto at = std::find_if(f.needs().begin(), f.needs().end(),
                                     [&](const need* n) { return n->f == r.members.family; });
        p->need.push_back(static_cast<int>(at - f.needs().begin()));
    }
    p->input = std::move(input);
    kept().emplace(f.key(), std::move(p));
}

}  // namespace tenfold::engine
