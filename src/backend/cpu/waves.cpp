// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Recurrences in the order of their schedule. Where chains share nothing, each thread takes some of them from the
// first wave to the last: nobody waits for anybody, and a chain stays in the cache of one thread.
#include "backend/cpu/kernels.hpp"
#include "backend/cpu/multiply.hpp"
#include "plan/machine.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace tenfold::backend::on_cpu {

namespace {

constexpr int lanes_per_thread = 2;

struct lane {
    std::int32_t first, last;   // chains first .. last - 1
};
struct division {
    std::vector<lane> lanes;
    double seconds = 0;         // of all, on one thread
};

class waves {
public:
    waves(const plan::step& s, std::byte* const* bases) : step_(s), bases_(bases) {}

    void run(const settings& how) const
    {
        const auto [lanes, seconds] = cut(threads_of(how));
        if (lanes.empty()) {
            std::vector<std::unique_ptr<stepwise>> inner;
            for (const plan::step& s : step_.inner) inner.push_back(on_host().prepare(s, bases_, how));
            for (const plan::step::stretch& x : step_.schedule) inner[x.inner]->run(x.first, x.count);
            return;
        }
        // What is decided once for all positions of a product is decided here, not at every wave.
        std::vector<std::unique_ptr<product_jobs>> products;
        for (const plan::step& s : step_.inner) {
            auto& p = products.emplace_back();
            if (s.what == plan::kind::product) p = std::make_unique<product_jobs>(s, bases_, 0, s.positions());
            if (p && !p->by_position()) p.reset();
        }
        const auto n = static_cast<index_t>(lanes.size());
        parallel(threads_of(how), seconds, n, n, 1, [&, &lanes = lanes](index_t first, index_t last) {
            for (; first < last; ++first) run(lanes[static_cast<std::size_t>(first)], products);
        });
    }

private:
    /// Seconds of one position of an inner step.
    double seconds_of(const plan::step& s) const
    {
        const plan::machine& here = plan::this_machine();
        if (s.what != plan::kind::product) return here.pass_call + plan::bytes_of(s) / here.cache_bandwidth / positions(s);
        const product_jobs one(s, bases_, 0, 1);
        double seconds = 0;
        for (const job* j : one.jobs()) seconds += j->seconds();
        return seconds;
    }
    static double positions(const plan::step& s) { return static_cast<double>(std::max<index_t>(s.positions(), 1)); }

    std::vector<double> seconds_of_chains() const
    {
        std::vector<double> all(static_cast<std::size_t>(step_.chains), 0);
        for (std::size_t i = 0; i < step_.inner.size(); ++i) {
            const double one = seconds_of(step_.inner[i]);
            for (const std::int32_t c : step_.chain[i]) all[static_cast<std::size_t>(c)] += one;
        }
        return all;
    }

    /// Neighbouring chains of about the same time together; none where one chain takes more than a thread's part, so
    /// that its waves are better shared.
    division cut(int threads) const
    {
        if (threads <= 1 || step_.chains < threads) return {};
        const auto seconds = seconds_of_chains();
        double all = 0, longest = 0;
        for (const double s : seconds) {
            all += s;
            longest = std::max(longest, s);
        }
        if (all < worth_threads() || longest * threads > 1.2 * all) return {};
        std::vector<lane> lanes;
        const double one = all / (lanes_per_thread * threads);
        double sum = 0;
        for (std::int32_t c = 0, first = 0; c < step_.chains; ++c) {
            sum += seconds[static_cast<std::size_t>(c)];
            if (c + 1 < step_.chains && sum < one * static_cast<double>(lanes.size() + 1)) continue;
            lanes.push_back({first, c + 1});
            first = c + 1;
        }
        return {std::move(lanes), all};
    }

    void run(const lane& l, const std::vector<std::unique_ptr<product_jobs>>& products) const
    {
        for (const plan::step::stretch& x : step_.schedule) {
            const auto from = step_.chain[x.inner].begin() + x.first, to = from + x.count;
            const auto first = std::lower_bound(from, to, l.first), last = std::lower_bound(first, to, l.last);
            if (first == last) continue;
            const index_t n = x.first + (first - from), count = last - first;
            constexpr index_t few = 4;
            if (products[x.inner] && count > few) product_jobs::run_as_rows(step_.inner[x.inner], bases_, n, count);
            else if (products[x.inner]) products[x.inner]->run(n, n + count);
            else on_host().run(step_.inner[x.inner], bases_, n, count, {1});
        }
    }

    const plan::step& step_;
    std::byte* const* bases_;
};

}  // namespace

void run_waves(const plan::step& s, std::byte* const* bases, const settings& how) { waves(s, bases).run(how); }

}  // namespace tenfold::backend::on_cpu
