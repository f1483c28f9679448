// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// NumPy's products, each written as labels for contract().

#pragma once

#include "contraction.hpp"
#include "slicing.hpp"

namespace reference
{
namespace detail
{
// first, first + 1, ... for the axes of an operand.
inline labels fresh(index n, int first)
{
    labels l;
    for (index i = 0; i < n; ++i)
        l.push_back(first + static_cast<int>(i));
    return l;
}

// Sums over the named axes of a and b in pairs; the other axes of a come first, then those of b.
template <class T>
ndarray<T> sum_pairs(const std::string& operation, const ndarray<T>& a, const ndarray<T>& b, const shape_t& of_a,
                     const shape_t& of_b)
{
    const labels la = fresh(a.rank(), 0);
    labels lb = fresh(b.rank(), static_cast<int>(a.rank())), out;
    for (std::size_t i = 0; i < of_a.size(); ++i)
    {
        if (a.shape[static_cast<std::size_t>(of_a[i])] != b.shape[static_cast<std::size_t>(of_b[i])])
            reject(operation, to_string(a.shape) + " x " + to_string(b.shape) + ": summed sizes differ");
        lb[static_cast<std::size_t>(of_b[i])] = la[static_cast<std::size_t>(of_a[i])];
    }
    for (index d = 0; d < a.rank(); ++d)
        if (!contains(of_a, d))
            out.push_back(la[static_cast<std::size_t>(d)]);
    for (index d = 0; d < b.rank(); ++d)
        if (!contains(of_b, d))
            out.push_back(lb[static_cast<std::size_t>(d)]);
    return contract(operation, std::vector<ndarray<T>>{a, b}, {la, lb}, out);
}
} // namespace detail

template <class T>
ndarray<T> outer(const ndarray<T>& a, const ndarray<T>& b)
{
    return detail::sum_pairs("outer", ravel(a), ravel(b), {}, {});
}

// The last axis of a with the last but one of b (its only one, if it has one); numbers multiply.
template <class T>
ndarray<T> dot(const ndarray<T>& a, const ndarray<T>& b)
{
    if (a.rank() == 0 || b.rank() == 0)
        return detail::sum_pairs("dot", a, b, {}, {});
    return detail::sum_pairs("dot", a, b, {a.rank() - 1}, {std::max<index>(b.rank() - 2, 0)});
}

template <class T>
ndarray<T> inner(const ndarray<T>& a, const ndarray<T>& b)
{
    if (a.rank() == 0 || b.rank() == 0)
        return detail::sum_pairs("inner", a, b, {}, {});
    return detail::sum_pairs("inner", a, b, {a.rank() - 1}, {b.rank() - 1});
}

template <class T>
ndarray<T> vdot(const ndarray<T>& a, const ndarray<T>& b)
{
    ndarray<T> c = ravel(a);
    for (index i = 0; i < c.size(); ++i)
        c.set(i, conjugate(c.get(i)));
    return detail::sum_pairs("vdot", c, ravel(b), {0}, {0});
}

// Stacks of matrices, broadcast against each other; a vector is a row on the left, a column on the right.
template <class T>
ndarray<T> matmul(const ndarray<T>& a, const ndarray<T>& b)
{
    if (a.rank() == 0 || b.rank() == 0)
        reject("matmul", "a number is not allowed: " + to_string(a.shape) + " x " + to_string(b.shape));
    const int row = 1, column = 2, summed = 3, batch = 100;
    const index batch_a = std::max<index>(a.rank() - 2, 0), batch_b = std::max<index>(b.rank() - 2, 0);
    const index most = std::max(batch_a, batch_b);
    if (a.shape.back() != b.shape[b.rank() == 1 ? 0 : b.shape.size() - 2])
        reject("matmul", to_string(a.shape) + " x " + to_string(b.shape) + ": inner sizes differ");
    labels la = detail::fresh(batch_a, batch + static_cast<int>(most - batch_a));
    labels lb = detail::fresh(batch_b, batch + static_cast<int>(most - batch_b));
    labels out = detail::fresh(most, batch);
    if (a.rank() > 1)
    {
        la.push_back(row);
        out.push_back(row);
    }
    la.push_back(summed);
    lb.push_back(summed);
    if (b.rank() > 1)
    {
        lb.push_back(column);
        out.push_back(column);
    }
    return contract("matmul", std::vector<ndarray<T>>{a, b}, {la, lb}, out, true);
}

template <class T>
ndarray<T> tensordot(const ndarray<T>& a, const ndarray<T>& b, const shape_t& axes_of_a, const shape_t& axes_of_b)
{
    if (axes_of_a.size() != axes_of_b.size())
        reject("tensordot", "axes " + to_string(axes_of_a) + " and " + to_string(axes_of_b));
    return detail::sum_pairs("tensordot", a, b, axes_in(axes_of_a, a.rank(), "tensordot"),
                             axes_in(axes_of_b, b.rank(), "tensordot"));
}

// The last n axes of a with the first n of b.
template <class T>
ndarray<T> tensordot(const ndarray<T>& a, const ndarray<T>& b, index n = 2)
{
    if (n < 0 || n > a.rank() || n > b.rank())
        reject("tensordot", std::to_string(n) + " axes of " + to_string(a.shape) + " and " + to_string(b.shape));
    shape_t of_a = range_of(n);
    for (index& d : of_a)
        d += a.rank() - n;
    return detail::sum_pairs("tensordot", a, b, of_a, range_of(n));
}

// From left to right; only the first and the last may be vectors. Of two arrays it is dot, as in NumPy.
template <class T>
ndarray<T> multi_dot(const std::vector<ndarray<T>>& list)
{
    if (list.size() < 2)
        reject("multi_dot", "at least two arrays");
    if (list.size() == 2)
        return dot(list[0], list[1]);
    for (std::size_t i = 0; i < list.size(); ++i)
    {
        const bool end = i == 0 || i + 1 == list.size();
        if (list[i].rank() != 2 && !(end && list[i].rank() == 1))
            reject("multi_dot", "the shape " + to_string(list[i].shape));
    }
    ndarray<T> r = list[0];
    for (std::size_t i = 1; i < list.size(); ++i)
        r = dot(r, list[i]);
    return r;
}

// n >= 0, for a matrix or a stack of them. (NumPy inverts for n < 0; that is no product.)
template <class T>
ndarray<T> matrix_power(const ndarray<T>& a, index n)
{
    if (a.rank() < 2 || a.shape.back() != a.shape[a.shape.size() - 2])
        reject("matrix_power", "not square: " + to_string(a.shape));
    if (n < 0)
        reject("matrix_power", "negative power " + std::to_string(n));
    ndarray<T> r = n == 0 ? broadcast_to(eye<T>(a.shape.back()), a.shape) : a;
    for (index i = 1; i < n; ++i)
        r = matmul(r, a);
    return r;
}

template <class T>
ndarray<T> kron(const ndarray<T>& a, const ndarray<T>& b)
{
    const index rank = std::max(a.rank(), b.rank());
    ndarray<T> x = a, y = b;
    while (x.rank() < rank)
        x = expand_dims(x, 0);
    while (y.rank() < rank)
        y = expand_dims(y, 0);
    // x0 x1 ... and y0 y1 ... are woven into (x0 y0) (x1 y1) ...
    const labels lx = detail::fresh(rank, 0), ly = detail::fresh(rank, static_cast<int>(rank));
    labels out;
    shape_t shape;
    for (std::size_t d = 0; d < x.shape.size(); ++d)
    {
        out.push_back(lx[d]);
        out.push_back(ly[d]);
        shape.push_back(x.shape[d] * y.shape[d]);
    }
    return reshape(contract("kron", std::vector<ndarray<T>>{x, y}, {lx, ly}, out), shape);
}
} // namespace reference
