// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/small_calls.hpp"

#include "backend/kernels.hpp"
#include "engine/in_place.hpp"
#include "storage/per_thread.hpp"
#include "record/stores.hpp"
#include "storage/space.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <numeric>
#include <utility>

namespace tenfold::engine {

using record::index_t;
using record::operand_record;
using record::operation;
using record::recorded;

/// Steps that each thread keeps, with the memory of their lists.
struct small_tools {
    plan::step group, pass, function;

    small_tools()
    {
        group.what = plan::kind::group;
        group.members.resize(1);
        group.members[0].buffer = 1;
        group.operands.resize(1);
        group.operands[0].buffer = 0;
        function.what = plan::kind::opaque;
        pass.operands.resize(1);
        pass.operands[0].buffer = 0;
        pass.result.buffer = 1;
        pass.operand_forms.resize(1);
        for (plan::form* f : {&pass.operand_forms[0], &pass.result_form}) {   // stores do not fail
            f->shape.reserve(max_rank);
            f->stride.reserve(max_rank);
        }
    }

    static small_tools& mine()
    {
        small_tools*& one = storage::this_thread().small_calls;
        if (one) return *one;
        auto made = std::make_unique<small_tools>();
        storage::at_thread_end([]() noexcept { delete std::exchange(storage::this_thread().small_calls, nullptr); });
        return *(one = made.release());
    }
};

namespace {

void set(plan::form& form, int rank, const index_t* shape, const index_t* stride)
{
    form.shape.assign(shape, shape + rank);
    form.stride.assign(stride, stride + rank);
}

struct access {
    int rank;
    const index_t *shape, *stride;
};

void copy(element type, const access& from, const std::byte* source, const index_t* stride, std::byte* to)
{
    plan::step& s = small_tools::mine().pass;
    s.what = plan::kind::copy;
    s.type = s.operand_type = type;
    set(s.operand_forms[0], from.rank, from.shape, from.stride);
    set(s.result_form, from.rank, from.shape, stride);
    std::byte* const bases[] = {const_cast<std::byte*>(source), to};
    backend::on_host().run(s, bases, 0, 1, {});
}

}  // namespace

std::size_t elements_of(const operand_record& o)
{
    return static_cast<std::size_t>(std::accumulate(o.shape, o.shape + o.rank, index_t{1}, std::multiplies<>()));
}

const record::kept_placement* older_left_behind(const recorded& store, index_t m)
{
    const operand_record& o = store.operands[0];
    return left_behind(*record::core(store.sources[static_cast<std::size_t>(o.numbers.at(m))]), o.members.at(m));
}

// ---- memory

/// Does the store, or a call behind it, or a view, read what lies in the memory of its older version?
bool call_list::is_read_later(int store, int from, const std::byte* first, std::size_t bytes)
{
    const auto reads = [&](const reading& r) {
        if (from >= 0) return r.from == from;
        return r.from < 0 && !std::less<>()(r.data, first) && std::less<>()(r.data, first + bytes);
    };
    for (int i = 0; i < size_; ++i) {
        const small_call& c = (*this)[i];
        if (i < store && !c.family->is_view) continue;
        const reading* const end = c.operands + c.family->operands.size();
        if (std::any_of(c.operands + (i == store ? 2 : 0), end, reads)) return true;
    }
    return false;
}

bool call_list::may_go_on(int store, bool alone)
{
    small_call& c = (*this)[store];
    const reading& older = c.operands[0];
    if (older.from >= 0) {
        const small_call& before = (*this)[older.from];
        return !before.kept && !before.family->is_view && !is_read_later(store, older.from, nullptr, 0);
    }
    const record::kept_placement* const place = alone ? older_left_behind(*c.family, c.member) : nullptr;
    if (!place || is_read_later(store, -1, memory_of(*place, c.family->type), c.bytes())) return false;
    c.block = place->block;   // from here on it is not left behind for another store
    return true;
}

void call_list::go_on(small_call& store)
{
    const reading& older = store.operands[0];
    store.data = const_cast<std::byte*>(address(older));
    if (older.from >= 0) store.block = (*this)[older.from].block;
    store.writes_there = older.from < 0 || (*this)[older.from].writes_there;
    if (store.writes_there && &store != end() - 1) {
        const std::size_t bytes = elements_of(store.family->operands[1]) * size_of(store.family->type);
        store.before = storage::allocate(std::max<std::size_t>(bytes, 1));
    }
}

void call_list::find_those_that_go_on(bool alone)
{
    // Nothing may fail once memory that was there is written: publishing the first member of a family cannot.
    const auto may_fail = [](const small_call& c) { return c.kept && (c.family->is_view || c.family->first_placed); };
    alone = alone && std::none_of(begin(), end(), may_fail);
    for (int i = 0; i < size_; ++i) {
        small_call& c = (*this)[i];
        c.goes_on = c.is_store() && may_go_on(i, alone);
        if (c.goes_on && c.operands[0].from >= 0) (*this)[c.operands[0].from].is_written_over = true;
    }
}

void call_list::place(bool alone)
{
    if (std::any_of(begin(), end(), [](const small_call& c) { return c.is_store(); })) find_those_that_go_on(alone);
    std::size_t used = 0;
    for (small_call& c : *this) {
        const std::size_t bytes = c.bytes(), lines = (bytes + 63) / 64 * 64;
        if (c.family->is_view) {
            const reading& r = c.operands[0];
            c.data = const_cast<std::byte*>(address(r));
            if (r.from >= 0) c.block = (*this)[r.from].block;
        }
        else if (c.goes_on) go_on(c);
        else if (!c.kept && !c.is_written_over && lines <= room - used) {
            c.data = scratch_ + used;
            used += lines;
        }
        else {
            auto block = storage::allocate(std::max<std::size_t>(bytes, 1));
            c.data = block.get();
            c.block = std::move(block);
        }
    }
}

// ---- work

void call_list::run()
{
    small_call* c = begin();
    try {
        for (; c != end(); ++c) run(*c);
    }
    catch (...) {
        while (c != begin())
            if ((--c)->before) put_back(*c);
        throw;
    }
}

void call_list::run(small_call& c)
{
    const recorded& f = *c.family;
    if (f.is_view) return;
    if (f.product) return multiply(c);
    switch (f.what.what) {
    case operation::elementwise: return elementwise(c);
    case operation::opaque: return function(c);
    case operation::fill: return fill(c);
    case operation::store: return store(c);
    default: pass(c);
    }
}

void call_list::multiply(small_call& c)
{
    plan::step& s = small_tools::mine().group;
    s.type = s.operand_type = c.family->type;
    s.members[0] = c.product;
    s.members[0].buffer = 1;
    const std::byte* const read[] = {address(c.operands[0]), address(c.operands[1])};
    std::byte* const bases[] = {reinterpret_cast<std::byte*>(const_cast<const std::byte**>(read)), c.data};
    backend::on_host().run(s, bases, 0, 1, {});
}

void call_list::elementwise(const small_call& c)
{
    const recorded& f = *c.family;
    if (record::size_of(f) == 0) return;
    detail::strided x[most_operands];
    for (std::size_t k = 0; k < f.operands.size(); ++k)
        x[k] = {const_cast<std::byte*>(address(c.operands[k])), f.operands[k].rank, f.operands[k].shape, c.operands[k].stride};
    const std::byte* scalars = f.scalars.data();
    if (f.scalar_bytes) scalars += f.scalar_blocks.at(c.member) * static_cast<index_t>(f.scalar_bytes);
    backend::run_kernel(*f.what.kernel, x, scalars, {c.data, f.rank, f.shape, f.stride});
}

void call_list::function(const small_call& c)
{
    const recorded& f = *c.family;
    plan::step& s = small_tools::mine().function;
    s.function = f.what.function;
    s.type = f.type;
    s.operand_type = f.what.type;
    s.file = f.where.file;
    s.line = f.where.line;
    s.operand_forms.resize(f.operands.size());
    s.operands.resize(f.operands.size());
    std::byte* bases[most_operands + 1];
    for (std::size_t k = 0; k < f.operands.size(); ++k) {
        const operand_record& o = f.operands[k];
        set(s.operand_forms[k], o.rank, o.shape, c.operands[k].stride);
        s.operands[k].buffer = static_cast<int>(k);
        bases[k] = const_cast<std::byte*>(address(c.operands[k]));
    }
    set(s.result_form, f.rank, f.shape, f.stride);
    s.result.buffer = static_cast<int>(f.operands.size());
    bases[f.operands.size()] = c.data;
    backend::on_host().run(s, bases, 0, 1, {});
}

void call_list::fill(const small_call& c)
{
    const recorded& f = *c.family;
    if (record::is_blank(f)) return;
    const std::size_t bytes = c.bytes(), one = f.scalar_bytes;
    if (bytes == 0) return;
    std::memcpy(c.data, f.scalars.data(), one);
    for (std::size_t done = one; done < bytes; done *= 2) std::memcpy(c.data + done, c.data, std::min(done, bytes - done));
}

/// A reduction or a copy.
void call_list::pass(const small_call& c)
{
    const recorded& f = *c.family;
    const operand_record& o = f.operands[0];
    if (f.what.what == operation::copy)
        return copy(f.type, {f.rank, f.shape, c.operands[0].stride}, address(c.operands[0]), f.stride, c.data);
    plan::step& s = small_tools::mine().pass;
    s.what = plan::kind::reduce;
    s.type = f.type;
    s.operand_type = f.what.type;
    s.reduction = static_cast<detail::reduction>(f.what.code);
    s.reduced_axes = f.what.axes;
    set(s.operand_forms[0], o.rank, o.shape, c.operands[0].stride);
    set(s.result_form, f.rank, f.shape, f.stride);
    std::byte* const bases[] = {const_cast<std::byte*>(address(c.operands[0])), c.data};
    backend::on_host().run(s, bases, 0, 1, {});
}

void call_list::store(const small_call& c)
{
    const recorded& f = *c.family;
    const operand_record &part = f.operands[1], &value = f.operands[2];
    const record::operand target{nullptr, 0, part.offsets.at(c.member), part.rank, part.shape, part.stride()};
    if (!c.goes_on) copy(f.type, {f.rank, f.shape, c.operands[0].stride}, address(c.operands[0]), f.stride, c.data);
    else if (c.before) {
        index_t dense[max_rank];
        record::canonical_strides(part.rank, part.shape, dense);
        copy(f.type, {part.rank, part.shape, part.stride()}, c.data + target.offset * static_cast<index_t>(size_of(f.type)), dense, c.before.get());
    }
    store_part(f, target, static_cast<detail::store_mode>(f.what.code),
               {nullptr, 0, 0, value.rank, value.shape, c.operands[2].stride}, address(c.operands[2]), c.data);
}

void call_list::put_back(const small_call& c)
{
    const recorded& f = *c.family;
    const operand_record& part = f.operands[1];
    index_t dense[max_rank];
    record::canonical_strides(part.rank, part.shape, dense);
    copy(f.type, {part.rank, part.shape, dense}, c.before.get(), part.stride(),
         c.data + part.offsets.at(c.member) * static_cast<index_t>(size_of(f.type)));
}

void store_part(const record::value_family& whole, const record::operand& part, detail::store_mode mode,
                const record::operand& value, const std::byte* from, std::byte* memory)
{
    const std::size_t bytes = size_of(whole.type);
    std::byte* const to = memory + part.offset * static_cast<index_t>(bytes);
    if (part.rank == 0 && mode == detail::store_mode::assign) {
        std::memcpy(to, from, bytes);
        return;
    }
    plan::step& s = small_tools::mine().pass;
    s.what = plan::kind::store;
    s.mode = mode;
    s.type = s.operand_type = whole.type;
    set(s.operand_forms[0], value.rank, value.shape, value.stride);
    set(s.result_form, part.rank, part.shape, part.stride);
    std::byte* const bases[] = {const_cast<std::byte*>(from), to};
    backend::on_host().run(s, bases, 0, 1, {.threads = 1});
}

}  // namespace tenfold::engine
