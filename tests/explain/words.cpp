// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "explain/words.hpp"

#include "explain/approved.hpp"

#include <gtest/gtest.h>

namespace tenfold::rendering {

namespace {

TEST(words, units_keep_what_a_reader_needs)
{
    EXPECT_EQ(flops_text(0), "0");
    EXPECT_EQ(flops_text(12), "12");
    EXPECT_EQ(flops_text(999), "999");
    EXPECT_EQ(flops_text(999.6), "1 k");
    EXPECT_EQ(flops_text(7'848'000), "7.8 M");
    EXPECT_EQ(flops_text(400'000), "400 k");
    EXPECT_EQ(flops_text(99'960), "100 k");
    EXPECT_EQ(flops_text(999'960), "1 M");
    EXPECT_EQ(flops_text(1e30), "1.0e+12 E");
    EXPECT_EQ(bytes_text(12), "12 B");
    EXPECT_EQ(bytes_text(241'600), "242 kB");
    EXPECT_EQ(bytes_text(3'139'200), "3.1 MB");
    EXPECT_EQ(seconds_text(22e-6), "22 us");
    EXPECT_EQ(seconds_text(999.7e-6), "1 ms");
}

TEST(words, counts)
{
    EXPECT_EQ(count_text(981), "981");
    EXPECT_EQ(count_text(9999), "9999");
    EXPECT_EQ(count_text(19489), "19,489");
    EXPECT_EQ(count_text(99'999'999), "99,999,999");
    EXPECT_EQ(count_text(1'234'000'000), "1.2 G");
    EXPECT_EQ(counted(1, "view"), "1 view");
    EXPECT_EQ(counted(0, "view"), "0 views");
}

TEST(words, ratios_say_nothing_where_there_is_nothing_to_say)
{
    EXPECT_EQ(ratio_text(981, 50), "19.6x fewer");
    EXPECT_EQ(ratio_text(10, 12), "1.2x more");
    EXPECT_EQ(ratio_text(10, 10), "unchanged");
    EXPECT_EQ(ratio_text(1.01, 1), "slightly fewer");
    EXPECT_EQ(ratio_text(0, 12), "");
}

TEST(words, clean_text_is_one_line_of_utf8)
{
    EXPECT_EQ(clean("a\nb\tc\x7f"), "a b c ");
    EXPECT_EQ(
        clean("gr\xC3\xB6\xC3\x9F"
              "e"),
        "gr\xC3\xB6\xC3\x9F"
        "e");
    EXPECT_EQ(clean("\xFF"), "\xEF\xBF\xBD");
    EXPECT_EQ(clean("\xC0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD");       // overlong
    EXPECT_EQ(clean("\xED\xA0\x80").substr(0, 3), "\xEF\xBF\xBD");  // half of a surrogate pair
    EXPECT_EQ(clean("\xF0\x9F\x98\x80"), "\xF0\x9F\x98\x80");
    EXPECT_EQ(clean("x\xE2\x82"), "x\xEF\xBF\xBD\xEF\xBF\xBD");  // ends too early
}

TEST(words, cutting_counts_letters_not_bytes)
{
    EXPECT_EQ(width("\xC3\xB6\xC3\x9F"), 2u);
    EXPECT_EQ(cut("abcdefgh", 8), "abcdefgh");
    EXPECT_EQ(cut("abcdefghi", 8), "abcde...");
    EXPECT_EQ(cut("\xC3\xB6\xC3\xB6\xC3\xB6\xC3\xB6\xC3\xB6", 4), "\xC3\xB6...");
    EXPECT_EQ(cut_front("deep/folder/main.cpp:14", 14), "...main.cpp:14");
}

TEST(words, wrapping)
{
    using lines = std::vector<std::string>;
    EXPECT_EQ(wrap("", 10), lines{""});
    EXPECT_EQ(wrap("one two three", 7), (lines{"one two", "three"}));
    EXPECT_EQ(wrap("a  b", 10), (lines{"a b"}));
    EXPECT_EQ(wrap("abcdefghij", 4), (lines{"abcd", "efgh", "ij"}));
}

TEST(words, table_cuts_its_flexible_column)
{
    using side = table::side;
    table t({side::right, side::left, side::left});
    t.row({"1", "a long name of an operation", "end"});
    t.row({"22", "b", ""});
    const std::vector<std::string> lines = t.lines(24, 1);
    EXPECT_EQ(lines[0], " 1  a long name ...  end");
    EXPECT_EQ(lines[1], "22  b");
}

TEST(approved, difference_shows_what_changed_and_little_else)
{
    EXPECT_EQ(
        tenfold::testing::difference("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nd\nE\nf\n"),
        "  (...)\n  c\n  d\n- e\n+ E\n  f\n");
}

}  // namespace

}  // namespace tenfold::rendering
