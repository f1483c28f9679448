// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "guide/page.hpp"

#include <thread>

namespace guide {

TEST(Guide, Jobs)
{
    const array a = tf::ones<double>({60, 60});
    std::vector<array> first, second;
    for (int i = 1; i <= 20; ++i) {
        first.push_back(tf::dot(a, double(i) * a));
        second.push_back(tf::dot(a, a) + double(i));
    }
    long steps = 0;
    // example-begin submit
    tf::job one = tf::submit(first), two = tf::submit(second);          // planned here, run beside
    while (!one.ready()) {                                              // never waits
        ++steps;                                                        // work of your own
        std::this_thread::yield();
    }
    one.wait();                                                         // throws what went wrong
    const double value = second[3](0, 0);                               // reading waits by itself
    // example-end submit
    EXPECT_GE(steps, 0);
    EXPECT_EQ(value, 64.0);
    EXPECT_EQ(first[1](5, 5), 120.0);
    two.wait();

    // example-begin threads
    tf::options few;
    few.threads = 1;                                                    // else TENFOLD_THREADS, else all of the machine
    tf::eval(few, tf::dot(a, a));
    // example-end threads
}

TEST(Guide, Devices)
{
    const array a = tf::ones<double>({30, 30});
    const array x = tf::dot(a, a);
    std::string why;
    // example-begin gpu
    try {
        tf::eval(tf::cuda(0), x);                                       // the device comes first
    }
    catch (const tf::device_error& e) {
        why = e.what();                                                 // which one, and the reason
        tf::eval(tf::cpu(), x);
    }
    tf::eval(tf::auto_device(), tf::dot(x, a));                         // where it should be done sooner
    // example-end gpu
    EXPECT_EQ(x(0, 0), 30.0);
}

TEST(Guide, ValuesOnOtherThreads)
{
    double there = 0;
    // example-begin hand_on
    const array table = tf::cumsum(tf::ones<double>({10}));
    std::thread reader([&there, table] { there = table(9); });          // reads, and evaluates if need be
    reader.join();
    // example-end hand_on
    EXPECT_EQ(there, 10.0);
}

}  // namespace guide
