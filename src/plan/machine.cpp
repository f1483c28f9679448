// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/machine.hpp"

#include "plan/machine_file.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

// Absent from other BLAS libraries, and where there is none.
extern "C" [[gnu::weak]] char* openblas_get_corename();

namespace tenfold::plan {

namespace {

bool has_wide_vectors()
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f");
#else
    return false;
#endif
}

/// OpenBLAS takes its oldest kernels, of four times the time, on processors that are newer than it.
bool blas_is_older()
{
    if (!has_wide_vectors() || !openblas_get_corename) return false;
    constexpr std::string_view of_our_time[] = {"SkylakeX", "Cooperlake", "SapphireRapids", "Haswell", "Zen"};
    return std::find(std::begin(of_our_time), std::end(of_our_time), openblas_get_corename()) == std::end(of_our_time);
}

}  // namespace

machine shipped_machine()
{
    machine m;
    if (!has_wide_vectors()) {
        // Tiles of narrow vectors read that operand more often, and second-level caches are smaller. Measured on Zen 3.
        m.small_operand = 128 << 10;
        return m;
    }
    // BLAS libraries compute small products without packing them here (OpenBLAS from 0.3.17 on), so that a compiled
    // kernel saves little. Measured on Zen 4.
    m.gemm_call = 60e-9;
    m.gemm_element = 0.08e-9;
    m.gemm_vector = 120e3;
    m.small_call = 10e-9;
    m.compile = 40e-6;
    m.vector_rate = 20e9;
    m.vector_call = 20e-9;
    m.fork = 30e-6;
    if (blas_is_older()) {   // measured on Emerald Rapids, with kernels for Prescott
        m.gemm_rate = 15e9;
        m.gemm_call = 280e-9;
        m.gemm_element = 0.41e-9;
        m.gemm_vector = 0;
        m.vector_rate = 12e9;
        m.small_rate = 78e9;
    }
    return m;
}

/// An H100 in double precision by its data sheet and others' measurements: its byte limit, and what a launch takes.
gpu_machine assumed_gpu()
{
    gpu_machine m;
    m.gemm_rate = 40e12;
    m.gemm_call = m.small_call = m.vector_call = m.copy_call = m.pass_call = 4e-6;
    m.gemm_element = 0;
    m.small_rate = 10e12;
    m.vector_rate = 0.8e12;
    m.loop_rate = 1e12;
    m.bandwidth = 3e12;
    m.cache_bandwidth = 5e12;
    m.cache_bytes = 40e6;
    m.copy_element = 0;
    m.pass_rate = 2e12;
    m.fork = m.fork_awake = 0;
    return m;
}

namespace {

const machine_record& record_in_force()
{
    static const machine_record in_force = [] {
        const std::string path = find_machine_file();
        if (!path.empty()) return read_machine(path);
        machine_record none;
        if (default_is_asked_for()) none.rates = machine{};
        return none;
    }();
    return in_force;
}

}  // namespace

const machine& this_machine() { return record_in_force().rates; }

gpu_machine this_gpu(const std::string& name)
{
    const auto known = record_in_force().gpus.find(name);
    return known == record_in_force().gpus.end() ? assumed_gpu() : known->second;
}

}  // namespace tenfold::plan
