// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "guide/page.hpp"

#include <iostream>

namespace guide {

TEST(Guide, Explanations)
{
    const array a = tf::ones<double>({6, 8}), b = tf::ones<double>({8, 90});
    std::vector<array> ans;
    for (std::ptrdiff_t i = 0; i + 10 <= 90; ++i) ans.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 10))));
    std::ostringstream log;
    // example-begin explain
    const tf::explanation plan = tf::explain(ans);                      // plans, and computes nothing
    log << plan;                                                        // text; also .html(), .json(), .dot()
    const double saved = plan.flops_before / plan.flops_after;
    for (const auto& rule : plan.rules)
        if (rule.fired) log << rule.name << ": " << rule.reason << '\n';
    // example-end explain
    EXPECT_NEAR(saved, 9.0, 1e-9);
    EXPECT_TRUE(log.str().ends_with("share_product: 81 products are views of 1 product\n"));

    // example-begin options
    tf::options strict;
    strict.reorder_sums = false;                                        // no sum in another order than as written
    strict.disable = {"share_product"};                                 // or TENFOLD_DISABLE=share_product
    const tf::explanation without = tf::explain(strict, ans);
    // example-end options
    EXPECT_EQ(without.products_after, 81);
}

TEST(Guide, Errors)
{
    const array a = tf::ones<double>({10, 20}), b = tf::ones<double>({19, 20});
    std::string text;
    // example-begin errors
    try {
        const array c = tf::dot(a, b);                                  // thrown here, not where c is read
    }
    catch (const tf::shape_error& e) {
        text = e.what();
    }
    // example-end errors
    text.erase(text.find(" (10_"));
    text += "\n" + message([&] { tf::view(a, 10); }) + "\n" + message([&] { a(3); }) + "\n" + message([&] { array()(0); });
    for (std::size_t at; (at = text.find(" (10_explain")) != std::string::npos;) text.erase(at, text.find(')', at) + 1 - at);
    EXPECT_TRUE(shows("10_explain", "errors", text));

    // example-begin memory
    const tf::memory_use use = tf::memory();                            // bytes: .live, .pooled, .peak
    tf::trim_memory();                                                  // gives back what is kept for the next values
    const array small = tf::copy(tf::view(tf::dot(b, tf::transpose(a)), 0));   // lets go of the block it lay in
    // example-end memory
    EXPECT_GE(use.peak, use.live);
    EXPECT_EQ(small.size(), 10u);
}

}  // namespace guide
