// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Rates of products, by the libraries that compute them.
#include "backend/cpu/threads.hpp"
#include "calibrate.hpp"
#include "steps.hpp"

#include <cblas.h>
#if TENFOLD_HAS_LIBXSMM
#include <libxsmm.h>
#endif

// The CBLAS that is linked decides which of these exist.
extern "C" {
[[gnu::weak]] int openblas_get_num_threads();
[[gnu::weak]] void openblas_set_num_threads(int);
[[gnu::weak]] int MKL_Get_Max_Threads();
[[gnu::weak]] void MKL_Set_Num_Threads(int);
[[gnu::weak]] long bli_thread_get_num_threads();
[[gnu::weak]] void bli_thread_set_num_threads(long);
}

namespace calibrate {

namespace {

int blas_threads()
{
    if (openblas_get_num_threads) return openblas_get_num_threads();
    if (MKL_Get_Max_Threads) return MKL_Get_Max_Threads();
    return bli_thread_get_num_threads ? static_cast<int>(bli_thread_get_num_threads()) : 1;
}

void set_blas_threads(int n)
{
    if (openblas_set_num_threads) openblas_set_num_threads(n);
    else if (MKL_Set_Num_Threads) MKL_Set_Num_Threads(n);
    else if (bli_thread_set_num_threads) bli_thread_set_num_threads(n);
}

/// The record has the rates of one thread. This program is alone in its process, so it may say so to BLAS.
class one_blas_thread {
public:
    one_blas_thread() { set_blas_threads(1); }
    ~one_blas_thread() { set_blas_threads(before_); }
    one_blas_thread(const one_blas_thread&) = delete;
    one_blas_thread& operator=(const one_blas_thread&) = delete;

private:
    int before_ = blas_threads();
};

struct shape {
    int m, n, k;
    double flops() const { return 2.0 * m * n * k; }
    double packed() const { return double(m + n) * k + double(m) * n; }
};

// Room for the largest operands of a part.
struct operands {
    std::vector<double> a, b, c;
    explicit operands(std::size_t n) : a(n, 0.5), b(n, 0.25), c(n, 0) {}
};

// A negligible cost is still a cost: planners divide by them.
double at_least(double x) { return x > 1e-11 ? x : 1e-11; }

void gemm(result& r, double seconds)
{
    operands x(512 * 512);
    std::vector<probe> all;
    for (const shape s : {shape{8, 8, 8}, {16, 16, 16}, {32, 32, 32}, {64, 64, 64}, {128, 128, 128}, {256, 256, 256},
                          {512, 512, 512}, {10, 1000, 20}, {500, 8, 64}, {8, 500, 64}, {64, 64, 512}, {32, 512, 32}})
        all.push_back({{1, s.flops(), s.packed()}, [&x, s] {
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, s.m, s.n, s.k, 1, x.a.data(), s.k, x.b.data(), s.n, 0,
                        x.c.data(), s.n);
        }});
    measure(all, seconds);
    r.quiet.add(all);
    const std::vector<double> cost = fit(fastest_of(all));
    r.rates().gemm_call = at_least(cost[0]);
    if (cost[1] > 0) r.rates().gemm_rate = 1 / cost[1];
    r.rates().gemm_element = at_least(cost[2]);
}

void vectors(result& r, double seconds)
{
    operands x(256 * 256);
    std::vector<probe> all;
    for (const int m : {4, 16, 64, 256})
        for (const int n : {16, 64, 256})
            all.push_back({{1, 2.0 * m * n}, [&x, m, n] {
                cblas_dgemv(CblasRowMajor, CblasNoTrans, m, n, 1, x.a.data(), n, x.b.data(), 1, 0, x.c.data(), 1);
            }});
    for (const int n : {16, 256, 4096})
        all.push_back({{1, 2.0 * n}, [&x, n] { x.c[0] = cblas_ddot(n, x.a.data(), 1, x.b.data(), 1); }});
    measure(all, seconds);
    r.quiet.add(all);
    const std::vector<double> cost = fit(fastest_of(all));
    r.rates().vector_call = at_least(cost[0]);
    if (cost[1] > 0) r.rates().vector_rate = 1 / cost[1];
}

// The largest matrix up to which a product with a vector is sooner as one of matrices; 0 where none is.
void vectors_as_matrices(result& r, double seconds)
{
    constexpr int smallest = 64, largest = 512;
    operands x(largest * largest);
    std::vector<probe> all;
    for (int n = smallest; n <= largest; n *= 2) {
        all.push_back({{1}, [&x, n] {
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, 1, n, 1, x.a.data(), n, x.b.data(), 1, 0, x.c.data(), 1);
        }});
        all.push_back({{1}, [&x, n] {
            cblas_dgemv(CblasRowMajor, CblasNoTrans, n, n, 1, x.a.data(), n, x.b.data(), 1, 0, x.c.data(), 1);
        }});
    }
    measure(all, seconds);
    r.quiet.add(all);
    r.rates().gemm_vector = 0;
    int n = smallest;
    for (std::size_t i = 0; i < all.size() && all[i].fastest() < all[i + 1].fastest(); i += 2, n *= 2)
        r.rates().gemm_vector = static_cast<double>(n) * n;
}

void loops(result& r, double seconds)
{
    std::vector<probe> all;
    for (const index_t n : {12, 24, 48, 96}) {
        const double flops = 2.0 * static_cast<double>(n * n * n);
        all.push_back({{1, flops}, [w = integer_product(n)] { w.run(); }});
    }
    measure(all, seconds);
    r.quiet.add(all);
    const std::vector<double> cost = fit(fastest_of(all));
    if (cost[1] > 0) r.rates().loop_rate = 1 / cost[1];
}

#if TENFOLD_HAS_LIBXSMM
libxsmm_dmmfunction kernel_of(int m, int n, int k)
{
    const double one = 1, zero = 0;
    return libxsmm_dmmdispatch(n, m, k, &n, &k, &n, &one, &zero, nullptr, nullptr);
}

// Odd shapes that nothing has asked for yet.
double compiling()
{
    probe p;
    for (int i = 0; i < 24; ++i) {
        const double start = now();
        if (!kernel_of(8 + i % 5, 16 + 8 * (i % 3), 37 + i)) return 0;
        p.times.push_back(now() - start);
    }
    return p.median();
}

// Kernels read the right operand again for each few rows; BLAS packs it. The largest up to which that is quicker.
void small_operand(result& r, double seconds)
{
    constexpr int rows = 64, slabs = 8, columns = 128, smallest = 32;
    constexpr int most = 1024;  // terms
    operands x(rows * slabs * most);
    std::vector<probe> all;
    for (int k = smallest; k <= most; k *= 2) {
        const auto kernel = kernel_of(rows, columns, k);
        if (!kernel) return;
        all.push_back({{1}, [&x, kernel, k] {
            for (int i = 0; i < slabs; ++i)
                kernel(x.b.data(), x.a.data() + rows * i * k, x.c.data() + rows * i * columns);
        }});
        all.push_back({{1}, [&x, k] {
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows * slabs, columns, k, 1, x.a.data(), k, x.b.data(),
                        columns, 0, x.c.data(), columns);
        }});
    }
    measure(all, seconds);
    r.quiet.add(all);
    int k = smallest;
    for (std::size_t i = 2; i < all.size() && all[i].fastest() <= all[i + 1].fastest(); i += 2) k *= 2;
    r.rates().small_operand = 8.0 * columns * k;
}

void small_kernels(result& r, double seconds)
{
    if (const double t = compiling(); t > 0) r.rates().compile = t;
    operands x(64 * 64);
    std::vector<probe> all;
    for (const shape s : {shape{4, 8, 4}, {8, 8, 8}, {16, 16, 16}, {32, 32, 32}, {64, 64, 64}, {20, 32, 32}, {64, 8, 64}})
        if (const auto kernel = kernel_of(s.m, s.n, s.k))
            all.push_back({{1, s.flops()}, [&x, kernel] { kernel(x.b.data(), x.a.data(), x.c.data()); }});
    if (all.size() < 3) return r.notes.push_back("LIBXSMM makes no kernels here: the small_ fields keep their defaults");
    measure(all, seconds / 2);
    r.quiet.add(all);
    const std::vector<double> cost = fit(fastest_of(all));
    r.rates().small_call = at_least(cost[0]);
    if (cost[1] > 0) r.rates().small_rate = 1 / cost[1];
    small_operand(r, seconds / 2);
}
#else
void small_kernels(result& r, double)
{
    r.notes.push_back("this build has no LIBXSMM: the small_ fields and compile keep their defaults");
}
#endif

}  // namespace

void products(result& r, double seconds)
{
    const one_blas_thread alone;
    gemm(r, seconds * 0.4);
    small_kernels(r, seconds * 0.3);
    vectors(r, seconds * 0.15);
    vectors_as_matrices(r, seconds * 0.05);
    loops(r, seconds * 0.1);
}

}  // namespace calibrate
