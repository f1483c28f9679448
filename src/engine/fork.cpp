// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/fork.hpp"

#include "backend/kernels.hpp"
#include "storage/pool.hpp"
#include "engine/bring.hpp"
#include "engine/evaluate.hpp"
#include "engine/jobs.hpp"
#include "record/outside.hpp"
#include "storage/per_thread.hpp"

#include <tenfold/error.hpp>

#include <pthread.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace tenfold::engine {

namespace {

constinit std::atomic<int> inside{0};          // evaluations of all threads, each thread's outermost one
constinit std::atomic<bool> forking{false};    // a fork waits for them
constinit bool waited_in_vain = false;         // of the thread that forks
constinit bool is_broken = false;              // a child of such a fork

/// In the order in which threads take them.
template <class F>
void for_each_lock(const F& f)
{
    for (std::mutex* const lock : {&planning(), &bringing(), &record::foreign_lock(), &jobs_lock(), &record::site_lock(),
                                   &record::marks_lock(), &storage::thread_numbers_lock()})
        f(*lock);
    storage::the_pool().for_each_lock(f);
}

void take_locks() { for_each_lock([](std::mutex& m) { m.lock(); }); }
void give_locks() { for_each_lock([](std::mutex& m) { m.unlock(); }); }

void before_fork()
{
    constexpr auto patience = std::chrono::seconds(10);
    const int own = storage::this_thread().asking > 0;
    forking.store(true);
    const auto end = std::chrono::steady_clock::now() + patience;
    for (waited_in_vain = false;; give_locks()) {
        while (inside.load() != own && !waited_in_vain) {
            std::this_thread::sleep_for(std::chrono::microseconds(20));
            waited_in_vain = std::chrono::steady_clock::now() > end;
        }
        if (waited_in_vain) return;
        take_locks();
        if (inside.load() == own) return;   // no job was begun meanwhile
    }
}

void after_fork()
{
    if (!waited_in_vain) give_locks();
    forking.store(false);
}

void in_child()
{
    after_fork();
    inside.store(storage::this_thread().asking > 0);
    is_broken |= waited_in_vain;
    if (is_broken) return;
    record::only_this_thread_reads();
    backend::work_alone();
    begin_jobs_anew();
}

}  // namespace

evaluating::evaluating(who w)
{
    static const int registered = pthread_atfork(before_fork, after_fork, in_child);
    (void)registered;   // for want of memory: then forks are as dangerous as without
    if (is_broken)
        throw error("[fork] another thread was in the middle of an evaluation when this process was forked: the child "
                    "cannot evaluate. Fork before, or exec");
    if (storage::this_thread().asking++ > 0) return;
    for (inside.fetch_add(1); forking.load() && w == who::asks; inside.fetch_add(1)) {
        inside.fetch_sub(1);
        while (forking.load()) std::this_thread::sleep_for(std::chrono::microseconds(20));
    }
}

evaluating::~evaluating()
{
    if (--storage::this_thread().asking == 0) inside.fetch_sub(1);
}

}  // namespace tenfold::engine
