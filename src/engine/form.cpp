// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/form.hpp"

#include "engine/evaluate.hpp"
#include "record/stores.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace tenfold::engine {

namespace {

using record::operation;
using record::run;
using range = record::member_set::range;

constexpr std::size_t most_needs = 64;      // larger programs spend their time elsewhere
constexpr std::size_t most_scalars = 1024;  // bytes; they are part of the form
constexpr std::size_t most_listed = 64;     // sources that an operand takes by turns; those of a recurrence are no matter
// Of a form. What is longer is planned anew; a recurrence takes longer to plan than to compare.
constexpr std::size_t most_words = 4096, most_of_a_recurrence = 65536;
// Stands where the number of a source would, at least -1 - most_needs, where sources move.
constexpr index_t moving = std::numeric_limits<index_t>::min();

bool stands_still(const record::stream& s, const range& r)
{
    bool still = true;
    s.visit(r.first, r.last - r.first, [&](const run& piece, index_t n, index_t count) {
        still &= n == r.first && count == r.last - r.first && piece.axes > 0
              && (count == 1 || std::all_of(piece.step, piece.step + piece.axes, [](index_t s) { return s == 0; }));
    });
    return still;
}

/// The one place where computed values lie.
const detail::placement* only_placement(const value_family& f)
{
    const detail::placement* const p = f.placed.load(std::memory_order_acquire);
    return p && !p->next ? p : nullptr;
}

/// The numbers that a stream of sources takes, ascending.
std::vector<std::size_t> numbers_read(const record::stream& s, const range& r, std::size_t sources)
{
    std::vector<bool> read(sources, false);
    s.visit(r.first, r.last - r.first, [&](const run& piece, index_t n, index_t count) {
        const index_t k = n - piece.first;
        const bool starts = k == 0 && piece.axes > 0;
        // Neighbours that are equal are looked at once, and so is a row that comes again and again.
        const index_t step = starts && piece.step[0] == 0 ? (piece.axes > 1 ? piece.extent[0] : count) : 1;
        const index_t end = starts && piece.axes == 2 && piece.step[1] == 0 ? std::min(count, piece.extent[0]) : count;
        for (index_t i = 0; i < end; i += step) read[static_cast<std::size_t>(piece.at(k + i))] = true;
    });
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < sources; ++i)
        if (read[i]) numbers.push_back(i);
    return numbers;
}

}  // namespace

form::form(const std::vector<need>& needs, const choices& c)
{
    usable_ = needs.size() <= most_needs;
    room_ = most_words;
    if (!usable_) return;
    constexpr std::size_t usual_words = 160, usual_inputs = 4;
    words_.reserve(usual_words);
    inputs_.reserve(usual_inputs);
    needs_.reserve(needs.size());
    std::size_t sources = 0;
    for (const need& n : needs) {
        if (n.f->is_view) views_.push_back(n.f);
        else needs_.push_back(&n);
        if (n.cycle >= 0) room_ = most_of_a_recurrence;
        sources += n.f->sources.size();
    }
    if (room_ > most_words) input_number_.emplace(sources);
    const bool any_store = std::any_of(needs.begin(), needs.end(), [](const need& n) { return n.f->what.what == operation::store; });
    stores_stand_alone_ = any_store && left_over(needs).empty();
    write(c.reorder_sums + 2 * c.plain + 4 * static_cast<index_t>(c.disabled.size()));
    for (const std::string& rule : c.disabled) write(rule.data(), rule.size());
    write(c.executor, std::strlen(c.executor));
    for (const need* n : needs_)
        if (usable_) write(*n);
}

/// Is there room for more words? If not, there is no form.
bool form::take_room(index_t count)
{
    return usable_ = usable_ && words_.size() + static_cast<std::size_t>(count) <= room_;
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
    // What stored views read must be there as well, though no step computes them.
    const bool viewed = std::any_of(views_.begin(), views_.end(), [&](const recorded* v) {
        for (std::size_t i = 0; i < v->sources.size(); ++i)
            if (v->sources[i] == &f) return true;
        return false;
    });
    // Which versions views and later calls read is not written down.
    const bool store = f.what.what == operation::store, known = !store || (!viewed && stores_stand_alone_);
    if (n.members.ranges().size() != 1 || f.scalars.size() > most_scalars || !known) {
        usable_ = false;
        return;
    }
    const range members = n.members.ranges()[0];
    write(n.cycle);
    write(viewed + 2 * n.own);
    write(n.all_asked ? -1 : static_cast<index_t>(n.asked.ranges().size()));
    if (!n.all_asked && take_room(2 * static_cast<index_t>(n.asked.ranges().size())))
        for (const range& r : n.asked.ranges()) {
            write(r.first - members.first);
            write(r.last - members.first);
        }
    write(&f.what, sizeof f.what);
    // Another module may lie where the kernel's was.
    if (f.what.what == operation::elementwise) write(f.what.kernel->text, std::strlen(f.what.kernel->text));
    if (f.what.what == operation::opaque) {   // its errors tell the line
        write(f.where.file, std::strlen(f.where.file));
        write(f.where.line);
    }
    write(f.attributes.data(), f.attributes.size());
    write(f.scalars.data(), f.scalars.size());
    if (f.what.what == operation::elementwise && f.scalars.size() != f.scalar_bytes) write_moves(f.scalar_blocks, members, 0);
    write(f.rank);
    words_.insert(words_.end(), f.shape, f.shape + f.rank);
    write(members.last - members.first);
    for (const record::operand_record& o : f.operands) {
        if (usable_) write(n, o, members);
    }
}

void form::write(const need& n, const record::operand_record& o, range members)
{
    write(o.rank);
    words_.insert(words_.end(), o.shape, o.shape + o.rank);
    words_.insert(words_.end(), o.stride(), o.stride() + o.rank);
    if (!stands_still(o.numbers, members)) return write_moving(n, o, members);
    value_family* const source = record::core(n.f->sources[static_cast<std::size_t>(o.numbers.at(members.first))]);
    const index_t from = write_source(source);
    if (usable_) write_moves(o.members, members, from);
    if (usable_) write_moves(o.offsets, members, 0);
}

/// Every source, then which of them at which member. Long lists of values of their own are planned about as quickly as they
/// are written down here.
void form::write_moving(const need& n, const record::operand_record& o, range members)
{
    const recorded& f = *n.f;
    usable_ = n.cycle >= 0 || f.sources.size() <= most_listed;
    if (!usable_) return;
    const auto numbers = numbers_read(o.numbers, members, f.sources.size());
    write(moving);
    write(static_cast<index_t>(numbers.size()));
    for (const std::size_t number : numbers) {
        value_family* const source = record::core(f.sources[number]);
        write(static_cast<index_t>(number));
        const index_t from = write_source(source);
        if (!take_room(0)) return;
        write(from - members.first);
    }
    write_moves(o.numbers, members, 0);
    write_moves(o.members, members, members.first);
    write_moves(o.offsets, members, 0);
}

/// Names the source by its place among the needs or the inputs; returns the member that its numbers count from.
index_t form::write_source(value_family* source)
{
    for (std::size_t i = 0; i < needs_.size(); ++i)
        if (needs_[i]->f == source) {
            write(-1 - static_cast<index_t>(i));
            return needs_[i]->members.ranges()[0].first;
        }
    const detail::placement* const p = source ? only_placement(*source) : nullptr;
    if (!p || (p->table && !take_room(p->count))) {
        usable_ = false;
        return 0;
    }
    const std::size_t at = number_of_input(source);
    write(static_cast<index_t>(at));
    if (at < inputs_.size()) return p->first;
    inputs_.push_back(source);
    // Rules look at what a computed source was: a running sum that begins from zeros needs no first operand.
    const operation was = source->what.what;
    write(was == operation::store ? 3 : was == operation::fill ? 1 + record::is_blank(*source) : 0);
    if (was == operation::fill) {
        const auto& number = record::calls(source)->scalars;
        write(number.data(), number.size());
    }
    write(static_cast<index_t>(source->type));
    write(source->rank);
    words_.insert(words_.end(), source->shape, source->shape + source->rank);
    words_.insert(words_.end(), p->stride, p->stride + source->rank);
    write(p->count);
    write(p->table ? 0 : p->axes);
    if (p->table) words_.insert(words_.end(), p->table, p->table + p->count);
    else if (p->axes == 1) write(p->count > 1 ? p->step : 0);
    else {
        const auto& kept = static_cast<const record::kept_placement&>(*p);
        for (int d = 0; d < p->axes; ++d) {
            write(kept.loop_step[d]);
            write(d + 1 < p->axes ? kept.loop_extent[d] : 0);
        }
    }
    return p->first;
}

/// One past the last where it is new.
std::size_t form::number_of_input(const value_family* source)
{
    if (!input_number_) return static_cast<std::size_t>(std::find(inputs_.begin(), inputs_.end(), source) - inputs_.begin());
    int& known = (*input_number_)[source];   // from 1 on
    if (known > 0) return static_cast<std::size_t>(known - 1);
    known = static_cast<int>(inputs_.size()) + 1;
    return inputs_.size();
}

void form::write_moves(const record::stream& s, range members, index_t from)
{
    s.visit(members.first, members.last - members.first, [&](const run& r, index_t n, index_t count) {
        const index_t k = n - r.first;
        if (r.axes == 0 || (r.axes > 1 && k != 0)) return write_values(r, k, count, from);
        if (!take_room(2 + 2 * r.axes)) return;
        write(r.axes);
        write(count);
        write(r.at(k) - from);
        index_t inner = 1;
        for (int d = 0; d < r.axes && inner < count; ++d) {
            write(r.step[d]);
            write(d + 1 < r.axes ? r.extent[d] : 0);
            inner *= d + 1 < r.axes ? r.extent[d] : count;
        }
    });
}

/// A piece without a pattern: one by one.
void form::write_values(const run& r, index_t k, index_t count, index_t from)
{
    if (!take_room(count + 1)) return;
    write(-count);
    const std::size_t at = words_.size();
    words_.resize(at + static_cast<std::size_t>(count));
    index_t* const values = words_.data() + at;
    if (r.axes == 0) r.copy(k, count, values);
    else
        for (index_t i = 0; i < count; ++i) values[i] = r.at(k + i);
    for (index_t i = 0; i < count; ++i) values[i] -= from;
}

}  // namespace tenfold::engine
