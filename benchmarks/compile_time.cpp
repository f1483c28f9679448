// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What a user waits for: one file with the loop, compiled with and without tenfold, as a user's build would.
// CMake writes the compiler's arguments for both into files (CMakeLists.txt).

#include "table.hpp"

#include <cstdlib>
#include <limits>
#include <stdexcept>
#include <sys/resource.h>

namespace bench {

namespace {

double children_seconds()
{
    rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec); };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double seconds_to_compile(const std::string& source)
{
    const std::string arguments = std::string(BENCH_COMPILE_TIME) + "/" + source + ".arguments";
    const std::string command = std::string("'") + BENCH_COMPILER + "' '@" + arguments + "'";
    const auto clock = measure::by_processor_time ? children_seconds : measure::now;
    const double start = clock();
    if (std::system(command.c_str()) != 0) throw std::runtime_error("this did not compile: " + command);
    return clock() - start;
}

}  // namespace

void compile_time(const settings& set)
{
    heading("Compile time", "a user's file with the loop, -O2, to an object file; alternating runs; ratio to plain xtensor");
    double plain = std::numeric_limits<double>::infinity(), ours = plain;
    for (int run = 0; run < (set.quick ? 2 : 5); ++run) {
        plain = std::min(plain, seconds_to_compile("loop_xtensor"));
        ours = std::min(ours, seconds_to_compile("loop_tenfold"));
    }
    ratio_row("xtensor and xtensor-blas", plain, 1);
    ratio_row("tenfold", ours, ours / plain, 1.5);
}

}  // namespace bench
