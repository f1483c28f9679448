// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Who works: oneTBB splits the work. Small products run on one BLAS thread each.
#pragma once

#include "backend/kernels.hpp"

namespace tenfold::backend::on_cpu {

using plan::index_t;

/// Seconds of work, on one thread, from which a second one is worth its while if it is awake.
double worth_threads();

/// Of passes over memory, which threads share: a second one saves half as much.
inline constexpr double memory_bound = 0.5;

/// settings.threads, else TENFOLD_THREADS, else as many as this process may use; never more than those, never 0.
int threads_of(const settings&);

/// Calls f(first, last) for pieces of 0 .. n - 1, in any order, on up to `threads` threads. Exceptions come through.
/// Pieces but the last are multiples of `grain`. All of it takes about so many `seconds` on one thread: where that is
/// little, and the other threads sleep, it stays on this one. The pieces are the same, so that results do not depend on
/// who is awake.
template <class F>
void parallel(int threads, double seconds, index_t n, index_t pieces, index_t grain, const F& f);

/// Does BLAS use threads of its own in large products? How many is the user's choice, and the setting is one for all BLAS
/// calls of the process: it is never touched. So a large product that stands alone is left whole to a BLAS that has
/// threads; many at once share the threads as BLAS sees fit.
bool blas_has_threads();

// Keeps oneTBB's headers out of the other files.
void parallel_pieces(int threads, double seconds, index_t pieces, void (*f)(const void*, index_t piece),
                     const void* context);

template <class F>
void parallel(int threads, double seconds, index_t n, index_t pieces, index_t grain, const F& f)
{
    if (n <= 0) return;
    const index_t blocks = (n + grain - 1) / grain;
    if (pieces > blocks) pieces = blocks;
    if (threads <= 1 || pieces <= 1 || seconds < worth_threads()) return f(index_t{0}, n);
    struct job {
        const F& f;
        index_t n, blocks, pieces, grain;
        index_t start(index_t piece) const
        {
            const index_t at = (blocks / pieces * piece + blocks % pieces * piece / pieces) * grain;
            return at < n ? at : n;
        }
    };
    const job work{f, n, blocks, pieces, grain};
    parallel_pieces(threads, seconds, pieces, [](const void* context, index_t piece) {
        const job& w = *static_cast<const job*>(context);
        const index_t first = w.start(piece), last = piece + 1 == w.pieces ? w.n : w.start(piece + 1);
        if (first < last) w.f(first, last);
    }, &work);
}

}  // namespace tenfold::backend::on_cpu
