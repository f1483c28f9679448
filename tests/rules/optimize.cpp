// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

namespace tf = tenfold;

namespace {

std::string refusal(const tf::options& choices)
{
    const tf::array<double> x = tf::ones({2}), y = x + 1.0;
    try {
        tf::eval(choices, y);
    }
    catch (const tf::error& e) {
        return e.what();
    }
    return "";
}

}  // namespace

TEST(Optimize, KnowsItsRulesByName)
{
    tf::options o;
    o.disable = {"refold", "share_products"};
    const std::string text = refusal(o);
    EXPECT_EQ(text.find("[options] disable: no rule is called 'share_products'; there are "), 0u) << text;
    EXPECT_NE(text.find("merge_equal"), std::string::npos) << text;
    o.disable = {"refold", "share_product"};
    EXPECT_EQ(refusal(o), "");
    o.disable = {"window_sum"};  // of a version to come
    EXPECT_EQ(refusal(o), "");
    o.threads = -2;
    EXPECT_EQ(refusal(o), "[options] threads = -2 is negative");
}
