// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Plans kept by form: a program that differs in what somebody may read afterwards is another program.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

namespace tf = tenfold;
using A = tf::array<double>;

namespace {

struct chain {
    A a = tf::reshape(tf::arange<double>(0, 900), {30, 30}), b = tf::eye<double>(30) * 2.0, v = tf::ones<double>({30});
    double want() const { return 2.0 * 30 * 29 / 2; }   // first row: 0 .. 29
};

TEST(PlanCache, InnerProductsThatAreWantedAreComputed)
{
    const chain x;
    for (int round = 0; round < 6; ++round) {
        A y, kept, part;
        {
            const A inner = tf::dot(x.a, x.b);
            y = tf::dot(inner, x.v);
            if (round % 3 == 1) kept = inner;
            if (round % 3 == 2) part = tf::view(inner, 0);
        }
        if (round % 3 == 0) tf::eval(y);
        if (round % 3 == 1) {
            tf::eval(y, kept);
            EXPECT_EQ(kept(1, 1), 62);
        }
        if (round % 3 == 2) {
            tf::eval(y, part);
            EXPECT_EQ(part(7), 14);
        }
        EXPECT_EQ(y(0), x.want());
    }
}

TEST(PlanCache, AHandleThatIsHeldCountsToo)
{
    const chain x;
    for (int round = 0; round < 4; ++round) {
        A inner = tf::dot(x.a, x.b);
        const A y = tf::dot(inner, x.v);
        if (round % 2) inner = A();
        EXPECT_EQ(y(0), x.want());
        if (round % 2 == 0) { EXPECT_EQ(inner(2, 3), 126); }
    }
}

}  // namespace
