// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Every rendering of every sample against its approved file, and the promises that hold for all of them.
#include "explain/approved.hpp"
#include "explain/samples.hpp"
#include "explain/terminal.hpp"
#include "explain/words.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <limits>
#include <sstream>
#include <string>

namespace tenfold::testing {

namespace {

struct sample {
    const char* name;
    explanation (*make)();
};

void PrintTo(const sample& s, std::ostream* out) { *out << s.name; }

std::string text_of(const explanation& e)
{
    std::ostringstream out;
    out << e;
    return out.str();
}

class renderings : public ::testing::TestWithParam<sample> {
protected:
    const explanation e = GetParam().make();
    bool approved(const char* ending, const std::string& received)
    {
        const auto result =
            matches_approved(std::string("explain/approved/") + GetParam().name + ending, received);
        if (!result) ADD_FAILURE() << result.message();
        return result;
    }
};

TEST_P(renderings, text) { approved(".txt", text_of(e)); }
TEST_P(renderings, dot) { approved(".dot", e.dot()); }
TEST_P(renderings, json) { approved(".json", e.json()); }
TEST_P(renderings, html) { approved(".html", e.html()); }

TEST_P(renderings, text_stays_below_100_columns_and_has_no_stray_spaces)
{
    std::istringstream lines(text_of(e));
    for (std::string line; std::getline(lines, line);) {
        EXPECT_LT(rendering::width(line), 100u) << line;
        EXPECT_FALSE(line.ends_with(' ')) << line;
        EXPECT_TRUE(std::none_of(line.begin(), line.end(), [](char c) { return c >= 0 && c < ' '; })) << line;
    }
}

TEST_P(renderings, json_reads_back_as_the_data)
{
    const nlohmann::json j = nlohmann::json::parse(e.json());
    EXPECT_EQ(j["products_before"], e.products_before);
    EXPECT_EQ(j["flops_before"].get<double>(), e.flops_before);
    EXPECT_EQ(j["bytes_copied"].get<double>(), e.bytes_copied);
    EXPECT_EQ(j["device"], e.device);
    ASSERT_EQ(j["calls"].size(), e.calls.size());
    ASSERT_EQ(j["steps"].size(), e.steps.size());
    ASSERT_EQ(j["rules"].size(), e.rules.size());
    for (std::size_t i = 0; i < e.calls.size(); ++i) {
        EXPECT_EQ(j["calls"][i]["operation"], e.calls[i].operation);
        EXPECT_EQ(j["calls"][i]["site"], e.calls[i].site);
    }
    for (std::size_t i = 0; i < e.steps.size(); ++i) {
        EXPECT_EQ(j["steps"][i]["n"], e.steps[i].n);
        EXPECT_EQ(j["steps"][i]["flops"].get<double>(), e.steps[i].flops);
    }
    for (std::size_t i = 0; i < e.rules.size(); ++i) EXPECT_EQ(j["rules"][i]["fired"], e.rules[i].fired);
}

TEST_P(renderings, html_needs_no_network_and_runs_nothing)
{
    const std::string page = e.html();
    for (const char* word : {"<script", "http://", "https://", "url(", "@import", "<link", "<img"})
        EXPECT_EQ(page.find(word), std::string::npos) << word;
}

INSTANTIATE_TEST_SUITE_P(
    samples, renderings,
    ::testing::Values(
        sample{"windows", windows}, sample{"mixed", mixed}, sample{"declined", declined},
        sample{"large", large}, sample{"escapes", escapes}, sample{"empty", [] { return explanation{}; }}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(explanation, first_line_of_the_windows)
{
    const std::string text = text_of(windows());
    EXPECT_EQ(
        text.substr(0, text.find('\n')),
        "981 products of 10x20 by 20x20 -> 1 product of 10x20 by 20x1000, 981 views");
}

TEST(explanation, planning_time_is_told_when_it_was_measured)
{
    explanation e = windows();
    EXPECT_EQ(text_of(e).find("planned in"), std::string::npos);
    e.seconds_planning = 22.4e-6;
    EXPECT_NE(text_of(e).find("\nplanned in 22.4 us\n"), std::string::npos);
    EXPECT_NE(e.html().find("planned in 22.4 us"), std::string::npos);
}

TEST(explanation, stream_flags_do_not_change_the_numbers)
{
    std::ostringstream out;
    out << std::hex << std::showpos << std::setprecision(1) << windows();
    EXPECT_EQ(out.str(), text_of(windows()));
}

TEST(explanation, colours_only_where_a_person_is_looking)
{
    const std::string seen = rendering::text_of(windows(), rendering::terminal_ink);
    EXPECT_NE(seen.find("\x1b[2m  - merge_equal"), std::string::npos);
    EXPECT_EQ(text_of(windows()).find('\x1b'), std::string::npos);
    ::testing::internal::CaptureStdout();
    std::cout << windows() << std::flush;
    EXPECT_EQ(::testing::internal::GetCapturedStdout(), text_of(windows()));
}

TEST(explanation, numbers_without_a_value_still_print)
{
    explanation e = windows();
    e.flops_before = std::numeric_limits<double>::infinity();
    e.flops_after = std::numeric_limits<double>::quiet_NaN();
    e.steps[0].bytes = std::numeric_limits<double>::quiet_NaN();
    EXPECT_NE(text_of(e).find("unknown"), std::string::npos);
    EXPECT_TRUE(nlohmann::json::parse(e.json())["flops_before"].is_null());
    EXPECT_FALSE(e.html().empty());
    EXPECT_FALSE(e.dot().empty());
}

}  // namespace

}  // namespace tenfold::testing
