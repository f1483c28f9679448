// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A backend that runs nothing and notes what it is asked for, so that tests of plans run anywhere.
#pragma once

#include "backend/backend.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace tenfold::backend {

class null_backend final : public backend {
public:
    /// One call of run.
    struct request {
        plan::kind what;
        std::string name;
        plan::index_t first, count;
        double flops;  // of these positions
    };

    using backend::run;
    const char* name() const override { return "null"; }
    void
    run(const plan::step&, std::byte* const* bases, plan::index_t first, plan::index_t count,
        const settings&) override;

    /// What was asked since the last forget(), in order.
    std::vector<request> requests() const;
    plan::index_t positions(plan::kind) const;
    void forget();

private:
    mutable std::mutex mutex_;
    std::vector<request> requests_;
};

}  // namespace tenfold::backend
