// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "storage/per_thread.hpp"
#include "record/recorder.hpp"
#include "record/recycle.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace tenfold::detail {

index_t placement::offset_slow(index_t k) const
{
    const auto& kept = static_cast<const record::kept_placement&>(*this);
    return record::turned(axes, kept.loop_extent, kept.loop_step, k);
}

}  // namespace tenfold::detail

namespace tenfold::record {

// Chains of families can be long: freed one after another, not by recursion.
letting_go::letting_go() { ++storage::this_thread().letting_go; }

letting_go::~letting_go()
{
    storage::per_thread& t = storage::this_thread();
    while (t.letting_go == 1 && t.going) {
        value_family* const f = std::exchange(t.going, t.going->next);
        detail::recorder* const mine = detail::this_recorder;
        if (f->is_leaf()) delete static_cast<leaf*>(f);
        else if (!mine || f->owner != mine || !mine->spares().keep(calls(f))) delete calls(f);
    }
    --t.letting_go;
}

void free_unpinned(value_family& f) noexcept
{
    const letting_go now;
    f.next = std::exchange(storage::this_thread().going, &f);
}

index_t size_of(const family& f)
{
    index_t n = 1;
    for (int d = 0; d < f.rank; ++d) n *= f.shape[d];
    return n;
}

std::uint32_t source_list::find_or_add(family* source)
{
    const family* const reader = self_;
    value_family& s = *core(source);
    const bool ours = s.owner == detail::this_recorder;
    constexpr std::size_t few = 8;
    const auto note = [&](std::uint32_t number) {
        if (ours) { s.noted_reader = reader; s.noted_number = number; }
        return number;
    };
    // A source that nobody has noted is new to every reader of this thread.
    if (!ours || s.noted_reader) {
        if (size() <= few) {
            for (std::size_t i = 0; i < size(); ++i)
                if (list_[i] == source) return note(static_cast<std::uint32_t>(i));
        }
        else {
            auto& index = rest_->index;
            for (std::size_t& i = rest_->indexed; i < size(); ++i) index[list_[i]] = static_cast<std::uint32_t>(i);
            if (const auto at = index.find(source); at != index.end() && list_[at->second] == source)
                return note(at->second);
        }
    }
    if (must_grow()) grow();
    const auto n = static_cast<std::uint32_t>(size());
    if (source != self_) pin(source);
    list_[n] = source;
    size_.store(n + 1, std::memory_order_release);
    return note(n);
}

void source_list::grow()
{
    const std::uint32_t room = 2 * room_;
    if (rest_) rest_->list.resize(room);
    else {
        auto more = std::make_unique<rest>();
        more->list.resize(room);
        std::copy(few_, few_ + room_, more->list.begin());
        rest_ = std::move(more);
    }
    list_ = rest_->list.data();
    room_ = room;
}

void source_list::release(std::size_t first, std::size_t last)
{
    for (std::size_t i = first; i < last; ++i) {
        if (i + ahead < last) prefetch(list_[i + ahead]);
        family* const f = std::exchange(list_[i], nullptr);
        if (!f) continue;
        // Readers that come later need not look for it, unless one of them noted it before this one did.
        constexpr int handles_and_this = 2;
        value_family& s = *core(f);
        const bool only_reader = s.references.load(std::memory_order_relaxed) <= handles_and_this;
        if (s.owner == detail::this_recorder && s.noted_reader == self_ && only_reader) s.noted_reader = nullptr;
        if (f != self_) unpin(f);
    }
}

void source_list::clear()
{
    release(0, size());
    size_.store(0, std::memory_order_relaxed);
    if (!rest_) return;
    rest_->index.clear();
    rest_->indexed = 0;
}

bool value_family::is_dead(index_t m) const { return m < low || (!single && calls(this)->is_hole(m)); }

index_t value_family::living() const
{
    return count.load(std::memory_order_relaxed) - low - (single ? 0 : calls(this)->holes());
}

bool recorded::is_hole(index_t m) const
{
    const index_t word = m / 64 - dead_base;
    return word >= 0 && word < static_cast<index_t>(dead.size()) && (dead[static_cast<std::size_t>(word)] >> (m % 64) & 1);
}

index_t recorded::holes() const
{
    index_t n = 0;
    for (const std::uint64_t word : dead) n += std::popcount(word);
    // Bits below `low` are cleared as it passes them.
    return n;
}

void recorded::make_room_for_hole(index_t m)
{
    const index_t word = m / 64;
    if (dead.empty()) dead_base = word;
    if (word < dead_base) {
        dead.insert(dead.begin(), static_cast<std::size_t>(dead_base - word), 0);
        dead_base = word;
    }
    else if (const auto have = static_cast<std::size_t>(word - dead_base); have >= dead.size()) dead.resize(have + 1, 0);
}

void recorded::mark_dead(index_t m)
{
    make_room_for_hole(m);
    dead[static_cast<std::size_t>(m / 64 - dead_base)] |= std::uint64_t{1} << (m % 64);
    careful.fetch_or(has_holes, std::memory_order_relaxed);
}

void recorded::revive(index_t m)
{
    const index_t before = low;
    if (m + 1 < before) {
        make_room_for_hole(m + 1);
        make_room_for_hole(before - 1);
    }
    // The handles' share of the family went with the last of them.
    if (!pending && handles() == 0) pin(this);
    if (m >= low) {
        dead[static_cast<std::size_t>(m / 64 - dead_base)] &= ~(std::uint64_t{1} << (m % 64));
        return;
    }
    low = m;
    for (index_t k = m + 1; k < before; ++k) mark_dead(k);
}

void recorded::kill(index_t m)
{
    const index_t n = count.load(std::memory_order_relaxed);
    if (m != low) return mark_dead(m);
    ++low;
    if (dead.empty()) return;
    // Slide over what was dead already, a word at a time.
    while (low < n) {
        const index_t word = low / 64 - dead_base;
        if (word < 0) break;
        if (word >= static_cast<index_t>(dead.size())) break;
        const std::uint64_t ahead = ~(dead[static_cast<std::size_t>(word)] >> (low % 64));
        const int run = std::min<int>(std::countr_zero(ahead), static_cast<int>(64 - low % 64));
        if (run == 0) break;
        const std::uint64_t mask = run == 64 ? ~std::uint64_t{0} : ((std::uint64_t{1} << run) - 1) << (low % 64);
        dead[static_cast<std::size_t>(word)] &= ~mask;
        low += run;
    }
    if (low / 64 < dead_base) return;
    const auto words = static_cast<index_t>(dead.size());
    const index_t passed = std::min(low / 64 - dead_base, words);
    if (passed == words) {
        dead.clear();
        if (extra.empty()) careful.fetch_and(static_cast<std::uint8_t>(~has_holes), std::memory_order_relaxed);
    }
    else if (passed * 2 >= words) {
        dead.erase(dead.begin(), dead.begin() + passed);
        dead_base += passed;
    }
}

const detail::placement* find_placed(const family& f, index_t member, index_t& offset)
{
    for (const detail::placement* p = f.placed.load(std::memory_order_acquire); p; p = p->next) {
        const index_t k = member - p->first;
        if (k < 0 || k >= p->count) continue;
        offset = p->offset(k);
        if (offset != detail::placement::absent) return p;
    }
    return nullptr;
}

product_labels::product_labels(const detail::contraction& x, index_t* room)
    : rank_a(x.rank_a), rank_b(x.rank_b), rank_c(x.rank_c), labels(x.labels), conjugate_a(x.conjugate_a), extent(room)
{
    auto* at = reinterpret_cast<std::uint8_t*>(std::copy(x.extent, x.extent + x.labels, room));
    const auto keep = [&](const std::uint8_t* from, std::uint8_t rank) {
        std::uint8_t* const end = std::copy(from, from + rank, at);
        return std::exchange(at, end);
    };
    a = keep(x.a, x.rank_a);
    b = keep(x.b, x.rank_b);
    c = keep(x.c, x.rank_c);
}

namespace {

using kept_families = recycled<sizeof(recorded), alignof(recorded), [](storage::per_thread& t) -> auto& { return t.families; }>;

}  // namespace

void* recorded::operator new(std::size_t) { return kept_families::take(); }
void recorded::operator delete(void* p) noexcept { kept_families::give(p); }

namespace {

void free_placements(recorded& f)
{
    const detail::placement* p = f.placed.exchange(nullptr, std::memory_order_relaxed);
    while (p) {
        const auto* const kept = static_cast<const kept_placement*>(std::exchange(p, p->next));
        if (reinterpret_cast<const std::byte*>(kept) == f.first_place) std::destroy_at(kept);
        else delete kept;
    }
    f.first_placed = false;
}

}  // namespace

void recorded::reset()
{
    free_placements(*this);
    sources.clear();
    low = copies = 0;
    count.store(0, std::memory_order_relaxed);
    careful.store(0, std::memory_order_relaxed);
    references.store(1, std::memory_order_relaxed);
    noted_number = 0;
    noted_reader = nullptr;
    limit = 0;
    next = nullptr;
    successor = next_open = nullptr;
    pending = leaving = thinned = coarse = false;
    watched = -1;
    for (std::size_t k = 0; k < operands.size(); ++k) {
        operand_record& o = operands[k];
        o.numbers.clear();
        o.members.clear();
        o.offsets.clear();
        o.number_limit = o.limit = 0;
    }
    scalars.clear();
    scalar_blocks.clear();
    block = block_step = 0;
    events.clear();
    nameless = 0;
    dead.clear();
    dead_base = 0;
    extra.clear();
}

recorded::~recorded() { free_placements(*this); }

}  // namespace tenfold::record
