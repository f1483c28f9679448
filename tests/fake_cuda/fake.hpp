// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A stand-in for the CUDA runtime and cuBLAS, for tests only: the entry points that the module calls, on the host. Device
// memory is protected except while the device works; fresh and freed memory holds no numbers; what is put on a stream runs
// late, when somebody waits, streams by turns in an order that a seed decides. Arguments that the real libraries refuse
// are refused. It shows nothing of rounding on a device, of races inside a kernel, or of speed.
#pragma once

#include "order.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace fake_cuda {

/// What was asked of the device since the last reset.
struct counts {
    std::int64_t launches = 0, products = 0, graphs = 0;                          // of graphs: whole ones
    std::int64_t uploads = 0, downloads = 0, uploaded = 0, downloaded = 0;        // the last two in bytes
    std::int64_t synchronisations = 0, allocations = 0;
};
counts counted();
void reset_counts();

/// The order in which streams go on.
void set_seed(std::uint64_t);
/// 0: as on a machine without a GPU.
void set_devices(int);
/// Allocations beyond so many bytes at once fail.
void set_memory(std::size_t bytes);
std::size_t memory_in_use();
/// What kernels and products did wrong, as a program with checks on the device would say; empty where nothing.
std::string faults();

// ---- between the parts of the stand-in --------------------------------------------------------------------------

/// Puts work on a stream, or into the graph that it records, and says what it uses. The memory of the device is open while
/// it runs.
void enqueue(void* stream, std::vector<region>, std::function<void()>);
/// The allocation that an address lies in, as memory that may be written; of no bytes where there is none.
region block_of(const void* at);
bool is_recording(void* stream);
/// Counts work of a stream, unless it is only recorded.
void count(void* stream, std::int64_t counts::*, std::int64_t = 1);
void count(std::int64_t counts::*, std::int64_t = 1);
void fault(const std::string&);
/// Is all of [at, at + bytes) inside one allocation?
bool is_device_memory(const void* at, std::size_t bytes);

}  // namespace fake_cuda
