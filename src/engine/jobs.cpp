// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/jobs.hpp"

#include "backend/devices.hpp"
#include "backend/kernels.hpp"
#include "engine/fork.hpp"
#include "engine/parts.hpp"

#include <algorithm>
#include <deque>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace tenfold::engine {

task::task(std::vector<need> targets, const options& choices) : choices_(choices)
{
    try {
        door_ = backend::executor_of(device_of(&choices_)).own_door();
        check(choices_);
        const evaluating now;
        if (may_leave_host(device_of(&choices_))) targets_ = targets;
        request r;
        r.targets = std::move(targets);
        r.choices = &choices_;
        work_ = std::make_unique<work>(std::move(r), true);
        if (work_->on()) door_ = work_->on()->own_door();
        if (work_->empty()) set_done(nullptr);
    }
    catch (...) {
        set_done(std::current_exception());
    }
}

void task::run() noexcept
{
    std::exception_ptr error;
    try {
        try {
            work_->run(&choices_, [this] { begun(); });
        }
        catch (const memory_error&) {
            if (!takes_less_memory(targets_, &choices_)) throw;
            pins hold;
            hold.keep(targets_, true);
            work_ = nullptr;   // others, and the parts, would wait for it
            evaluate_in_parts(targets_, &choices_);
        }
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
    if (!done_ || error_ || !choices_.stream || !end_) return done_;
    try {
        return end_->ready();
    }
    catch (const error&) {   // finish() finds it as well
        return true;
    }
}

void task::finish()
{
    std::unique_lock hold(mutex_);
    ended_.wait(hold, [&] { return done_; });
    if (error_ || !choices_.stream || !end_) return;
    try {
        end_->wait();
    }
    catch (...) {
        error_ = std::current_exception();
    }
}

void task::begun()
{
    if (!door_) return;
    const std::lock_guard hold(mutex_);
    end_ = door_->now();
    ended_.notify_all();
}

backend::mark& task::end_on_device(backend::door& d)
{
    std::unique_lock hold(mutex_);
    ended_.wait(hold, [&] { return done_ || end_; });
    rethrow();
    if (!end_) end_ = d.now();
    return *end_;
}

void task::rethrow() const
{
    if (error_) std::rethrow_exception(error_);
}

namespace {

// Threads wait without spinning, are made when all others are busy, and end with the process, after their work.
// Not tasks of the kernels' thread pool: those may wait for each other, and a job must never wait for the caller.
class crew {
public:
    crew() { backend::outlive_kernels(); }
    ~crew()
    {
        {
            const std::lock_guard hold(mutex_);
            closing_ = true;
            something_.notify_all();
        }
        for (std::thread& t : threads_) t.join();
    }

    /// Takes over what waits there. The threads of that one are no more.
    void inherit(crew& other)
    {
        const std::lock_guard hold(mutex_);
        waiting_.swap(other.waiting_);
        for (std::size_t i = 0; i < std::min(waiting_.size(), most); ++i) threads_.emplace_back([this] { work_on(); });
    }

    /// Throws where it needs a thread and there is none to be had.
    void add(std::shared_ptr<task> t)
    {
        const std::lock_guard hold(mutex_);
        waiting_.push_back(std::move(t));
        if (idle_ < waiting_.size() && threads_.size() < most) {
            try {
                threads_.emplace_back([this] { work_on(); });
            }
            catch (...) {
                // With others there, its turn comes.
                if (threads_.empty()) {
                    waiting_.pop_back();
                    throw;
                }
            }
        }
        something_.notify_one();
    }

private:
    static constexpr std::size_t most = 64;

    static void run(task& t, std::unique_lock<std::mutex>& hold)
    {
        const evaluating now(evaluating::who::works_for_others);   // before the lock goes: see before_fork
        hold.unlock();
        t.run();
        hold.lock();
    }

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
            run(*t, hold);
        }
    }

    std::mutex& mutex_ = jobs_lock();
    std::condition_variable something_;
    std::deque<std::shared_ptr<task>> waiting_;
    std::vector<std::thread> threads_;
    std::size_t idle_ = 0;
    bool closing_ = false;
};

constinit bool has_crew = false;   // under jobs_lock()

std::unique_ptr<crew>& the_crew()
{
    static auto all = [] {
        auto made = std::make_unique<crew>();
        const std::lock_guard hold(jobs_lock());
        has_crew = true;
        return made;
    }();
    return all;
}

}  // namespace

std::mutex& jobs_lock()
{
    static constinit std::mutex lock;
    return lock;
}

void begin_jobs_anew()
{
    if (!has_crew) return;
    crew* const before = the_crew().release();   // never destroyed: it would wait for its threads
    the_crew() = std::make_unique<crew>();
    the_crew()->inherit(*before);
}

std::shared_ptr<task> start(std::vector<need> targets, const options& choices)
{
    auto t = std::make_shared<task>(std::move(targets), choices);
    if (t->done()) return t;
    if (choices.stream) {   // whoever names a stream says in which order: it goes there now
        t->run();
        return t;
    }
    try {
        the_crew()->add(t);
    }
    catch (const std::system_error& e) {
        t->set_done(std::make_exception_ptr(error(std::string("[submit] no thread can be made: ") + e.what())));
    }
    return t;
}

}  // namespace tenfold::engine
