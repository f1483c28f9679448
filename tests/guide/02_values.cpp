// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "guide/page.hpp"

namespace guide {

TEST(Guide, Making)
{
    std::vector<float> measured(600, 1.5f);
    // example-begin making
    const array numbers = {{1.0, 2.0}, {3.0, 4.0}};            // a list
    const array zeros = tf::zeros<double>({3, 4});             // also ones, full, eye, arange, linspace
    const array table = xt::linspace<double>(0, 1, 12).reshape({3, 4});   // any expression of xtensor
    const tf::array<float> samples = measured;                 // a vector, copied
    const array wider = samples;                               // float fits into double
    const tf::array<int> whole = tf::astype<int>(table * 10.0);   // what may not fit is asked for

    xt::xtensor<double, 2> big = xt::ones<double>({500, 500});
    const array lent = tf::borrow(big);                        // no copy: big must live, and stay as it is
    // example-end making
    EXPECT_EQ(numbers(1, 0), 3.0);
    EXPECT_EQ(zeros.size(), 12u);
    EXPECT_EQ(wider(599), 1.5);
    EXPECT_EQ(whole(2, 3), 10);
    EXPECT_EQ(tf::sum(lent)(), 250000.0);
}

TEST(Guide, Values)
{
    // example-begin values
    array x = {{1.0, 2.0}, {3.0, 4.0}};
    const array copy = x;                       // a handle of 16 bytes; no element is copied
    const array row = tf::view(x, 0);
    tf::view(x, 0, 0) = 9.0;
    // x(0, 0) is 9, but copy(0, 0) and row(0) are still 1
    // example-end values
    EXPECT_EQ(x(0, 0), 9.0);
    EXPECT_EQ(copy(0, 0), 1.0);
    EXPECT_EQ(row(0), 1.0);

    // example-begin parts
    tf::view(x, xt::all(), 1) = 0.0;                     // a column
    tf::view(x, 1) += tf::view(x, 0);                    // a row; also -=, *=, /=
    tf::transpose(x) = {{1.0, 2.0}, {3.0, 4.0}};         // any view that names each element once
    x *= 2.0;                                            // the whole: the name gets a new value
    // example-end parts
    EXPECT_EQ(x(0, 1), 6.0);
    EXPECT_EQ(x(1, 0), 4.0);
    EXPECT_EQ(copy(1, 1), 4.0);
}

TEST(Guide, OrderOfEvents)
{
    array x = tf::eye<double>(2);
    // example-begin order
    const array before = tf::dot(x, x);         // of the elements that x has here
    tf::view(x, 0) = 7.0;
    const array after = tf::dot(x, x);          // of the new ones, though neither is computed yet
    // example-end order
    EXPECT_TRUE(recorded(before) && recorded(after));
    EXPECT_EQ(before(0, 0), 1.0);
    EXPECT_EQ(after(0, 0), 49.0);
}

}  // namespace guide
