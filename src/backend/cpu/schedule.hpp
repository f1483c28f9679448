// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Work from several steps side by side: cut into chunks of about the same cost, the longest first, on one BLAS thread
// each.
#pragma once

#include "backend/cpu/threads.hpp"

#include <span>
#include <vector>

namespace tenfold::backend::on_cpu {

class job;

/// Units first .. last - 1 of a job.
struct chunk {
    job* of;
    index_t first, last;
    double seconds;
};

/// How finely work is cut.
struct share {
    int threads = 1;
    double grain = 0;  // seconds of a chunk, about
};

class job {
public:
    virtual ~job() = default;
    /// On one thread, by estimate.
    virtual double seconds() const = 0;
    /// Whether it calls BLAS with sizes on which BLAS starts threads of its own.
    virtual bool may_thread() const { return false; }
    /// All of it, on this thread.
    virtual void run() = 0;
    /// Appends chunks, which may run in any order, at once, and not before the last job is cut.
    virtual void cut(const share&, std::vector<chunk>&) = 0;
    virtual void run(index_t first, index_t last) = 0;
    /// After all chunks, on the caller's thread.
    virtual void finish() {}
};

/// Appends `units` equal units of a job as chunks of about a grain each.
void cut_evenly(job&, index_t units, double seconds, const share&, std::vector<chunk>&);

void run_jobs(std::span<job* const>, int threads);

}  // namespace tenfold::backend::on_cpu
