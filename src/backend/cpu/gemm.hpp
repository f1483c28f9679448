// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// One matrix product, c(m, n) = sum over k of a(m, k) * b(k, n), each operand with a stride for each of its axes.
#pragma once

#include "backend/cpu/small.hpp"

#include <tenfold/detail/family.hpp>

namespace tenfold::backend::on_cpu {

using detail::index_t;

struct matrices {
    element type = element::float64;
    bool conjugate_a = false;
    index_t m = 1, n = 1, k = 1;
    index_t am = 0, ak = 0, bk = 0, bn = 0, cm = 0, cn = 0;  // in elements; of no matter where the extent is 1

    bool operator==(const matrices&) const = default;
};

struct addresses {
    const std::byte* a;
    const std::byte* b;
    std::byte* c;

    addresses moved(index_t in_a, index_t in_b, index_t in_c) const { return {a + in_a, b + in_b, c + in_c}; }
};

/// How often a product runs: into new memory, and adding to what is there.
struct demand {
    double fresh = 1, added = 0;
};

/// How one shape and layout is computed, decided once and used for many addresses.
class multiplier {
public:
    enum class method : std::uint8_t { none, loops, dot, gemv, gemm, small };

    multiplier() = default;
    /// Compiled kernels are used where there is one already, or where this demand makes one worth its price.
    /// method::none where no library takes these strides: the caller packs an operand.
    multiplier(const matrices&, const demand&);

    const matrices& shape() const { return x_; }
    method how() const { return small_[0] || small_[1] ? method::small : how_; }
    /// c = a b, or c += a b. Without `accumulate`, c is never read. Operands of `next` are fetched into the cache.
    void operator()(const addresses& at, const addresses& next, bool accumulate) const
    {
        const small_kernel f = small_[accumulate];
        if (!f) return by_library(at, accumulate);
        if (small_swap_) f(at.a, at.b, at.c, next.a, next.b, next.c);
        else f(at.b, at.a, at.c, next.b, next.a, next.c);
    }
    /// Whether c = X^T X or X X^T, of which half is computed and half is copied.
    bool symmetric(const addresses& at) const { return syrk_ && at.a == at.b; }
    /// Whether BLAS may start threads of its own on this size.
    bool may_thread() const;

private:
    // A call of BLAS. gemv: left is the matrix, ld_right and ld_result are the increments of the vectors.
    struct layout {
        bool swap = false;                 // c is column-major, or the vector is a: operands change places
        int left = 111, right = 111;       // CBLAS_TRANSPOSE of the first and second operand
        int rows = 0, columns = 0, inner = 0;
        int ld_left = 1, ld_right = 1, ld_result = 1;
    };

    void take_gemm(const layout&);
    bool choose_dot();
    bool choose_gemv(bool vector_is_a);
    bool gemm_layout(layout&) const;
    void choose_small(const layout&, const demand&);
    double small_saves() const;
    bool choose_syrk() const;
    void by_library(const addresses&, bool accumulate) const;
    template <class T>
    void by_gemm(const addresses&, bool accumulate) const;
    template <class T>
    void by_gemv(const addresses&, bool accumulate) const;
    template <class T>
    void by_dot(const addresses&, bool accumulate) const;
    template <class T>
    void add_last(const addresses&) const;

    matrices x_;
    method how_ = method::none;
    bool syrk_ = false;          // where a and b are the same memory
    bool small_swap_ = false;
    index_t summed_ = 0;         // terms that dot or gemv adds up; one less than all, or all of them
    layout call_;
    small_kernel small_[2] = {nullptr, nullptr};  // by accumulate
};

/// Rough seconds of one product of this shape by `method`, on one thread.
double seconds_of(const matrices&, multiplier::method);

/// Whether BLAS computes this outer product sooner than plain loops.
bool outer_by_gemm(const matrices&);
/// Whether BLAS multiplies this matrix by this vector sooner as two matrices.
bool vector_by_gemm(const matrices&);

/// Whether compiled kernels may be quicker than BLAS on this shape, apart from their price.
bool small_fits(const matrices&);

}  // namespace tenfold::backend::on_cpu
