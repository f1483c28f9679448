// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// One pass over elements, and what it takes to have a second thread at work.
#include "backend/cpu/threads.hpp"
#include "calibrate.hpp"
#include "steps.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

namespace calibrate {

namespace {

void reductions(result& r, double seconds)
{
    std::vector<probe> all;
    for (const index_t n : {16, 256, 4096, 65536})
        all.push_back({{1, static_cast<double>(n)}, [w = sum(n)] { w.run(); }});
    measure(all, seconds);
    r.quiet.add(all);
    const std::vector<double> cost = fit(fastest_of(all));
    r.rates().pass_call = std::max(cost[0], 1e-11);
    if (cost[1] > 0) r.rates().pass_rate = 1 / cost[1];
}

// From the call until a piece of it runs on another thread; 0 if none has come within a millisecond.
double until_two_work()
{
    std::atomic<int> there{0};
    std::atomic<double> met{0};
    const double start = now();
    tenfold::backend::on_cpu::parallel(2, 1, 2, 2, 1, [&](index_t, index_t) {
        there.fetch_add(1);
        while (there.load() < 2 && now() - start < 1e-3) {}
        if (there.load() == 2 && met.load() == 0) met.store(now() - start);
    });
    return met.load() < 1e-3 ? met.load() : 0;
}

void waking(result& r, double seconds)
{
    probe p, again;
    const double end = now() + seconds;
    for (int i = 0; i < 20 || (now() < end && i < 2000); ++i) {
        std::this_thread::sleep_for(std::chrono::microseconds(300));  // until the other sleeps too
        if (const double t = until_two_work(); t > 0) p.times.push_back(t);
        if (const double t = until_two_work(); t > 0) again.times.push_back(t);
    }
    if (std::min(p.times.size(), again.times.size()) < 5)
        return r.notes.push_back("no second thread came to work: fork and fork_awake keep their defaults");
    // Where other programs have the second processor, only the quicker runs tell what waking costs.
    r.rates().fork = std::max(p.quick(), 1e-9);
    r.rates().fork_awake = std::max(again.quick(), 1e-9);
    if (p.median() > 3 * p.quick() || p.quick() > 200e-6) r.notes.push_back("a second thread often had to wait for a processor");
}

}  // namespace

void passes(result& r, double seconds)
{
    reductions(r, seconds * 0.5);
    waking(r, seconds * 0.5);
}

}  // namespace calibrate
