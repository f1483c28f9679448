// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A kernel is a body for one item of its work, which the host can run as well: TENFOLD_KERNEL(name, Arguments) makes the
// kernel, its launch, and a function that a stand-in for the device calls, of the body `name(arguments, item)`.
#pragma once

#include "backend/cuda/call.hpp"
#include "backend/cuda/launch.hpp"

#include <algorithm>

namespace tenfold::backend::on_cuda {

constexpr int block_size = 256;

inline unsigned blocks_for(std::int64_t items)
{
    constexpr std::int64_t most = 1 << 16;   // beyond, threads take several items
    return static_cast<unsigned>(std::clamp<std::int64_t>((items + block_size - 1) / block_size, 1, most));
}

/// What a stand-in for the device runs in the place of a kernel.
struct kernel_on_host {
    std::size_t argument_bytes;
    void (*run)(const void* arguments, std::int64_t items);
};

}  // namespace tenfold::backend::on_cuda

/// Exports what runs in the place of name##_kernel.
#define TENFOLD_ON_HOST(name, Arguments, function)                                                                         \
    extern "C" {                                                                                                           \
    extern const tenfold::backend::on_cuda::kernel_on_host tenfold_on_host_##name##_kernel;                                \
    __attribute__((visibility("default"), used))                                                                           \
    const tenfold::backend::on_cuda::kernel_on_host tenfold_on_host_##name##_kernel{sizeof(Arguments), function};          \
    }

#define TENFOLD_KERNEL(name, Arguments)                                                                                    \
    __global__ void __launch_bounds__(tenfold::backend::on_cuda::block_size)                                               \
        name##_kernel(const __grid_constant__ Arguments x, const std::int64_t items)                                       \
    {                                                                                                                      \
        const std::int64_t step = std::int64_t{gridDim.x} * blockDim.x;                                                    \
        for (std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x; i < items; i += step) name(x, i);       \
    }                                                                                                                      \
    static void name##_on_host(const void* arguments, std::int64_t items)                                                  \
    {                                                                                                                      \
        const Arguments& x = *static_cast<const Arguments*>(arguments);                                                    \
        for (std::int64_t i = items; i-- > 0;) name(x, i); /* no item may count on an earlier one */                       \
    }                                                                                                                      \
    TENFOLD_ON_HOST(name, Arguments, &name##_on_host)                                                                      \
    static void launch_##name(const Arguments& x, std::int64_t items, const queue& q)                                      \
    {                                                                                                                      \
        if (items == 0 || q.counts()) return;                                                                              \
        name##_kernel<<<blocks_for(items), block_size, 0, q.stream>>>(x, items);                                           \
        check(cudaGetLastError(), #name);                                                                                  \
    }
