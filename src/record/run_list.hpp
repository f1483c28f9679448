// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// One integer for each member of a family, kept as append-only runs: what a stream becomes at its first break.
//
// A run is an odometer of up to six axes, innermost first; its outermost axis is open while the run grows. So the
// offsets of a loop take one run, those of a nested loop take one run too, and only numbers without a pattern
// become a table (32-bit differences from a base), which ends after 256 equal steps.
#pragma once

#include "record/odometer.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace tenfold::record {

/// Axes 0: a table. The last extent is length / product of the others.
struct run : odometer {
    index_t first = 0;                  // member at which the run starts
    index_t length = 0;
    std::vector<std::unique_ptr<std::int32_t[]>> pages;  // table: differences from base

    /// Other threads may ask this while the run goes on.
    bool is_single() const
    {
        return std::atomic_ref(const_cast<index_t&>(length)).load(std::memory_order_relaxed) == 1;
    }
    /// Value of member first + k. Also beyond `length`, as the run predicts.
    index_t at(index_t k) const;
    /// Values k .. k + count - 1; returns the end of the copy.
    index_t* copy(index_t k, index_t count, index_t* out) const;

    static constexpr index_t page_size = 1024;
};

/// The next values of a stream as rows of equal steps.
struct rows {
    index_t next, step, left;           // the row that has begun
    index_t length, start, row_step;    // every row, and where it began
    index_t limit;                      // they go on like this for so many members
};

class run_list {
public:
    static constexpr index_t no_end = std::numeric_limits<index_t>::max() / 2;

    /// One run, from member 0 on: `length` values, at least two, from `base` on in equal steps.
    run_list(index_t base, index_t step, index_t length);

    /// Other threads may ask while the owner goes on.
    index_t size() const
    {
        return open_.first + std::atomic_ref(const_cast<index_t&>(open_.length)).load(std::memory_order_relaxed);
    }

    /// Appends any value. Where it fails, for want of memory, the values before stay.
    void push(index_t value)
    {
        if (open_.axes == 0) push_table(value);
        else if (open_.length >= 2 && value == next_) advance(1);
        else push_slow(value);
    }
    /// What the open run expects next. Only where left() > 0.
    index_t next() const { return next_; }
    /// Difference between the next values, for left() members.
    index_t step() const { return open_.step[0]; }
    /// How many members the innermost axis of the open run still predicts.
    index_t left() const
    {
        if (open_.axes == 0 || open_.length < 2) return 0;
        return open_.axes == 1 ? no_end : open_.extent[0] - position_[0];
    }
    rows predicted() const;

    /// Appends n members as predicted, or written into cells. Changes no structure: other threads may read meanwhile.
    void advance(index_t n);

    /// Of a table: where the next values may be written by hand, as differences from cells_base().
    std::int32_t* cells() const
    {
        return cells_left() ? open_.pages.back().get() + open_.length % run::page_size : nullptr;
    }
    index_t cells_base() const { return open_.base; }
    /// How many may be: up to the next look for a pattern.
    index_t cells_left() const
    {
        const index_t begun = open_.length % sign_of_a_pattern;
        return open_.axes == 0 && begun ? sign_of_a_pattern - begun : 0;
    }

    /// Would push(next value) change structure that other threads read?
    bool must_lock(index_t value) const
    {
        if (open_.axes == 0) return cells_left() == 0 || !fits(value);
        return open_.length < 2 || value != next_;
    }

    /// Value of member n; past size() as the open run predicts.
    index_t at(index_t n) const;

    /// Calls f(run, first, count) for the pieces that hold members first .. first + count - 1.
    template <class F>
    void visit(index_t first, index_t count, F&& f) const
    {
        std::size_t i = find(first);
        for (index_t n = first, end = first + count; n < end; ++i) {
            const bool last = i == closed_.size();
            const run& r = last ? open_ : closed_[i];
            const index_t stop = last ? end : std::min(end, r.first + r.length);
            if (stop > n) f(r, n, stop - n);
            n = std::max(n, stop);
        }
    }
    std::size_t runs() const { return closed_.size() + 1; }

private:
    static constexpr index_t sign_of_a_pattern = 256;
    static_assert(run::page_size % sign_of_a_pattern == 0);

    bool fits(index_t value) const { return value - open_.base == static_cast<std::int32_t>(value - open_.base); }
    std::size_t find(index_t n) const;
    void push_slow(index_t value);
    void push_table(index_t value);
    bool pattern_is_back() const;
    void open_at(index_t value);
    void start(index_t value);
    void start_table(index_t value);
    void make_room();
    void close();
    void split(index_t value);
    index_t next_row_element() const;
    void lengthen_row(index_t value);
    void predict();

    std::vector<run> closed_;
    run open_;
    index_t position_[max_axes] = {};   // of the next member in the open odometer; the last counts whole rows
    index_t next_ = 0;
    int short_runs_ = 0;                // closed one after another: a sign of no pattern
};

}  // namespace tenfold::record
