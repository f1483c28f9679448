// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "guide/page.hpp"

namespace guide {

TEST(Guide, Windows)
{
    const array filters = xt::arange<double>(0, 40).reshape({4, 10}), samples = xt::arange<double>(0, 3000).reshape({10, 300});
    // example-begin free
    std::vector<array> parts;
    for (std::ptrdiff_t i = 0; i + 25 <= samples.shape()[1]; ++i)
        parts.push_back(tf::dot(filters, tf::view(samples, xt::all(), xt::range(i, i + 25))));
    // example-end free
    EXPECT_TRUE(shows("04_windows", "free", headline(tf::explain(parts))));

    // example-begin call
    const array windows = tf::sliding_window_view(samples, {25}, {1});          // (10, 276, 25), a view
    const array at_once = tf::tensordot(filters, windows, 1);                   // (4, 276, 25)
    // example-end call
    EXPECT_TRUE(tf::allclose(parts[30], tf::view(at_once, xt::all(), 30, xt::all())));

    // example-begin uneven
    std::vector<array> some;
    for (const std::ptrdiff_t i : {0, 7, 9, 30, 120})                           // any places,
        for (const std::ptrdiff_t w : {10, 16})                                 // and more than one length
            some.push_back(tf::dot(filters, tf::view(samples, xt::all(), xt::range(i, i + w))));
    // example-end uneven
    EXPECT_EQ(some[3].shape()[1], 16);
    EXPECT_TRUE(tf::allclose(tf::view(some[6], xt::all(), 0), tf::view(parts[30], xt::all(), 0)));
}

TEST(Guide, WindowsOfTheSummedIndex)
{
    const array x = xt::sin(tf::reshape(tf::arange<double>(0, 600), {200, 3}));
    const array signal = tf::view(x, xt::all(), 0), kernel = tf::ones<double>({16});
    // example-begin gram
    std::vector<array> grams;                                                   // rolling covariance, regression
    for (std::ptrdiff_t i = 0; i + 50 <= x.shape()[0]; ++i) {
        const array w = tf::view(x, xt::range(i, i + 50));
        grams.push_back(tf::dot(tf::transpose(w), w));
    }
    // example-end gram
    const array w = tf::copy(tf::view(x, xt::range(40, 90)));
    EXPECT_TRUE(tf::allclose(grams[40], tf::dot(tf::transpose(w), w)));

    // example-begin filter
    const array smooth = tf::dot(tf::sliding_window_view(signal, {16}), kernel);   // (185,): a filter
    const array image = tf::reshape(tf::arange<double>(0, 900), {30, 30});
    const array patches = tf::sliding_window_view(image, {5, 5});                  // (26, 26, 5, 5)
    const array blurred = tf::mean(patches, {2, 3});
    // example-end filter
    EXPECT_NEAR(smooth(3), tf::sum(tf::view(signal, xt::range(3, 19)))(), 1e-12);
    EXPECT_DOUBLE_EQ(blurred(0, 0), 62.0);
}

}  // namespace guide
