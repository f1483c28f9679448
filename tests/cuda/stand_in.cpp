// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The stand-in finds what it is there to find: every kind of mistake that a module could make is planted here once.
#include "cuda/support.hpp"

#include <cublas_v2.h>
#include <cuda_runtime_api.h>

namespace {

constexpr std::size_t few = 64;

class StandIn : public testing::Test {
protected:
    StandIn()
    {
        fake_cuda::faults();
        cudaStreamCreateWithFlags(&s, cudaStreamNonBlocking);
        cudaStreamCreateWithFlags(&other, cudaStreamNonBlocking);
        cublasCreate(&h);
        cublasSetStream(h, s);
        for (double*& p : {std::ref(a), std::ref(b), std::ref(c)}) p = take();
    }
    ~StandIn() override
    {
        cublasDestroy(h);
        for (cudaStream_t x : {s, other}) cudaStreamDestroy(x);
        for (double* p : {a, b, c}) cudaFree(p);
        fake_cuda::faults();
    }
    static double* take()
    {
        void* p = nullptr;
        cudaMalloc(&p, few * sizeof(double));
        return static_cast<double*>(p);
    }
    cublasStatus_t gemm(std::int64_t m, std::int64_t n, std::int64_t k, const double* x, std::int64_t ld, double* to)
    {
        const double one = 1, zero = 0;
        return cublasDgemm_64(h, CUBLAS_OP_N, CUBLAS_OP_N, m, n, k, &one, x, ld, b, k, &zero, to, m);
    }
    void run() { cudaStreamSynchronize(s); }

    cudaStream_t s = nullptr, other = nullptr;
    cublasHandle_t h = nullptr;
    double *a = nullptr, *b = nullptr, *c = nullptr;
};

TEST_F(StandIn, AWrongLeadingDimension) { EXPECT_EQ(gemm(8, 4, 4, a, 7, c), CUBLAS_STATUS_INVALID_VALUE); }

TEST_F(StandIn, AWindowPastTheEnd)
{
    gemm(8, 4, 4, a + 33, 8, c);
    run();
    EXPECT_NE(fake_cuda::faults().find("outside"), std::string::npos);
}

TEST_F(StandIn, AnAllocationThatIsTooShort)
{
    gemm(9, 8, 4, a, 9, c);
    run();
    EXPECT_NE(fake_cuda::faults().find("outside"), std::string::npos);
}

TEST_F(StandIn, ResultsThatOverlap)
{
    const double one = 1, zero = 0;
    cublasDgemmStridedBatched_64(h, CUBLAS_OP_N, CUBLAS_OP_N, 4, 2, 2, &one, a, 4, 8, b, 2, 4, &zero, c, 4, 4, 3);
    EXPECT_NE(fake_cuda::faults().find("overlap"), std::string::npos);
}

TEST_F(StandIn, MemoryOfTheHostAsAnOperand)
{
    double host[few] = {};
    gemm(4, 4, 4, host, 4, c);
    run();
    EXPECT_NE(fake_cuda::faults().find("outside"), std::string::npos);
}

TEST_F(StandIn, ACopyOfTheWrongKind)
{
    double host[few] = {};
    EXPECT_NE(cudaMemcpyAsync(a, host, sizeof host, cudaMemcpyDeviceToHost, s), cudaSuccess);
    EXPECT_NE(fake_cuda::faults(), "");
    cudaGetLastError();
}

TEST_F(StandIn, TheDefaultStream)
{
    double host[few] = {};
    cudaMemcpyAsync(a, b, sizeof host, cudaMemcpyDeviceToDevice, nullptr);
    EXPECT_NE(fake_cuda::faults().find("default stream"), std::string::npos);
}

TEST_F(StandIn, AnotherStreamWithoutAnEvent)
{
    double host[few] = {};
    cudaMemcpyAsync(a, host, sizeof host, cudaMemcpyHostToDevice, other);
    gemm(4, 4, 4, a, 4, c);
    EXPECT_NE(fake_cuda::faults().find("nothing orders them"), std::string::npos);
}

TEST_F(StandIn, AnEventThatIsWaitedForOrdersThem)
{
    double host[few] = {};
    cudaEvent_t e;
    cudaEventCreateWithFlags(&e, cudaEventDisableTiming);
    cudaMemcpyAsync(a, host, sizeof host, cudaMemcpyHostToDevice, other);
    cudaMemcpyAsync(b, host, sizeof host, cudaMemcpyHostToDevice, s);
    cudaEventRecord(e, other);
    cudaStreamWaitEvent(s, e, 0);
    gemm(4, 4, 4, a, 4, c);
    cudaEventRecord(e, s);
    cudaEventSynchronize(e);
    cudaMemcpyAsync(host, c, 16 * sizeof(double), cudaMemcpyDeviceToHost, other);   // the host has waited
    EXPECT_EQ(fake_cuda::faults(), "");
    EXPECT_EQ(host[5], 0);
    cudaEventDestroy(e);
}

TEST_F(StandIn, AnEventOfTheWrongMoment)
{
    double host[few] = {};
    cudaEvent_t e;
    cudaEventCreateWithFlags(&e, cudaEventDisableTiming);
    cudaEventRecord(e, other);
    cudaMemcpyAsync(a, host, sizeof host, cudaMemcpyHostToDevice, other);
    cudaStreamWaitEvent(s, e, 0);
    gemm(4, 4, 4, a, 4, c);
    EXPECT_NE(fake_cuda::faults().find("nothing orders them"), std::string::npos);
    cudaEventDestroy(e);
}

TEST_F(StandIn, FreshMemoryHoldsNoNumbers)
{
    double host[few] = {};
    cudaMemcpyAsync(host, a, sizeof host, cudaMemcpyDeviceToHost, s);
    EXPECT_TRUE(std::isnan(host[7]));
}

TEST_F(StandIn, NothingRunsBeforeSomebodyWaits)
{
    void* pinned = nullptr;
    cudaHostAlloc(&pinned, few * sizeof(double), cudaHostAllocDefault);
    double* const host = static_cast<double*>(pinned);
    host[0] = 1;
    cudaMemcpyAsync(a, host, few * sizeof(double), cudaMemcpyHostToDevice, s);
    host[0] = 2;   // too early: the copy reads it late
    double seen = 0;
    cudaMemcpyAsync(&seen, a, sizeof seen, cudaMemcpyDeviceToHost, s);
    EXPECT_EQ(seen, 2);
    cudaFreeHost(pinned);
}

TEST_F(StandIn, AGraphThatTakesMemoryOfTheHostWithIt)
{
    double host[few] = {};
    cudaStreamBeginCapture(s, cudaStreamCaptureModeRelaxed);
    cudaMemcpyAsync(a, host, sizeof host, cudaMemcpyHostToDevice, s);
    EXPECT_NE(fake_cuda::faults().find("recorded"), std::string::npos);
    gemm(4, 4, 4, a, 4, c);
    EXPECT_NE(fake_cuda::faults().find("workspace"), std::string::npos);
    cudaGraph_t g = nullptr;
    cudaStreamEndCapture(s, &g);
    cudaGraphDestroy(g);
}

TEST_F(StandIn, MemoryThatIsFreedTwice)
{
    double* const p = take();
    EXPECT_EQ(cudaFree(p), cudaSuccess);
    EXPECT_NE(cudaFree(p), cudaSuccess);
    cudaGetLastError();
}

using StandInDeathTest = StandIn;

TEST_F(StandInDeathTest, TheHostReadsMemoryOfTheDevice)
{
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    EXPECT_DEATH(
        {
            volatile double x = *a;
            (void)x;
        },
        "");
}

}  // namespace
