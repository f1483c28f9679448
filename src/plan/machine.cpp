// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/machine.hpp"

#include "plan/machine_file.hpp"

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
    return m;
}

const machine& this_machine()
{
    static const machine in_force = [] {
        const std::string path = find_machine_file();
        if (!path.empty()) return read_machine(path).rates;
        return default_is_asked_for() ? machine{} : shipped_machine();
    }();
    return in_force;
}

}  // namespace tenfold::plan
