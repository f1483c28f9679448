// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/kernels.hpp"

namespace tenfold::backend {

namespace {

class nothing_prepared final : public stepwise {
public:
    nothing_prepared(kernels& k, const plan::step& s, std::byte* const* bases, const settings& how)
        : kernels_(k), step_(s), bases_(bases), how_(how)
    {}
    void run(plan::index_t first, plan::index_t count) override { kernels_.run(step_, bases_, first, count, how_); }

private:
    kernels& kernels_;
    const plan::step& step_;
    std::byte* const* bases_;
    settings how_;
};

}  // namespace

std::unique_ptr<stepwise> kernels::prepare(const plan::step& s, std::byte* const* bases, const settings& how)
{
    return std::make_unique<nothing_prepared>(*this, s, bases, how);
}

}  // namespace tenfold::backend
