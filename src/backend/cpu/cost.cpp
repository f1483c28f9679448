// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What one product costs on one thread, from the record of the machine.
#include "backend/cpu/gemm.hpp"

#include "backend/cpu/small.hpp"
#include "backend/cpu/visit.hpp"
#include "plan/machine.hpp"

#include <algorithm>

namespace tenfold::backend::on_cpu {

namespace {

// Kernels keep no copy of the right operand: it must stay in the second-level cache, and so must some of the left.
constexpr index_t most_bytes = 128 * 1024;
constexpr index_t tiny = 4096;  // so many multiplications cost BLAS less than its call

index_t padded(index_t n, element e)
{
    const index_t v = vector_bytes / static_cast<index_t>(size_of(e));
    return (n + v - 1) / v * v;
}

}  // namespace

double seconds_of(const matrices& x, multiplier::method how)
{
    const plan::machine& here = plan::this_machine();
    const double m = static_cast<double>(x.m), n = static_cast<double>(x.n), k = static_cast<double>(x.k);
    const double bytes = static_cast<double>(size_of(x.type)) / 8;
    const double weight = (is_complex_type(x.type) ? 2 : 1) * bytes;
    const double flops = 2 * m * n * k * weight;
    switch (how) {
    case multiplier::method::dot:
    case multiplier::method::gemv: return here.vector_call + flops / here.vector_rate;
    case multiplier::method::loops: return 10e-9 + 2 * m * n * k / here.loop_rate;
    case multiplier::method::small: {
        // Columns are padded to whole vectors when c is row-major, else rows.
        const index_t row = x.cn == 1 || x.n == 1 ? x.n : x.m;
        const double waste = static_cast<double>(padded(row, x.type)) / static_cast<double>(row);
        return here.small_call + flops * waste / here.small_rate;
    }
    default: return here.gemm_call + flops / here.gemm_rate + ((m + n) * k + m * n) * here.gemm_element * bytes;
    }
}

bool small_fits(const matrices& x)
{
    if (!has_small(x.type) || x.k < 2 || (x.m == 1 && x.n == 1)) return false;
    const auto size = static_cast<index_t>(size_of(x.type));
    if (std::max(x.m, x.n) * x.k * size > 2 * most_bytes || x.m * x.n * size > 2 * most_bytes) return false;
    if (std::min(x.m, x.n) * x.k * size > most_bytes) return false;
    const bool by_row = x.cn == 1 || x.n == 1;
    const index_t row = by_row ? x.n : x.m, rows = by_row ? x.m : x.n, used = padded(row, x.type);
    if (rows * used * x.k < tiny) return true;
    // Where much of each vector is padding, or too few sums run at once to hide what an addition takes, BLAS is quicker.
    return 4 * used <= 5 * row && rows * used * size >= 8 * vector_bytes;
}

}  // namespace tenfold::backend::on_cpu
