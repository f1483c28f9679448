// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Programs that use the GPU themselves: streams, events, memory of either side, DLPack.
#include "cuda/support.hpp"

#include <cuda_runtime_api.h>
#include <dlpack/dlpack.h>

using namespace cuda_support;

namespace {

struct stream {
    cudaStream_t at = nullptr;
    stream() { cudaStreamCreateWithFlags(&at, cudaStreamNonBlocking); }
    ~stream() { cudaStreamDestroy(at); }
    void wait() const { cudaStreamSynchronize(at); }
};

/// Memory of the device that the test fills on its stream.
struct device_memory {
    double* at = nullptr;
    explicit device_memory(std::size_t n)
    {
        void* p = nullptr;
        cudaMalloc(&p, n * sizeof(double));
        at = static_cast<double*>(p);
    }
    ~device_memory() { cudaFree(at); }
};

tf::options on_stream(const stream& s)
{
    tf::options o;
    o.device = gpu();
    o.stream = s.at;
    return o;
}

}  // namespace

TEST_F(Cuda, ValuesAreSeenWhereTheyLie)
{
    const A a(numbers({6, 4}, 1)), b(numbers({4, 5}, 2)), c = tf::dot(a, b) + 1.0;
    stream mine;
    const device_memory copy(30);
    {
        const tf::device_view<double> v = c.device_data(mine.at);
        EXPECT_EQ(v.shape, (std::vector<std::ptrdiff_t>{6, 5}));
        EXPECT_EQ(v.strides, (std::vector<std::ptrdiff_t>{5, 1}));
        EXPECT_EQ(v.where, gpu());
        EXPECT_NE(v.event, nullptr);
        cudaMemcpyAsync(copy.at, v.data, 30 * sizeof(double), cudaMemcpyDeviceToDevice, mine.at);
    }
    double seen[30];
    cudaMemcpyAsync(seen, copy.at, sizeof seen, cudaMemcpyDeviceToHost, mine.at);
    std::size_t i = 0;
    for (double x : A(tf::dot(a, b) + 1.0)) EXPECT_EQ(seen[i++], x);
}

TEST_F(Cuda, MemoryOfTheCallerIsReadWhereItLies)
{
    stream mine;
    const xt::xarray<double> x = numbers({7, 5}, 1);
    device_memory there(35);
    cudaMemcpyAsync(there.at, x.data(), 35 * sizeof(double), cudaMemcpyHostToDevice, mine.at);
    bool released = false;
    {
        std::shared_ptr<const void> owner(there.at, [&](const void*) { released = true; });
        const A rows = tf::borrow_device(there.at, {7, 5}, {}, owner, mine.at), columns = tf::borrow_device(there.at, {5, 7}, {1, 5}, owner);
        owner = nullptr;
        fake_cuda::reset_counts();
        const A product = tf::dot(rows, columns);
        tf::eval(gpu(), product);
        EXPECT_EQ(fake_cuda::counted().uploads, 0);
        expect_same(product, tf::dot(A(x), tf::transpose(A(x))));
        EXPECT_EQ(rows(3, 2), x(3, 2));   // brought home
        expect_same(A(tf::view(rows, 2)), A(tf::view(A(x), 2)));
        EXPECT_FALSE(released);
    }
    const A later = tf::dot(A(x), tf::transpose(A(x)));
    tf::eval(gpu(), later);   // what was recorded before goes now
    EXPECT_TRUE(released);
}

TEST_F(Cuda, WorkGoesInTheOrderOfTheCallersStream)
{
    stream mine;
    const xt::xarray<double> x = numbers({20, 20}, 1);
    const device_memory there(400);
    cudaMemcpyAsync(there.at, x.data(), 400 * sizeof(double), cudaMemcpyHostToDevice, mine.at);
    const A b = tf::borrow_device(there.at, {20, 20}), product = tf::dot(b, b), again = tf::dot(b, b) * 2.0;
    fake_cuda::reset_counts();
    tf::eval(on_stream(mine), product);
    EXPECT_EQ(fake_cuda::counted().synchronisations, 0);
    tf::job job = tf::submit(on_stream(mine), again);
    EXPECT_EQ(fake_cuda::counted().synchronisations, 0);
    EXPECT_FALSE(job.ready());
    EXPECT_NE(job.event(), nullptr);
    job.wait();
    EXPECT_TRUE(job.ready());
    expect_same(product, tf::dot(A(x), A(x)));
    expect_same(again, A(tf::dot(A(x), A(x)) * 2.0));
}

TEST_F(Cuda, AJobsEventIsForOtherStreams)
{
    const A a(numbers({30, 30}, 1)), c = tf::dot(a, a);
    tf::job job = tf::submit(gpu(), c);
    stream mine;
    EXPECT_EQ(cudaStreamWaitEvent(mine.at, static_cast<cudaEvent_t>(job.event()), 0), cudaSuccess);
    mine.wait();
    job.wait();
    expect_same(c, tf::dot(a, a));
    const A d = tf::dot(a, a);
    tf::job here = tf::submit(tf::cpu(), d);
    EXPECT_THROW(here.event(), tf::device_error);
    EXPECT_THROW(tf::job().event(), tf::device_error);
}

TEST_F(Cuda, WhatIsNoStreamAndNoMemoryIsRefused)
{
    const A a(numbers({3, 3}, 1)), c = tf::dot(a, a);
    tf::options o;
    o.device = gpu();
    o.stream = nullptr;
    EXPECT_THROW(tf::eval(o, c), tf::device_error);
    int no_stream = 0;
    o.stream = &no_stream;
    EXPECT_THROW(tf::eval(o, c), tf::device_error);
    EXPECT_THROW(tf::submit(o, c).wait(), tf::device_error);
    o.device = tf::cpu();
    EXPECT_THROW(tf::eval(o, c), tf::device_error);
    EXPECT_THROW(c.device_data(nullptr), tf::device_error);
    double host[9];
    EXPECT_THROW(tf::borrow_device(host, {3, 3}), tf::device_error);
    const double* const none = nullptr;
    EXPECT_THROW(tf::borrow_device(none, {3, 3}), tf::device_error);
    EXPECT_EQ(tf::borrow_device(none, {0, 3}).size(), 0u);
    const device_memory there(9);
    EXPECT_THROW(tf::borrow_device(there.at, {3, 3}, {1}), tf::shape_error);
    EXPECT_THROW(tf::borrow_device(reinterpret_cast<std::complex<double>*>(there.at + 1), {3}), tf::device_error);
    EXPECT_THROW(tf::borrow_device(there.at, {3, -3}), tf::shape_error);
    EXPECT_THROW(tf::borrow_device(there.at, {3, 3}, {}, nullptr, {}, tf::cpu()), tf::device_error);
    expect_same(c, tf::dot(a, a));
}

TEST_F(Cuda, TensorsOfOtherLibraries)
{
    const A a(numbers({4, 6}, 1)), b = tf::transpose(a) * 2.0;
    for (const tf::device& on : {gpu(), tf::cpu()}) {
        DLManagedTensor* const t = tf::to_dlpack(b, on);
        EXPECT_EQ(t->dl_tensor.device.device_type, on == gpu() ? kDLCUDA : kDLCPU);
        EXPECT_THROW(tf::from_dlpack<float>(t), tf::error);
        const A back = tf::from_dlpack<double>(t);
        expect_same(back, b);
        expect_same(A(tf::dot(a, back)), A(tf::dot(a, b)));
    }
}
