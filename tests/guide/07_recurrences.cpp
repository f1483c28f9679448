// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "guide/page.hpp"

namespace guide {

TEST(Guide, Recurrences)
{
    const array w = 0.1 * tf::ones<double>({4, 4}), inputs = tf::ones<double>({6, 50, 4});
    // example-begin chains
    std::vector<array> last;
    for (std::ptrdiff_t s = 0; s < 6; ++s) {                            // six sequences
        array h = tf::zeros<double>({4});
        for (std::ptrdiff_t t = 0; t < 50; ++t)                         // of fifty steps
            h = xt::tanh(tf::dot(w, h) + tf::view(inputs, s, t));
        last.push_back(h);
    }
    tf::eval(last);                                                     // the six side by side, step after step
    // example-end chains
    EXPECT_TRUE(tf::allclose(last[5], xt::tanh(tf::dot(w, last[5]) + 1.0)));

    // example-begin table
    array state = tf::zeros<double>({51, 4});
    tf::view(state, 0) = 1.0;
    for (std::ptrdiff_t t = 1; t <= 50; ++t)
        tf::view(state, t) = 0.5 * tf::dot(w, tf::view(state, t - 1)) + 0.1;   // reads what was just stored
    const array path = tf::view(state, xt::all(), 2);                   // read once, after the loop
    // example-end table
    EXPECT_TRUE(recorded(path));
    EXPECT_NEAR(path(1), 0.3, 1e-12);
    EXPECT_NEAR(path(50), 0.125, 1e-12);
}

TEST(Guide, Stores)
{
    // example-begin heat
    array rod = tf::zeros<double>({100});
    tf::view(rod, 0) = 100.0;
    for (int t = 0; t < 200; ++t)
        tf::view(rod, xt::range(1, 99)) += 0.25 * (tf::view(rod, xt::range(0, 98)) - 2.0 * tf::view(rod, xt::range(1, 99))
            + tf::view(rod, xt::range(2, 100)));                        // all of the right side is the old rod
    // example-end heat
    EXPECT_EQ(rod(0), 100.0);
    EXPECT_GT(rod(5), rod(10));
    EXPECT_EQ(rod(99), 0.0);

    // example-begin until
    array x = {1.0, 1.0};
    const array m = {{2.0, 1.0}, {1.0, 3.0}};
    double change = 1;
    for (int t = 0; t < 200 && change > 1e-12; ++t) {
        const array next = tf::dot(m, x) / tf::norm(tf::dot(m, x));
        change = tf::norm(next - x)();                                  // the loop asks: one evaluation each turn
        x = next;
    }
    // example-end until
    EXPECT_NEAR(tf::norm(tf::dot(m, x))(), 3.618033988749895, 1e-9);
}

}  // namespace guide
