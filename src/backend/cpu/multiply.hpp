// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A step of products as jobs. Stays where it is made: the jobs point into it.
#pragma once

#include "backend/cpu/pack.hpp"

#include <memory>
#include <optional>

namespace tenfold::backend::on_cpu {

class product_jobs {
public:
    /// Those that follow a pattern are a batch, or rows and columns of one product where they move one operand only, or
    /// each is a product of its own.
    enum class positions : std::uint8_t { together, as_rows, apart };
    product_jobs(const plan::step&, std::byte* const* bases, index_t first, index_t count, positions = positions::together);
    product_jobs(const product_jobs&) = delete;
    product_jobs& operator=(const product_jobs&) = delete;

    std::span<job* const> jobs() const { return {jobs_.at, static_cast<std::size_t>(jobs_.count)}; }

    /// Whether positions may run apart from each other, by what follows; else only all of them, as jobs.
    bool by_position() const { return by_position_; }
    /// Positions first .. last - 1, counted from the first of all, on this thread; one BLAS thread is the caller's care.
    void run(index_t first, index_t last) const;
    /// Of a step, those in a row on this thread: vectors by one matrix are a matrix.
    static void run_as_rows(const plan::step&, std::byte* const* bases, index_t first, index_t count);

private:
    // All of the product, or what one arrangement of two computes.
    struct part {
        origin from, rest_from;
        arrangement how;
        axis_list rest_loops;
        list_range over;
        std::optional<packed_products> packed;
        std::optional<product_list> main, rest;
    };

    void make_jobs(part&, const plan::step&);
    void make_lists(part&);

    struct {
        int count = 0;
        job* at[4];
        void push_back(job* j) { at[count++] = j; }
    } jobs_;
    part all_;
    std::unique_ptr<part> other_;
    bool by_position_ = false;
};

}  // namespace tenfold::backend::on_cpu
