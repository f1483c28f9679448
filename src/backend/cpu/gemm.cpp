// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cpu/gemm.hpp"

#include "backend/cpu/visit.hpp"

#include <cblas.h>

#include <algorithm>
#include <limits>

namespace tenfold::backend::on_cpu {

namespace {

constexpr index_t most = std::numeric_limits<int>::max();

bool fits(index_t stride) { return stride != 0 && stride <= most && stride >= -most; }

// CBLAS counts a vector with a negative increment from its other end.
const std::byte* vector_start(const std::byte* p, index_t n, index_t increment, std::size_t size)
{
    return increment < 0 ? p + (n - 1) * increment * static_cast<index_t>(size) : p;
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

template <class T>
T conjugated(T x, [[maybe_unused]] bool conjugate)
{
    if constexpr (is_complex<T>) return conjugate ? std::conj(x) : x;
    else return x;
}

// Types without BLAS, products without a sum, and extents beyond an int. Any strides, zero too.
template <class T>
void multiply_by_loops(const matrices& x, const T* a, const T* b, T* c, bool accumulate)
{
    const bool by_rows = x.n >= x.m ? (x.cn == 1 || x.cm != 1 || x.m == 1) : (x.cm != 1 && x.cn == 1);
    const index_t outer = by_rows ? x.m : x.n, inner = by_rows ? x.n : x.m;
    const index_t c_out = by_rows ? x.cm : x.cn, c_in = by_rows ? x.cn : x.cm;
    const T* const left = by_rows ? a : b;    // fixed along the inner loop
    const T* const right = by_rows ? b : a;
    const index_t left_out = by_rows ? x.am : x.bn, left_k = by_rows ? x.ak : x.bk;
    const index_t right_in = by_rows ? x.bn : x.am, right_k = by_rows ? x.bk : x.ak;
    const bool conjugate_left = x.conjugate_a && by_rows, conjugate_right = x.conjugate_a && !by_rows;
    for (index_t i = 0; i < outer; ++i) {
        T* const row = c + i * c_out;
        if (inner == 1 && x.k > 1) {
            T sum{};
            for (index_t l = 0; l < x.k; ++l)
                sum = plus<T>(sum, times<T>(conjugated(left[i * left_out + l * left_k], conjugate_left),
                                            conjugated(right[l * right_k], conjugate_right)));
            *row = accumulate ? plus<T>(*row, sum) : sum;
            continue;
        }
        for (index_t l = 0; l < x.k; ++l) {
            const T factor = conjugated(left[i * left_out + l * left_k], conjugate_left);
            const T* const other = right + l * right_k;
            const bool add = accumulate || l > 0;
            if (c_in == 1 && right_in == 1 && !conjugate_right) {
                if (add) for (index_t j = 0; j < inner; ++j) row[j] = plus<T>(row[j], times<T>(factor, other[j]));
                else for (index_t j = 0; j < inner; ++j) row[j] = times<T>(factor, other[j]);
            }
            else
                for (index_t j = 0; j < inner; ++j) {
                    const T term = times<T>(factor, conjugated(other[j * right_in], conjugate_right));
                    row[j * c_in] = add ? plus<T>(row[j * c_in], term) : term;
                }
        }
    }
}

const CBLAS_ORDER rows_first = CblasRowMajor;
CBLAS_TRANSPOSE flag(int t) { return static_cast<CBLAS_TRANSPOSE>(t); }

// One overload for each BLAS type.
float dot(int n, const float* x, int ix, const float* y, int iy, bool) { return cblas_sdot(n, x, ix, y, iy); }
double dot(int n, const double* x, int ix, const double* y, int iy, bool) { return cblas_ddot(n, x, ix, y, iy); }
template <class R>
std::complex<R> dot(int n, const std::complex<R>* x, int ix, const std::complex<R>* y, int iy, bool conjugate)
{
    std::complex<R> result;
    if constexpr (std::is_same_v<R, float>)
        (conjugate ? cblas_cdotc_sub : cblas_cdotu_sub)(n, x, ix, y, iy, &result);
    else (conjugate ? cblas_zdotc_sub : cblas_zdotu_sub)(n, x, ix, y, iy, &result);
    return result;
}

template <class T>
void gemv(int t, int rows, int columns, const T* a, int lda, const T* x, int ix, T beta, T* y, int iy)
{
    const T one = 1;
    if constexpr (std::is_same_v<T, float>)
        cblas_sgemv(rows_first, flag(t), rows, columns, one, a, lda, x, ix, beta, y, iy);
    else if constexpr (std::is_same_v<T, double>)
        cblas_dgemv(rows_first, flag(t), rows, columns, one, a, lda, x, ix, beta, y, iy);
    else if constexpr (std::is_same_v<T, std::complex<float>>)
        cblas_cgemv(rows_first, flag(t), rows, columns, &one, a, lda, x, ix, &beta, y, iy);
    else cblas_zgemv(rows_first, flag(t), rows, columns, &one, a, lda, x, ix, &beta, y, iy);
}

template <class T>
void gemm(int ta, int tb, int m, int n, int k, const T* a, int lda, const T* b, int ldb, T beta, T* c, int ldc)
{
    const T one = 1;
    if constexpr (std::is_same_v<T, float>)
        cblas_sgemm(rows_first, flag(ta), flag(tb), m, n, k, one, a, lda, b, ldb, beta, c, ldc);
    else if constexpr (std::is_same_v<T, double>)
        cblas_dgemm(rows_first, flag(ta), flag(tb), m, n, k, one, a, lda, b, ldb, beta, c, ldc);
    else if constexpr (std::is_same_v<T, std::complex<float>>)
        cblas_cgemm(rows_first, flag(ta), flag(tb), m, n, k, &one, a, lda, b, ldb, &beta, c, ldc);
    else cblas_zgemm(rows_first, flag(ta), flag(tb), m, n, k, &one, a, lda, b, ldb, &beta, c, ldc);
}

template <class F>
void visit_blas(element e, F&& f)
{
    switch (e) {
    case element::float32: return f(std::type_identity<float>{});
    case element::float64: return f(std::type_identity<double>{});
    case element::complex64: return f(std::type_identity<std::complex<float>>{});
    default: return f(std::type_identity<std::complex<double>>{});
    }
}

}  // namespace

multiplier::multiplier(const matrices& x, index_t calls) : x_(x)
{
    if (!is_complex_type(x_.type)) x_.conjugate_a = false;
    if (!is_blas_type(x_.type) || x_.k == 1 || std::max({x_.m, x_.n, x_.k}) > most) {
        how_ = method::loops;
        return;
    }
    if (x_.m == 1 && x_.n == 1) choose_dot();
    else if (x_.n == 1) choose_gemv(false);
    else if (x_.m == 1) choose_gemv(true);
    else if (choose_gemm() && small_pays(x_, calls) && right_ == CblasNoTrans) {
        // LIBXSMM is column-major: the row-major call with its operands in the other order.
        for (const bool accumulate : {false, true})
            small_[accumulate] = find_small({x_.type, columns_, rows_, inner_, ld_right_, ld_left_, ld_result_,
                                             left_ != CblasNoTrans, accumulate});
        if (small_[0] && small_[1]) how_ = method::small;
    }
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
    swap_ = vector_is_a;
    left_ = !matrix.transposed ? CblasNoTrans : x_.conjugate_a ? CblasConjTrans : CblasTrans;
    summed_ = is_complex_type(x_.type) && matrix.transposed ? x_.k - 1 : x_.k;
    rows_ = static_cast<int>(matrix.transposed ? summed_ : rows);
    columns_ = static_cast<int>(matrix.transposed ? rows : summed_);
    ld_left_ = matrix.ld;
    ld_right_ = static_cast<int>(step);
    ld_result_ = static_cast<int>(result_step);
    return true;
}

bool multiplier::choose_gemm()
{
    const stored c = stored_as(x_.m, x_.n, x_.cm, x_.cn);
    const stored a = stored_as(x_.m, x_.k, x_.am, x_.ak), b = stored_as(x_.k, x_.n, x_.bk, x_.bn);
    if (!c.legal || !a.legal || !b.legal) return false;
    // A column-major c is the row-major product of the transposes, b^T a^T.
    swap_ = c.transposed;
    if (x_.conjugate_a && a.transposed == swap_) return false;
    const int of_a = a.transposed == swap_ ? CblasNoTrans : x_.conjugate_a ? CblasConjTrans : CblasTrans;
    const int of_b = b.transposed == swap_ ? CblasNoTrans : CblasTrans;
    left_ = swap_ ? of_b : of_a;
    right_ = swap_ ? of_a : of_b;
    rows_ = static_cast<int>(swap_ ? x_.n : x_.m);
    columns_ = static_cast<int>(swap_ ? x_.m : x_.n);
    inner_ = static_cast<int>(x_.k);
    ld_left_ = swap_ ? b.ld : a.ld;
    ld_right_ = swap_ ? a.ld : b.ld;
    ld_result_ = c.ld;
    how_ = method::gemm;
    return true;
}

template <class T>
void multiplier::add_last(const T* a, const T* b, T* c) const
{
    if (summed_ == x_.k) return;
    matrices last = x_;
    last.k = 1;
    multiply_by_loops(last, a + summed_ * x_.ak, b + summed_ * x_.bk, c, true);
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

void multiplier::operator()(const std::byte* a, const std::byte* b, std::byte* c, bool accumulate) const
{
    if (how_ == method::small)
        return swap_ ? call_small(small_[accumulate], a, b, c) : call_small(small_[accumulate], b, a, c);
    if (how_ == method::loops)
        return visit(x_.type, [&]<class T>(std::type_identity<T>) {
            multiply_by_loops(x_, reinterpret_cast<const T*>(a), reinterpret_cast<const T*>(b),
                              reinterpret_cast<T*>(c), accumulate);
        });
    visit_blas(x_.type, [&]<class T>(std::type_identity<T>) {
        T* const result = reinterpret_cast<T*>(c);
        if (how_ == method::gemm) {
            const T* const left = reinterpret_cast<const T*>(swap_ ? b : a);
            const T* const right = reinterpret_cast<const T*>(swap_ ? a : b);
            return gemm<T>(left_, right_, rows_, columns_, inner_, left, ld_left_, right, ld_right_,
                           accumulate ? T(1) : T(0), result, ld_result_);
        }
        if (how_ == method::dot) {
            const auto* const p = reinterpret_cast<const T*>(vector_start(a, summed_, x_.ak, sizeof(T)));
            const auto* const q = reinterpret_cast<const T*>(vector_start(b, summed_, x_.bk, sizeof(T)));
            const T sum = dot(static_cast<int>(summed_), p, static_cast<int>(x_.ak), q, static_cast<int>(x_.bk),
                              x_.conjugate_a);
            *result = accumulate ? *result + sum : sum;
            return add_last(reinterpret_cast<const T*>(a), reinterpret_cast<const T*>(b), result);
        }
        const index_t rows = swap_ ? x_.n : x_.m;
        // Some libraries multiply c by beta = 0 here and so keep its NaN.
        if (!accumulate) for (index_t i = 0; i < rows; ++i) result[i * ld_result_] = T(0);
        T* const first = ld_result_ < 0 ? result + (rows - 1) * ld_result_ : result;
        const std::byte* const vector = vector_start(swap_ ? a : b, summed_, ld_right_, sizeof(T));
        gemv<T>(left_, rows_, columns_, reinterpret_cast<const T*>(swap_ ? b : a), ld_left_,
                reinterpret_cast<const T*>(vector), ld_right_, T(1), first, ld_result_);
        add_last(reinterpret_cast<const T*>(a), reinterpret_cast<const T*>(b), result);
    });
}

}  // namespace tenfold::backend::on_cpu
