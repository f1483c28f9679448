// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What this machine does in a second: the record behind every choice by cost. Rates and times are those of one
// thread, for float64; docs/cost_model.md tells how they are used.
#pragma once

#include <string>

namespace tenfold::plan {

struct machine {
    double gemm_rate = 50e9;         // flops a second of a BLAS product in cache,
    double gemm_call = 250e-9;       // what a call spends before its arithmetic,
    double gemm_element = 0.25e-9;   // and for each element that it packs
    double gemm_vector = 0;          // elements of a matrix up to which it takes vectors sooner as matrices; 0: never
    double small_rate = 50e9;        // the same of kernels compiled for one shape
    double small_call = 25e-9;
    double small_operand = 1 << 20;  // bytes of the operand that they read again for every few rows, where they pay
    double small_edges = 16384;      // multiply-adds up to which they are sooner whatever they pad
    double compile = 30e-6;          // to compile one of those
    double vector_rate = 13e9;       // flops a second of matrix by vector, and of dot products
    double vector_call = 60e-9;
    double loop_rate = 4e9;          // of plain loops: integers
    double bandwidth = 12e9;         // bytes a second from memory,
    double cache_bandwidth = 40e9;   // and from the caches
    double cache_bytes = 2e6;        // what one thread finds there
    double fresh_page = 0.7e-6;      // the first touch of 4 KiB that the system has just given
    double copy_call = 200e-9;       // of a strided copy,
    double copy_element = 1.2e-9;    // and for each element
    double pass_rate = 1e9;          // elements a second of one elementwise operation or of a reduction
    double pass_call = 150e-9;       // what such a pass spends before its first element
    double plan_family = 4e-6;       // to plan the calls of one kind: graph, rules and plan
    double fork = 20e-6;             // to have a second thread at work that sleeps,
    double fork_awake = 1e-6;        // and one that has just worked
};

/// A GPU: the same of it, and bytes a second between its memory and that of the host.
struct gpu_machine : machine {
    double link = 20e9;
};

/// To have a second thread at work, as far as choices by it go: calibrations find it awake, and less than this.
inline double wake_seconds(const machine& m) { return m.fork > 20e-6 ? m.fork : 20e-6; }

/// What is assumed of this processor where nobody has calibrated it. The record above is that of any processor.
machine shipped_machine();

/// The record in force (machine_file.hpp tells where it is looked for), read once. Throws error, with the file and
/// the field, where it is no record.
const machine& this_machine();
/// Of a GPU by its name, as the driver tells it: what the record in force holds, else what is assumed of any.
gpu_machine this_gpu(const std::string& name);
gpu_machine assumed_gpu();

}  // namespace tenfold::plan
