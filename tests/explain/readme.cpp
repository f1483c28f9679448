// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What README shows is what the program prints. TENFOLD_APPROVE=1 writes it anew.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace tf = tenfold;

namespace {

std::string first_program()
{
    const tf::array<double> a = xt::xarray<double>(xt::ones<double>({10, 20}));
    const tf::array<double> b = xt::xarray<double>(xt::ones<double>({20, 1000}));
    std::vector<tf::array<double>> ans;
    for (std::size_t i = 0; i + 20 <= 1000; ++i)
        ans.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 20))));
    tf::explanation e = tf::explain(ans);
    e.seconds_planning = 0;
    for (auto& call : e.calls) call.site = "main.cpp:11";
    std::ostringstream text;
    text << e;
    return text.str();
}

TEST(Readme, ShowsWhatTheFirstProgramPrints)
{
    const std::string path = std::string(TENFOLD_TESTS_DIR) + "/../README.md";
    std::ostringstream whole;
    whole << std::ifstream(path).rdbuf();
    std::string readme = whole.str();
    const std::string begin = "<!-- explain-begin -->\n", end = "<!-- explain-end -->";
    const auto from = readme.find(begin), to = readme.find(end);
    ASSERT_NE(from, std::string::npos);
    ASSERT_NE(to, std::string::npos);
    const std::string expected = "```\n" + first_program() + "```\n";
    const std::string shown = readme.substr(from + begin.size(), to - from - begin.size());
    if (std::getenv("TENFOLD_APPROVE")) {
        readme.replace(from + begin.size(), to - from - begin.size(), expected);
        std::ofstream(path) << readme;
        return;
    }
    EXPECT_EQ(shown, expected);
}

}  // namespace
