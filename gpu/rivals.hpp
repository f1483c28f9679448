// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Lists of products by cuBLAS as people call it by hand, on operands that lie on the device.
#pragma once

#include <cublas_v2.h>
#include <cuda_runtime_api.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace rivals {

inline void check(cudaError_t e)
{
    if (e != cudaSuccess) throw std::runtime_error(cudaGetErrorName(e));
}
inline void check(cublasStatus_t s)
{
    if (s != CUBLAS_STATUS_SUCCESS) throw std::runtime_error(cublasGetStatusName(s));
}

/// Memory of the device.
class buffer {
public:
    explicit buffer(std::size_t bytes) { check(cudaMalloc(&at_, bytes)); }
    ~buffer() { cudaFree(at_); }
    buffer(const buffer&) = delete;
    buffer& operator=(const buffer&) = delete;
    template <class T = double> T* get() const { return static_cast<T*>(at_); }

private:
    void* at_ = nullptr;
};

/// c = a b, all row-major: c^T = b^T a^T to cuBLAS.
struct product {
    std::int64_t m, n, k;
    const double* a;
    const double* b;
    double* c;
    std::int64_t ldb;          // of a row of b
};

class list {
public:
    list(std::vector<product> all, cudaStream_t s) : all_(std::move(all)), stream_(s)
    {
        check(cublasCreate(&one_));
        set_stream(s);
        for (cudaStream_t& x : streams_) check(cudaStreamCreateWithFlags(&x, cudaStreamNonBlocking));
        check(cudaEventCreateWithFlags(&begin_, cudaEventDisableTiming));
        check(cudaEventCreateWithFlags(&end_, cudaEventDisableTiming));
        for (const product& p : all_) {
            a_.push_back(p.a);
            b_.push_back(p.b);
            c_.push_back(p.c);
            rows_.push_back(p.n);
            columns_.push_back(p.m);
            depth_.push_back(p.k);
            ldb_.push_back(p.ldb);
        }
    }
    ~list()
    {
        cublasDestroy(one_);
        for (cudaStream_t x : streams_) cudaStreamDestroy(x);
        cudaEventDestroy(begin_);
        cudaEventDestroy(end_);
    }
    list(const list&) = delete;
    list& operator=(const list&) = delete;

    void loop() const
    {
        for (const product& p : all_) gemm(p);
    }
    /// On 16 streams.
    void streams() const
    {
        check(cudaEventRecord(begin_, stream_));
        for (cudaStream_t x : streams_) check(cudaStreamWaitEvent(x, begin_, 0));
        for (std::size_t i = 0; i < all_.size(); ++i) {
            check(cublasSetStream(one_, streams_[i % 16]));
            gemm(all_[i]);
        }
        for (cudaStream_t x : streams_) {
            check(cudaEventRecord(end_, x));
            check(cudaStreamWaitEvent(stream_, end_, 0));
        }
        set_stream(stream_);
    }
    /// All of one shape and so many elements apart.
    void strided(std::int64_t apart_a, std::int64_t apart_b, std::int64_t apart_c) const
    {
        const product& p = all_[0];
        check(cublasDgemmStridedBatched_64(one_, CUBLAS_OP_N, CUBLAS_OP_N, p.n, p.m, p.k, &plus_, p.b, p.ldb, apart_b, p.a, p.k, apart_a,
                                           &zero_, p.c, p.n, apart_c, size()));
    }
    /// All of one shape; the addresses go to the device first, or are there.
    void pointers(const buffer& room, bool upload) const
    {
        const std::size_t n = all_.size();
        auto* const at = room.get<const double*>();
        if (upload) send(room);
        const product& p = all_[0];
        check(cublasDgemmBatched_64(one_, CUBLAS_OP_N, CUBLAS_OP_N, p.n, p.m, p.k, &plus_, at + n, p.ldb, at, p.k, &zero_,
                                    const_cast<double**>(at + 2 * n), p.n, size()));
    }
    void grouped(const buffer& room, bool upload) const
    {
        const std::size_t n = all_.size();
        auto* const at = room.get<const double*>();
        if (upload) send(room);
        check(cublasDgemmGroupedBatched_64(one_, op_.data(), op_.data(), rows_.data(), columns_.data(), depth_.data(), ones_.data(), at + n,
                                           ldb_.data(), at, depth_.data(), zeros_.data(), const_cast<double**>(at + 2 * n), rows_.data(), size(),
                                           each_.data()));
    }
    std::int64_t size() const { return static_cast<std::int64_t>(all_.size()); }
    std::size_t pointer_bytes() const { return 3 * all_.size() * sizeof(double*); }

private:
    /// With its workspace, which a graph takes with it.
    void set_stream(cudaStream_t s) const
    {
        check(cublasSetStream(one_, s));
        check(cublasSetWorkspace(one_, workspace_.get(), workspace_bytes));
    }
    void gemm(const product& p) const
    {
        check(cublasDgemm_64(one_, CUBLAS_OP_N, CUBLAS_OP_N, p.n, p.m, p.k, &plus_, p.b, p.ldb, p.a, p.k, &zero_, p.c, p.n));
    }
    void send(const buffer& room) const
    {
        const std::size_t n = all_.size();
        auto* const at = room.get<const double*>();
        check(cudaMemcpyAsync(at, a_.data(), n * sizeof(double*), cudaMemcpyHostToDevice, stream_));
        check(cudaMemcpyAsync(at + n, b_.data(), n * sizeof(double*), cudaMemcpyHostToDevice, stream_));
        check(cudaMemcpyAsync(at + 2 * n, c_.data(), n * sizeof(double*), cudaMemcpyHostToDevice, stream_));
    }

    static constexpr std::size_t workspace_bytes = 32 << 20;

    const std::vector<product> all_;
    const cudaStream_t stream_;
    const buffer workspace_{workspace_bytes};
    cublasHandle_t one_ = nullptr;
    cudaStream_t streams_[16] = {};
    cudaEvent_t begin_ = nullptr, end_ = nullptr;
    std::vector<const double*> a_, b_;
    std::vector<double*> c_;
    std::vector<std::int64_t> rows_, columns_, depth_, ldb_;
    const std::vector<cublasOperation_t> op_ = std::vector<cublasOperation_t>(all_.size(), CUBLAS_OP_N);
    const std::vector<double> ones_ = std::vector<double>(all_.size(), 1), zeros_ = std::vector<double>(all_.size(), 0);
    const std::vector<std::int64_t> each_ = std::vector<std::int64_t>(all_.size(), 1);
    const double plus_ = 1, zero_ = 0;
};

/// Records what f puts on a stream once, and launches it from then on.
class graph {
public:
    template <class F> graph(cudaStream_t s, const F& f) : stream_(s)
    {
        cudaGraph_t g = nullptr;
        check(cudaStreamBeginCapture(s, cudaStreamCaptureModeRelaxed));
        f();
        check(cudaStreamEndCapture(s, &g));
        check(cudaGraphInstantiate(&graph_, g, 0));
        cudaGraphDestroy(g);
    }
    ~graph() { cudaGraphExecDestroy(graph_); }
    graph(const graph&) = delete;
    graph& operator=(const graph&) = delete;
    void launch() const { check(cudaGraphLaunch(graph_, stream_)); }

private:
    cudaStream_t stream_;
    cudaGraphExec_t graph_ = nullptr;
};

}  // namespace rivals
