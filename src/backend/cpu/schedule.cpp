// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cpu/schedule.hpp"

#include "backend/cpu/group.hpp"
#include "backend/cpu/kernels.hpp"
#include "backend/cpu/multiply.hpp"
#include "plan/cost.hpp"

#include <algorithm>
#include <cmath>

namespace tenfold::backend::on_cpu {

namespace {

constexpr double shortest = 1.0 / 32;  // chunk, of a thread's part

void run_in_order(std::span<job* const> jobs)
{
    for (job* j : jobs) j->run();
}

}  // namespace

void cut_evenly(job& j, index_t units, double seconds, const share& s, std::vector<chunk>& chunks)
{
    const double one = seconds / static_cast<double>(std::max<index_t>(units, 1));
    for (index_t first = 0; first < units;) {
        const double left = static_cast<double>(units - first);
        const auto n = static_cast<index_t>(std::clamp(std::round(s.next(left * one) / one), 1.0, left));
        chunks.push_back({&j, first, first + n, one * static_cast<double>(n)});
        first += n;
    }
}

void run_jobs(std::span<job* const> jobs, int threads)
{
    double seconds = 0;
    for (const job* j : jobs) seconds += j->seconds();
    if (threads <= 1 || seconds < worth_threads()) return run_in_order(jobs);
    const double part = seconds / threads;
    const share s{threads, part, std::max(part * shortest, worth_threads() / 4)};
    std::vector<chunk> chunks;
    for (job* j : jobs) j->cut(s, chunks);
    if (chunks.size() == 1 && jobs.size() == 1) return run_in_order(jobs);
    std::stable_sort(chunks.begin(), chunks.end(), [](const chunk& x, const chunk& y) { return x.seconds > y.seconds; });
    const auto n = static_cast<index_t>(chunks.size());
    parallel(threads, seconds, n, n, 1, [&](index_t first, index_t last) {
        for (; first < last; ++first) {
            const chunk& c = chunks[static_cast<std::size_t>(first)];
            c.of->run(c.first, c.last);
        }
    });
    for (job* j : jobs) j->finish();
}

namespace {

// A step of another kind.
class step_job final : public job {
public:
    step_job(const plan::step& s, std::byte* const* bases) : step_(s), bases_(bases)
    {
        units_ = whole() ? 1 : s.positions();
        seconds_ = plan::seconds_of(s, plan::this_machine());
    }

    double seconds() const override { return seconds_; }
    void run() override { on_host().run(step_, bases_, 0, step_.positions(), {1}); }
    void cut(const share& s, std::vector<chunk>& chunks) override
    {
        // Few long ones: each of them is split by its kernel, here and now.
        if (step_.what != plan::kind::store && units_ < s.threads && seconds_ > s.part / 4)
            on_host().run(step_, bases_, 0, step_.positions(), {s.threads});
        else cut_evenly(*this, units_, seconds_, s, chunks);
    }
    void run(index_t first, index_t last) override
    {
        if (whole()) return run();
        on_host().run(step_, bases_, first, last - first, {1});
    }

private:
    // A store may write one element several times, so its positions stay in order. Pipelines and window sums share their work
    // themselves.
    bool whole() const
    {
        return step_.what == plan::kind::store || step_.what == plan::kind::pipeline || step_.what == plan::kind::window_sum;
    }

    const plan::step& step_;
    std::byte* const* bases_;
    index_t units_;
    double seconds_;
};

}  // namespace

void run_steps(const std::vector<bound_step>& steps, const settings& how)
{
    std::vector<std::unique_ptr<product_jobs>> products;
    std::vector<std::unique_ptr<job>> others;
    std::vector<job*> jobs;
    for (const auto& [s, bases] : steps) {
        if (s->what == plan::kind::product) {
            products.push_back(std::make_unique<product_jobs>(*s, bases, 0, s->positions()));
            jobs.insert(jobs.end(), products.back()->jobs().begin(), products.back()->jobs().end());
            continue;
        }
        if (s->what == plan::kind::group) others.push_back(std::make_unique<group_job>(*s, bases));
        else others.push_back(std::make_unique<step_job>(*s, bases));
        jobs.push_back(others.back().get());
    }
    run_jobs(jobs, threads_of(how));
}

}  // namespace tenfold::backend::on_cpu
