// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "order.hpp"

#include <algorithm>

namespace fake_cuda {

namespace {

bool overlap(const region& x, const region& y) { return x.at < y.at + y.bytes && y.at < x.at + x.bytes; }

}  // namespace

std::string order::told(const void* stream, const std::vector<region>& all)
{
    clock& now = streams_[stream];
    join(now, host_);
    const std::uint64_t time = ++now[stream];
    std::string conflict;
    for (const region& a : all)
        for (const use& u : uses_) {
            if (u.stream == stream || !(a.writes || u.what.writes) || !overlap(a, u.what)) continue;
            const auto known = now.find(u.stream);
            if (known == now.end() || known->second < u.time) conflict = "two streams use the same memory and nothing orders them";
        }
    for (const region& a : all) uses_.push_back({stream, time, a});
    while (uses_.size() > most) uses_.pop_front();
    return conflict;
}

void order::forget(const std::byte* at, std::size_t bytes)
{
    std::erase_if(uses_, [&](const use& u) { return overlap(u.what, {at, bytes, true}); });
}

}  // namespace fake_cuda
