// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// One integer for each member of a family. Most streams are equal steps for ever, and most families have few members:
// these take three words. Anything else is a list of runs.
#pragma once

#include "record/run_list.hpp"

namespace tenfold::record {

class stream {
public:
    static constexpr index_t no_end = run_list::no_end;

    /// Members that the stream has been told of. A recorder that goes on as predicted tells it later, by catch_up.
    index_t size() const { return more_ ? more_->size() : length(); }

    /// No members again.
    void clear()
    {
        more_.reset();
        length_ = step_ = 0;
    }
    /// Appends any value.
    void push(index_t value)
    {
        if (more_) return more_->push(value);
        if (length_ == 0) base_ = value;
        else if (length_ == 1) step_ = value - base_;
        else if (value != next()) return push_break(value);
        lengthen(1);
    }
    /// What the open run expects next. Only where left() > 0.
    index_t next() const { return more_ ? more_->next() : base_ + step_ * length_; }
    /// Difference between the next values, for left() members.
    index_t step() const { return more_ ? more_->step() : step_; }
    /// How many members the innermost axis of the open run still predicts.
    index_t left() const
    {
        if (more_) return more_->left();
        return length_ < 2 ? 0 : no_end;
    }
    rows predicted() const
    {
        if (more_) return more_->predicted();
        return length_ < 2 ? rows() : rows{next(), step_, no_end, no_end, base_, 0, no_end};
    }

    /// Goes on to `members`, as predicted or written into cells. Changes no structure: other threads may read meanwhile.
    void catch_up(index_t members)
    {
        const index_t n = members - size();
        if (n <= 0) return;
        if (more_) more_->advance(n);
        else lengthen(n);
    }

    /// Of a table: where the next values may be written by hand, as differences from cells_base().
    std::int32_t* cells() const { return more_ ? more_->cells() : nullptr; }
    index_t cells_base() const { return more_->cells_base(); }
    /// How many may be: up to the next look for a pattern.
    index_t cells_left() const { return more_ ? more_->cells_left() : 0; }

    /// Would push(next value) change structure that other threads read?
    bool must_lock(index_t value) const
    {
        return more_ ? more_->must_lock(value) : length_ < 2 || value != next();
    }

    /// Value of member n; past size() as the open run predicts.
    index_t at(index_t n) const { return more_ ? more_->at(n) : base_ + step_ * n; }

    /// Calls f(run, first, count) for the pieces that hold members first .. first + count - 1. The runs go afterwards.
    template <class F>
    void visit(index_t first, index_t count, F&& f) const
    {
        if (more_) return more_->visit(first, count, f);
        if (count > 0) f(only(), first, count);
    }
    /// Values of members first .. first + count - 1.
    void copy(index_t first, index_t count, index_t* out) const
    {
        visit(first, count, [&](const run& r, index_t m, index_t n) { out = r.copy(m - r.first, n, out); });
    }
    std::size_t runs() const { return more_ ? more_->runs() : 1; }

private:
    // Other threads may ask while the owner goes on.
    index_t length() const { return std::atomic_ref(const_cast<index_t&>(length_)).load(std::memory_order_relaxed); }
    void lengthen(index_t n) { std::atomic_ref(length_).store(length_ + n, std::memory_order_relaxed); }
    run only() const;
    void push_break(index_t value);

    index_t base_ = 0, step_ = 0, length_ = 0;
    std::unique_ptr<run_list> more_;       // holds all members, if there is one
};

}  // namespace tenfold::record
