// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What the functions of this room share: matrices by columns, as LAPACK takes them, and their ways in and out.
#pragma once

#include <tenfold/detail/opaque.hpp>
#include <tenfold/reductions.hpp>

#include <cmath>
#include <complex>
#include <limits>
#include <memory>
#include <type_traits>

namespace tenfold::linalg_calls {

using detail::index_t;
using detail::strided;

template <class T> using real_of = typename detail::real_of<T>::type;
template <class T> inline constexpr bool is_complex = !std::is_same_v<T, real_of<T>>;
template <class T> using complex_of = std::complex<real_of<T>>;

/// Memory for n elements, one at least: LAPACK wants an address for nothing as well.
template <class T> class buffer {
public:
    explicit buffer(index_t n) : data_(new T[static_cast<std::size_t>(n > 0 ? n : 1)]) {}
    operator T*() { return data_.get(); }
    T& operator[](index_t i) { return data_[static_cast<std::size_t>(i)]; }

private:
    std::unique_ptr<T[]> data_;
};

inline int rows(const strided& x) { return static_cast<int>(x.shape[0]); }
/// Of a vector: one.
inline int columns(const strided& x) { return x.rank > 1 ? static_cast<int>(x.shape[1]) : 1; }
inline index_t column_step(const strided& x) { return x.rank > 1 ? x.stride[1] : 0; }
/// LAPACK's leading dimension.
inline int leading(int rows) { return rows > 1 ? rows : 1; }

template <class T> void read_columns(const strided& x, T* to, int ld)
{
    const T* const from = static_cast<const T*>(x.data);
    for (int j = 0; j < columns(x); ++j)
        for (int i = 0; i < rows(x); ++i) to[index_t{j} * ld + i] = from[i * x.stride[0] + j * column_step(x)];
}
template <class T> void write_columns(const T* from, int ld, const strided& x)
{
    T* const to = static_cast<T*>(x.data);
    for (int j = 0; j < columns(x); ++j)
        for (int i = 0; i < rows(x); ++i) to[i * x.stride[0] + j * column_step(x)] = from[index_t{j} * ld + i];
}

/// A matrix by columns.
template <class T> struct matrix {
    int m, n;
    buffer<T> data;

    matrix(int rows, int columns) : m(rows), n(columns), data(index_t{rows} * columns) {}
    explicit matrix(const strided& x) : matrix(rows(x), columns(x)) { read_columns(x, static_cast<T*>(data), ld()); }
    int ld() const { return leading(m); }
    T& operator()(int i, int j) { return data[index_t{j} * ld() + i]; }
};

template <class T> bool is_finite(T x) { return std::isfinite(x); }
template <class R> bool is_finite(std::complex<R> x) { return std::isfinite(x.real()) && std::isfinite(x.imag()); }

/// LAPACK may not come back from NaN.
template <class T> void refuse_what_is_not_finite(matrix<T>& a)
{
    for (index_t i = 0, n = index_t{a.m} * a.n; i < n; ++i)
        if (!is_finite(a.data[i])) throw linalg_error("the matrix holds numbers that are not finite");
}

/// Several results of one call lie one after another in one vector.
template <class T> class packed {
public:
    explicit packed(const strided& x) : next_(static_cast<T*>(x.data)), step_(x.stride[0]) {}
    void add(T value)
    {
        *next_ = value;
        next_ += step_;
    }
    /// By rows.
    template <class U> void add(matrix<U>& a, int m, int n)
    {
        for (int i = 0; i < m; ++i)
            for (int j = 0; j < n; ++j) add(T(a(i, j)));
    }

private:
    T* next_;
    index_t step_;
};

// ---- shapes

inline bool too_large(index_t n) { return n > std::numeric_limits<int>::max(); }
inline const char* why_not_square(const index_t* a)
{
    if (too_large(a[0]) || too_large(a[1])) return "too large for LAPACK";
    return a[0] == a[1] ? nullptr : "the matrix is not square";
}

// Measured with OpenBLAS: its symmetric matrix by vector uses threads at once, the rest of LAPACK where blocks pay.
inline constexpr index_t symmetric_side = 4, usual_side = 64;

inline double cube(index_t n) { return static_cast<double>(n) * static_cast<double>(n) * static_cast<double>(n); }

}  // namespace tenfold::linalg_calls
