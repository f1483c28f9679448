// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The loop of products over windows, as somebody would write it without tenfold, one way a file:
//     answer[i] = dot(a, b[:, starts[i] : starts[i] + w])
// All take the same arguments. The loops write their answers one after the other into out, (count, m, w); the one
// gemm leaves its product there, (m, n), whose columns are the answers.

#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace rivals {
// a is (m, k), b is (k, n), both row-major; starts has count numbers of at most n - w.
struct problem {
    const double* a;
    const double* b;
    std::size_t m, k, n, w;
    const std::size_t* starts;
    std::size_t count;

    std::size_t answer_size() const { return m * w; }
    std::size_t loop_size() const { return count * m * w; }   // numbers that a loop writes
    std::size_t gemm_size() const { return m * n; }           // numbers that the one gemm writes
};

// xtensor-blas, eager, on one line of the program after the other: each window is copied, for linalg::dot does not
// take the view. The answers go into a std::vector and are freed at the end; out may be null, or gets a copy.
void eager_xtensor(const problem&, double* out, int threads);

// Not windows: the products a[i] b[i] in turn, each read before the next call; the sum of their first elements.
double eager_reads(const std::vector<const double*>& a, const std::vector<const double*>& b, std::size_t m, std::size_t k,
                   std::size_t n, std::size_t calls);

// These read the windows where they lie. With several threads the list is split, each product on one.
void cblas_loop(const problem&, double* out, int threads);
void libxsmm_loop(const problem&, double* out, int threads);   // where LIBXSMM has no kernel: CBLAS
void eigen_loop(const problem&, double* out, int threads);

// One call of dgemm for the whole of b, as who sees it would write by hand. OpenBLAS is sometimes slower with two
// threads than with one (28x31 by 31x1249, say): compare with the better of the two.
void one_gemm(const problem&, double* out, int threads);

struct rival {
    const char* name;
    void (*run)(const problem&, double* out, int threads);
    bool loop;        // writes loop_size() numbers, else gemm_size()
    bool available;   // false when this build lacks the library
};
std::vector<rival> all();

// The libraries behind the rivals and their versions, on one line.
std::string libraries();

// How many threads the BLAS uses inside one product, where it can be told (OpenBLAS).
void set_blas_threads(int threads);
}  // namespace rivals
