// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Calls of the CUDA runtime: what goes wrong is a device_error with the runtime's own words.
#pragma once

#include <tenfold/error.hpp>

#include <cuda_runtime_api.h>

#include <string>

namespace tenfold::backend::on_cuda {

/// `doing`: what was asked of the device, in a few words.
inline void check(cudaError_t e, const char* doing)
{
    if (e == cudaSuccess) return;
    cudaGetLastError();   // it would be told again by the next call
    if (e == cudaErrorMemoryAllocation) throw memory_error(std::string("[cuda] ") + doing + ": the device, or the host, has no memory left");
    throw device_error(std::string("[cuda] ") + doing + ": " + cudaGetErrorName(e) + ", " + cudaGetErrorString(e));
}

}  // namespace tenfold::backend::on_cuda
