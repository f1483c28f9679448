// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Reductions in two passes: parts of every result side by side, then their join, in order. Nothing waits for the host.
#include "backend/cuda/kernel.hpp"
#include "backend/cuda/numbers.hpp"

#include <cmath>

namespace tenfold::backend::on_cuda {

namespace {

using kind = fold::kind;

template <class T> TENFOLD_DEVICE bool is_nan(T x)
{
    if constexpr (std::is_floating_point_v<T>) return x != x;
    else return false;
}

/// The best of a row: the first of equal ones, a NaN before all numbers.
template <class T> TENFOLD_DEVICE bool beats(T b, T a, bool largest) { return (largest ? b > a : b < a) || (is_nan(b) && !is_nan(a)); }

template <class T> TENFOLD_DEVICE T best_of(const fold_value& v)
{
    if constexpr (std::is_floating_point_v<T>) return static_cast<T>(v.re);
    else return static_cast<T>(v.whole);
}
template <class T> TENFOLD_DEVICE void set_best(fold_value& v, T x, std::int64_t index)
{
    if constexpr (std::is_floating_point_v<T>) v.re = x;
    else v.whole = static_cast<std::uint64_t>(x);
    v.index = index;
}

TENFOLD_DEVICE bool is_extreme(kind k) { return k == kind::amax || k == kind::amin || k == kind::argmax || k == kind::argmin; }
TENFOLD_DEVICE bool wants_largest(kind k) { return k == kind::amax || k == kind::argmax; }

/// The value of no elements. An index below zero: none has been seen.
TENFOLD_DEVICE fold_value none(kind k)
{
    fold_value v{};
    v.index = -1;
    if (k == kind::prod) v.re = 1, v.whole = 1;
    return v;
}

template <class T> TENFOLD_DEVICE void take(const fold& x, fold_value& v, T e, std::int64_t index, const fold_value& centre)
{
    if (is_extreme(x.what)) {
        if constexpr (!is_complex<T>)
            if (v.index < 0 || beats(e, best_of<T>(v), wants_largest(x.what))) set_best(v, e, index);
        return;
    }
    if constexpr (is_complex<T>) {
        using real = typename T::value_type;
        if (x.what == kind::prod) {
            const T p = multiply(T(static_cast<real>(v.re), static_cast<real>(v.im)), e);
            v.re = p.real(), v.im = p.imag();
        }
        else if (x.what == kind::norm || x.what == kind::var) {
            const double re = e.real() - centre.re, im = e.imag() - centre.im;
            v.re += re * re + im * im;
        }
        else v.re += e.real(), v.im += e.imag();
    }
    else if (x.what == kind::norm || x.what == kind::var) {
        const double d = static_cast<double>(e) - centre.re;
        v.re += d * d;
    }
    else if constexpr (std::is_integral_v<T>) {
        if (x.what == kind::prod) v.whole *= static_cast<std::uint64_t>(e);
        else {
            v.whole += static_cast<std::uint64_t>(e);
            v.re += static_cast<double>(e);   // means of 64-bit numbers
        }
    }
    else if (x.what == kind::prod) v.re = static_cast<double>(static_cast<T>(static_cast<T>(v.re) * e));
    else v.re += static_cast<double>(e);
}

/// Values of later elements into those of earlier ones.
template <class T> TENFOLD_DEVICE void join(const fold& x, fold_value& v, const fold_value& next)
{
    if (is_extreme(x.what)) {
        if constexpr (!is_complex<T>)
            if (next.index >= 0 && (v.index < 0 || beats(best_of<T>(next), best_of<T>(v), wants_largest(x.what)))) v = next;
        return;
    }
    if (x.what != kind::prod) {
        v.re += next.re, v.im += next.im;
        v.whole += next.whole;
    }
    else if constexpr (is_complex<T>) {
        const complex_number<double> p = complex_number<double>(v.re, v.im) * complex_number<double>(next.re, next.im);
        v.re = p.real(), v.im = p.imag();
    }
    else {
        v.whole *= next.whole;
        v.re = std::is_integral_v<T> ? 1 : static_cast<double>(static_cast<T>(v.re * next.re));
    }
}

TENFOLD_DEVICE void fold_part(const fold& x, std::int64_t item)
{
    constexpr std::int64_t run = 128;   // sums of so many are added up
    const std::int64_t result = item / x.parts, part = item % x.parts, kept = x.kept.size(), all = x.reduced.size();
    const std::int64_t n = x.where.first + result / kept, begin = part * x.part_length;
    const std::int64_t end = begin + x.part_length < all ? begin + x.part_length : all;
    std::int64_t at[2];
    x.kept.find(result % kept, at);
    const fold_value centre = x.centre ? x.centre[result] : fold_value{};
    visit(x.type, [&](auto t) {
        using T = typename decltype(t)::number;
        const T* const from = reinterpret_cast<const T*>(x.from.at(x.where, n, sizeof(T))) + at[0];
        fold_value sum = none(x.what), few = none(x.what);
        for (std::int64_t i = begin; i < end; ++i) {
            std::int64_t r[1];
            x.reduced.find(i, r);
            take(x, few, from[r[0]], i, centre);
            if ((i - begin) % run != run - 1) continue;
            join<T>(x, sum, few);
            few = none(x.what);
        }
        join<T>(x, sum, few);
        x.partial[item] = sum;
    });
}

TENFOLD_DEVICE void fold_result(const fold& x, std::int64_t result)
{
    const std::int64_t kept = x.kept.size(), n = x.where.first + result / kept;
    const double count = static_cast<double>(x.reduced.size());
    std::int64_t at[2];
    x.kept.find(result % kept, at);
    fold_value v = none(x.what);
    bool whole = false;
    visit(x.type, [&](auto t) {
        using T = typename decltype(t)::number;
        for (std::int64_t p = 0; p < x.parts; ++p) join<T>(x, v, x.partial[result * x.parts + p]);
        whole = std::is_integral_v<T>;
        if (x.what == kind::mean && whole && sizeof(T) < 8) v.re = static_cast<double>(static_cast<std::int64_t>(v.whole));
    });
    if (x.what == kind::mean || (x.what == kind::var && x.centre)) v.re /= count, v.im /= count;
    if (x.what == kind::norm) v.re = std::sqrt(v.re);
    if (x.centres) {
        x.centres[result] = v;
        return;
    }
    visit(x.result, [&](auto t) {
        using T = typename decltype(t)::number;
        T& to = reinterpret_cast<T*>(x.to.at(x.where, n, sizeof(T)))[at[1]];
        if (x.what == kind::argmax || x.what == kind::argmin) to = T(static_cast<std::int64_t>(v.index));
        else if constexpr (is_complex<T>) to = T(static_cast<typename T::value_type>(v.re), static_cast<typename T::value_type>(v.im));
        else if constexpr (std::is_integral_v<T>) to = static_cast<T>(v.whole);
        else to = static_cast<T>(v.re);
    });
}

/// Calls f(element, where its sum goes) for elements [begin, end) of a row.
template <class T, class F> TENFOLD_DEVICE void add_up(const running_sum& x, const T* from, std::int64_t begin, std::int64_t end, const F& f)
{
    for (std::int64_t i = begin; i < end; ++i) {
        std::int64_t at[2];
        x.along.find(i, at);
        f(from[at[0]], at[1]);
    }
}

template <class T> TENFOLD_DEVICE void add_to(fold_value& sum, T e)
{
    if constexpr (is_complex<T>) sum.re += e.real(), sum.im += e.imag();
    else if constexpr (std::is_integral_v<T>) sum.whole += static_cast<std::uint64_t>(e);
    else sum.re += e;
}

/// A row's number, its elements in one part, and where it lies.
struct row_part {
    std::int64_t position, begin, end, at[2];

    TENFOLD_DEVICE row_part(const running_sum& x, std::int64_t item)
    {
        const std::int64_t row = item / x.parts, all = x.along.size(), rows = x.rows.size();
        begin = item % x.parts * x.part_length;
        end = begin + x.part_length < all ? begin + x.part_length : all;
        position = x.where.first + row / rows;
        x.rows.find(row % rows, at);
    }
};

TENFOLD_DEVICE void sum_part(const running_sum& x, std::int64_t item)
{
    const row_part p(x, item);
    visit(x.type, [&](auto t) {
        using T = typename decltype(t)::number;
        fold_value sum{};
        add_up(x, reinterpret_cast<const T*>(x.from.at(x.where, p.position, sizeof(T))) + p.at[0], p.begin, p.end,
               [&](T e, std::int64_t) { add_to(sum, e); });
        x.partial[item] = sum;
    });
}

/// What lies before each part of a row.
TENFOLD_DEVICE void add_parts(const running_sum& x, std::int64_t row)
{
    fold_value sum{};
    for (fold_value* p = x.partial + row * x.parts; p != x.partial + (row + 1) * x.parts; ++p) {
        const fold_value now = *p;
        *p = sum;
        sum.re += now.re, sum.im += now.im;
        sum.whole += now.whole;
    }
}

TENFOLD_DEVICE void write_sums(const running_sum& x, std::int64_t item)
{
    const row_part p(x, item);
    fold_value sum = x.partial ? x.partial[item] : fold_value{};
    visit(x.type, [&](auto t) {
        using T = typename decltype(t)::number;
        using R = std::conditional_t<std::is_integral_v<T>, std::uint64_t, T>;
        R* const to = reinterpret_cast<R*>(x.to.at(x.where, p.position, sizeof(R))) + p.at[1];
        add_up(x, reinterpret_cast<const T*>(x.from.at(x.where, p.position, sizeof(T))) + p.at[0], p.begin, p.end,
               [&](T e, std::int64_t at) {
                   add_to(sum, e);
                   if constexpr (is_complex<T>) to[at] = R(static_cast<typename T::value_type>(sum.re), static_cast<typename T::value_type>(sum.im));
                   else if constexpr (std::is_integral_v<T>) to[at] = sum.whole;
                   else to[at] = static_cast<R>(sum.re);
               });
    });
}

}  // namespace

TENFOLD_KERNEL(sum_part, running_sum)
TENFOLD_KERNEL(add_parts, running_sum)
TENFOLD_KERNEL(write_sums, running_sum)

void launch(const running_sum& x, const queue& q)
{
    const std::int64_t rows = x.where.count * x.rows.size();
    if (x.partial) {
        launch_sum_part(x, rows * x.parts, q);
        launch_add_parts(x, rows, q);
    }
    launch_write_sums(x, rows * x.parts, q);
}

TENFOLD_KERNEL(fold_part, fold)
TENFOLD_KERNEL(fold_result, fold)

void launch(const fold& x, const queue& q)
{
    const std::int64_t results = x.where.count * x.kept.size();
    launch_fold_part(x, results * x.parts, q);
    launch_fold_result(x, results, q);
}

}  // namespace tenfold::backend::on_cuda
