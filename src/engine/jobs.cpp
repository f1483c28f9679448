// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/jobs.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <thread>

namespace tenfold::engine {

task::task(std::vector<need> targets, const options& choices) : choices_(choices)
{
    try {
        check(choices_);
        request r;
        r.targets = std::move(targets);
        r.choices = &choices_;
        work_ = std::make_unique<work>(std::move(r), true);
        if (work_->empty() || choices_.device.kind() == device::type::null) set_done(nullptr);
    }
    catch (...) {
        set_done(std::current_exception());
    }
}

void task::run() noexcept
{
    std::exception_ptr error;
    try {
        work_->run(&choices_);
    }
    catch (...) {
        error = std::current_exception();
    }
    set_done(error);
}

void task::set_done(std::exception_ptr error)
{
    std::unique_ptr<work> over;  // goes when the lock is free again: it may free large values
    const std::lock_guard hold(mutex_);
    over = std::move(work_);
    error_ = error;
    done_ = true;
    ended_.notify_all();
}

bool task::done() const
{
    const std::lock_guard hold(mutex_);
    return done_;
}

void task::finish() const
{
    std::unique_lock hold(mutex_);
    ended_.wait(hold, [&] { return done_; });
}

void task::rethrow() const
{
    if (error_) std::rethrow_exception(error_);
}

bool task::computes(const recorded& f, index_t member) const
{
    const std::lock_guard hold(mutex_);
    return work_ && work_->computes(f, member);
}

namespace {

// Threads wait without spinning, are made when all others are busy, and end with the process, after their work.
// Not tasks of the kernels' thread pool: those may wait for each other, and a job must never wait for the caller.
class crew {
public:
    ~crew()
    {
        {
            const std::lock_guard hold(mutex_);
            closing_ = true;
            something_.notify_all();
        }
        for (std::thread& t : threads_) t.join();
    }

    void add(std::shared_ptr<task> t)
    {
        const std::lock_guard hold(mutex_);
        waiting_.push_back(t);
        active_.push_back(std::move(t));
        count_.store(active_.size(), std::memory_order_release);
        if (idle_ < waiting_.size() && threads_.size() < most) threads_.emplace_back([this] { work_on(); });
        something_.notify_one();
    }

    bool any() const { return count_.load(std::memory_order_acquire) > 0; }
    std::vector<std::shared_ptr<task>> active() const
    {
        const std::lock_guard hold(mutex_);
        return active_;
    }

private:
    static constexpr std::size_t most = 64;

    void work_on()
    {
        std::unique_lock hold(mutex_);
        for (;;) {
            ++idle_;
            something_.wait(hold, [&] { return closing_ || !waiting_.empty(); });
            --idle_;
            if (waiting_.empty()) return;
            const std::shared_ptr<task> t = std::move(waiting_.front());
            waiting_.pop_front();
            hold.unlock();
            t->run();
            hold.lock();
            std::erase(active_, t);
            count_.store(active_.size(), std::memory_order_release);
        }
    }

    mutable std::mutex mutex_;
    std::condition_variable something_;
    std::deque<std::shared_ptr<task>> waiting_;
    std::vector<std::shared_ptr<task>> active_;   // waiting or running
    std::vector<std::thread> threads_;
    std::atomic<std::size_t> count_{0};
    std::size_t idle_ = 0;
    bool closing_ = false;
};

crew& the_crew()
{
    static crew all;
    return all;
}

std::atomic<bool> any_submitted{false};

bool computes_any(const task& t, const need& n)
{
    for (const auto& r : n.members.ranges())
        for (index_t m = r.first; m < r.last; ++m)
            if (t.computes(*n.f, m)) return true;
    return false;
}

}  // namespace

std::shared_ptr<task> start(std::vector<need> targets, const options& choices)
{
    auto t = std::make_shared<task>(std::move(targets), choices);
    if (t->done()) return t;
    any_submitted.store(true, std::memory_order_relaxed);
    the_crew().add(t);
    return t;
}

bool any_tasks() { return any_submitted.load(std::memory_order_relaxed) && the_crew().any(); }

void wait_for_tasks(std::span<const need> targets)
{
    if (!any_tasks()) return;
    for (const auto& t : the_crew().active())
        if (std::any_of(targets.begin(), targets.end(), [&](const need& n) { return computes_any(*t, n); })) t->finish();
}

}  // namespace tenfold::engine
