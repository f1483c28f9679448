// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What a handle touches without a call into the core: counting and reading.
//
// A *family* is a run of recorded calls of one operation with equal layouts; a value is one *member* of a family.
// Handles of the thread that recorded a family count without atomics (biased reference counting: Choi, Shull,
// Torrellas, PACT 2018); other threads take a lock.
#pragma once

#include <tenfold/detail/element.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace tenfold {

/// Largest number of axes, as in NumPy 1.
inline constexpr int max_rank = 32;

namespace detail {

using index_t = std::ptrdiff_t;

/// Loops around one recorded call that are followed as loops; more become tables.
inline constexpr int max_loops = 6;

class recorder;

/// The recorder of this thread; null until it records.
[[gnu::tls_model("initial-exec")]] extern constinit thread_local recorder* this_recorder;

/// Where the host finds what lies somewhere: null until it may read it, then the same for good.
class host_address {
public:
    host_address() = default;
    host_address(const std::byte* p) : at_(p) {}
    host_address(const host_address& o) : at_(o.get()) {}
    host_address& operator=(const host_address& o)
    {
        at_.store(o.get(), std::memory_order_release);
        return *this;
    }
    const std::byte* get() const { return at_.load(std::memory_order_acquire); }
    operator const std::byte*() const { return get(); }

private:
    std::atomic<const std::byte*> at_{nullptr};
};

struct family;

/// Where computed members lie. Offsets count elements; `axes` loop axes, innermost first, give a member's offset.
struct placement {
    index_t first = 0;               // members first .. first + count - 1
    index_t count = 0;
    host_address data;
    const index_t* stride = nullptr;  // of one member, one for each axis of its shape
    const index_t* table = nullptr;   // offset of each member where no pattern fits; absent members hold `absent`
    int axes = 1;
    bool gaps = false;                // the table has absent members
    bool left = false;                // its living members lie elsewhere, and the memory has been given up
    index_t step = 0;                 // of one loop axis, from a member to the next; the core knows more of them
    const placement* next = nullptr;  // further members, placed at another time
    const family* of = nullptr;

    static constexpr index_t absent = INT64_MIN;

    /// Offset of member first + k, or `absent`.
    index_t offset(index_t k) const
    {
        if (axes == 1) return k * step;
        return table ? table[k] : offset_slow(k);
    }
    index_t offset_slow(index_t k) const;
};

/// The part of a family that handles see. The rest lives in the core (src/record/family.hpp).
struct family {
    recorder* owner = nullptr;                       // counts without atomics
    index_t low = 0;                                 // members below are dead
    index_t copies = 0;                              // handles beyond the first of each member
    std::atomic<index_t> count{0};                   // members recorded and published
    std::atomic<const placement*> placed{nullptr};   // newest first
    element type = element::float64;
    std::uint8_t rank = 0;
    bool single = false;                             // holds one member for ever: copies is its count
    std::atomic<std::uint8_t> careful{0};            // bits: counting takes more than moving `low`
    static constexpr std::uint8_t has_holes = 1;     // dead members above `low`
    static constexpr std::uint8_t has_events = 2;    // other threads changed counts
    bool is_view = false;                            // members are strided parts of other values
    const index_t* shape = nullptr;                  // of every member
    const index_t* stride = nullptr;                 // row-major strides of that shape: a value's canonical order

    family() = default;
    family(const family&) = delete;
    family& operator=(const family&) = delete;

protected:
    ~family() = default;
};

void retain_slow(family*, index_t member);
void release_slow(family*, index_t member) noexcept;

/// A result in the order of its birth, else by release_slow.
inline void release_other(family* f, index_t member) noexcept
{
    if (f->owner == this_recorder && !f->single && f->copies == 0 && member == f->low
        && !f->careful.load(std::memory_order_relaxed) && member + 1 < f->count.load(std::memory_order_relaxed))
        f->low = member + 1;
    else release_slow(f, member);
}

/// A counted reference to one value.
class handle {
public:
    handle() = default;
    /// Takes over a count that exists: results are born counted.
    handle(family* f, index_t member) noexcept : family_(f), member_(member) {}
    handle(const handle& o) : family_(o.family_), member_(o.member_) { retain(); }
    handle(handle&& o) noexcept : family_(std::exchange(o.family_, nullptr)), member_(o.member_) {}
    handle& operator=(handle o) noexcept
    {
        std::swap(family_, o.family_);
        std::swap(member_, o.member_);
        return *this;
    }
    ~handle() { release(); }

    explicit operator bool() const { return family_ != nullptr; }
    /// Gives up the value with its count.
    void forget() { family_ = nullptr; }
    family* source() const { return family_; }
    index_t member() const { return member_; }

private:
    void retain()
    {
        if (!family_) return;
        if (family_->single && family_->owner == this_recorder) ++family_->copies;
        else retain_slow(family_, member_);
    }
    void release() noexcept
    {
        if (!family_) return;
        // The count that a view has just taken of a leaf goes back; all else is out of line.
        if (family_->single && family_->owner == this_recorder && family_->copies > 0) --family_->copies;
        else release_other(family_, member_);
    }

    family* family_ = nullptr;
    index_t member_ = 0;
};

/// What a call reads: a strided part of a value, in the value's canonical (row-major) order. Owns nothing.
/// Fields that a view has just written are not neighbours here: compilers would copy two of them by one wide load,
/// which has to wait for both stores (4 ns a call).
struct operand {
    family* source = nullptr;
    int rank = 0;
    index_t member = 0;
    const index_t* shape = nullptr;
    index_t offset = 0;
    const index_t* stride = nullptr;

    operand() = default;
    operand(family* f, index_t m, index_t start, int axes, const index_t* lengths, const index_t* steps)
        : source(f), rank(axes), member(m), shape(lengths), offset(start), stride(steps)
    {
    }
};

/// Shape and strides with room for every rank; only the first `rank` entries are touched.
struct layout {
    int rank;
    index_t shape[max_rank];
    index_t stride[max_rank];
};

/// A strided part of a value that keeps the value alive: what `view(...)` and its relatives work on.
struct part {
    handle source;
    index_t offset;
    layout form;

    part() : offset(0) { form.rank = 0; }
    /// Of the rest, which whoever makes it writes: views are made for every call.
    explicit part(const handle& h) : source(h) {}
    part(const part& o) : source(o.source), offset(o.offset) { copy_form(o); }
    part(part&& o) noexcept : source(std::move(o.source)), offset(o.offset) { copy_form(o); }
    part& operator=(const part& o) { source = o.source; offset = o.offset; copy_form(o); return *this; }
    part& operator=(part&& o) noexcept { source = std::move(o.source); offset = o.offset; copy_form(o); return *this; }

    operand read() const { return {source.source(), source.member(), offset, form.rank, form.shape, form.stride}; }

private:
    void copy_form(const part& o)
    {
        form.rank = o.form.rank;
        for (int d = 0; d < form.rank; ++d) form.shape[d] = o.form.shape[d];
        for (int d = 0; d < form.rank; ++d) form.stride[d] = o.form.stride[d];
    }
};

/// The whole of a value as an operand. `part_of` follows a stored view to the value it reads.
inline operand whole(const handle& h)
{
    const family& f = *h.source();
    return {h.source(), h.member(), 0, f.rank, f.shape, f.stride};
}
part part_of(const handle& h);
part part_of(handle&& h);

}  // namespace detail
}  // namespace tenfold
