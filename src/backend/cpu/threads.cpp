// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cpu/threads.hpp"

#include "plan/machine.hpp"
#include "record/computing.hpp"

#include <tbb/blocked_range.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>

// The CBLAS that is linked decides which of these exist.
extern "C" {
[[gnu::weak]] int openblas_get_num_threads();
[[gnu::weak]] int MKL_Get_Max_Threads();
[[gnu::weak]] long bli_thread_get_num_threads();
[[gnu::weak]] int omp_in_parallel();
}

namespace tenfold::backend::on_cpu {

namespace {

int from_environment(int most)
{
    const char* const text = std::getenv("TENFOLD_THREADS");
    if (!text || !*text) return most;
    char* end = nullptr;
    const long n = std::strtol(text, &end, 10);
    if (*end || n < 1) throw error("[threads] TENFOLD_THREADS=" + std::string(text) + " is not a number from 1 on");
    return static_cast<int>(std::min<long>(n, most));
}

}  // namespace

// Twice the cost of sharing is where two threads begin to gain; three times that, since estimates are rough and pieces
// uneven.
double worth_threads() { return 6 * plan::this_machine().fork_awake; }

int threads_of(const settings& s)
{
    static const int most = tbb::info::default_concurrency();
    if (s.threads > 0) return std::min(s.threads, most);
    static const int chosen = from_environment(most);
    return chosen;
}

bool blas_has_threads()
{
    if (openblas_get_num_threads) return openblas_get_num_threads() > 1;
    if (MKL_Get_Max_Threads) return MKL_Get_Max_Threads() > 1;
    return bli_thread_get_num_threads && bli_thread_get_num_threads() > 1;
}

constinit bool others_stayed_behind = false;

// Evaluations that have several threads at work, in this process.
class at_work {
public:
    at_work() : others_(count_.fetch_add(1, std::memory_order_relaxed)) {}
    ~at_work() { count_.fetch_sub(1, std::memory_order_relaxed); }
    at_work(const at_work&) = delete;
    at_work& operator=(const at_work&) = delete;
    /// Each of the others has a thread of its own, and takes from the same pool.
    int share_of(int threads) const { return std::max(1, threads - others_); }

private:
    static inline std::atomic<int> count_{0};
    const int others_;
};

// Threads that find no more work spin for a while before they sleep, some 100 us in oneTBB. To wake one for work of a
// few times ten microseconds costs more than it saves, unless more such work follows: the second piece in a row wakes.
class awake {
public:
    static bool likely() { return now() - ended_.load(std::memory_order_relaxed) < spinning; }
    ~awake() { ended_.store(now(), std::memory_order_relaxed); }

private:
    static constexpr double spinning = 80e-6;   // seconds
    static double now()
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    }
    static inline std::atomic<double> ended_{0};   // when this process last had work to share
};

void parallel_pieces(int threads, double seconds, index_t pieces, void (*f)(const void*, index_t), const void* context)
{
    const at_work now;
    if (seconds < 2 * plan::this_machine().fork && !awake::likely()) threads = 1;
    const awake until_now;
    // In the caller's own parallel loop the other cores are busy.
    const bool alone = others_stayed_behind || (omp_in_parallel && omp_in_parallel());
    const auto workers = static_cast<int>(std::min<index_t>(alone ? 1 : now.share_of(threads), pieces));
    // Pieces are handed out in order: the first are the longest, and whoever comes late takes what is left.
    std::atomic<index_t> next{0};
    const auto work = [&] {
        for (index_t piece; (piece = next.fetch_add(1, std::memory_order_relaxed)) < pieces;) {
            try {
                f(context, piece);
            }
            catch (...) {
                next.store(pieces, std::memory_order_relaxed);
                throw;
            }
        }
    };
    if (workers <= 1) return work();
    // Isolated: a caller that waits must not pick up another task of its own program, which might wait for it.
    const auto worker = [&](const tbb::blocked_range<int>&) {
        const record::computing_here now;
        work();
    };
    tbb::this_task_arena::isolate([&] {
        tbb::parallel_for(tbb::blocked_range<int>(0, workers, 1), worker, tbb::simple_partitioner());
    });
}

}  // namespace tenfold::backend::on_cpu

namespace tenfold::backend {

void work_alone() noexcept { on_cpu::others_stayed_behind = true; }

}  // namespace tenfold::backend
