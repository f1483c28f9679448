// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A plugin that uses tenfold. It leaves calls behind that nobody can reach, of containers that its own code frees.
#include <tenfold/tenfold.hpp>

#include <thread>
#include <vector>

namespace tf = tenfold;
using A = tf::array<double>;

static A leaf(double value)
{
    return A(xt::xarray<double>(value * xt::ones<double>({3, 3})));
}

static bool right()
{
    std::vector<A> all;
    for (int i = 0; i < 40; ++i) all.push_back(tf::dot(leaf(i), leaf(1)) + 1.0);
    for (int i = 0; i < 40; ++i) (void)tf::sum(tf::dot(leaf(i), all.back()), 0);
    return all[7](1, 2) == 22 && tf::sum(all[2])() == 63;
}

/// 0 where all is right.
extern "C" int work()
{
    bool there = false;
    std::thread([&] { there = right(); }).join();
    const bool here = right();
    tf::job later = tf::submit(tf::cpu(), tf::dot(leaf(1), leaf(2)));
    later.wait();
    return here && there ? 0 : 1;
}
