// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cuda/blas.hpp"

#include "backend/cuda/call.hpp"

#include <utility>

namespace tenfold::backend::on_cuda {

namespace {

void check(cublasStatus_t s, const char* doing)
{
    if (s == CUBLAS_STATUS_ALLOC_FAILED) throw memory_error(std::string("[cuda] ") + doing + ": cuBLAS finds no memory");
    if (s != CUBLAS_STATUS_SUCCESS) throw device_error(std::string("[cuda] ") + doing + ": " + cublasGetStatusName(s));
}

cublasOperation_t op_of(char c) { return c == 'N' ? CUBLAS_OP_N : c == 'T' ? CUBLAS_OP_T : CUBLAS_OP_C; }

template <class T> struct calls;
template <> struct calls<float> {
    static constexpr auto one = &cublasSgemm_64;
    static constexpr auto strided = &cublasSgemmStridedBatched_64;
    static constexpr auto listed = &cublasSgemmBatched_64;
};
template <> struct calls<double> {
    static constexpr auto one = &cublasDgemm_64;
    static constexpr auto strided = &cublasDgemmStridedBatched_64;
    static constexpr auto listed = &cublasDgemmBatched_64;
};
template <> struct calls<cuComplex> {
    static constexpr auto one = &cublasCgemm_64;
    static constexpr auto strided = &cublasCgemmStridedBatched_64;
    static constexpr auto listed = &cublasCgemmBatched_64;
};
template <> struct calls<cuDoubleComplex> {
    static constexpr auto one = &cublasZgemm_64;
    static constexpr auto strided = &cublasZgemmStridedBatched_64;
    static constexpr auto listed = &cublasZgemmBatched_64;
};

template <class T> T number(double x)
{
    if constexpr (std::is_floating_point_v<T>) return static_cast<T>(x);
    else return {static_cast<decltype(T::x)>(x), 0};
}

/// Calls f(T{}) with the type of cuBLAS.
template <class F> void visit(element e, const F& f)
{
    switch (e) {
    case element::float32: return f(float{});
    case element::float64: return f(double{});
    case element::complex64: return f(cuComplex{});
    case element::complex128: return f(cuDoubleComplex{});
    default: throw error("[cuda] cuBLAS has no products of integers");
    }
}

}  // namespace

blas::blas(cudaStream_t s, std::shared_ptr<std::byte> workspace) : workspace_(std::move(workspace))
{
    check(cublasCreate(&handle_), "cublasCreate");
    check(cublasSetStream(handle_, s), "cublasSetStream");
    // After the stream, or it would take its own: graphs that were recorded with this one stay valid.
    check(cublasSetWorkspace(handle_, workspace_.get(), workspace_bytes), "cublasSetWorkspace");
    // The default mode takes no TF32 for floats; doubles may go to tensor cores, which round as others do.
    check(cublasSetMathMode(handle_, CUBLAS_DEFAULT_MATH), "cublasSetMathMode");
}

blas::~blas()
{
    if (handle_) cublasDestroy(handle_);
}

bool blas::knows(element e) { return e >= element::float32; }

void blas::one(const gemm_call& g, element e, const void* a, const void* b, void* c, bool accumulate) const
{
    if (counts()) return;
    if (g.swapped) std::swap(a, b);
    visit(e, [&](auto zero) {
        using T = decltype(zero);
        const T alpha = number<T>(1), beta = number<T>(accumulate ? 1 : 0);
        check(calls<T>::one(handle_, op_of(g.op_a), op_of(g.op_b), g.m, g.n, g.k, &alpha, static_cast<const T*>(a), g.lda,
                            static_cast<const T*>(b), g.ldb, &beta, static_cast<T*>(c), g.ldc),
              "gemm");
    });
}

void blas::strided(const gemm_call& g, element e, const void* a, const void* b, void* c, const index_t (&apart)[3], index_t count,
                   bool accumulate) const
{
    if (counts()) return;
    index_t apart_a = apart[0], apart_b = apart[1];
    if (g.swapped) {
        std::swap(a, b);
        std::swap(apart_a, apart_b);
    }
    visit(e, [&](auto zero) {
        using T = decltype(zero);
        const T alpha = number<T>(1), beta = number<T>(accumulate ? 1 : 0);
        check(calls<T>::strided(handle_, op_of(g.op_a), op_of(g.op_b), g.m, g.n, g.k, &alpha, static_cast<const T*>(a), g.lda, apart_a,
                                static_cast<const T*>(b), g.ldb, apart_b, &beta, static_cast<T*>(c), g.ldc, apart[2], count),
              "a batch of gemm");
    });
}

void blas::listed(const gemm_call& g, element e, const std::byte* const* a, const std::byte* const* b, std::byte* const* c, index_t count,
                  bool accumulate) const
{
    if (counts()) return;
    if (g.swapped) std::swap(a, b);
    visit(e, [&](auto zero) {
        using T = decltype(zero);
        const T alpha = number<T>(1), beta = number<T>(accumulate ? 1 : 0);
        check(calls<T>::listed(handle_, op_of(g.op_a), op_of(g.op_b), g.m, g.n, g.k, &alpha, reinterpret_cast<const T* const*>(a), g.lda,
                               reinterpret_cast<const T* const*>(b), g.ldb, &beta, reinterpret_cast<T* const*>(c), g.ldc, count),
              "a list of gemm");
    });
}

}  // namespace tenfold::backend::on_cuda
