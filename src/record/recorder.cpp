// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/recorder.hpp"

#include "record/forward.hpp"
#include "record/reach.hpp"
#include "evaluation.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace tenfold::detail {

constinit thread_local recorder* this_recorder = nullptr;

namespace {

using record::operand_record;
using record::operation;
using record::recorded;

std::size_t mix(std::size_t seed, std::size_t value)
{
    return (seed ^ value) * 0x9e3779b97f4a7c15u + (seed >> 29);
}

std::size_t key_of(const record::call& c)
{
    std::size_t key = static_cast<std::size_t>(c.what.what) * 64 + c.what.code;
    key = mix(key, reinterpret_cast<std::size_t>(c.what.kernel));
    key = mix(key, static_cast<std::size_t>(c.where.line()) * 4096 + c.where.column());
    key = mix(key, reinterpret_cast<std::size_t>(c.where.file_name()));
    for (int k = 0; k < c.what.operands; ++k)
        for (int d = 0; d < c.operands[k].rank; ++d)
            key = mix(key, static_cast<std::size_t>(c.operands[k].shape[d] * 31 + c.operands[k].stride[d]));
    return key;
}

bool same_call(const recorded& f, const record::call& c)
{
    if (!(f.what == c.what) || f.attributes.size() != c.attributes.bytes || f.scalar_bytes != c.scalar_bytes)
        return false;
    return !c.attributes.bytes || std::memcmp(f.attributes.data(), c.attributes.data, c.attributes.bytes) == 0;
}

bool same_operation(const recorded& f, const record::call& c)
{
    if (!same_call(f, c)) return false;
    for (int k = 0; k < c.what.operands; ++k)
        if (!f.operands[static_cast<std::size_t>(k)].same_layout(c.operands[k])) return false;
    return true;
}

bool same_sources(const recorded& f, const record::call& c)
{
    for (int k = 0; k < c.what.operands; ++k) {
        const operand_record& o = f.operands[static_cast<std::size_t>(k)];
        const family& s = *c.operands[k].source;
        if (s.rank != o.source_rank || !std::equal(s.shape, s.shape + s.rank, o.source_shape())) return false;
    }
    return true;
}

bool fits(const recorded& f, const record::call& c)
{
    return f.where.is(c.where) && same_operation(f, c) && same_sources(f, c);
}

}  // namespace

handle recorder::record(const record::call& c)
{
    recorded* f = next_;
    if (!f || !same_call(*f, c)) return record_slow(c);

    const index_t n = f->count.load(std::memory_order_relaxed);
    if (n >= f->limit) return record_slow(c);
    if (c.scalar_bytes && (f->block_step != 0 || std::memcmp(f->last_scalars(), c.scalars, c.scalar_bytes) != 0))
        return record_slow(c);
    bool predicted = true;
    for (int k = 0; predicted && k < c.what.operands; ++k) {
        const record::prediction& o = f->expected[k];
        const operand& x = c.operands[k];
        predicted = (x.source == o.source) & (x.member == o.member) & (x.offset == o.offset) && o.same_layout(x);
    }
    if (!predicted && !(f->where.is(c.where) && goes_on(*f, c))) return record_slow(c);

    for (int k = 0; k < c.what.operands; ++k) f->expected[k].follow(c.operands[k]);
    f->count.store(n + 1, std::memory_order_release);
    went_to(*f);
    return handle(f, n);
}

// Stored views stand for what they read.
handle recorder::record_followed(const record::call& c)
{
    constexpr int few = 8;
    operand fixed[few];
    std::vector<operand> many;
    operand* operands = fixed;
    if (c.what.operands > few) operands = (many.resize(c.what.operands), many.data());
    for (int k = 0; k < c.what.operands; ++k)
        operands[k] = c.operands[k].source->is_view ? record::follow(c.operands[k]) : c.operands[k];
    record::call followed = c;
    followed.operands = operands;
    return record(followed);
}

recorded* recorder::find(const record::call& c, std::size_t key) const
{
    return open_.find(key, [&](const recorded& f) { return fits(f, c); });
}

handle recorder::record_slow(const record::call& c)
{
    bool views = false;
    for (int k = 0; k < c.what.operands; ++k) {
        if (!c.operands[k].source) fail<error>(record::name_of(c.what), "an operand holds no value", c.where);
        views |= c.operands[k].source->is_view;
    }
    if (views) return record_followed(c);
    for (int k = c.what.what == operation::store ? 2 : 0; k < c.what.operands; ++k)
        if (record::is_pending_store(*c.operands[k].source, this)) return record_forwarded(c, k);
    return record_found(c);
}

// Parts of assigned values stand for what was assigned; of a store, only the value does.
handle recorder::record_forwarded(const record::call& c, int first)
{
    constexpr int few = 4;
    operand operands[few];
    layout rooms[few];
    if (c.what.operands > few) return record_found(c);
    std::copy(c.operands, c.operands + c.what.operands, operands);
    for (int k = first; k < c.what.operands; ++k)
        if (record::is_pending_store(*operands[k].source, this)) operands[k] = record::forwarded(operands[k], rooms[k]);
    record::call forwarded = c;
    forwarded.operands = operands;
    return record_found(forwarded);
}

handle recorder::record_found(const record::call& c)
{
    for (int k = 0; k < c.what.operands; ++k)
        if (strange(*c.operands[k].source)) evaluation::compute_for_reader(c.operands[k], c.where);

    const record::letting_go later;   // what is collected may call tenfold, when this call is recorded
    recorded* f = next_;
    if (!f || !f->key || !f->where.is(c.where) || !same_operation(*f, c) || !same_sources(*f, c)) {
        const std::size_t key = key_of(c);
        f = find(c, key);
        if (!f) f = open(c, key);
        if (last_) last_->successor = f;
    }
    return append(*f, c.operands, c.scalars);
}

recorded* recorder::open(const record::call& c, std::size_t key)
{
    collect_if_worth();
    std::unique_ptr<recorded> made(spares_.take(key, [&](const recorded& spare) { return fits(spare, c); }));
    if (!made) made = make(c);
    open_.make_room();
    pending_.push_back(made.get());
    recorded* const f = made.release();
    f->owner = this;
    f->key = key;
    f->pending = true;
    open_.add(f);
    return f;
}

// A call failed half-way: some operands have been told of it. It stays without a member, and no other call follows it.
void recorder::close(recorded& f) noexcept
{
    open_.remove(&f);
    f.key = 0;
    f.limit = 0;
}

std::unique_ptr<recorded> recorder::make(const record::call& c)
{
    const record::result_form form = record::describe(c);
    const auto rank = static_cast<std::size_t>(form.rank);
    checked_size(record::name_of(c.what), form.rank, form.shape, form.type, c.where);

    auto f = std::make_unique<recorded>();
    std::size_t room = 2 * rank + (form.is_product ? record::product_labels::words(form.product) : 0);
    for (int k = 0; k < c.what.operands; ++k)
        room += static_cast<std::size_t>(2 * c.operands[k].rank + c.operands[k].source->rank);
    index_t* free = f->room_for_dims(room);
    const auto keep = [&](const index_t* from, std::size_t n) {
        index_t* at = std::copy(from, from + n, free);
        return std::exchange(free, at);
    };
    f->what = c.what;
    f->where = record::kept_site(c.where);
    f->type = form.type;
    f->rank = static_cast<std::uint8_t>(rank);
    f->shape = keep(form.shape, rank);
    f->stride = free;
    record::canonical_strides(f->rank, f->shape, free);
    free += rank;
    f->operands.resize(c.what.operands);
    if (c.what.operands > std::size(f->fixed)) {
        f->many = std::make_unique<record::prediction[]>(c.what.operands);
        f->expected = f->many.get();
    }
    for (int k = 0; k < c.what.operands; ++k) {
        operand_record& o = f->operands[static_cast<std::size_t>(k)];
        const operand& x = c.operands[k];
        o.rank = static_cast<std::uint8_t>(x.rank);
        o.source_type = x.source->type;
        o.shape = keep(x.shape, static_cast<std::size_t>(x.rank));
        keep(x.stride, static_cast<std::size_t>(x.rank));
        o.source_rank = x.source->rank;
        keep(x.source->shape, x.source->rank);
        o.source_bytes = static_cast<float>(record::size_of(*x.source)) * static_cast<float>(tenfold::size_of(x.source->type));
    }
    if (c.attributes.bytes) {
        const auto* bytes = static_cast<const std::byte*>(c.attributes.data);
        f->attributes.assign(bytes, bytes + c.attributes.bytes);
    }
    f->scalar_bytes = c.scalar_bytes;
    if (form.is_product) f->product.emplace(form.product, free);
    f->is_view = c.what.what == operation::view;
    return f;
}

void recorder::collect_if_worth()
{
    if (pending_.size() < collect_at_ && pinned_bytes_ < collect_bytes_at_) return;
    record::collect(*this);
    collect_at_ = std::max<std::size_t>(1024, 2 * pending_.size());
    collect_bytes_at_ = std::max(64e6, 2 * pinned_bytes_);
}

void recorder::retire(std::span<recorded* const> done)
{
    if (done.empty()) return;
    if (const std::size_t most = watched_.size() + done.size(); most > watched_.capacity()) watched_.reserve(2 * most);
    // From here on nothing fails.
    last_ = next_ = nullptr;
    for (recorded* f : done) {
        f->pending = false;
        if (f->key) open_.remove(f);
    }
    std::erase_if(pending_, [](const recorded* f) { return !f->pending; });
    for (recorded* f : pending_) f->successor = nullptr;
    // Frees what nobody holds only now: nothing names it any more.
    for (recorded* f : done) {
        if (!f->is_view) f->sources.clear();
        if (f->handles() == 0) record::unpin(f);
        else watch(*f);
    }
}

void recorder::let_memory_go() noexcept
{
    spares_.clear();
    pending_.shrink_to_fit();
    watched_.shrink_to_fit();
    if (pending_.empty()) open_ = {};
}

void recorder::watch(recorded& f)
{
    constexpr std::size_t large = 64 << 10;
    const auto* p = static_cast<const record::kept_placement*>(f.placed.load(std::memory_order_relaxed));
    if (f.watched >= 0 || f.single || !p || p->block_bytes < large) return;
    // One member is of interest where it shares the block with many others.
    const auto bytes = static_cast<double>(record::size_of(f)) * static_cast<double>(size_of(f.type));
    if (f.count.load(std::memory_order_relaxed) < 2 && bytes >= record::worth_a_block * static_cast<double>(p->block_bytes))
        return;
    f.watched = static_cast<std::ptrdiff_t>(watched_.size());
    record::pin(&f);
    watched_.push_back(&f);
}

void recorder::unwatch(recorded& f)
{
    recorded* const last = watched_.back();
    watched_[static_cast<std::size_t>(f.watched)] = last;
    last->watched = f.watched;
    watched_.pop_back();
    f.watched = -1;
    record::unpin(&f);
}

}  // namespace tenfold::detail
