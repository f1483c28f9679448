// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Work from several steps side by side: cut into chunks, the longest first, on one BLAS thread each. Chunks get shorter
// towards the end (guided self-scheduling: Polychronopoulos, Kuck 1987), so that neither a wrong estimate nor a thread
// that comes late or is held up by other programs costs much.
#pragma once

#include "backend/cpu/threads.hpp"

#include <algorithm>
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
    double part = 0;   // seconds of a thread's part of everything
    double least = 0;  // seconds of the shortest chunks, about

    /// Seconds of the next chunk of a job of which `left` is not cut yet.
    double next(double left) const { return std::max(left / (4 * threads), least); }
};

class job {
public:
    virtual ~job() = default;
    /// On one thread, by estimate.
    virtual double seconds() const = 0;
    /// All of it, on this thread.
    virtual void run() = 0;
    /// Appends chunks, which may run in any order, at once, and not before the last job is cut.
    virtual void cut(const share&, std::vector<chunk>&) = 0;
    virtual void run(index_t first, index_t last) = 0;
    /// After all chunks, on the caller's thread.
    virtual void finish() {}
};

/// Appends `units` equal units of a job as chunks.
void cut_evenly(job&, index_t units, double seconds, const share&, std::vector<chunk>&);

void run_jobs(std::span<job* const>, int threads);

}  // namespace tenfold::backend::on_cpu
