// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Products that have nothing in common. Nothing is allocated for one of them, unless it is long or lies oddly.
#pragma once

#include "backend/cpu/multiply.hpp"

#include <memory>
#include <vector>

namespace tenfold::backend::on_cpu {

class group_job final : public job {
public:
    group_job(const plan::step&, std::byte* const* bases);

    double seconds() const override { return seconds_; }
    void run() override { members(0, count(), nullptr); }
    void cut(const share&, std::vector<chunk>&) override;
    void run(index_t first, index_t last) override { members(first, last, order_.empty() ? nullptr : order_.data()); }
    void finish() override;

private:
    // A product by the general path.
    struct lone {
        plan::step step;
        std::byte* bases[3];
        std::unique_ptr<product_jobs> work;
    };

    index_t count() const { return static_cast<index_t>(step_.members.size()); }
    double seconds_of_one(const plan::grouped_product&) const;
    addresses place(std::size_t i) const
    {
        const plan::grouped_product& x = step_.members[i];
        return {values_[2 * i] + x.a * size_, values_[2 * i + 1] + x.b * size_, bases_[x.buffer] + x.c * size_};
    }
    void members(index_t first, index_t last, const std::uint32_t* order) const;
    void single(std::size_t) const;
    std::unique_ptr<lone> apart(std::size_t) const;
    /// Returns the seconds of those that are not long.
    double sort(double long_one, const share&, std::vector<chunk>&);

    const plan::step& step_;
    std::byte* const* bases_;
    std::byte* const* values_;          // where those of each product's operands begin
    index_t size_;
    double call_, flop_, element_, seconds_ = 0, largest_ = 0;
    std::vector<std::uint32_t> order_;  // longest first; empty: as they come
    std::vector<std::unique_ptr<lone>> long_ones_;
};

}  // namespace tenfold::backend::on_cpu
