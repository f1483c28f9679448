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
    addresses place(const plan::grouped_product& x) const
    {
        if (x.buffer >= 0) return {x.a, x.b, bases_[x.buffer] + x.c * size_};
        return {x.a, x.b, bases_[step_.result.buffer] + (step_.result.offset + x.c) * size_};
    }
    void members(index_t first, index_t last, const std::uint32_t* order) const;
    void single(const plan::grouped_product&) const;
    std::unique_ptr<lone> apart(const plan::grouped_product&) const;
    /// Returns the seconds of those that are not long.
    double sort(double long_one, const share&, std::vector<chunk>&);

    const plan::step& step_;
    std::byte* const* bases_;
    index_t size_;
    double call_, flop_, element_, seconds_ = 0, largest_ = 0;
    std::vector<std::uint32_t> order_;  // longest first; empty: as they come
    std::vector<std::unique_ptr<lone>> long_ones_;
};

}  // namespace tenfold::backend::on_cpu
