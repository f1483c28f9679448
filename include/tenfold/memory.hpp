// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// How much memory values take, and how much of what they gave back is kept for the next ones.
//
//   tf::set_memory_limit(std::size_t{1} << 30);   // keep at most 1 GiB; or TENFOLD_POOL_LIMIT=1G in the environment
//   std::cout << tf::memory().peak << " bytes at most\n";
//   tf::trim_memory();                            // other programs need it more
#pragma once

#include <cstddef>

namespace tenfold {

/// Bytes that tenfold has from the system, rounded up as its blocks are (at most an eighth, 64 bytes, and whole huge
/// pages from 2 MiB on). Containers that were moved in and memory that is borrowed are not among them.
struct memory_use {
    std::size_t live = 0;    ///< of values that are alive, and of work in progress
    std::size_t pooled = 0;  ///< of blocks that are kept to be used again
    std::size_t peak = 0;    ///< the most that `live` has been, since the start or reset_peak_memory()
};

/// Exact while no other thread makes or drops values; else `peak` may be wrong by 64 KiB for each of them.
memory_use memory();

/// `peak` begins again from what is alive now.
void reset_peak_memory();

/// Gives pooled blocks back to the system, the largest first, until at most `keep` bytes are pooled. Other threads
/// keep what they hold for themselves, at most 256 KiB each, until they end.
void trim_memory(std::size_t keep = 0);

/// What the pool may keep from now on; 0 keeps nothing. At the start TENFOLD_POOL_LIMIT, a number of bytes with K, M
/// or G behind it for powers of 1024, else an eighth of the machine's memory. A tenfold that is built with the
/// address sanitizer keeps nothing. Other threads obey when they next drop a value.
void set_memory_limit(std::size_t bytes);

}  // namespace tenfold
