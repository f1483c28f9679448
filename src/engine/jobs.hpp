// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Work that was submitted: it runs beside the thread that asked for it, several pieces at once.
#pragma once

#include "engine/work.hpp"

#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>

namespace tenfold::engine {

/// One submitted evaluation.
class task {
public:
    /// Plans on this thread; what goes wrong is kept for wait().
    task(std::vector<need> targets, const options&);

    void run() noexcept;
    bool done() const;
    /// Returns when it is done, without throwing what went wrong.
    void finish();
    void rethrow() const;
    /// Of the device that it runs on; null where that has none.
    backend::door* own_door() const { return door_; }
    /// Reached on the device when it is done. Returns when its work is there; throws what went wrong until then.
    backend::mark& end_on_device(backend::door&);
    void set_done(std::exception_ptr);

private:
    void begun();

    options choices_;
    backend::door* door_ = nullptr;
    std::vector<need> targets_;   // of a device, which may have too little memory for all at once
    mutable std::mutex mutex_;
    std::condition_variable ended_;   // or begun
    std::unique_ptr<work> work_;   // until it is done
    bool done_ = false;
    std::exception_ptr error_;
    std::shared_ptr<backend::mark> end_;   // once its work is on a device
};

/// Guards the list of tasks that wait for a thread.
std::mutex& jobs_lock();
/// After a fork: no thread is there, and tasks that wait are begun by new ones.
void begin_jobs_anew();

/// Plans now and runs as soon as a thread is free.
std::shared_ptr<task> start(std::vector<need> targets, const options&);

}  // namespace tenfold::engine
