// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// concatenate, stack and split.

#pragma once

#include "slicing.hpp"

namespace reference
{
template <class T>
ndarray<T> concatenate(const std::vector<ndarray<T>>& list, index axis = 0)
{
    if (list.empty())
        reject("concatenate", "no arrays");
    if (list[0].rank() == 0)
        reject("concatenate", "a number cannot be joined");
    const std::size_t on = static_cast<std::size_t>(axis_in(axis, list[0].rank(), "concatenate"));
    shape_t shape = list[0].shape;
    for (std::size_t i = 1; i < list.size(); ++i)
    {
        shape_t same = list[i].shape;
        if (same.size() == shape.size())
            same[on] = shape[on];
        if (same != shape)
            reject("concatenate", to_string(list[0].shape) + " and " + to_string(list[i].shape));
        shape[on] += list[i].shape[on];
    }
    ndarray<T> r(shape);
    index at = 0;
    for (const ndarray<T>& x : list)
    {
        slices part(on, all());
        part.push_back(range(at, at + x.shape[on]));
        assign(r, part, x);
        at += x.shape[on];
    }
    return r;
}

template <class T>
ndarray<T> stack(const std::vector<ndarray<T>>& list, index axis = 0)
{
    if (list.empty())
        reject("stack", "no arrays");
    std::vector<ndarray<T>> thick;
    for (const ndarray<T>& x : list)
    {
        if (x.shape != list[0].shape)
            reject("stack", to_string(list[0].shape) + " and " + to_string(x.shape));
        thick.push_back(expand_dims(x, axis_in(axis, x.rank() + 1, "stack")));
    }
    return concatenate(thick, axis);
}

// At the given places along an axis, as a slice would cut.
template <class T>
std::vector<ndarray<T>> split(const ndarray<T>& x, const shape_t& places, index axis = 0)
{
    const index on = axis_in(axis, x.rank(), "split");
    std::vector<ndarray<T>> parts;
    for (std::size_t i = 0; i <= places.size(); ++i)
    {
        slices part(static_cast<std::size_t>(on), all());
        part.push_back(range(i == 0 ? 0 : places[i - 1],
                             i == places.size() ? std::nullopt : std::optional<index>(places[i])));
        parts.push_back(view(x, part));
    }
    return parts;
}

// Into n equal parts.
template <class T>
std::vector<ndarray<T>> split(const ndarray<T>& x, index n, index axis = 0)
{
    const index size = x.shape.empty() ? 0 : x.shape[static_cast<std::size_t>(axis_in(axis, x.rank(), "split"))];
    if (x.rank() == 0 || n <= 0 || size % n != 0)
        reject("split", to_string(x.shape) + " into " + std::to_string(n) + " equal parts");
    shape_t places;
    for (index i = 1; i < n; ++i)
        places.push_back(i * (size / n));
    return split(x, places, axis);
}
} // namespace reference
