// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// One more member of a family. Calls go on as predicted, from the quickest to the slowest way: one source, at offsets
// with a pattern or without (expected_product), moving sources (moving_product), and any change (append). Only the
// last one looks at the streams, which it tells first of what has been recorded meanwhile.
#include "record/forward.hpp"
#include "record/recorder.hpp"

#include <algorithm>
#include <cstring>

namespace tenfold::detail {

using record::operand_record;
using record::prediction;
using record::recorded;
using record::stream;

namespace {

/// One value that is there: others are mostly members of large blocks, or one number and no memory.
bool pins_memory(const record::value_family& s) { return s.single && s.placed.load(std::memory_order_relaxed); }

}  // namespace

std::uint32_t recorder::number_of(recorded& f, const operand_record& o, family* source)
{
    record::value_family& s = *record::core(source);
    if (s.owner == this && !s.noted_reader && !f.sources.must_grow() && source != &f) {
        if (pins_memory(s)) pinned_bytes_ += o.source_bytes;
        return f.sources.add_unnoted(s);
    }
    std::uint32_t number;
    if (f.sources.knows(source, number)) return number;
    std::unique_lock<std::mutex> hold;
    if (f.sources.must_grow()) hold = std::unique_lock(structure_);
    const std::size_t before = f.sources.size();
    number = f.sources.number_of(source);
    if (f.sources.size() != before && pins_memory(s)) pinned_bytes_ += o.source_bytes;
    return number;
}

/// Is it what the runs predict, if the source has the number that comes next?
inline bool recorder::is_expected(const prediction& p, const operand_record& o, const operand& x) const
{
    if (x.member != p.member || !p.expects_offset(x.offset) || !p.same_layout(x)) return false;
    if (x.source == p.source) return true;
    if (p.source || p.number.left <= 0 || !x.source) return false;
    // Another source like those before, and one that is read as it is. A leaf is told by its first line of memory.
    const family& s = *x.source;
    if (s.rank != o.source_rank || s.type != o.source_type) return false;
    for (int d = 0; d < s.rank; ++d)
        if (s.shape[d] != o.source_shape()[d]) return false;
    return pins_memory(*record::core(&s)) || !(s.is_view || strange(s) || record::is_pending_store(s, this));
}

/// Are all operands of the next call what the runs predict? Told before the family notes any of their sources.
inline bool recorder::goes_on(recorded& f, const operand* operands, std::size_t count)
{
    const prediction* const expected = f.expected;
    const operand_record* const of = f.operands.begin();
    for (std::size_t k = 0; k < count; ++k)
        if (!is_expected(expected[k], of[k], operands[k])) return false;
    for (std::size_t k = 0; k < count; ++k)
        if (!expected[k].source && number_of(f, of[k], operands[k].source) != expected[k].number.next) return false;
    return true;
}

bool recorder::goes_on(recorded& f, const record::call& c) { return goes_on(f, c.operands, c.what.operands); }

newborn recorder::moving_product(const operand (&both)[2], product code, site where)
{
    recorded* f = next_;
    if (!f || !f->is_product(code) || eager) return {};
    const index_t n = f->count.load(std::memory_order_relaxed);
    if (n >= f->limit || !f->where.is(where) || !goes_on(*f, both, 2)) return {};
    f->fixed[0].follow(both[0]);
    f->fixed[1].follow(both[1]);
    f->count.store(n + 1, std::memory_order_release);
    went_to(*f);
    return {f, n};
}

namespace {

/// Appends to one stream what the call brings; afterwards `next` and `step` are its prediction, which holds for
/// members below the result.
index_t feed_stream(std::mutex& structure, index_t n, stream& s, index_t value, index_t& next, index_t& step)
{
    index_t limit = s.size() + s.left();
    if (n < limit && value == next) {
        next += step;   // the run goes on: extended when it breaks
        return limit;
    }
    s.catch_up(n);
    if (n > 0 && s.must_lock(value)) {   // nobody else knows of a family without members
        const std::lock_guard hold(structure);
        s.push(value);
    }
    else {
        s.push(value);
    }
    next = s.next();
    step = s.step();
    return s.size() + s.left();
}

}  // namespace

void recorder::feed_source(recorded& f, operand_record& o, prediction& p, family* source, index_t n)
{
    const auto number = static_cast<index_t>(number_of(f, o, source));
    o.numbers.catch_up(n);
    if (n > 0 && o.numbers.must_lock(number)) {
        const std::lock_guard hold(structure_);
        o.numbers.push(number);
    }
    else {
        o.numbers.push(number);
    }
    p.number = o.numbers.predicted();
    if (strange(*source)) p.number = {};   // every call has to look whether the member is computed
    const bool steady = p.number.left > 0 && p.number.step == 0;
    p.source = steady ? source : nullptr;
    o.number_limit = o.numbers.size() + (steady && p.number.row_step != 0 ? p.number.left : p.number.limit);
}

void recorder::feed(recorded& f, std::size_t k, const operand& x, index_t n)
{
    operand_record& o = f.operands[k];
    prediction& p = f.expected[k];
    const bool in_time = n < o.number_limit;
    if (in_time && x.source == p.source) {}
    else if (in_time && !p.source && number_of(f, o, x.source) == p.number.next) p.next_source();
    else feed_source(f, o, p, x.source, n);
    p.rank = o.rank;
    p.shape = o.shape;
    p.whole = p.source && p.same_layout(x.source->rank, x.source->shape, x.source->stride);

    o.limit = std::min(o.number_limit, feed_stream(structure_, n, o.members, x.member, p.member, p.member_step));
    index_t limit = feed_stream(structure_, n, o.offsets, x.offset, p.offset, p.offset_step);
    p.cell = o.offsets.cells();
    if (p.cell) {
        p.cell_base = o.offsets.cells_base();
        p.offset = prediction::no_offset;
        p.offset_step = 0;
        limit = o.offsets.size() + o.offsets.cells_left();
    }
    o.limit = std::min(o.limit, limit);
}

/// The first call of a family predicts nothing.
void recorder::begin(recorded& f, const operand* operands)
{
    for (std::size_t k = 0; k < f.operands.size(); ++k) {
        operand_record& o = f.operands[k];
        o.numbers.push(number_of(f, o, operands[k].source));
        o.members.push(operands[k].member);
        o.offsets.push(operands[k].offset);
        o.number_limit = o.limit = 1;
    }
}

namespace {

/// The second call brings another left value beside the same right one. The left values of a loop have numbers in equal
/// steps only if the right one was numbered first.
void number_right_first(std::mutex& structure, recorded& f, const operand* next)
{
    record::source_list& s = f.sources;
    if (f.operands.size() != 2 || s.size() != 2 || next[1].source != s[1] || next[0].source == s[0] || next[0].source == s[1]) return;
    family* const left = s[0];
    family* const right = s[1];
    if (!left || !right || left == &f || right == &f || f.operands[0].numbers.at(0) != 0 || f.operands[1].numbers.at(0) != 1) return;
    const std::lock_guard hold(structure);
    record::pin(left);
    record::pin(right);
    s.clear();
    f.operands[1].numbers.clear();
    f.operands[1].numbers.push(s.number_of(right));
    f.operands[0].numbers.clear();
    f.operands[0].numbers.push(s.number_of(left));
    record::unpin(left);
    record::unpin(right);
}

}  // namespace

/// Tells all streams of member n; returns how far what they predict then goes.
index_t recorder::feed_all(recorded& f, const operand* operands, const void* scalars, index_t n)
{
    index_t limit = n == 0 ? 1 : stream::no_end;
    if (n == 0) begin(f, operands);
    if (n == 1) number_right_first(structure_, f, operands);
    for (std::size_t k = 0; n > 0 && k < f.operands.size(); ++k) {
        prediction& p = f.expected[k];
        const operand& x = operands[k];
        operand_record& o = f.operands[k];
        if (n < o.limit && x.source == p.source && x.member == p.member && p.expects_offset(x.offset)) p.follow(x);
        else feed(f, k, x, n);
        limit = std::min(limit, o.limit);
    }
    if (f.scalar_bytes) {
        const std::byte* last = f.last_scalars();
        if (!last || std::memcmp(last, scalars, f.scalar_bytes) != 0) {
            const std::lock_guard hold(structure_);
            const auto* bytes = static_cast<const std::byte*>(scalars);
            f.scalars.insert(f.scalars.end(), bytes, bytes + f.scalar_bytes);
        }
        const auto block = static_cast<index_t>(f.scalars.size() / f.scalar_bytes) - 1;
        limit = std::min(limit, feed_stream(structure_, n, f.scalar_blocks, block, f.block, f.block_step));
    }
    return limit;
}

handle recorder::append(recorded& f, const operand* operands, const void* scalars)
{
    const index_t n = f.count.load(std::memory_order_relaxed);
    try {
        f.limit = feed_all(f, operands, scalars, n);
    }
    catch (...) {
        close(f);
        throw;
    }
    f.count.store(n + 1, std::memory_order_release);
    went_to(f);
    return handle(&f, n);
}

}  // namespace tenfold::detail
