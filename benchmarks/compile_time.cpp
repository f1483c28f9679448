// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What a user waits for: one file with the loop, compiled with and without tenfold, as a user's build would.
// CMake writes the compiler's arguments for both into files (CMakeLists.txt).

#include "table.hpp"

#include <cstdlib>
#include <stdexcept>

namespace bench {

namespace {

way compile(const std::string& name, const std::string& source, bool by_hand, double limit)
{
    const std::string arguments = std::string(BENCH_COMPILE_TIME) + "/" + source + ".arguments";
    const std::string command = std::string("'") + BENCH_COMPILER + "' '@" + arguments + "'";
    return {name, [=] {
        if (std::system(command.c_str()) != 0) throw std::runtime_error("this did not compile: " + command);
    }, by_hand, limit};
}

}  // namespace

void compile_time(const settings& set)
{
    heading("Compile time", "a user's file with the loop, -O2, to an object file; ratio to the same loop in plain xtensor");
    const std::vector<way> ways{compile("xtensor and xtensor-blas", "loop_xtensor", true, 0),
                                compile("tenfold", "loop_tenfold", false, 1.5)};
    const std::size_t runs = set.quick ? 2 : 5;
    print(ways, race(ways, {.cache = measure::caches::as_is, .seconds = 0, .rounds_least = runs, .rounds_most = runs}));
}

}  // namespace bench
