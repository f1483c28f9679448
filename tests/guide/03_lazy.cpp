// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "guide/page.hpp"

#include <sstream>

namespace guide {

// example-begin expression
static auto logistic(const array& x)
{
    const array shifted = x - 1.0;              // a local one
    return 1.0 / (1.0 + xt::exp(-shifted));     // an expression that owns it
}
// example-end expression

TEST(Guide, Lazy)
{
    const array a = tf::ones<double>({3, 4}), b = tf::ones<double>({4, 5});
    std::ostringstream out;
    // example-begin recorded
    const array c = tf::dot(a, b);              // recorded: shapes are checked, nothing is computed
    const array d = xt::sqrt(c) + 1.0;          // recorded
    const auto rows = d.shape()[0];             // known already
    // example-end recorded
    EXPECT_EQ(rows, 3);
    EXPECT_TRUE(recorded(c) && recorded(d));

    // example-begin reading
    const double first = d(0, 0);               // an element: now c and d are computed
    const double total = tf::sum(d)();          // a sum over all axes has no axes: read it by ()
    double largest = 0;
    for (const double x : d) largest = std::max(largest, x);
    const auto fast = d.value();                // an xtensor expression over the memory, for loops of your own
    out << d;                                   // prints as xtensor does
    // example-end reading
    EXPECT_EQ(first, 3.0);
    EXPECT_EQ(total, 45.0);
    EXPECT_EQ(largest, 3.0);
    EXPECT_EQ(fast(2, 4), 3.0);
    EXPECT_FALSE(out.str().empty());
    EXPECT_FALSE(recorded(c));
    EXPECT_DOUBLE_EQ(array(logistic(a))(0, 0), 0.5);
}

TEST(Guide, ReadAfterTheLoop)
{
    const array signal = tf::arange<double>(0, 40), filter = tf::ones<double>({8});
    // example-begin loop
    std::vector<array> strength;
    for (std::ptrdiff_t i = 0; i + 8 <= signal.shape()[0]; ++i)
        strength.push_back(tf::dot(filter, tf::view(signal, xt::range(i, i + 8))));   // no reading in here

    std::ptrdiff_t loud = 0;
    for (const array& s : strength) loud += s() > 100.0;                              // the first read computes all
    // example-end loop
    EXPECT_EQ(loud, 23);

    // example-begin exactly
    const array wanted = tf::dot(filter, filter), other = tf::outer(filter, filter);
    tf::eval(wanted);                           // exactly this one; other stays recorded
    // example-end exactly
    EXPECT_FALSE(recorded(wanted));
    EXPECT_TRUE(recorded(other));
}

}  // namespace guide
