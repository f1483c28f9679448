// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cpu/threads.hpp"

#include "plan/machine.hpp"

#include <tbb/blocked_range.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>

// The CBLAS that is linked decides which of these exist.
extern "C" {
[[gnu::weak]] int openblas_get_num_threads();
[[gnu::weak]] void openblas_set_num_threads(int);
[[gnu::weak]] int MKL_Get_Max_Threads();
[[gnu::weak]] void MKL_Set_Num_Threads(int);
[[gnu::weak]] long bli_thread_get_num_threads();
[[gnu::weak]] void bli_thread_set_num_threads(long);
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

int blas_threads()
{
    if (openblas_get_num_threads) return openblas_get_num_threads();
    if (MKL_Get_Max_Threads) return MKL_Get_Max_Threads();
    if (bli_thread_get_num_threads) return static_cast<int>(bli_thread_get_num_threads());
    return 1;
}

void set_blas_threads(int n)
{
    if (openblas_set_num_threads) openblas_set_num_threads(n);
    else if (MKL_Set_Num_Threads) MKL_Set_Num_Threads(n);
    else if (bli_thread_set_num_threads) bli_thread_set_num_threads(n);
}

std::mutex guards_mutex;
int guards = 0;
int threads_before = 1;

}  // namespace

double worth_threads() { return 2 * plan::this_machine().fork; }

int threads_of(const settings& s)
{
    static const int most = tbb::info::default_concurrency();
    if (s.threads > 0) return std::min(s.threads, most);
    static const int chosen = from_environment(most);
    return chosen;
}

one_blas_thread::one_blas_thread()
{
    const std::lock_guard lock(guards_mutex);
    if (guards++ > 0) return;
    threads_before = blas_threads();
    if (threads_before != 1) set_blas_threads(1);
}

one_blas_thread::~one_blas_thread()
{
    const std::lock_guard lock(guards_mutex);
    if (--guards == 0 && threads_before != 1) set_blas_threads(threads_before);
}

void parallel_pieces(int threads, index_t pieces, void (*f)(const void*, index_t), const void* context)
{
    const auto run = [&] {
        tbb::parallel_for(tbb::blocked_range<index_t>(0, pieces, 1), [&](const tbb::blocked_range<index_t>& r) {
            for (index_t piece = r.begin(); piece != r.end(); ++piece) f(context, piece);
        }, tbb::simple_partitioner());
    };
    if (threads >= tbb::this_task_arena::max_concurrency()) return run();
    tbb::task_arena few(threads);
    few.execute(run);
}

}  // namespace tenfold::backend::on_cpu
