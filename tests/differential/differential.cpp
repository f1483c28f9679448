// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Random programs, run lazily by tenfold and eagerly by the reference, see the same values. A failing program is
// shrunk and printed as C++. RC_PARAMS="max_success=100000 seed=1" runs more of them.
#include "differential/random.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <complex>
#include <cstdlib>
#include <fstream>
#include <iostream>

namespace differential {
namespace {

/// Nothing, or what differs first, as C++ that shows it.
template <class T> std::string first_wrong(const program& p, const auto& want, const evaluator<T>& evaluate)
{
    sightings<T> got;
    try {
        got = run_lazily<T>(p, evaluate);
    }
    catch (const std::exception& e) {
        return std::string("    // throws: ") + e.what() + '\n';
    }
    if (got.size() != want.size()) return "    // another number of values\n";
    for (std::size_t i = 0; i < got.size(); ++i)
        if (const auto d = reference::difference(got[i].value, want[i].value)) {
            const std::string name = "v" + std::to_string(want[i].variable);
            return "    std::cout << " + name + " << '\\n';  // " + want[i].where + ": " + *d + '\n';
        }
    return {};
}

/// More programs than RapidCheck's 100, unless RC_PARAMS says how many.
[[maybe_unused]] const int programs = setenv("RC_PARAMS", "max_success=2000", 0);

template <class T> void same_values(element type)
{
    const program p = random_program(type);
    if (const char* file = std::getenv("TENFOLD_LAST_PROGRAM")) std::ofstream(file) << as_source(p, "");
    const auto want = run_eagerly<T>(p);
    const evaluator<T> planned = [](const auto& o, const auto& some) { tenfold::eval(o, some); };
    // Without choices, small programs run without a plan.
    const evaluator<T> at_once = [](const auto&, const auto& some) { tenfold::eval(some); };
    std::string wrong = first_wrong<T>(p, want, planned);
    if (wrong.empty()) wrong = first_wrong<T>(p, want, planned);   // from plans that were kept
    if (wrong.empty()) wrong = first_wrong<T>(p, want, at_once);
    if (wrong.empty()) return;
    // What depends on programs that ran before may be right when it is run again.
    if (const char* file = std::getenv("TENFOLD_WRONG_PROGRAMS")) std::ofstream(file, std::ios::app) << as_source(p, wrong) << '\n';
    RC_LOG() << "\n" << as_source(p, wrong) << '\n';
    RC_FAIL("lazy and eager differ");
}

RC_GTEST_PROP(Differential, ProgramsOfDouble, ()) { same_values<double>(element::f64); }
RC_GTEST_PROP(Differential, ProgramsOfFloat, ()) { same_values<float>(element::f32); }
RC_GTEST_PROP(Differential, ProgramsOfComplex, ()) { same_values<std::complex<double>>(element::c128); }
RC_GTEST_PROP(Differential, ProgramsOfIntegers, ()) { same_values<std::uint64_t>(element::u64); }

}  // namespace
}  // namespace differential
