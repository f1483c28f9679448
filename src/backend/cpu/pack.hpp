// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Products with operands that BLAS refuses: copies of them are multiplied.
#pragma once

#include "backend/cpu/list.hpp"

namespace tenfold::backend::on_cpu {

/// A unit is one index of the batch at one position: pack, multiply, unpack.
class packed_products final : public job {
public:
    /// `x`: with the axes of the arrangement's batch as loops. Both outlive this.
    packed_products(const arrangement&, bool conjugate_a, const list_range& x);

    double seconds() const override { return r_.seconds * static_cast<double>(x_.positions); }
    void run() override { some(0, units_, 1); }
    void cut(const share&, std::vector<chunk>&) override;
    void run(index_t first, index_t last) override { some(first, last, 1); }

private:
    void some(index_t first, index_t last, int threads) const;

    const arrangement& r_;
    bool conjugate_;
    list_range x_;
    index_t units_, terms_;  // a unit has so many terms: positions that add to one result
};

}  // namespace tenfold::backend::on_cpu
