// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/null/null.hpp"

namespace tenfold::backend {

namespace {

/// Addresses without memory: nobody reads or writes there.
class null_space final : public storage::space {
public:
    const char* name() const override { return "null"; }
    bool is_host() const override { return true; }
    std::shared_ptr<std::byte> allocate(std::size_t) override
    {
        return std::shared_ptr<std::byte>(std::shared_ptr<void>(), nowhere_);
    }
    void to_host(std::byte*, const std::byte*, std::size_t) override {}
    void from_host(std::byte*, const std::byte*, std::size_t) override {}

private:
    alignas(64) std::byte nowhere_[64];
};

}  // namespace

void null_kernels::run(
    const plan::step& s, std::byte* const*, plan::index_t first, plan::index_t count, const settings&)
{
    const plan::index_t all = s.what == plan::kind::waves ? count : s.positions();
    const double share = all > 0 ? static_cast<double>(count) / static_cast<double>(all) : 0;
    calls_.push_back({s.what, s.name, first, count, flops_of(s) * share});
}

plan::index_t null_kernels::positions(plan::kind what) const
{
    plan::index_t n = 0;
    for (const kernel_call& r : calls_)
        if (r.what == what) n += r.count;
    return n;
}

storage::space& null_executor::space()
{
    static auto* const one = new null_space;
    return *one;
}

ticket null_executor::run(std::span<const bound> plans, const settings& how)
{
    null_kernels now;
    walk(plans, now, how);
    const std::lock_guard hold(mutex_);
    last_ = std::move(now);
    return ticket(true);
}

null_kernels null_executor::last() const
{
    const std::lock_guard hold(mutex_);
    return last_;
}

null_executor& null()
{
    static auto* const one = new null_executor;
    return *one;
}

}  // namespace tenfold::backend
