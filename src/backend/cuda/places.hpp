// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Places of a plan as kernels see them: plain numbers that travel as parameters of a launch.
#pragma once

#include <cstddef>
#include <cstdint>

#ifdef __CUDACC__
#define TENFOLD_DEVICE __host__ __device__
#else
#define TENFOLD_DEVICE
#endif

namespace tenfold::backend::on_cuda {

constexpr int max_loops = 6, max_axes = 16;

/// Loop positions first .. first + count - 1 of a step.
struct positions {
    int loops = 0;
    std::int64_t extent[max_loops] = {};   // innermost first
    std::int64_t first = 0, count = 0;
};

/// Where a position starts. Tables lie on the device.
struct start {
    std::byte* base = nullptr;
    std::byte* const* bases = nullptr;       // instead of base: one for each position, by number where there are numbers
    const std::int32_t* numbers = nullptr;
    std::int64_t offset = 0;                 // elements
    std::int64_t loop[max_loops] = {};
    const std::int64_t* table = nullptr;     // replaces loop

    TENFOLD_DEVICE std::byte* at(const positions& p, std::int64_t n, std::int64_t element_bytes) const
    {
        std::byte* const from = bases ? bases[numbers ? numbers[n] : n] : base;
        std::int64_t elements = offset;
        if (table) elements += table[n];
        else {
            std::int64_t left = n;
            for (int d = 0; d + 1 < p.loops; ++d) {
                elements += loop[d] * (left % p.extent[d]);
                left /= p.extent[d];
            }
            if (p.loops > 0) elements += loop[p.loops - 1] * left;
        }
        return from + elements * element_bytes;
    }
};

/// Extents with strides of several operands, the last axis innermost.
template <int Operands>
struct axes {
    int rank = 0;
    std::int64_t extent[max_axes] = {};
    std::int64_t stride[Operands][max_axes] = {};

    TENFOLD_DEVICE std::int64_t size() const
    {
        std::int64_t n = 1;
        for (int d = 0; d < rank; ++d) n *= extent[d];
        return n;
    }
    /// Element offsets of index i, counted through all axes.
    TENFOLD_DEVICE void find(std::int64_t i, std::int64_t (&at)[Operands]) const
    {
        for (std::int64_t& x : at) x = 0;
        for (int d = rank; d-- > 0;) {
            const std::int64_t k = i % extent[d];
            i /= extent[d];
            for (int o = 0; o < Operands; ++o) at[o] += k * stride[o][d];
        }
    }
};

}  // namespace tenfold::backend::on_cuda
