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

// Of the libraries and of how kernels are made, not of the machine.
constexpr double packed = 1e6;  // multiply-adds from which on OpenBLAS packs both operands and computes whole tiles
constexpr double hidden_by = 8;  // chains of additions side by side: two units, each for four cycles
constexpr index_t long_row = 512;  // from here on less of the right operand stays in the cache
constexpr index_t few_sums = 32, long_sum = 128;

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
    // Columns are padded to whole vectors when c is row-major, else rows.
    const index_t row = x.cn == 1 || x.n == 1 ? x.n : x.m;
    const double waste = static_cast<double>(padded(row, x.type)) / static_cast<double>(row);
    switch (how) {
    case multiplier::method::dot:
    case multiplier::method::gemv: return here.vector_call + flops / here.vector_rate;
    case multiplier::method::loops:
        // An outer product is written once, as fast as vectors come.
        if (x.k == 1 && is_blas_type(x.type)) return 10e-9 + m * n * bytes * 8 / here.cache_bandwidth;
        return 10e-9 + 2 * m * n * k / here.loop_rate;
    case multiplier::method::small: {
        const double arithmetic = flops * waste / here.small_rate;
        if (x.m * x.n != row) return here.small_call + arithmetic;
        // One row: each vector of it is one chain of additions, and the other operand serves once.
        const double chains = static_cast<double>(padded(row, x.type)) * bytes * 8 / vector_bytes;
        const double waiting = std::max(1.0, hidden_by / chains);
        const double reading = static_cast<double>(row) * k * bytes * 8 / here.cache_bandwidth;
        return here.small_call + std::max(arithmetic * waiting, reading);
    }
    default: {
        const double tiles = m * n * k >= packed ? waste : 1;
        return here.gemm_call + flops * tiles / here.gemm_rate + ((m + n) * k + m * n) * here.gemm_element * bytes;
    }
    }
}

// Both found with some 3000 shapes of up to 512, by a BLAS that packs nothing of them.
bool outer_by_gemm(const matrices& x)
{
    const index_t rows = x.n >= x.m ? x.m : x.n;
    const plan::machine& here = plan::this_machine();
    return here.gemm_vector > 0 && !is_complex_type(x.type) && rows >= 8
        && static_cast<double>(x.m) * static_cast<double>(x.n) < packed;
}

bool vector_by_gemm(const matrices& x)
{
    const double most = plan::this_machine().gemm_vector;
    if (most == 0 || is_complex_type(x.type) || x.m == x.n) return false;
    if (x.n == 1) return x.k >= 16 && x.m >= 32 && static_cast<double>(x.m * x.k) <= most;
    return x.m == 1 && x.k > 1 && x.n >= 16 && static_cast<double>(x.n * x.k) <= most / 4;
}

// Found with some 1700 shapes of up to 512 and 150 of up to 4000, lists of each, in the second-level cache and beyond it:
// kernels that fetch what comes next win by a fifth of the time, except as follows.
bool small_fits(const matrices& x)
{
    if (!has_small(x.type) || (x.m == 1 && x.n == 1)) return false;
    const auto size = static_cast<index_t>(size_of(x.type));
    const bool by_row = x.cn == 1 || x.n == 1;
    // Kernels take no operand that is stored transposed where its rows become vectors.
    if (by_row ? x.n > 1 && x.bn != 1 : x.m > 1 && x.am != 1) return false;
    const index_t row = by_row ? x.n : x.m, rows = by_row ? x.m : x.n, used = padded(row, x.type);
    // Kernels pack nothing: for each few rows they read the whole right operand again, from the second-level cache.
    const plan::machine& here = plan::this_machine();
    const double room = here.small_operand / (row > long_row ? 2 : 1);
    if (static_cast<double>(row * x.k * size) > room) return false;
    // Of a column, all but one lane of each vector is padding; one row hides little of what an addition takes.
    if (row == 1) return rows * x.k < 256 || x.k <= 8;
    if (rows == 1) return used * x.k < 1024 || (2 * used <= 3 * row && row * size > vector_bytes);
    if (x.k == 1) return true;
    if (rows * used <= few_sums && x.k >= long_sum) return false;
    // Where a third of each vector is padding BLAS, which can turn the operands round, is quicker.
    return static_cast<double>(rows * used * x.k) < here.small_edges || 2 * used <= 3 * row
        || static_cast<double>(rows) * static_cast<double>(row) * static_cast<double>(x.k) >= packed;
}

}  // namespace tenfold::backend::on_cpu
