// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The terms of one row of a window sum: what of each operand goes into which of the sums.
#pragma once

#include "backend/cpu/visit.hpp"
#include "plan/plan.hpp"

#include <vector>

namespace tenfold::backend::on_cpu {

using plan::index_t;

/// Elements of a row, brought together in the order in which they are used, in the type of the sums.
template <class T> class row_reader {
public:
    row_reader(element type, bool conjugate, const std::vector<index_t>& offsets);
    const T* read(const std::byte* row)
    {
        take_(row, *this, values_.data());
        return values_.data();
    }

private:
    struct run {
        index_t first, count;
    };
    template <class S, bool Conjugate> static void take(const std::byte* row, const row_reader&, T* to);

    void (*take_)(const std::byte* row, const row_reader&, T* to);
    std::vector<index_t> offsets_;
    std::vector<run> runs_;   // the same as neighbours, where there are many
    std::vector<T> values_;
};

/// What a row adds to the sums: elements of one operand, products of two operands' elements one by one, or of each with each.
template <class T> class row_terms {
public:
    /// For `copies` windows side by side, which lie so many elements apart in each operand.
    row_terms(const plan::step&, index_t copies, const index_t* apart);

    index_t size() const { return size_; }
    /// Where the sums of one window go, in elements from its result's beginning.
    const std::vector<index_t>& places() const { return places_; }
    bool lies_dense() const { return dense_; }
    /// rows[k]: where the row of operand k begins.
    void write(const std::byte* const* rows, T* to);

private:
    index_t size_ = 1, terms_ = 1;
    index_t left_ = 0, right_ = 0;   // each of so many with each of so many; 0: one by one
    bool dense_ = true;              // places are 0, 1, 2, ...
    std::vector<index_t> places_;
    std::vector<row_reader<T>> readers_;
};

}  // namespace tenfold::backend::on_cpu
