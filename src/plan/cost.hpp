// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What a plan takes on one thread, in seconds, by the record of a machine; docs/cost_model.md tells the model.
// Kernels are compiled and pages touched already. More of anything never costs less.
#pragma once

#include "plan/machine.hpp"
#include "plan/plan.hpp"

namespace tenfold::plan {

/// One product of (m, k) by (k, n), its operands at hand.
double product_seconds(double m, double n, double k, element, const machine&);
/// The same with its operands and result, each once, from memory or the caches: what rules choose by.
graph::product_cost product_cost(const machine&);
graph::pass_cost pass_cost(const machine&);
/// To read or write so many bytes: what the caches hold at their speed, the rest at that of memory.
double transfer_seconds(double bytes, const machine&);

/// One elementwise operation, a copy or a reduction of so many elements of so many bytes, at hand: vector units take
/// more of smaller ones.
double pass_seconds(double elements, std::size_t bytes_each, const machine&);

/// Flops from which on a product is worth all threads by itself, even if they sleep.
double flops_for_threads(const machine&);

/// Elementary operations of a kernel for one element; functions such as exp count as eight.
double operations_of(const detail::elementwise_kernel*);

double seconds_of(const step&, const machine&);
double seconds_of(const plan&, const machine&);

}  // namespace tenfold::plan
