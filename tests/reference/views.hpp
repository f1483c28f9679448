// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What NumPy does by changing shapes and strides; here each makes a copy.

#pragma once

#include "axes.hpp"

namespace reference
{
// The element at p of the result is x's element at q, where q[axis_of[d]] = p[d].
template <class T>
ndarray<T> transpose(const ndarray<T>& x, const shape_t& permutation)
{
    if (static_cast<index>(permutation.size()) != x.rank())
        reject("transpose", std::to_string(permutation.size()) + " axes for the shape " + to_string(x.shape));
    const shape_t axis_of = axes_in(permutation, x.rank(), "transpose"), strides = strides_of(x.shape);
    shape_t shape, steps;
    for (index a : axis_of)
    {
        shape.push_back(x.shape[static_cast<std::size_t>(a)]);
        steps.push_back(strides[static_cast<std::size_t>(a)]);
    }
    return gather(x, shape, [&](const shape_t& p) { return inner_product(p, steps); });
}

template <class T>
ndarray<T> transpose(const ndarray<T>& x)
{
    shape_t p = range_of(x.rank());
    std::reverse(p.begin(), p.end());
    return transpose(x, p);
}

template <class T>
ndarray<T> swapaxes(const ndarray<T>& x, index a, index b)
{
    shape_t p = range_of(x.rank());
    std::swap(p[static_cast<std::size_t>(axis_in(a, x.rank(), "swapaxes"))],
              p[static_cast<std::size_t>(axis_in(b, x.rank(), "swapaxes"))]);
    return transpose(x, p);
}

template <class T>
ndarray<T> moveaxis(const ndarray<T>& x, const shape_t& source, const shape_t& destination)
{
    if (source.size() != destination.size())
        reject("moveaxis", "source and destination differ in number");
    const shape_t from = axes_in(source, x.rank(), "moveaxis"), to = axes_in(destination, x.rank(), "moveaxis");
    shape_t p(x.shape.size(), -1);
    for (std::size_t i = 0; i < from.size(); ++i)
        p[static_cast<std::size_t>(to[i])] = from[i];
    index next = 0;
    for (index& a : p)
    {
        if (a != -1)
            continue;
        while (contains(from, next))
            ++next;
        a = next++;
    }
    return transpose(x, p);
}

template <class T>
ndarray<T> moveaxis(const ndarray<T>& x, index source, index destination)
{
    return moveaxis(x, shape_t{source}, shape_t{destination});
}

// One size may be -1.
template <class T>
ndarray<T> reshape(const ndarray<T>& x, shape_t shape)
{
    const shape_t asked = shape;
    index known = 1;
    std::optional<std::size_t> unknown;
    for (std::size_t d = 0; d < shape.size(); ++d)
    {
        if (shape[d] == -1 && unknown)
            reject("reshape", "more than one -1 in " + to_string(asked));
        if (shape[d] == -1)
            unknown = d;
        else
            known = count({known, shape[d]});
    }
    if (unknown && known != 0)
        shape[*unknown] = x.size() / known;
    if ((unknown && known == 0) || count(shape) != x.size())
        reject("reshape", to_string(x.shape) + " into " + to_string(asked));
    ndarray<T> r = x;
    r.shape = shape;
    return r;
}

template <class T>
ndarray<T> ravel(const ndarray<T>& x)
{
    return reshape(x, {x.size()});
}

// Without axes: every axis of size 1 goes.
template <class T>
ndarray<T> squeeze(const ndarray<T>& x, const axes& which = {})
{
    const shape_t gone = which.in(x.rank(), "squeeze");
    shape_t shape;
    for (index d = 0; d < x.rank(); ++d)
    {
        const index size = x.shape[static_cast<std::size_t>(d)];
        if (which.list && contains(gone, d) && size != 1)
            reject("squeeze", "axis " + std::to_string(d) + " of " + to_string(x.shape) + " is not of size 1");
        if (size != 1 || !contains(gone, d))
            shape.push_back(size);
    }
    return reshape(x, shape);
}

template <class T>
ndarray<T> expand_dims(const ndarray<T>& x, const shape_t& where)
{
    const index rank = x.rank() + static_cast<index>(where.size());
    const shape_t added = axes_in(where, rank, "expand_dims");
    shape_t shape;
    std::size_t next = 0;
    for (index d = 0; d < rank; ++d)
        shape.push_back(contains(added, d) ? 1 : x.shape[next++]);
    return reshape(x, shape);
}

template <class T>
ndarray<T> expand_dims(const ndarray<T>& x, index where)
{
    return expand_dims(x, shape_t{where});
}

// In an assignment, leading axes of size 1 that the target does not have are dropped, down to one axis.
template <class T>
ndarray<T> broadcast_to(const ndarray<T>& x, const shape_t& shape, bool assigning = false)
{
    shape_t have = x.shape;
    while (assigning && !shape.empty() && have.size() > shape.size() && have.front() == 1)
        have.erase(have.begin());
    if (have.size() > shape.size())
        reject("broadcast_to", to_string(x.shape) + " to " + to_string(shape));
    const shape_t strides = strides_of(have);
    shape_t steps(shape.size(), 0);
    for (std::size_t d = 0; d < have.size(); ++d)
    {
        const std::size_t at = shape.size() - have.size() + d;
        if (have[d] != 1 && have[d] != shape[at])
            reject("broadcast_to", to_string(x.shape) + " to " + to_string(shape));
        steps[at] = have[d] == 1 ? 0 : strides[d];
    }
    return gather(x, shape, [&](const shape_t& p) { return inner_product(p, steps); });
}

template <class T>
ndarray<T> flip(const ndarray<T>& x, const axes& which = {})
{
    const shape_t turned = which.in(x.rank(), "flip"), strides = strides_of(x.shape);
    return gather(x, x.shape, [&](const shape_t& p) {
        index from = 0;
        for (std::size_t d = 0; d < p.size(); ++d)
            from += (contains(turned, static_cast<index>(d)) ? x.shape[d] - 1 - p[d] : p[d]) * strides[d];
        return from;
    });
}

// The diagonal becomes the last axis.
template <class T>
ndarray<T> diagonal(const ndarray<T>& x, index offset = 0, index axis1 = 0, index axis2 = 1)
{
    const shape_t pair = axes_in({axis1, axis2}, x.rank(), "diagonal"), strides = strides_of(x.shape);
    const std::size_t a = static_cast<std::size_t>(pair[0]), b = static_cast<std::size_t>(pair[1]);
    shape_t shape, steps;
    for (std::size_t d = 0; d < x.shape.size(); ++d)
        if (d != a && d != b)
        {
            shape.push_back(x.shape[d]);
            steps.push_back(strides[d]);
        }
    const index down = std::max<index>(-offset, 0), right = std::max<index>(offset, 0);
    shape.push_back(std::max<index>(0, std::min(x.shape[a] - down, x.shape[b] - right)));
    steps.push_back(strides[a] + strides[b]);
    const index first = down * strides[a] + right * strides[b];
    return gather(x, shape, [&](const shape_t& p) { return first + inner_product(p, steps); });
}
} // namespace reference
