// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// An executor that runs nothing and notes what it is asked for, so that tests of plans run anywhere.
#pragma once

#include "backend/walk.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace tenfold::backend {

/// One call of kernels.
struct kernel_call {
    plan::kind what;
    std::string name;
    plan::index_t first, count;
    double flops;  // of these positions
};

class null_kernels final : public kernels {
public:
    using kernels::run;
    void run(const plan::step&, std::byte* const* bases, plan::index_t first, plan::index_t count,
             const settings&) override;

    /// What was asked, in order.
    const std::vector<kernel_call>& calls() const { return calls_; }
    plan::index_t positions(plan::kind) const;

private:
    std::vector<kernel_call> calls_;
};

class null_executor final : public executor {
public:
    const char* name() const override { return "null"; }
    storage::space& space() override;
    const plan::machine& rates() const override { return plan::this_machine(); }
    ticket run(std::span<const bound>, const settings&) override;
    bool computes() const override { return false; }

    /// What the last run asked for.
    null_kernels last() const;

private:
    mutable std::mutex mutex_;
    null_kernels last_;
};

/// One for the process.
null_executor& null();

}  // namespace tenfold::backend
