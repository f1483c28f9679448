// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/cost.hpp"

#include "plan/sliding.hpp"

#include <tenfold/detail/postfix.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace tenfold::plan {

namespace {

bool is_complex(element e) { return e == element::complex64 || e == element::complex128; }
bool is_real(element e) { return e == element::float32 || e == element::float64; }

double elements_of(const form& f)
{
    double n = 1;
    for (const index_t e : f.shape) n *= static_cast<double>(e);
    return n;
}

/// From the first to the last element that a form reaches.
double reach_of(const form& f)
{
    double n = 1;
    for (std::size_t d = 0; d < f.shape.size(); ++d)
        n += static_cast<double>(std::abs(f.stride[d])) * static_cast<double>(std::max<index_t>(f.shape[d], 1) - 1);
    return n;
}

/// Elements that all positions touch together: windows overlap, and what stands still is read once.
double distinct(const step& s, const place& p, double elements, double reach)
{
    const double all = elements * static_cast<double>(s.positions());
    if (p.buffers || p.list || all == 0) return all;
    if (p.table) {
        const auto [low, high] = std::minmax_element(p.table->begin(), p.table->end());
        reach += p.table->empty() ? 0 : static_cast<double>(*high - *low);
    }
    else {
        for (int d = 0; d < s.loops; ++d)
            reach += static_cast<double>(std::abs(p.loop[d])) * static_cast<double>(s.extent[d] - 1);
    }
    return std::min(all, reach);
}

form form_of(const step& s, index_t product_axis::*stride, bool product_axis::*in)
{
    form f;
    for (const product_axis& x : s.axes) {
        if (!(x.*in)) continue;
        f.shape.push_back(x.extent);
        f.stride.push_back(x.*stride);
    }
    return f;
}

double bytes_touched(const step& s, const place& p, const form& f, element type)
{
    return distinct(s, p, elements_of(f), reach_of(f)) * static_cast<double>(tenfold::size_of(type));
}

double of_product(const step& s, const machine& here)
{
    const product_size size = size_of(s);
    const double batch = static_cast<double>(size.batch);
    const double arithmetic = batch * product_seconds(static_cast<double>(size.m), static_cast<double>(size.n),
                                                      static_cast<double>(size.k), s.operand_type, here);
    const double bytes =
        bytes_touched(s, s.operands[0], form_of(s, &product_axis::a, &product_axis::in_a), s.operand_type)
        + bytes_touched(s, s.operands[1], form_of(s, &product_axis::b, &product_axis::in_b), s.operand_type)
        + bytes_touched(s, s.result, form_of(s, &product_axis::c, &product_axis::in_c), s.type);
    return std::max(arithmetic, transfer_seconds(bytes, here));
}

double of_group(const step& s, const machine& here)
{
    double arithmetic = 0, elements = 0;
    for (const grouped_product& x : s.members) {
        const double m = static_cast<double>(x.m), n = static_cast<double>(x.n), k = static_cast<double>(x.k);
        arithmetic += product_seconds(m, n, k, s.operand_type, here);
        elements += m * n + m * k + k * n;
    }
    const double bytes = elements * static_cast<double>(tenfold::size_of(s.type));
    return std::max(arithmetic, transfer_seconds(bytes, here));
}

/// One pass over forms: a call for each position, work for each element, and the bytes of all of them.
double of_pass(const step& s, double elements, double call, double element_seconds, const machine& here)
{
    double bytes = bytes_touched(s, s.result, s.result_form, s.type);
    for (std::size_t i = 0; i < s.operands.size(); ++i)
        bytes += bytes_touched(s, s.operands[i], s.operand_forms[i], s.operand_type);
    const double n = static_cast<double>(s.positions());
    return std::max(n * elements * element_seconds, transfer_seconds(bytes, here)) + n * call;
}

/// LAPACK's own code runs at the rate of vectors.
double of_function(const step& s, const machine& here)
{
    constexpr double calls = 4;   // of BLAS, in each
    const double n = elements_of(s.result_form) == 0 ? 0 : static_cast<double>(s.positions());
    return n * calls * here.gemm_call + flops_of(s) / here.vector_rate;
}

bool is_dense(const form& f)
{
    index_t step = 1;
    for (std::size_t d = f.shape.size(); d-- > 0;) {
        if (f.shape[d] != 1 && f.stride[d] != step) return false;
        step *= f.shape[d];
    }
    return true;
}

/// Dense rows move as fast as memory does; other strides cost by element.
double of_copy(const step& s, const machine& here)
{
    bool dense = is_dense(s.result_form);
    if (s.what != kind::fill) dense = dense && is_dense(s.operand_forms[0]);
    const double each = dense ? 0 : here.copy_element;
    double seconds = of_pass(s, elements_of(s.result_form), here.copy_call, each, here);
    if (s.what == kind::store && s.operands.size() > 1 && s.operands[1].buffer != s.whole.buffer)
        seconds += here.copy_call
            + transfer_seconds(2 * elements_of(s.whole_form) * static_cast<double>(tenfold::size_of(s.type)), here);
    return seconds;
}

bool is_empty(const step& s)
{
    if (s.what == kind::group) return s.members.empty();
    if (!s.inner.empty() || s.what == kind::waves) return s.inner.empty();
    if (s.positions() == 0) return true;
    for (const product_axis& x : s.axes)
        if (x.extent == 0 && x.in_c) return true;
    return s.what != kind::product && elements_of(s.result_form) == 0;
}

}  // namespace

double transfer_seconds(double bytes, const machine& here)
{
    const double near = std::min(bytes, here.cache_bytes);
    return near / here.cache_bandwidth + (bytes - near) / here.bandwidth;
}

double operations_of(const detail::elementwise_kernel* kernel)
{
    if (!kernel || !kernel->program) return 1;
    double sum = 0;
    for (int at = 0; at + static_cast<int>(detail::instruction_bytes) <= kernel->program_length;
         at += static_cast<int>(detail::instruction_bytes)) {
        const auto code = static_cast<detail::opcode>(kernel->program[at]);
        if (code == detail::opcode::operand || code == detail::opcode::scalar) continue;
        const bool slow = (code >= detail::opcode::exp && code <= detail::opcode::lgamma && code != detail::opcode::sqrt)
            || code == detail::opcode::pow || code == detail::opcode::hypot || code == detail::opcode::atan2;
        sum += slow ? 8 : 1;
    }
    return std::max(sum, 1.0);
}

double pass_seconds(double elements, std::size_t bytes_each, const machine& here)
{
    return elements * static_cast<double>(bytes_each) / 8 / here.pass_rate;
}

double flops_for_threads(const machine& here)
{
    constexpr double clearly = 20;
    return clearly * wake_seconds(here) * here.gemm_rate;
}

graph::pass_cost pass_cost(const machine& here)
{
    return [&here](double elements, element type) { return pass_seconds(elements, tenfold::size_of(type), here); };
}

graph::product_cost product_cost(const machine& here)
{
    return [&here](double m, double n, double k, element type) {
        const double bytes = (m * k + k * n + m * n) * static_cast<double>(tenfold::size_of(type));
        return std::max(product_seconds(m, n, k, type, here), transfer_seconds(bytes, here));
    };
}

double product_seconds(double m, double n, double k, element type, const machine& here)
{
    if (m == 0 || n == 0) return 0;
    const double bytes = static_cast<double>(tenfold::size_of(type));
    const double weight = (is_complex(type) ? 2 : 1) * bytes / 8;
    const double flops = 2 * m * n * k * weight;
    if (!is_real(type) && !is_complex(type)) return 2 * m * n * k / here.loop_rate;
    double best = here.gemm_call + flops / here.gemm_rate + ((m + n) * k + m * n) * here.gemm_element * bytes / 8;
    if (m == 1 || n == 1) best = std::min(best, here.vector_call + flops / here.vector_rate);
    // Compiled kernels keep no copy of an operand: one of them must stay in the second-level cache. They compute
    // whole vectors of the contiguous axis.
    constexpr double most = 256 * 1024;
    if (is_real(type) && std::max(m, n) * k * bytes <= most && m * n * bytes <= most && std::min(m, n) * k * bytes <= most / 2) {
        const double vector = 64 / bytes, row = n == 1 ? m : n;
        const double waste = std::ceil(row / vector) * vector / row;
        best = std::min(best, here.small_call + flops * waste / here.small_rate);
    }
    return best;
}

double seconds_of(const step& s, const machine& here)
{
    if (is_empty(s)) return 0;
    switch (s.what) {
    case kind::product: return of_product(s, here);
    case kind::group: return of_group(s, here);
    case kind::elementwise:
        return of_pass(s, elements_of(s.result_form), here.pass_call,
                       pass_seconds(operations_of(s.kernel), tenfold::size_of(s.type), here), here);
    case kind::reduce:
        return of_pass(s, elements_of(s.operand_forms[0]), here.pass_call, pass_seconds(1, tenfold::size_of(s.operand_type), here), here);
    case kind::copy:
    case kind::store:
    case kind::fill: return of_copy(s, here);
    case kind::window_sum: return seconds_of_window_sum(s, here);
    case kind::opaque: return of_function(s, here);
    case kind::waves:
    case kind::pipeline: break;
    }
    double sum = 0;
    for (const step& inner : s.inner) sum += seconds_of(inner, here);
    return sum;
}

double seconds_of(const plan& p, const machine& here)
{
    double sum = 0;
    for (const step& s : p.steps) sum += seconds_of(s, here);
    return sum;
}

}  // namespace tenfold::plan
