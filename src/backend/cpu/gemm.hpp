// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// One matrix product, c(m, n) = sum over k of a(m, k) * b(k, n), each operand with a stride for each of its axes.
#pragma once

#include <tenfold/detail/family.hpp>

namespace tenfold::backend::on_cpu {

using detail::index_t;

struct matrices {
    element type = element::float64;
    bool conjugate_a = false;
    index_t m = 1, n = 1, k = 1;
    index_t am = 0, ak = 0, bk = 0, bn = 0, cm = 0, cn = 0;  // in elements; of no matter where the extent is 1
};

/// How one shape and layout is computed, decided once and used for many addresses.
class multiplier {
public:
    enum class method : std::uint8_t { none, loops, dot, gemv, gemm, small };

    multiplier() = default;
    /// `calls`: how often it will be called; small kernels are compiled only where that pays.
    /// method::none where no library takes these strides: the caller packs an operand.
    multiplier(const matrices&, index_t calls);

    method how() const { return how_; }
    /// c = a b, or c += a b. Without `accumulate`, c is never read.
    void operator()(const std::byte* a, const std::byte* b, std::byte* c, bool accumulate) const;
    /// Whether BLAS may start threads of its own on this size.
    bool may_thread() const;

private:
    bool choose_dot();
    bool choose_gemv(bool vector_is_a);
    bool choose_gemm();
    template <class T>
    void add_last(const T* a, const T* b, T* c) const;

    matrices x_;
    method how_ = method::none;
    index_t summed_ = 0;                       // terms that dot or gemv adds up; one less than all, or all of them
    bool swap_ = false;                        // c is column-major, or the vector is a: operands change places
    int left_ = 111, right_ = 111;             // CBLAS_TRANSPOSE of the first and second operand
    int rows_ = 0, columns_ = 0, inner_ = 0;
    int ld_left_ = 1, ld_right_ = 1, ld_result_ = 1;  // gemv: ld of the matrix, increments of vector and result
    void (*small_[2])() = {nullptr, nullptr};         // by accumulate
};

/// Whether small compiled kernels beat BLAS on this product when called `calls` times.
bool small_pays(const matrices&, index_t calls);

/// Kernels of LIBXSMM, or null: column-major c(rows, columns) with any leading dimensions, c = a b or c += a b.
struct small_request {
    element type;
    int rows, columns, inner, ld_left, ld_right, ld_result;
    bool right_transposed, accumulate;
};
using small_kernel = void (*)();
small_kernel find_small(const small_request&);
inline void call_small(small_kernel f, const std::byte* left, const std::byte* right, std::byte* result)
{
    reinterpret_cast<void (*)(const void*, const void*, void*)>(f)(left, right, result);
}

}  // namespace tenfold::backend::on_cpu
