// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Sums of numbers that are rounded are added up pairwise, however long they are.
#include "backend/cpu/loops.hpp"

#include "backend/cpu/visit.hpp"

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace tenfold::backend::on_cpu {

namespace {

template <class T>
T conjugated(T x, [[maybe_unused]] bool conjugate)
{
    if constexpr (is_complex<T>) return conjugate ? std::conj(x) : x;
    else return x;
}

// c by rows or by columns, whichever is longer or lies better: c(outer, inner) = left(outer, k) right(k, inner).
template <class T>
struct turned {
    index_t outer, inner, k, c_out, c_in, left_out, left_k, right_in, right_k;
    bool conjugate_left, conjugate_right;
    const T* left;
    const T* right;

    turned(const matrices& x, const T* a, const T* b)
    {
        const bool by_rows = x.n >= x.m ? (x.cn == 1 || x.cm != 1 || x.m == 1) : (x.cm != 1 && x.cn == 1);
        outer = by_rows ? x.m : x.n;
        inner = by_rows ? x.n : x.m;
        k = x.k;
        c_out = by_rows ? x.cm : x.cn;
        c_in = by_rows ? x.cn : x.cm;
        left = by_rows ? a : b;
        right = by_rows ? b : a;
        left_out = by_rows ? x.am : x.bn;
        left_k = by_rows ? x.ak : x.bk;
        right_in = by_rows ? x.bn : x.am;
        right_k = by_rows ? x.bk : x.ak;
        conjugate_left = x.conjugate_a && by_rows;
        conjugate_right = x.conjugate_a && !by_rows;
    }
    T factor(index_t i, index_t l) const { return conjugated(left[i * left_out + l * left_k], conjugate_left); }
    bool dense() const { return c_in == 1 && right_in == 1 && !conjugate_right; }
};

/// How many terms are added one after another. Longer sums are added up in pairs of equal length, so that the error
/// grows with the logarithm of their number (Higham, Accuracy and Stability of Numerical Algorithms, 4.2).
constexpr index_t run = 256;

template <class T>
inline constexpr bool rounds = !std::is_integral_v<T>;

/// Adds up rows of `width` elements: sums of 1, 2, 4, ... of them wait until a second one of their size is there.
template <class T>
class pairwise_rows {
public:
    explicit pairwise_rows(index_t width) : width_(static_cast<std::size_t>(width)), next_(width_) {}

    /// Where the next row is to be written.
    T* next() { return next_.data(); }
    void take()
    {
        std::size_t i = 0;
        for (; count_ >> i & 1; ++i) merge(i);
        if (i == level_.size()) level_.emplace_back(width_);
        next_.swap(level_[i]);
        ++count_;
    }
    const T* total()
    {
        bool any = false;
        for (std::size_t i = 0; i < level_.size(); ++i) {
            if (!(count_ >> i & 1)) continue;
            if (any) merge(i);
            else next_.swap(level_[i]);
            any = true;
        }
        count_ = 0;
        return next_.data();
    }

private:
    void merge(std::size_t i)
    {
        for (std::size_t j = 0; j < width_; ++j) next_[j] = plus<T>(level_[i][j], next_[j]);
    }

    std::size_t width_;
    std::vector<T> next_;
    std::vector<std::vector<T>> level_;
    std::uint64_t count_ = 0;
};

template <class T>
T sum_of(const turned<T>& x, index_t i, index_t first, index_t n)
{
    constexpr index_t lanes = 8;
    T sum[lanes]{};
    const auto term = [&](index_t l) { return times<T>(x.factor(i, l), conjugated(x.right[l * x.right_k], x.conjugate_right)); };
    index_t l = first;
    for (; l + lanes <= first + n; l += lanes)
        for (index_t j = 0; j < lanes; ++j) sum[j] = plus<T>(sum[j], term(l + j));
    for (; l < first + n; ++l) sum[0] = plus<T>(sum[0], term(l));
    for (index_t half = lanes / 2; half > 0; half /= 2)
        for (index_t j = 0; j < half; ++j) sum[j] = plus<T>(sum[j], sum[j + half]);
    return sum[0];
}

template <class T>
T pairwise(const turned<T>& x, index_t i, index_t first, index_t n)
{
    if (n <= run) return sum_of(x, i, first, n);
    const index_t half = (n / 2 + run - 1) / run * run;
    const T left = pairwise(x, i, first, half);
    return plus<T>(left, pairwise(x, i, first + half, n - half));
}

template <class T>
void one_sum(const turned<T>& x, index_t i, T* c, bool accumulate)
{
    const T sum = pairwise(x, i, 0, x.k);
    *c = accumulate ? plus<T>(*c, sum) : sum;
}

/// `count` terms of a row of c from element `start` on, one after another.
template <class T>
void strided_terms(const turned<T>& x, index_t i, index_t first, index_t count, T* row, index_t step, index_t start, index_t n,
                   bool accumulate)
{
    for (index_t l = first; l < first + count; ++l) {
        const T factor = x.factor(i, l);
        const T* const other = x.right + l * x.right_k + start * x.right_in;
        const bool add = accumulate || l > first;
        for (index_t j = 0; j < n; ++j) {
            const T term = times<T>(factor, conjugated(other[j * x.right_in], x.conjugate_right));
            row[j * step] = add ? plus<T>(row[j * step], term) : term;
        }
    }
}

template <class T>
inline constexpr index_t band = 4096 / static_cast<index_t>(sizeof(T));

template <class T>
void pairwise_strided(const turned<T>& x, index_t i, T* row, bool accumulate)
{
    for (index_t start = 0; start < x.inner; start += band<T>) {
        const index_t n = std::min(band<T>, x.inner - start);
        pairwise_rows<T> sums(n);
        for (index_t l = 0; l < x.k; l += run) {
            strided_terms(x, i, l, std::min(run, x.k - l), sums.next(), 1, start, n, false);
            sums.take();
        }
        const T* const total = sums.total();
        for (index_t j = 0; j < n; ++j) {
            T& c = row[(start + j) * x.c_in];
            c = accumulate ? plus<T>(c, total[j]) : total[j];
        }
    }
}

template <class T>
void strided_row(const turned<T>& x, index_t i, T* row, bool accumulate)
{
    if constexpr (rounds<T>)
        if (x.k > run) return pairwise_strided(x, i, row, accumulate);
    strided_terms(x, i, 0, x.k, row, x.c_in, 0, x.inner, accumulate);
}

// One term: outer products, where c is not read.
template <class T>
void first_term(T factor, const T* other, T* row, index_t n)
{
    for (index_t j = 0; j < n; ++j) row[j] = times<T>(factor, other[j]);
}
template <class T>
void add_term(T factor, const T* other, T* row, index_t n)
{
    for (index_t j = 0; j < n; ++j) row[j] = plus<T>(row[j], times<T>(factor, other[j]));
}

// Two rows of c and four terms at once: each element of `right` that is loaded serves twice, each of c four times.
template <class T>
void add_block(const turned<T>& x, index_t i, index_t l, T* c0, T* c1, index_t start, index_t n)
{
    T f[2][4];
    for (index_t r = 0; r < 2; ++r)
        for (index_t t = 0; t < 4; ++t) f[r][t] = x.factor(i + r, l + t);
    const T* const at = x.right + l * x.right_k + start;
    const T *const b0 = at, *const b1 = at + x.right_k, *const b2 = at + 2 * x.right_k, *const b3 = at + 3 * x.right_k;
#pragma GCC ivdep  // the result overlaps no operand
    for (index_t j = 0; j < n; ++j) {
        c0[j] = plus<T>(plus<T>(plus<T>(plus<T>(c0[j], times<T>(f[0][0], b0[j])), times<T>(f[0][1], b1[j])),
                                times<T>(f[0][2], b2[j])), times<T>(f[0][3], b3[j]));
        c1[j] = plus<T>(plus<T>(plus<T>(plus<T>(c1[j], times<T>(f[1][0], b0[j])), times<T>(f[1][1], b1[j])),
                                times<T>(f[1][2], b2[j])), times<T>(f[1][3], b3[j]));
    }
}

/// `count` terms of one or two rows of c, of `n` elements from `start` on, one after another.
template <class T>
void dense_terms(const turned<T>& x, index_t i, index_t rows, index_t first, index_t count, T* const (&row)[2],
                 index_t start, index_t n, bool accumulate)
{
    index_t l = first;
    const index_t end = first + count;
    if (!accumulate) {
        for (index_t r = 0; r < rows; ++r) first_term(x.factor(i + r, l), x.right + l * x.right_k + start, row[r], n);
        ++l;
    }
    for (; rows == 2 && l + 4 <= end; l += 4) add_block(x, i, l, row[0], row[1], start, n);
    for (; l < end; ++l)
        for (index_t r = 0; r < rows; ++r) add_term(x.factor(i + r, l), x.right + l * x.right_k + start, row[r], n);
}

template <class T>
void pairwise_dense(const turned<T>& x, index_t i, index_t rows, T* const (&row)[2], index_t start, index_t n, bool accumulate)
{
    pairwise_rows<T> sums(rows * n);
    for (index_t l = 0; l < x.k; l += run) {
        T* const next[2] = {sums.next(), sums.next() + (rows - 1) * n};
        dense_terms(x, i, rows, l, std::min(run, x.k - l), next, start, n, false);
        sums.take();
    }
    const T* const total = sums.total();
    for (index_t r = 0; r < rows; ++r)
        for (index_t j = 0; j < n; ++j) {
            const T sum = total[r * n + j];
            row[r][j] = accumulate ? plus<T>(row[r][j], sum) : sum;
        }
}

// Rows that lie dense, in bands of columns that stay in the first-level cache with four rows of `right`.
template <class T>
void dense_rows(const turned<T>& x, T* c, bool accumulate)
{
    for (index_t start = 0; start < x.inner; start += band<T>) {
        const index_t n = std::min(band<T>, x.inner - start);
        for (index_t i = 0; i < x.outer; i += 2) {
            const index_t rows = std::min<index_t>(2, x.outer - i);
            T* const row[2] = {c + i * x.c_out + start, c + (i + rows - 1) * x.c_out + start};
            if constexpr (rounds<T>)
                if (x.k > run) {
                    pairwise_dense(x, i, rows, row, start, n, accumulate);
                    continue;
                }
            dense_terms(x, i, rows, 0, x.k, row, start, n, accumulate);
        }
    }
}

template <class T>
void multiply(const matrices& m, const T* a, const T* b, T* c, bool accumulate)
{
    const turned<T> x(m, a, b);
    if (x.inner > 1 && x.dense()) return dense_rows(x, c, accumulate);
    for (index_t i = 0; i < x.outer; ++i) {
        T* const row = c + i * x.c_out;
        if (x.inner == 1 && x.k > 1) one_sum(x, i, row, accumulate);
        else strided_row(x, i, row, accumulate);
    }
}

}  // namespace

void multiply_by_loops(const matrices& x, const std::byte* a, const std::byte* b, std::byte* c, bool accumulate)
{
    visit(x.type, [&]<class T>(std::type_identity<T>) {
        multiply(x, reinterpret_cast<const T*>(a), reinterpret_cast<const T*>(b), reinterpret_cast<T*>(c), accumulate);
    });
}

}  // namespace tenfold::backend::on_cpu
