// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What this machine does in a second: each part measures some fields of the record.
#pragma once

#include "plan/machine_file.hpp"
#include "probe.hpp"

#include <string>
#include <vector>

namespace calibrate {

struct result {
    tenfold::plan::machine_record record;
    std::vector<std::string> notes;  // what could not be measured, and whether the machine looked busy
    unrest quiet;

    tenfold::plan::machine& rates() { return record.rates; }
};

/// The whole, in about so many seconds.
result run(double seconds);

// The parts; they leave alone what they cannot measure.
void products(result&, double seconds);  // BLAS, compiled kernels, matrix by vector, plain loops
void memory(result&, double seconds);    // bandwidth, fresh pages, copies
void passes(result&, double seconds);    // reductions, waking a thread

std::string processor_name();
/// Fields beside their defaults.
std::string table(const result&);

}  // namespace calibrate
