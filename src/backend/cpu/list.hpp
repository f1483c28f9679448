// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Many products of one shape. A task is what one result needs: a product, or the sum of several.
#pragma once

#include "backend/cpu/schedule.hpp"
#include "backend/cpu/walk.hpp"

#include <memory>

namespace tenfold::backend::on_cpu {

/// What a list runs over; axes and origin outlive the list.
struct list_range {
    const origin* from;
    const axis_list* loops;
    const axis_list* sums;
    index_t positions = 1;
    bool sum_positions = false;  // all positions add to one result, else each has its own
    bool accumulate = false;     // results are added to what is there
    double repeats = 1;          // how often such a list will run, with other addresses
};

class product_list final : public job {
public:
    product_list(const matrices& core, const list_range&);

    double seconds() const override { return one_ * static_cast<double>(tasks_); }
    void run() override;
    void cut(const share&, std::vector<chunk>&) override;
    void run(index_t first, index_t last) override;
    void finish() override;

    multiplier::method how() const { return all_.how(); }
    /// The tasks of positions first .. last - 1, on this thread.
    void positions(index_t first, index_t last) const { range(first * x_.loops->size(), last * x_.loops->size()); }

private:
    void range(index_t first, index_t last) const;
    void one(const multiplier&, const index_t (&shift)[3], const addresses& at) const;
    void terms(const multiplier&, walk&, index_t count, std::byte* into, bool accumulate) const;
    void run_of_terms(const multiplier&, walk&, index_t count, std::byte* into, bool accumulate) const;
    void part(index_t number) const;
    void panel(index_t task, index_t number) const;
    void symmetric_panel(const addresses&, index_t number) const;
    bool by_columns() const { return core_.n >= core_.m; }
    index_t most_panels() const;
    addresses place(index_t task, index_t (&shift)[3]) const;
    void fetch(const std::byte* a) const;

    matrices core_;
    list_range x_;
    index_t tasks_, terms_;
    index_t panels_ = 1;    // each task in so many pieces
    index_t parts_ = 1;     // or the terms of every task
    multiplier all_;
    bool fetches_ = false;  // kernels fetch too little of a's next matrix
    double one_ = 0;        // seconds of a task
    std::shared_ptr<std::byte> partial_;  // results of all parts but the first
};

/// Rows, or columns, at which a compiled kernel takes a product with very many of them; 0: all at once.
struct slabs {
    index_t rows = 0, columns = 0;
};
slabs slabs_of(const matrices& core, double products);

}  // namespace tenfold::backend::on_cpu
