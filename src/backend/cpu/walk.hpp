// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Where the operands of each product of a step lie, one after the other.
#pragma once

#include "backend/cpu/product.hpp"

namespace tenfold::backend::on_cpu {

/// Where the operands of each position start: by the step's places, or one fixed set.
struct origin {
    const plan::step* step = nullptr;
    std::byte* const* bases = nullptr;
    index_t first = 0, size = 0;
    index_t shift_a = 0, shift_b = 0, shift_c = 0;  // in elements
    addresses fixed{};

    addresses operator()(index_t n) const
    {
        if (!step) return fixed;
        const auto at = [&](const plan::place& p, index_t shift) {
            return address_of(*step, p, bases, first + n, size) + shift * size;
        };
        return {at(step->operands[0], shift_a), at(step->operands[1], shift_b), at(step->result, shift_c)};
    }
};

/// All indices of a list of axes, the last innermost, for each position in turn.
class walk {
public:
    walk(const origin& from, const axis_list& axes, index_t start) : walk(from, axes, start, {0, 0, 0}) {}
    /// `shift`: bytes that every address is moved by.
    walk(const origin& from, const axis_list& axes, index_t start, const index_t (&shift)[3])
        : from_(from), axes_(axes), size_(from.size), shift_{shift[0], shift[1], shift[2]}
    {
        index_t rest = start, a = 0, b = 0, c = 0;
        for (int d = axes.count - 1; d >= 0; --d) {
            const axis& x = axes.at[d];
            index_[d] = rest % x.extent;
            rest /= x.extent;
            a += index_[d] * x.a;
            b += index_[d] * x.b;
            c += index_[d] * x.c;
        }
        position_ = rest;
        here_ = start_of(position_).moved(a * size_, b * size_, c * size_);
    }

    const addresses& here() const { return here_; }

    void advance()
    {
        for (int d = axes_.count - 1; d >= 0; --d) {
            const axis& x = axes_.at[d];
            const index_t back = ++index_[d] < x.extent ? 0 : x.extent;
            const index_t by = size_ * (1 - back);
            here_ = here_.moved(x.a * by, x.b * by, x.c * by);
            if (back == 0) return;
            index_[d] = 0;
        }
        here_ = start_of(++position_);
    }

    /// Calls f(here, next) for `count` indices from this one on; the last is its own next.
    template <class F>
    void each(index_t count, const F& f)
    {
        addresses now = here_;
        for (; count > 1; --count) {
            advance();
            f(now, here_);
            now = here_;
        }
        f(now, now);
    }

private:
    addresses start_of(index_t position) const { return from_(position).moved(shift_[0], shift_[1], shift_[2]); }

    const origin& from_;
    const axis_list& axes_;
    const index_t size_;
    const index_t shift_[3];
    index_t position_ = 0;
    index_t index_[axis_list::most];
    addresses here_;
};

}  // namespace tenfold::backend::on_cpu
