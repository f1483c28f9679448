// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// cuBLAS by plain loops, with the rules for its arguments: leading dimensions, memory of the device, results that do not
// overlap, arrays of addresses that lie on the device.
#include "fake.hpp"

#include <cublas_v2.h>

#include <algorithm>
#include <complex>
#include <vector>

using namespace fake_cuda;

struct cublasContext {
    cudaStream_t stream = nullptr;
    bool workspace = false;
};

namespace {

template <class T> struct plain { using type = T; };
template <> struct plain<cuComplex> { using type = std::complex<float>; };
template <> struct plain<cuDoubleComplex> { using type = std::complex<double>; };

struct shape {
    cublasOperation_t op_a, op_b;
    std::int64_t m, n, k, lda, ldb, ldc;

    std::int64_t rows_a() const { return op_a == CUBLAS_OP_N ? m : k; }
    std::int64_t columns_a() const { return op_a == CUBLAS_OP_N ? k : m; }
    std::int64_t rows_b() const { return op_b == CUBLAS_OP_N ? k : n; }
    std::int64_t columns_b() const { return op_b == CUBLAS_OP_N ? n : k; }
    static std::size_t reach(std::int64_t rows, std::int64_t columns, std::int64_t ld)
    {
        return rows > 0 && columns > 0 ? static_cast<std::size_t>((columns - 1) * ld + rows) : 0;
    }
    bool is_valid() const
    {
        return m >= 0 && n >= 0 && k >= 0 && lda >= std::max<std::int64_t>(1, rows_a()) && ldb >= std::max<std::int64_t>(1, rows_b())
            && ldc >= std::max<std::int64_t>(1, m);
    }
};

template <class T> T turned(T x, cublasOperation_t op)
{
    if constexpr (requires { x.imag(); }) return op == CUBLAS_OP_C ? std::conj(x) : x;
    else return x;
}

/// While the device works.
template <class T> void multiply(const shape& s, T alpha, const T* a, const T* b, T beta, T* c)
{
    const bool inside = is_device_memory(a, shape::reach(s.rows_a(), s.columns_a(), s.lda) * sizeof(T))
                     && is_device_memory(b, shape::reach(s.rows_b(), s.columns_b(), s.ldb) * sizeof(T))
                     && is_device_memory(c, shape::reach(s.m, s.n, s.ldc) * sizeof(T));
    if (!inside) return fault("a product reads or writes outside the memory of the device");
    for (std::int64_t j = 0; j < s.n; ++j)
        for (std::int64_t i = 0; i < s.m; ++i) {
            T sum{};
            for (std::int64_t l = 0; l < s.k; ++l) {
                const T x = s.op_a == CUBLAS_OP_N ? a[i + l * s.lda] : turned(a[l + i * s.lda], s.op_a);
                const T y = s.op_b == CUBLAS_OP_N ? b[l + j * s.ldb] : turned(b[j + l * s.ldb], s.op_b);
                sum += x * y;
            }
            T& to = c[i + j * s.ldc];
            to = beta == T{} ? alpha * sum : alpha * sum + beta * to;   // what is not read may be anything
        }
}

template <class V> typename plain<V>::type number(const V* x) { return *reinterpret_cast<const typename plain<V>::type*>(x); }
template <class V> auto pointer(const V* x) { return reinterpret_cast<const typename plain<V>::type*>(x); }
template <class V> auto pointer(V* x) { return reinterpret_cast<typename plain<V>::type*>(x); }

/// Results and operands of some products.
template <class T>
std::vector<region> uses_of(const shape& s, const T* a, std::int64_t apart_a, const T* b, std::int64_t apart_b, const T* c, std::int64_t apart_c, std::int64_t n)
{
    const auto part = [&](const T* p, std::int64_t apart, std::size_t one, bool writes) {
        const std::int64_t last = apart * std::max<std::int64_t>(n - 1, 0);
        return region{reinterpret_cast<const std::byte*>(p + std::min<std::int64_t>(last, 0)), (one + static_cast<std::size_t>(std::abs(last))) * sizeof(T), writes};
    };
    return {part(a, apart_a, shape::reach(s.rows_a(), s.columns_a(), s.lda), false), part(b, apart_b, shape::reach(s.rows_b(), s.columns_b(), s.ldb), false),
            part(c, apart_c, shape::reach(s.m, s.n, s.ldc), true)};
}

/// Every call of a product.
void begin(cublasHandle_t h)
{
    if (is_recording(h->stream) && !h->workspace) fault("a product is recorded without a workspace of its own");
    count(h->stream, &counts::products);
}

template <class V>
cublasStatus_t one(cublasHandle_t h, const shape& s, const V* alpha, const V* a, const V* b, const V* beta, V* c)
{
    if (!s.is_valid()) return CUBLAS_STATUS_INVALID_VALUE;
    begin(h);
    enqueue(h->stream, uses_of(s, a, 0, b, 0, c, 0, 1), [=, x = number(alpha), y = number(beta)] { multiply(s, x, pointer(a), pointer(b), y, pointer(c)); });
    return CUBLAS_STATUS_SUCCESS;
}

template <class V>
cublasStatus_t strided(cublasHandle_t h, const shape& s, const V* alpha, const V* a, std::int64_t apart_a, const V* b, std::int64_t apart_b,
                       const V* beta, V* c, std::int64_t apart_c, std::int64_t n)
{
    if (!s.is_valid() || n < 0) return CUBLAS_STATUS_INVALID_VALUE;
    if (n > 1 && std::abs(apart_c) < static_cast<std::int64_t>(shape::reach(s.m, s.n, s.ldc))
        && !(apart_c >= s.m && s.ldc >= n * apart_c))   // side by side in the rows of one matrix
        fault("results of a batch overlap");
    begin(h);
    enqueue(h->stream, uses_of(s, a, apart_a, b, apart_b, c, apart_c, n), [=, x = number(alpha), y = number(beta)] {
        for (std::int64_t i = 0; i < n; ++i)
            multiply(s, x, pointer(a) + i * apart_a, pointer(b) + i * apart_b, y, pointer(c) + i * apart_c);
    });
    return CUBLAS_STATUS_SUCCESS;
}

template <class V>
cublasStatus_t listed(cublasHandle_t h, const shape& s, const V* alpha, const V* const* a, const V* const* b, const V* beta, V* const* c,
                      std::int64_t n)
{
    if (!s.is_valid() || n < 0) return CUBLAS_STATUS_INVALID_VALUE;
    for (const void* list : {static_cast<const void*>(a), static_cast<const void*>(b), static_cast<const void*>(c)})
        if (!is_device_memory(list, static_cast<std::size_t>(n) * sizeof(void*))) fault("a list of addresses outside the device");
    begin(h);
    const std::vector<region> lists{block_of(a), block_of(b), block_of(c)};   // what they name is written by then only
    enqueue(h->stream, lists, [=, x = number(alpha), y = number(beta)] {
        for (std::int64_t i = 0; i < n; ++i) multiply(s, x, pointer(a[i]), pointer(b[i]), y, pointer(c[i]));
    });
    return CUBLAS_STATUS_SUCCESS;
}

}  // namespace

extern "C" {

cublasStatus_t cublasCreate_v2(cublasHandle_t* h)
{
    *h = new cublasContext;
    return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasDestroy_v2(cublasHandle_t h)
{
    delete h;
    return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasSetStream_v2(cublasHandle_t h, cudaStream_t s)
{
    h->stream = s;
    h->workspace = false;   // as the real one, which then takes its own
    return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasSetWorkspace_v2(cublasHandle_t h, void* at, std::size_t bytes)
{
    h->workspace = is_device_memory(at, bytes);
    return h->workspace ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_INVALID_VALUE;
}
cublasStatus_t cublasSetMathMode(cublasHandle_t, cublasMath_t) { return CUBLAS_STATUS_SUCCESS; }
const char* cublasGetStatusName(cublasStatus_t s) { return s == CUBLAS_STATUS_INVALID_VALUE ? "CUBLAS_STATUS_INVALID_VALUE" : "CUBLAS_STATUS"; }

#define FAKE_GEMM(letter, V)                                                                                                        \
    cublasStatus_t cublas##letter##gemm_v2_64(cublasHandle_t h, cublasOperation_t op_a, cublasOperation_t op_b, int64_t m, int64_t n, \
                                              int64_t k, const V* alpha, const V* a, int64_t lda, const V* b, int64_t ldb,           \
                                              const V* beta, V* c, int64_t ldc)                                                      \
    {                                                                                                                                \
        return one(h, {op_a, op_b, m, n, k, lda, ldb, ldc}, alpha, a, b, beta, c);                                                   \
    }                                                                                                                                \
    cublasStatus_t cublas##letter##gemmStridedBatched_64(cublasHandle_t h, cublasOperation_t op_a, cublasOperation_t op_b, int64_t m, \
                                                         int64_t n, int64_t k, const V* alpha, const V* a, int64_t lda,              \
                                                         long long int apart_a, const V* b, int64_t ldb, long long int apart_b,      \
                                                         const V* beta, V* c, int64_t ldc, long long int apart_c, int64_t count)     \
    {                                                                                                                                \
        return strided(h, {op_a, op_b, m, n, k, lda, ldb, ldc}, alpha, a, apart_a, b, apart_b, beta, c, apart_c, count);             \
    }                                                                                                                                \
    cublasStatus_t cublas##letter##gemmBatched_64(cublasHandle_t h, cublasOperation_t op_a, cublasOperation_t op_b, int64_t m,       \
                                                  int64_t n, int64_t k, const V* alpha, const V* const a[], int64_t lda,             \
                                                  const V* const b[], int64_t ldb, const V* beta, V* const c[], int64_t ldc,         \
                                                  int64_t count)                                                                     \
    {                                                                                                                                \
        return listed(h, {op_a, op_b, m, n, k, lda, ldb, ldc}, alpha, a, b, beta, c, count);                                         \
    }
FAKE_GEMM(S, float)
FAKE_GEMM(D, double)
FAKE_GEMM(C, cuComplex)
FAKE_GEMM(Z, cuDoubleComplex)

}  // extern "C"
