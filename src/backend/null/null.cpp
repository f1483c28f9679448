// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/null/null.hpp"

namespace tenfold::backend {

void null_backend::run(
    const plan::step& s, std::byte* const*, plan::index_t first, plan::index_t count, const settings&)
{
    const plan::index_t all = s.what == plan::kind::waves ? count : s.positions();
    const double share = all > 0 ? static_cast<double>(count) / static_cast<double>(all) : 0;
    const std::lock_guard hold(mutex_);
    requests_.push_back({s.what, s.name, first, count, flops_of(s) * share});
}

std::vector<null_backend::request> null_backend::requests() const
{
    const std::lock_guard hold(mutex_);
    return requests_;
}

plan::index_t null_backend::positions(plan::kind what) const
{
    const std::lock_guard hold(mutex_);
    plan::index_t n = 0;
    for (const request& r : requests_)
        if (r.what == what) n += r.count;
    return n;
}

void null_backend::forget()
{
    const std::lock_guard hold(mutex_);
    requests_.clear();
}

}  // namespace tenfold::backend
