// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// One recorder for each thread: it folds calls into families and owns, as its epoch, those not yet computed.
#pragma once

#include "record/open_families.hpp"

#include <bit>
#include <mutex>
#include <span>
#include <vector>

namespace tenfold::record {

/// The last version that a number was stored into, how many came one after another, and how many are to come.
struct stored_numbers {
    const family* version = nullptr;
    index_t member = 0;
    int count = 0, most = 0;
};

}  // namespace tenfold::record

namespace tenfold::detail {

class recorder {
public:
    using recorded = record::recorded;

    /// Appends a call to its family. About 12 ns where the family's runs predict the call.
    handle record(const record::call&);

    /// Appends a product whose family and place are predicted, or returns nothing: the fast path of the fast path.
    /// A, B: handle or part.
    template <class A, class B>
    newborn expected_product(const A& a, const B& b, product code)
    {
        recorded* f = next_;
        if (!f || !f->is_product(code) || eager) return {};
        const index_t n = f->count.load(std::memory_order_relaxed);
        if (n >= f->limit || !f->fixed[0].expects(a) || !f->fixed[1].expects(b)) return {};
        // Reads again what it moves: kept in registers, it would cost three more to save and restore.
        std::atomic_signal_fence(std::memory_order_seq_cst);
        f->fixed[0].advance(a);
        f->fixed[1].advance(b);
        f->count.store(n + 1, std::memory_order_release);
        went_to(*f);
        return {f, n};
    }

    /// The same where sources move: still without a look at the streams.
    newborn moving_product(const operand (&both)[2], product, site);

    /// Families of the epoch, in the order of their first calls.
    const std::vector<recorded*>& pending() const { return pending_; }
    /// Takes families out of the epoch whose wanted members are all computed, or that nobody wants.
    void retire(std::span<recorded* const>);
    /// Computed families whose handles may come to hold little of a large block. They are pinned.
    const std::vector<recorded*>& watched() const { return watched_; }
    void unwatch(recorded&);

    /// Held while the structure of an open run changes and while other threads read runs.
    std::mutex& structure() { return structure_; }

    record::spare_families& spares() { return spares_; }
    /// What it keeps for the next calls goes: its thread has ended.
    void let_memory_go() noexcept;

    /// A number as an element of a value that holds many: thousands of stored numbers have one source.
    operand number(element, const void* value);

    /// Values pinned by pending families, in bytes; collect() counts again.
    void set_pinned_bytes(double bytes) { pinned_bytes_ = bytes; }

    record::stored_numbers stored;
    int eager = 0;                 // depth of eager scopes
    std::size_t rest = 0;          // evaluations until watched families are looked at again
    std::size_t computed_values = 0, computed_bytes = 0;   // one by one, since pending families were last looked at

    // ---- under foreign_lock()
    record::value_family* noisy = nullptr;     // families of which other threads have changed counts
    std::atomic<bool> is_noisy{false};
    bool gone = false;             // its thread has ended: it waits, with others, for a new one
    recorder* idle_before = nullptr;
    recorder* idle_after = nullptr;
    std::size_t dropped = 0;       // members that other threads have let die since,
    std::size_t worth_a_look = 1;  // and how many it takes to look for what else may go

private:
    /// Of another thread, and perhaps not computed. Families read such members only when they are: so no graph spans
    /// two threads, and a thread may give up what nobody of its own needs.
    bool strange(const family& s) const
    {
        return s.owner != this && !record::core(&s)->is_leaf();
    }
    handle record_slow(const record::call&);
    handle record_followed(const record::call&);
    handle record_forwarded(const record::call&, int first);
    handle record_found(const record::call&);
    handle append(recorded&, const record::operand* operands, const void* scalars);
    index_t feed_all(recorded&, const record::operand* operands, const void* scalars, index_t n);
    void close(recorded&) noexcept;
    void begin(recorded&, const record::operand* operands);
    void feed(recorded&, std::size_t operand, const record::operand&, index_t n);
    void feed_source(recorded&, record::operand_record&, record::prediction&, family* source, index_t n);
    [[gnu::always_inline]] bool is_expected(const record::prediction&, const record::operand_record&, const record::operand&) const;
    [[gnu::always_inline]] bool goes_on(recorded&, const record::operand* operands, std::size_t count);
    bool goes_on(recorded&, const record::call&);
    std::uint32_t number_of(recorded&, const record::operand_record&, family* source);
    recorded* find(const record::call&, std::size_t key) const;
    recorded* open(const record::call&, std::size_t key);
    static std::unique_ptr<recorded> make(const record::call&);
    void watch(recorded&);
    void collect_if_worth();

    void went_to(recorded& f)
    {
        last_ = &f;
        next_ = f.successor;
    }

    recorded* last_ = nullptr;                 // the family of the last call
    recorded* next_ = nullptr;                 // the one that came after it last time
    record::open_families open_;
    record::spare_families spares_;
    struct number_block {
        handle block;
        std::byte* data = nullptr;
        index_t used = 0, room = 0;
    };
    number_block numbers_[14];                 // by element type
    std::vector<recorded*> pending_, watched_;
    std::size_t collect_at_ = 1024;   // pending families, and pinned bytes, at which dead ones are looked for
    double pinned_bytes_ = 0, collect_bytes_at_ = 64e6;
    std::mutex structure_;
};

/// Of an ended thread, or new.
recorder& adopt_or_make();
/// This thread's recorder, made at its first use.
inline recorder& my_recorder() { return this_recorder ? *this_recorder : adopt_or_make(); }

}  // namespace tenfold::detail

namespace tenfold::record {

/// Guards the names of files that calls came from.
std::mutex& site_lock();
/// Guards counts that other threads change.
std::mutex& foreign_lock();
/// Applies what other threads did to the counts of this thread's families.
void drain_foreign_counts();
/// The same of any recorder, under foreign_lock() and by its owner, or where it has none.
void apply_foreign_counts(detail::recorder&);

/// What a new family holds. Fits on the stack: only what is used is filled.
struct result_form {
    element type;
    int rank = 0;
    index_t shape[max_rank];
    bool is_product = false;
    detail::contraction product;

    explicit result_form(element t) : type(t) {}
    void add(index_t extent) { shape[rank++] = extent; }
};
/// Throws where the call does not fit.
result_form describe(const call&);
/// Of an opaque function: its own last axes behind those of its operands, broadcast.
void apply_shape(const call&, result_form&);
/// Of a call whose shapes broadcast, as NumPy's do: the last `core[k]` axes of operand k stay out of it.
void broadcast(const call&, const std::uint8_t* core, result_form&);
/// "dot", "sum", "copy"; an elementwise kernel's own text.
const char* name_of(const signature&);
void canonical_strides(int rank, const index_t* shape, index_t* stride);
/// What a whole stored view reads of another value.
operand follow(const operand& whole_view);
/// Finds pending families that nobody can reach any more, and sources that only dead members read, and frees them.
void collect(detail::recorder&);

}  // namespace tenfold::record
