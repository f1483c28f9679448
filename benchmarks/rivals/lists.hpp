// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Lists of products, c[i] = a[i] b[i], and what else is made of many small products, as somebody would write it by
// hand who knows the machine. All matrices are row-major and dense.

#pragma once

#include "../workloads.hpp"

#include <vector>

namespace rivals {

using measure::shape;

struct list {
    std::vector<shape> shapes;
    std::vector<const double*> a, b;
    std::vector<double*> c;

    std::size_t size() const { return shapes.size(); }
};

// On one thread each; the list is cut into parts of equal flops for the threads.
void libxsmm_list(const list&, int threads);         // CBLAS where LIBXSMM has no kernel
void libxsmm_list_ahead(const list&, int threads);   // prefetches the operands of the next product
void cblas_list(const list&, int threads);

// One after the other, with so many threads inside each product.
void cblas_in_order(const list&, int threads);

// total = the sum of a[i] b[i], all of one shape: every thread adds up (beta = 1) its part of the list, and the
// parts are added in the end; prefetches as above. scratch: threads times the size of total.
void partial_sums(const list&, double* total, double* scratch, int threads);

// answer = a (b v), a and b (n, n): by the threads of the BLAS, or by rows split over threads.
struct matrix_chain {
    const double *a, *b, *v;
    double *scratch, *answer;
    std::size_t n;
};
void gemv_chain(const matrix_chain&, int threads);
void gemv_chain_by_rows(const matrix_chain&, int threads);

// x[i] = w[i] x[i], `steps` times, all (n, n). Chain by chain: each stays in the cache of one thread. In waves: every
// step for all chains, as one batch. scratch: as much as all x.
struct chains {
    std::size_t n, steps;
    std::vector<const double*> w;
    std::vector<const double*> start;
    std::vector<double*> x, scratch;
};
void chain_by_chain(const chains&, int threads);
void chains_in_waves(const chains&, int threads);

}  // namespace rivals
