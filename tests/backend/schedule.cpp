// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Steps side by side: their results, who runs them, and what is left of the settings of BLAS.
#include "backend/cpu/schedule.hpp"

#include "backend/problem.hpp"

#include <tbb/info.h>
#include <tbb/parallel_for.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

extern "C" {
[[gnu::weak]] int openblas_get_num_threads();
[[gnu::weak]] void openblas_set_num_threads(int);
}

namespace {

using namespace backend_test;
using backend::on_cpu::chunk;
using backend::on_cpu::job;
using backend::on_cpu::share;

// Work that says it is long and notes where it runs.
class noted final : public job {
public:
    explicit noted(double seconds, index_t units = 64) : seconds_(seconds), units_(units) {}

    double seconds() const override { return seconds_; }
    void run() override { run(0, units_); }
    void cut(const share& s, std::vector<chunk>& chunks) override
    {
        backend::on_cpu::cut_evenly(*this, units_, seconds_, s, chunks);
    }
    void run(index_t first, index_t last) override
    {
        const std::lock_guard lock(mutex_);
        threads.insert(std::this_thread::get_id());
        ran += last - first;
        ++calls;
        if (openblas_get_num_threads) most_blas = std::max(most_blas, openblas_get_num_threads());
        if (fails && ran > 3) throw std::runtime_error("as asked");
    }
    void finish() override { ++finished; }

    std::set<std::thread::id> threads;
    index_t ran = 0, calls = 0;
    int most_blas = 0, finished = 0;
    bool fails = false;

private:
    double seconds_;
    index_t units_;
    std::mutex mutex_;
};

void run(std::initializer_list<job*> jobs, int threads)
{
    const std::vector<job*> all(jobs);
    backend::on_cpu::run_jobs(all, threads);
}

const std::set<std::thread::id> caller() { return {std::this_thread::get_id()}; }

TEST(Schedule, OneThreadIsTheCaller)
{
    noted x(1), y(1);
    run({&x, &y}, 1);
    EXPECT_EQ(x.threads, caller());
    EXPECT_EQ(y.threads, caller());
    EXPECT_EQ(x.ran, 64);
}

TEST(Schedule, ShortWorkStaysWithTheCaller)
{
    noted x(1e-9);
    run({&x}, 2);
    EXPECT_EQ(x.threads, caller());
    EXPECT_EQ(x.calls, 1);
}

TEST(Schedule, EveryUnitRunsOnceAndJobsFinish)
{
    for (const index_t units : {1, 2, 63, 64, 1000}) {
        noted x(1, units), y(0.01, units);
        run({&x, &y}, 2);
        EXPECT_EQ(x.ran, units);
        EXPECT_EQ(y.ran, units);
        EXPECT_EQ(x.finished, 1);
    }
}

// Two chunks that wait for each other can only end on two threads.
TEST(Schedule, TwoThreadsWorkAtOnce)
{
    if (tbb::info::default_concurrency() < 2) GTEST_SKIP() << "one processor";
    std::atomic<int> here{0};
    backend::on_cpu::parallel(2, 1, 2, 2, 1, [&](index_t, index_t) {
        ++here;
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (here < 2 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    });
    EXPECT_EQ(here, 2);
}

// One chunk that notes when it began.
class single final : public job {
public:
    single(double s, std::vector<double>& seen) : s_(s), seen_(seen) {}
    double seconds() const override { return s_; }
    void run() override { run(0, 1); }
    void cut(const share&, std::vector<chunk>& chunks) override { chunks.push_back({this, 0, 1, s_}); }
    void run(index_t, index_t) override
    {
        const std::lock_guard lock(mutex_);
        seen_.push_back(s_);
    }

private:
    static inline std::mutex mutex_;
    double s_;
    std::vector<double>& seen_;
};

TEST(Schedule, LongChunksFirst)
{
    std::vector<double> seen;
    single a(1, seen), b(100, seen), c(10, seen);
    run({&a, &b, &c}, 2);
    ASSERT_EQ(seen.size(), 3u);
    EXPECT_NE(seen[0], 1) << "the shortest began first";
}

// The setting is one for all BLAS calls of the process, those of the user too.
TEST(Schedule, BlasThreadsAreNeverTouched)
{
    if (!openblas_get_num_threads) GTEST_SKIP() << "not OpenBLAS";
    const int before = openblas_get_num_threads();
    for (const int set : {1, 2, 3}) {
        openblas_set_num_threads(set);
        const int really = openblas_get_num_threads();
        for (const int threads : {1, 2})
            for (const bool fails : {false, true}) {
                noted x(1);
                x.fails = fails;
                try {
                    run({&x}, threads);
                    EXPECT_FALSE(fails);
                }
                catch (const std::runtime_error&) {
                    EXPECT_TRUE(fails);
                }
                EXPECT_EQ(x.most_blas, really);
                EXPECT_EQ(openblas_get_num_threads(), really);
            }
    }
    openblas_set_num_threads(before);
}

TEST(Schedule, SeveralCallersAtOnce)
{
    std::vector<std::thread> callers;
    std::atomic<index_t> ran{0};
    for (int c = 0; c < 4; ++c)
        callers.emplace_back([&] {
            for (int again = 0; again < 50; ++again) {
                noted x(1);
                run({&x}, 2);
                ran += x.ran;
            }
        });
    for (std::thread& t : callers) t.join();
    EXPECT_EQ(ran, 4 * 50 * 64);
}

TEST(Schedule, InsideOneTbbLoopOfTheCaller)
{
    std::atomic<index_t> ran{0};
    tbb::parallel_for(0, 16, [&](int) {
        noted x(1);
        run({&x}, 2);
        ran += x.ran;
    });
    EXPECT_EQ(ran, 16 * 64);
}

plan::step moved(plan::step s, int by)
{
    for (plan::place* p : {&s.operands[0], &s.operands[1], &s.result}) p->buffer += by;
    return s;
}

TEST(Schedule, StepsSideBySide)
{
    for (unsigned seed = 0; seed < 40; ++seed) {
        dice d(seed);
        std::vector<std::unique_ptr<problem<double>>> problems;
        std::vector<plan::step> steps;
        std::vector<std::byte*> bases;
        const index_t count = d.upto(1, 7), most = seed % 4 == 0 ? 60 : 20;
        for (index_t i = 0; i < count; ++i) {
            const index_t loop = d.chance(0.5) ? 1 : d.upto(2, 30);
            const bool sum = d.chance(0.3);
            indices x{{loop, d.upto(1, most), d.upto(1, most), d.upto(1, 30)}, {true, true, false, true},
                      {true, false, true, true}, {!sum, true, true, false}};
            problems.push_back(std::make_unique<problem<double>>(d, x, 1));
            problem<double>& p = *problems.back();
            p.s.sum_positions = sum;
            p.s.accumulate = d.chance(0.3);
            steps.push_back(moved(p.s, static_cast<int>(bases.size())));
            bases.insert(bases.end(), {p.a.base(), p.b.base(), p.c.base()});
        }
        std::vector<memory<double>> want;
        for (const auto& p : problems) {
            want.push_back(p->expected());
            p->spoil();
        }
        // Every other one from a plan of its own, whose buffers are numbered otherwise.
        std::vector<backend::bound_step> all;
        for (std::size_t i = 0; i < steps.size(); ++i)
            all.push_back(i % 2 ? backend::bound_step{&problems[i]->s, &bases[3 * i]} : backend::bound_step{&steps[i], bases.data()});
        backend::on_host().run(all, {static_cast<int>(d.upto(1, 2))});
        for (std::size_t i = 0; i < problems.size(); ++i)
            ASSERT_TRUE(all_same(want[i], problems[i]->c)) << "seed " << seed << " step " << i;
    }
}

// Other kinds among them: an elementwise step whose kernel tells on which threads it ran, or fails.
std::mutex kernel_mutex;
std::set<std::thread::id> kernel_threads;
bool kernel_fails = false;

void doubled(const detail::strided* x, const void*, const detail::strided& r)
{
    const std::lock_guard lock(kernel_mutex);
    kernel_threads.insert(std::this_thread::get_id());
    if (kernel_fails) throw std::runtime_error("as asked");
    index_t n = 1;
    for (int d = 0; d < r.rank; ++d) n *= r.shape[d];
    for (index_t i = 0; i < n; ++i)
        static_cast<double*>(r.data)[i] = 2 * static_cast<const double*>(x[0].data)[i];
}

void elementwise_beside_product(int threads, bool fails)
{
    static constexpr element types[] = {element::float64};
    static const detail::elementwise_kernel kernel{element::float64, 1, 0, types, doubled, "2 x0", nullptr, 0};
    const index_t n = 1 << 18;
    std::vector<double> x(n, 1.5), r(n, 0.0);
    dice d(1);
    problem<double> p(d, {{90, 90, 90}, {true, false, true}, {false, true, true}, {true, true, false}}, 0);
    const memory<double> want = p.expected();
    plan::step s;
    s.what = plan::kind::elementwise;
    s.kernel = &kernel;
    s.operands.resize(1);
    s.operands[0].buffer = 0;
    s.result.buffer = 1;
    s.operand_forms = {{{n}, {1}}};
    s.result_form = {{n}, {1}};
    const plan::step product = moved(p.s, 2);
    std::byte* const bases[] = {bytes(x.data()), bytes(r.data()), p.a.base(), p.b.base(), p.c.base()};
    kernel_threads.clear();
    kernel_fails = fails;
    const int before = openblas_get_num_threads ? openblas_get_num_threads() : 0;
    try {
        backend::on_host().run({{&s, bases}, {&product, bases}}, {threads});
        EXPECT_FALSE(fails);
        EXPECT_TRUE(all_same(want, p.c));
        EXPECT_EQ(std::count(r.begin(), r.end(), 3.0), n);
    }
    catch (const std::runtime_error&) {
        EXPECT_TRUE(fails);
    }
    EXPECT_EQ(openblas_get_num_threads ? openblas_get_num_threads() : 0, before);
    if (threads == 1) {
        EXPECT_EQ(kernel_threads, caller());
    }
    EXPECT_LE(kernel_threads.size(), static_cast<std::size_t>(threads));
}

TEST(Schedule, OtherKindsBesideProducts)
{
    for (const int threads : {1, 2})
        for (const bool fails : {false, true}) elementwise_beside_product(threads, fails);
}

}  // namespace
