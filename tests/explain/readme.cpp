// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What README shows is what the program prints. TENFOLD_APPROVE=1 writes it anew.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace tf = tenfold;

namespace {

/// What the program in README prints: it is repeated here, and `line` is that of its call there.
std::string first_program(long line)
{
    const tf::array<double> a = xt::xarray<double>(xt::ones<double>({10, 20}));
    const tf::array<double> b = xt::xarray<double>(xt::ones<double>({20, 1000}));
    std::vector<tf::array<double>> ans;
    for (std::size_t i = 0; i + 20 <= 1000; ++i)
        ans.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 20))));
    tf::explanation e = tf::explain(ans);
    e.seconds_planning = 0;
    for (auto& call : e.calls) call.site = "main.cpp:" + std::to_string(line);
    std::ostringstream text;
    text << e;
    return text.str();
}

TEST(Readme, ShowsWhatTheFirstProgramPrints)
{
    const std::string path = TENFOLD_TESTS_DIR "/../README.md";
    std::ostringstream whole;
    whole << std::ifstream(path).rdbuf();
    std::string readme = whole.str();
    const std::string begin = "<!-- explain-begin -->\n", end = "<!-- explain-end -->";
    const auto from = readme.find(begin), to = readme.find(end);
    ASSERT_NE(from, std::string::npos);
    ASSERT_NE(to, std::string::npos);
    const auto program = readme.find("```cpp\n"), call = readme.find("tf::dot(a, tf::view(", program);
    ASSERT_NE(call, std::string::npos);
    const auto line = std::count(readme.begin() + static_cast<std::ptrdiff_t>(program),
                                 readme.begin() + static_cast<std::ptrdiff_t>(call), '\n');
    const std::string expected = "```\n" + first_program(line) + "```\n";
    const std::string shown = readme.substr(from + begin.size(), to - from - begin.size());
    if (std::getenv("TENFOLD_APPROVE")) {
        readme.replace(from + begin.size(), to - from - begin.size(), expected);
        std::ofstream(path) << readme;
        return;
    }
    EXPECT_EQ(shown, expected);
}

}  // namespace
