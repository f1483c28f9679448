// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Plans that run again.
#include "cuda/support.hpp"

using namespace cuda_support;

/// What the n-th run of a loop asked for.
template <class F> std::vector<fake_cuda::counts> runs(int n, const F& loop)
{
    std::vector<fake_cuda::counts> all;
    for (int i = 0; i < n; ++i) {
        fake_cuda::reset_counts();
        loop();
        all.push_back(fake_cuda::counted());
    }
    return all;
}

TEST_F(Cuda, TheSameLoopAgainIsOneGraphAndNoUpload)
{
    const A w(numbers({5, 7}, 1)), x(numbers({40, 7}, 2)), bias(numbers({5}, 3));
    const auto loop = [&] {
        std::vector<A> r;
        for (int i = 0; i < 40; ++i) r.push_back(xt::tanh(tf::dot(w, tf::view(x, i)) + bias));
        tf::eval(gpu(), r);
        return r;
    };
    const auto all = runs(7, loop);
    EXPECT_EQ(all[0].launches, 1);
    EXPECT_EQ(all[0].products, 1);
    for (std::size_t i = 4; i < all.size(); ++i) {   // results of the run before go as those of the next come
        EXPECT_EQ(all[i].graphs, 1) << i;
        EXPECT_EQ(all[i].launches + all[i].products, 0) << i;
        EXPECT_EQ(all[i].uploads, 0) << i;
        EXPECT_EQ(all[i].synchronisations, 1) << i;
        EXPECT_EQ(all[i].allocations, 0) << i;
    }
    const auto there = loop();
    for (int i = 0; i < 40; ++i) expect_near(there[static_cast<std::size_t>(i)], xt::tanh(tf::dot(w, tf::view(x, i)) + bias));
}

TEST_F(Cuda, ResultsThatAreKeptMakeNoGraphWrong)
{
    const A w(numbers({5, 7}, 1)), x(numbers({40, 7}, 2));
    std::vector<std::vector<A>> kept;
    for (int run = 0; run < 6; ++run) {
        std::vector<A> r;
        for (int i = 0; i < 40; ++i) r.push_back(tf::dot(w, tf::view(x, i)) + 1.0);
        tf::eval(gpu(), r);
        kept.push_back(std::move(r));
        if (run % 2) kept.erase(kept.begin());
    }
    for (const auto& r : kept)
        for (int i = 0; i < 40; ++i) expect_same(r[static_cast<std::size_t>(i)], A(tf::dot(w, tf::view(x, i)) + 1.0));
}

TEST_F(Cuda, WhatIsReadMayChangeBetweenRuns)
{
    xt::xarray<double> mine = numbers({40, 7}, 2);
    const A w(numbers({5, 7}, 1));
    for (int run = 0; run < 5; ++run) {
        mine += 1.0;
        std::vector<A> r;
        for (int i = 0; i < 40; ++i) r.push_back(tf::dot(w, tf::view(tf::borrow(mine), i)));
        tf::eval(gpu(), r);
        const A now(mine);
        for (int i = 0; i < 40; ++i) expect_same(r[static_cast<std::size_t>(i)], A(tf::dot(w, tf::view(now, i))));
    }
}

TEST_F(Cuda, ARecurrenceAgainIsOneGraph)
{
    const A w(numbers({5, 5}, 1)), x(numbers({30, 5}, 2)), first(numbers({5}, 3));
    const auto loop = [&] {
        A h = first;
        for (int i = 0; i < 30; ++i) h = xt::tanh(tf::dot(w, h) + tf::view(x, i));
        tf::eval(gpu(), h);
        return h;
    };
    const auto all = runs(6, loop);
    EXPECT_GE(all[0].launches + all[0].products, 30);
    EXPECT_EQ(all[5].graphs, 1);
    EXPECT_EQ(all[5].launches + all[5].products, 0);
}
