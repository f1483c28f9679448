// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cpu/gemm.hpp"

#include "backend/cpu/blas.hpp"
#include "backend/cpu/loops.hpp"
#include "backend/cpu/threads.hpp"
#include "plan/machine.hpp"

#include <algorithm>
#include <limits>

namespace tenfold::backend::on_cpu {

namespace {

constexpr index_t most = std::numeric_limits<int>::max();

bool fits(index_t stride) { return stride != 0 && stride <= most && stride >= -most; }

// CBLAS counts a vector with a negative increment from its other end.
template <class T>
const T* vector_start(const std::byte* p, index_t n, index_t increment)
{
    return reinterpret_cast<const T*>(p) + (increment < 0 ? (n - 1) * increment : 0);
}

struct stored {
    bool legal, transposed;
    int ld;
};

// A row-major matrix for CBLAS: `inner` runs with stride 1, or else `outer` does and it is stored transposed.
stored stored_as(index_t rows, index_t columns, index_t row_stride, index_t column_stride)
{
    const auto legal = [](index_t ld, index_t length) { return ld >= length && ld <= most; };
    if (columns == 1 || column_stride == 1) {
        const index_t ld = rows == 1 ? columns : row_stride;
        if (legal(ld, columns)) return {true, false, static_cast<int>(ld)};
    }
    if (rows == 1 || row_stride == 1) {
        const index_t ld = columns == 1 ? rows : column_stride;
        if (legal(ld, rows)) return {true, true, static_cast<int>(ld)};
    }
    return {false, false, 0};
}

/// OpenBLAS wakes its threads for a matrix by a vector from some 9000 elements on, whatever that costs; one that lies in the
/// cache is read sooner than they wake. So many rows, or columns, of the result stay below; 0: all.
int panel_of_gemv(int rows, int columns, bool by_rows, std::size_t bytes)
{
    constexpr index_t one_thread = 9000;
    const index_t elements = static_cast<index_t>(rows) * columns;
    if (elements <= one_thread || !blas_has_threads()) return 0;
    if (static_cast<double>(elements) * static_cast<double>(bytes) > plan::this_machine().cache_bytes / 2) return 0;
    const int across = by_rows ? columns : rows, along = by_rows ? rows : columns;
    const auto most = static_cast<int>(one_thread / across);
    if (most == 0) return 0;
    const int pieces = (along + most - 1) / most;
    return (along + pieces - 1) / pieces;
}

}  // namespace

multiplier::multiplier(const matrices& x, const demand& calls) : x_(x)
{
    if (!is_complex_type(x_.type)) x_.conjugate_a = false;
    if (!is_blas_type(x_.type) || std::max({x_.m, x_.n, x_.k}) > most) {
        how_ = method::loops;
        return;
    }
    if (x_.m == 1 && x_.n == 1 && x_.k > 1) {
        choose_dot();
        return;
    }
    layout as_gemm;
    const bool legal = gemm_layout(as_gemm);
    if (x_.k == 1 && !(legal && outer_by_gemm(x_))) how_ = method::loops;
    else if (vector_by_gemm(x_) && legal && as_gemm.left == CblasNoTrans && as_gemm.right == CblasNoTrans) take_gemm(as_gemm);
    else if (x_.n == 1 && x_.k > 1) choose_gemv(false);
    else if (x_.m == 1 && x_.k > 1) choose_gemv(true);
    else if (legal) take_gemm(as_gemm);
    if (legal && how_ != method::none) choose_small(as_gemm, calls);
}

void multiplier::take_gemm(const layout& l)
{
    how_ = method::gemm;
    call_ = l;
    syrk_ = choose_syrk();
}

bool multiplier::choose_dot()
{
    if (!fits(x_.ak) || !fits(x_.bk)) return false;
    how_ = method::dot;
    // OpenBLAS up to 0.3.21 reads complex vectors one element beyond their end here and in gemv below, which may be
    // beyond the memory that there is: the last term is added apart.
    summed_ = is_complex_type(x_.type) && (x_.ak != 1 || x_.bk != 1) ? x_.k - 1 : x_.k;
    return true;
}

// c(rows) = matrix(rows, inner) times vector(inner); the vector is a for c(n) = b^T a.
bool multiplier::choose_gemv(bool vector_is_a)
{
    const index_t rows = vector_is_a ? x_.n : x_.m;
    const stored matrix = vector_is_a ? stored_as(rows, x_.k, x_.bn, x_.bk) : stored_as(rows, x_.k, x_.am, x_.ak);
    const index_t step = vector_is_a ? x_.ak : x_.bk, result_step = vector_is_a ? x_.cn : x_.cm;
    if (!matrix.legal || !fits(step) || !fits(result_step)) return false;
    if (x_.conjugate_a && (vector_is_a || !matrix.transposed)) return false;
    how_ = method::gemv;
    call_.swap = vector_is_a;
    call_.left = !matrix.transposed ? CblasNoTrans : x_.conjugate_a ? CblasConjTrans : CblasTrans;
    summed_ = is_complex_type(x_.type) && matrix.transposed ? x_.k - 1 : x_.k;
    call_.rows = static_cast<int>(matrix.transposed ? summed_ : rows);
    call_.columns = static_cast<int>(matrix.transposed ? rows : summed_);
    call_.ld_left = matrix.ld;
    call_.ld_right = static_cast<int>(step);
    call_.ld_result = static_cast<int>(result_step);
    return true;
}

bool multiplier::gemm_layout(layout& l) const
{
    const stored c = stored_as(x_.m, x_.n, x_.cm, x_.cn);
    const stored a = stored_as(x_.m, x_.k, x_.am, x_.ak), b = stored_as(x_.k, x_.n, x_.bk, x_.bn);
    if (!c.legal || !a.legal || !b.legal) return false;
    // A column-major c is the row-major product of the transposes, b^T a^T.
    l.swap = c.transposed;
    if (x_.conjugate_a && a.transposed == l.swap) return false;
    const int of_a = a.transposed == l.swap ? CblasNoTrans : x_.conjugate_a ? CblasConjTrans : CblasTrans;
    const int of_b = b.transposed == l.swap ? CblasNoTrans : CblasTrans;
    l.left = l.swap ? of_b : of_a;
    l.right = l.swap ? of_a : of_b;
    l.rows = static_cast<int>(l.swap ? x_.n : x_.m);
    l.columns = static_cast<int>(l.swap ? x_.m : x_.n);
    l.inner = static_cast<int>(x_.k);
    l.ld_left = l.swap ? b.ld : a.ld;
    l.ld_right = l.swap ? a.ld : b.ld;
    l.ld_result = c.ld;
    return true;
}

void multiplier::choose_small(const layout& l, const demand& calls)
{
    if (l.right != CblasNoTrans || syrk_ || !has_small(x_.type)) return;
    // LIBXSMM is column-major: the row-major call with its operands in the other order.
    small_shape s{x_.type, l.columns, l.rows, l.inner, l.ld_right, l.ld_left, l.ld_result, l.left != CblasNoTrans, false};
    small_swap_ = l.swap;
    double saves = -1;
    for (const bool accumulate : {false, true}) {
        const double times = accumulate ? calls.added : calls.fresh;
        if (times <= 0) continue;
        s.accumulate = accumulate;
        const small_found found = find_small(s);
        small_[accumulate] = found.kernel;
        if (found.known) continue;
        if (saves < 0) saves = small_saves();
        if (saves > 0) small_[accumulate] = request_small(s, saves * times);
    }
}

// Seconds that a compiled kernel saves on each call.
double multiplier::small_saves() const
{
    if (!small_fits(x_)) return 0;
    return std::max(0.0, seconds_of(x_, how_) - seconds_of(x_, method::small));
}

// X^T X or X X^T, should both addresses be the same: half of the arithmetic, and a triangle to copy.
bool multiplier::choose_syrk() const
{
    if (x_.m != x_.n || x_.am != x_.bn || x_.ak != x_.bk || x_.conjugate_a) return false;
    return (x_.n >= 96 && x_.k >= 64) || (x_.n >= 64 && x_.k >= 200);
}

bool multiplier::may_thread() const
{
    const double work = static_cast<double>(x_.m) * static_cast<double>(x_.n) * static_cast<double>(x_.k);
    switch (how_) {
    case method::gemm: return work > 250e3;
    case method::gemv:
    case method::dot: return work > 4e3;
    default: return false;
    }
}

template <class T>
void multiplier::add_last(const addresses& at) const
{
    if (summed_ == x_.k) return;
    matrices last = x_;
    last.k = 1;
    const index_t size = static_cast<index_t>(sizeof(T));
    multiply_by_loops(last, at.a + summed_ * x_.ak * size, at.b + summed_ * x_.bk * size, at.c, true);
}

template <class T>
void multiplier::by_gemm(const addresses& at, bool accumulate) const
{
    const layout& l = call_;
    T* const result = reinterpret_cast<T*>(at.c);
    const T* const left = reinterpret_cast<const T*>(l.swap ? at.b : at.a);
    const T* const right = reinterpret_cast<const T*>(l.swap ? at.a : at.b);
    if (syrk_ && left == right && !accumulate) {
        blas::syrk<T>(l.left, l.rows, l.inner, left, l.ld_left, T(0), result, l.ld_result);
        return blas::mirror(l.rows, result, l.ld_result);
    }
    // Some libraries pass a vector on to gemv, and that one multiplies c by beta = 0: see by_gemv.
    const bool vector = x_.m == 1 || x_.n == 1;
    if (vector && !accumulate)
        for (index_t i = 0; i < x_.m * x_.n; ++i) result[i * (x_.n == 1 ? x_.cm : x_.cn)] = T(0);
    blas::gemm<T>(l.left, l.right, l.rows, l.columns, l.inner, left, l.ld_left, right, l.ld_right,
                  accumulate || vector ? T(1) : T(0), result, l.ld_result);
}

template <class T>
void multiplier::by_dot(const addresses& at, bool accumulate) const
{
    T* const result = reinterpret_cast<T*>(at.c);
    const T sum = blas::dot(static_cast<int>(summed_), vector_start<T>(at.a, summed_, x_.ak), static_cast<int>(x_.ak),
                            vector_start<T>(at.b, summed_, x_.bk), static_cast<int>(x_.bk), x_.conjugate_a);
    *result = accumulate ? *result + sum : sum;
    add_last<T>(at);
}

template <class T>
void multiplier::by_gemv(const addresses& at, bool accumulate) const
{
    const layout& l = call_;
    T* const result = reinterpret_cast<T*>(at.c);
    const index_t rows = l.swap ? x_.n : x_.m;
    // Some libraries multiply c by beta = 0 here and so keep its NaN.
    if (!accumulate) for (index_t i = 0; i < rows; ++i) result[i * l.ld_result] = T(0);
    T* const first = l.ld_result < 0 ? result + (rows - 1) * l.ld_result : result;
    const T* const matrix = reinterpret_cast<const T*>(l.swap ? at.b : at.a);
    const T* const vector = vector_start<T>(l.swap ? at.a : at.b, summed_, l.ld_right);
    const int panel = panel_of_gemv(l.rows, l.columns, l.left == CblasNoTrans, sizeof(T));
    if (panel == 0 || l.ld_result < 0) blas::gemv<T>(l.left, l.rows, l.columns, matrix, l.ld_left, vector, l.ld_right, T(1), first, l.ld_result);
    else if (l.left == CblasNoTrans)
        for (int r = 0; r < l.rows; r += panel)
            blas::gemv<T>(l.left, std::min(panel, l.rows - r), l.columns, matrix + static_cast<index_t>(r) * l.ld_left, l.ld_left, vector,
                          l.ld_right, T(1), result + static_cast<index_t>(r) * l.ld_result, l.ld_result);
    else
        for (int c = 0; c < l.columns; c += panel)
            blas::gemv<T>(l.left, l.rows, std::min(panel, l.columns - c), matrix + c, l.ld_left, vector, l.ld_right, T(1),
                          result + static_cast<index_t>(c) * l.ld_result, l.ld_result);
    add_last<T>(at);
}

void multiplier::by_library(const addresses& at, bool accumulate) const
{
    if (how_ == method::loops) return multiply_by_loops(x_, at.a, at.b, at.c, accumulate);
    blas::visit_type(x_.type, [&]<class T>(std::type_identity<T>) {
        if (how_ == method::gemm) by_gemm<T>(at, accumulate);
        else if (how_ == method::dot) by_dot<T>(at, accumulate);
        else by_gemv<T>(at, accumulate);
    });
}

}  // namespace tenfold::backend::on_cpu
