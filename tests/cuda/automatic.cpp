// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// auto_device(): each evaluation where it should be done sooner. The rates of the GPU are those that are assumed.
#include "cuda/support.hpp"

#include <cuda_runtime_api.h>

using namespace cuda_support;

namespace {

struct Automatic : Cuda {
    Automatic()
    {
        on.device = tf::auto_device();
        on.threads = 1;   // the same choices on every machine
    }
    std::string device_of(const auto& x) const { return tf::explain(on, x).device; }

    tf::options on;
};

std::vector<A> windows(const A& a, const A& b)
{
    std::vector<A> r;
    for (int i = 0; i + 300 <= 2000; i += 10) r.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 300))));
    return r;
}

bool uses_gpu()
{
    const fake_cuda::counts c = fake_cuda::counted();
    return c.launches + c.products + c.graphs + c.uploads > 0;
}

TEST_F(Automatic, ALargeLoopGoesToTheGpu)
{
    const A a(numbers({300, 300}, 1)), b(numbers({300, 2000}, 2));
    const std::vector<A> there = windows(a, b), here = windows(a, b);
    const std::string device = device_of(there);
    EXPECT_EQ(device.find("cuda:0 (auto: the GPU "), 0u) << device;
    EXPECT_NE(device.find("; the processors "), std::string::npos) << device;
    fake_cuda::reset_counts();
    tf::eval(on, there);
    EXPECT_EQ(fake_cuda::counted().products, 1);
    tf::eval(tf::cpu(), here);
    for (std::size_t i = 0; i < there.size(); i += 10) expect_same(there[i], here[i]);
}

TEST_F(Automatic, SmallWorkStaysWithTheProcessors)
{
    const A a(numbers({3, 3}, 1)), b(numbers({64, 64}, 2));
    const A tiny = tf::dot(a, a), small = tf::dot(b, b);
    EXPECT_NE(device_of(tiny).find("cpu (auto: "), std::string::npos) << device_of(tiny);
    EXPECT_NE(device_of(tiny).find("less than one call of the GPU"), std::string::npos) << device_of(tiny);
    EXPECT_EQ(device_of(small).find("cpu (auto: the GPU "), 0u) << device_of(small);
    fake_cuda::reset_counts();
    tf::eval(on, tiny, small);
    EXPECT_FALSE(uses_gpu());
    const xt::xarray<double> x = numbers({3, 3}, 1);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) EXPECT_EQ(tiny(i, j), x(i, 0) * x(0, j) + x(i, 1) * x(1, j) + x(i, 2) * x(2, j));
}

TEST_F(Automatic, WhatLiesThereDecides)
{
    const A a(numbers({100, 100}, 1)), b(numbers({100, 100}, 2));
    const A away = tf::dot(a, b), home = tf::copy(a);
    tf::eval(gpu(), away);
    tf::eval(tf::cpu(), home);
    EXPECT_EQ(device_of(A(tf::sum(home))).find("cpu"), 0u) << device_of(A(tf::sum(home)));
    EXPECT_EQ(device_of(A(tf::sum(away))).find("cuda:0"), 0u) << device_of(A(tf::sum(away)));
    const A both = tf::sum(away);
    tf::eval(on, both);
    const A product = tf::dot(a, b);
    tf::eval(tf::cpu(), product);
    EXPECT_EQ(both(), tf::sum(product)());
}

/// By default, for readers and jobs.
TEST_F(Automatic, ByDefault)
{
    const tf::device was = tf::default_device();
    tf::set_default_device(tf::auto_device());
    EXPECT_EQ(tf::default_device().name(), "auto");
    const A a(numbers({300, 300}, 1)), b(numbers({300, 2000}, 2)), small(numbers({4, 4}, 3));
    fake_cuda::reset_counts();
    const A product = tf::dot(small, small);
    EXPECT_EQ(product(0, 0), tf::sum(tf::view(small, 0) * tf::view(tf::transpose(small), 0))());
    EXPECT_FALSE(uses_gpu());
    std::vector<A> by_job = windows(a, b);
    tf::job job = tf::submit(on, by_job);
    EXPECT_NE(job.event(), nullptr);
    job.wait();
    EXPECT_EQ(fake_cuda::counted().products, 1);
    tf::options streamed = on;
    cudaStream_t s = nullptr;
    ASSERT_EQ(cudaStreamCreateWithFlags(&s, cudaStreamNonBlocking), cudaSuccess);
    streamed.stream = s;
    const A by_stream = tf::dot(small, small);
    fake_cuda::reset_counts();
    tf::eval(streamed, by_stream);   // only the GPU has streams
    EXPECT_EQ(fake_cuda::counted().launches, 1);
    expect_same(by_stream, product);
    cudaStreamDestroy(s);
    tf::set_default_device(was);
    const std::vector<A> here = windows(a, b);
    tf::eval(tf::cpu(), here);
    expect_same(by_job[7], here[7]);
}

TEST_F(Automatic, WhatDoesNotFitIntoTheGpuRunsOnTheProcessors)
{
    const A a(numbers({300, 300}, 1)), b(numbers({300, 2000}, 2));
    const std::vector<A> r = windows(a, b), here = windows(a, b);
    fake_cuda::set_memory(std::size_t{33} << 20);   // of which cuBLAS has 32
    tf::eval(on, r);
    tf::submit(on, windows(a, b)).wait();
    fake_cuda::set_memory(std::size_t{8} << 30);
    EXPECT_EQ(fake_cuda::counted().products, 0);
    tf::eval(tf::cpu(), here);
    expect_same(r[3], here[3]);
}

}  // namespace
