// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cpu/loops.hpp"

#include "backend/cpu/visit.hpp"

#include <algorithm>

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

template <class T>
void one_sum(const turned<T>& x, index_t i, T* c, bool accumulate)
{
    T sum{};
    for (index_t l = 0; l < x.k; ++l)
        sum = plus<T>(sum, times<T>(x.factor(i, l), conjugated(x.right[l * x.right_k], x.conjugate_right)));
    *c = accumulate ? plus<T>(*c, sum) : sum;
}

template <class T>
void strided_row(const turned<T>& x, index_t i, T* row, bool accumulate)
{
    for (index_t l = 0; l < x.k; ++l) {
        const T factor = x.factor(i, l);
        const T* const other = x.right + l * x.right_k;
        const bool add = accumulate || l > 0;
        for (index_t j = 0; j < x.inner; ++j) {
            const T term = times<T>(factor, conjugated(other[j * x.right_in], x.conjugate_right));
            row[j * x.c_in] = add ? plus<T>(row[j * x.c_in], term) : term;
        }
    }
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
void add_block(const turned<T>& x, index_t i, index_t l, T* first, T* second, index_t start, index_t n)
{
    T f[2][4];
    for (index_t r = 0; r < 2; ++r)
        for (index_t t = 0; t < 4; ++t) f[r][t] = x.factor(i + r, l + t);
    const T* const at = x.right + l * x.right_k + start;
    const T *const b0 = at, *const b1 = at + x.right_k, *const b2 = at + 2 * x.right_k, *const b3 = at + 3 * x.right_k;
    T* const c0 = first + start;
    T* const c1 = second + start;
#pragma GCC ivdep  // the result overlaps no operand
    for (index_t j = 0; j < n; ++j) {
        c0[j] = plus<T>(plus<T>(plus<T>(plus<T>(c0[j], times<T>(f[0][0], b0[j])), times<T>(f[0][1], b1[j])),
                                times<T>(f[0][2], b2[j])), times<T>(f[0][3], b3[j]));
        c1[j] = plus<T>(plus<T>(plus<T>(plus<T>(c1[j], times<T>(f[1][0], b0[j])), times<T>(f[1][1], b1[j])),
                                times<T>(f[1][2], b2[j])), times<T>(f[1][3], b3[j]));
    }
}

// Rows that lie dense, in bands of columns that stay in the first-level cache with four rows of `right`.
template <class T>
void dense_rows(const turned<T>& x, T* c, bool accumulate)
{
    constexpr index_t band = 4096 / static_cast<index_t>(sizeof(T));
    for (index_t start = 0; start < x.inner; start += band) {
        const index_t n = std::min(band, x.inner - start);
        for (index_t i = 0; i < x.outer; i += 2) {
            const index_t rows = std::min<index_t>(2, x.outer - i);
            T* const row[2] = {c + i * x.c_out, c + (i + rows - 1) * x.c_out};
            index_t l = 0;
            if (!accumulate) {
                for (index_t r = 0; r < rows; ++r) first_term(x.factor(i + r, 0), x.right + start, row[r] + start, n);
                l = 1;
            }
            for (; rows == 2 && l + 4 <= x.k; l += 4) add_block(x, i, l, row[0], row[1], start, n);
            for (; l < x.k; ++l)
                for (index_t r = 0; r < rows; ++r)
                    add_term(x.factor(i + r, l), x.right + l * x.right_k + start, row[r] + start, n);
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
