// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Bandwidth, fresh pages, strided copies.
#include "calibrate.hpp"
#include "steps.hpp"
#include "storage/space.hpp"

#include <tenfold/memory.hpp>

#include <unistd.h>

#include <algorithm>

namespace calibrate {

namespace {

constexpr index_t large = index_t{8} << 20;  // elements: 64 MiB an operand, in no cache

// A copy reads and writes.
double bytes_of(index_t elements) { return 16.0 * static_cast<double>(elements); }

void bandwidth(result& r, double seconds)
{
    std::vector<probe> far, near;
    far.push_back({{bytes_of(large)}, [w = copy(1, large, false)] { w.run(); }});
    for (const index_t n : {index_t{4} << 10, index_t{16} << 10})
        near.push_back({{1, bytes_of(n)}, [w = copy(1, n, false)] { w.run(); }});
    measure(far, seconds / 2);
    measure(near, seconds / 2);
    r.quiet.add(far);
    r.quiet.add(near);
    r.rates().bandwidth = bytes_of(large) / far[0].fastest();
    const std::vector<double> cost = fit(fastest_of(near));
    r.rates().cache_bandwidth = std::max(cost[1] > 0 ? 1 / cost[1] : 0, r.rates().bandwidth);
}

// The second-level cache, and a fair part of the third, of which a virtual machine may report all that its host has.
void caches(result& r)
{
#if defined(_SC_LEVEL2_CACHE_SIZE) && defined(_SC_LEVEL3_CACHE_SIZE)
    const long second = sysconf(_SC_LEVEL2_CACHE_SIZE), third = sysconf(_SC_LEVEL3_CACHE_SIZE);
    const long processors = std::max(sysconf(_SC_NPROCESSORS_ONLN), 1L);
    if (second > 0) r.rates().cache_bytes = static_cast<double>(second + std::min(std::max(third, 0L) / processors, 8 * second));
#endif
}

// What a first touch takes beyond a second one, in blocks as the pool has them from the system.
void fresh_pages(result& r, double seconds)
{
    constexpr std::size_t bytes = std::size_t{16} << 20, page = 4096;
    std::shared_ptr<std::byte> block;
    const auto touch = [&block] {
        for (std::size_t i = 0; i < bytes; i += page) block.get()[i] = std::byte{1};
    };
    std::vector<probe> all;
    all.push_back({{}, touch, [&block] {
        block.reset();
        tenfold::trim_memory();
        block = tenfold::storage::allocate(bytes);
    }});
    all.push_back({{}, touch, [] {}});
    measure(all, seconds);
    const double extra = all[0].median() - all[1].fastest();
    if (extra > 0) r.rates().fresh_page = extra / static_cast<double>(bytes / page);
}

void strided_copies(result& r, double seconds)
{
    std::vector<probe> all;
    for (const index_t n : {4, 8, 16, 32, 64, 128, 256}) {
        const auto elements = static_cast<double>(n * n);
        all.push_back({{1, elements}, [w = copy(n, n, true)] { w.run(); }});
    }
    measure(all, seconds);
    r.quiet.add(all);
    const std::vector<double> cost = fit(fastest_of(all));
    r.rates().copy_call = std::max(cost[0], 1e-11);
    r.rates().copy_element = std::max(cost[1], 1e-12);
}

}  // namespace

void memory(result& r, double seconds)
{
    bandwidth(r, seconds * 0.5);
    fresh_pages(r, seconds * 0.2);
    strided_copies(r, seconds * 0.3);
    caches(r);
}

}  // namespace calibrate
