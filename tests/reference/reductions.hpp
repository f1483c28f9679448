// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Reductions over any axes, in index order. A NaN among the elements is the result.

#pragma once

#include "views.hpp"

namespace reference
{
namespace detail
{
// x with the reduced axes moved to the end and joined: one row for each element of the result.
template <class T>
struct rows
{
    shape_t shape;      // of the result
    ndarray<T> data;    // (rows, length)
    index number, length;
};

template <class T>
rows<T> rows_of(const ndarray<T>& x, const axes& over, const std::string& operation)
{
    shape_t reduced = over.in(x.rank(), operation), order, shape;
    std::sort(reduced.begin(), reduced.end());
    index length = 1;
    for (index d = 0; d < x.rank(); ++d)
        if (!contains(reduced, d))
        {
            order.push_back(d);
            shape.push_back(x.shape[static_cast<std::size_t>(d)]);
        }
    for (index d : reduced)
    {
        order.push_back(d);
        length *= x.shape[static_cast<std::size_t>(d)];
    }
    const index number = count(shape);
    return {shape, reshape(transpose(x, order), {number, length}), number, length};
}

// result = finish(f(f(start, x0), x1) ...) for each row.
template <class R, class T, class F>
ndarray<R> fold(const ndarray<T>& x, const axes& over, const std::string& operation, R start, F f)
{
    const rows<T> r = rows_of(x, over, operation);
    ndarray<R> result(r.shape);
    for (index i = 0; i < r.number; ++i)
    {
        R value = start;
        for (index j = 0; j < r.length; ++j)
            value = f(value, r.data.get(i * r.length + j), j);
        result.set(i, value);
    }
    return result;
}

template <class T>
void reject_empty(const ndarray<T>& x, const axes& over, const std::string& operation)
{
    if (rows_of(x, over, operation).length == 0)
        reject(operation, "no elements in " + to_string(x.shape));
}

template <class T, class Better>
ndarray<index> arg(const ndarray<T>& x, const axes& over, const std::string& operation, Better better)
{
    if (over.list && over.list->size() != 1)
        reject(operation, "one axis, or none");
    reject_empty(x, over, operation);
    const rows<T> r = rows_of(x, over, operation);
    ndarray<index> result(r.shape);
    for (index i = 0; i < r.number; ++i)
    {
        index best = 0;
        for (index j = 1; j < r.length; ++j)
        {
            const T now = r.data.get(i * r.length + j), so_far = r.data.get(i * r.length + best);
            if (!is_nan(so_far) && (is_nan(now) || better(now, so_far)))
                best = j;
        }
        result.set(i, best);
    }
    return result;
}
} // namespace detail

template <class T>
ndarray<sum_t<T>> sum(const ndarray<T>& x, const axes& over = {})
{
    using R = sum_t<T>;
    return detail::fold(x, over, "sum", R(0), [](const R& a, const T& b, index i) {
        return i == 0 ? static_cast<R>(b) : plus(a, static_cast<R>(b));
    });
}

template <class T>
ndarray<sum_t<T>> prod(const ndarray<T>& x, const axes& over = {})
{
    using R = sum_t<T>;
    return detail::fold(x, over, "prod", R(1), [](const R& a, const T& b, index i) {
        return i == 0 ? static_cast<R>(b) : times(a, static_cast<R>(b));
    });
}

template <class T>
ndarray<mean_t<T>> mean(const ndarray<T>& x, const axes& over = {})
{
    using R = mean_t<T>;
    const index n = detail::rows_of(x, over, "mean").length;
    ndarray<R> r = sum(cast<R>(x), over);
    for (index i = 0; i < r.size(); ++i)
        r.set(i, r.get(i) / number<R>::of(n));
    return r;
}

// The mean of |x - mean|^2, in two passes.
template <class T>
ndarray<real_t<mean_t<T>>> var(const ndarray<T>& x, const axes& over = {}, index ddof = 0)
{
    using M = mean_t<T>;
    using R = real_t<M>;
    const detail::rows<M> r = detail::rows_of(cast<M>(x), over, "var");
    const ndarray<M> centre = mean(x, over);
    ndarray<R> result(r.shape);
    for (index i = 0; i < r.number; ++i)
    {
        R total = R(0);
        for (index j = 0; j < r.length; ++j)
        {
            const R part = square(settled(r.data.get(i * r.length + j) - centre.get(i)));
            total = j == 0 ? part : total + part;
        }
        result.set(i, total / number<R>::of(std::max<index>(r.length - ddof, 0)));
    }
    return result;
}

template <class T>
ndarray<T> amax(const ndarray<T>& x, const axes& over = {})
{
    detail::reject_empty(x, over, "amax");
    return detail::fold(x, over, "amax", T(),
                        [](const T& a, const T& b, index i) { return i == 0 ? b : larger(a, b); });
}

template <class T>
ndarray<T> amin(const ndarray<T>& x, const axes& over = {})
{
    detail::reject_empty(x, over, "amin");
    return detail::fold(x, over, "amin", T(),
                        [](const T& a, const T& b, index i) { return i == 0 ? b : smaller(a, b); });
}

// The first largest element; over one axis, or over x as if it had one.
template <class T>
ndarray<index> argmax(const ndarray<T>& x, const axes& over = {})
{
    return detail::arg(x, over, "argmax", [](const T& a, const T& b) { return less(b, a); });
}

template <class T>
ndarray<index> argmin(const ndarray<T>& x, const axes& over = {})
{
    return detail::arg(x, over, "argmin", [](const T& a, const T& b) { return less(a, b); });
}

// Over one axis; without one, over x as if it had one.
template <class T>
ndarray<sum_t<T>> cumsum(const ndarray<T>& x, const axes& over = {})
{
    if (!over.list)
        return cumsum(ravel(x), axes(0));
    const shape_t axis = over.in(x.rank(), "cumsum");
    if (axis.size() != 1)
        reject("cumsum", "one axis, or none");
    ndarray<sum_t<T>> r = cast<sum_t<T>>(x);
    const index step = strides_of(x.shape)[static_cast<std::size_t>(axis[0])];
    index i = 0;
    for_each_position(x.shape, [&](const shape_t& p) {
        if (p[static_cast<std::size_t>(axis[0])] > 0)
            r.set(i, plus(r.get(i - step), r.get(i)));
        ++i;
    });
    return r;
}

// The square root of the sum of |x|^2 over any axes (NumPy: over all, one or two).
template <class T>
ndarray<real_t<mean_t<T>>> norm(const ndarray<T>& x, const axes& over = {})
{
    using M = mean_t<T>;
    using R = real_t<M>;
    ndarray<R> squares(x.shape);
    for (index i = 0; i < x.size(); ++i)
        squares.set(i, square(static_cast<M>(x.get(i))));
    ndarray<R> r = sum(squares, over);
    using std::sqrt;
    for (index i = 0; i < r.size(); ++i)
        r.set(i, sqrt(r.get(i)));
    return r;
}
} // namespace reference
