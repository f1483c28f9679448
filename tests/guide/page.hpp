// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The guide shows what is compiled here. A page docs/guide/<stem>.md shows regions of tests/guide/<stem>.cpp,
//
//   // example-begin windows            <!-- example: windows -->
//   ...                                 and behind it a block of code
//   // example-end windows
//
// and what they print, behind `<!-- output: windows -->`. TENFOLD_APPROVE=1 writes both into the page.
#pragma once

#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <string>

namespace guide {

namespace tf = tenfold;
using array = tf::array<double>;

/// That the page shows this output.
::testing::AssertionResult shows(const std::string& stem, const std::string& name, const std::string& printed);
/// That the page shows the regions of its file as they are, and all of them.
::testing::AssertionResult shows_regions(const std::string& stem);

/// The first line of an explanation, which is one sentence.
std::string headline(const tf::explanation&);
/// What an error says.
template <class F> std::string message(const F& work)
{
    try {
        work();
    }
    catch (const tf::error& e) {
        return e.what();
    }
    return "nothing was thrown";
}
/// That a value is not computed yet.
inline bool recorded(const array& x) { return !tf::explain(x).calls.empty(); }

}  // namespace guide
