// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Numbers of axes and broadcast shapes.

#pragma once

#include "ndarray.hpp"

#include <algorithm>
#include <optional>

namespace reference
{
inline index axis_in(index axis, index rank, const std::string& operation)
{
    if (axis < -rank || axis >= rank)
        reject(operation, "axis " + std::to_string(axis) + " is out of range for rank " + std::to_string(rank));
    return axis < 0 ? axis + rank : axis;
}

inline shape_t axes_in(shape_t axes, index rank, const std::string& operation, bool repeats = false)
{
    for (index& a : axes)
        a = axis_in(a, rank, operation);
    shape_t sorted = axes;
    std::sort(sorted.begin(), sorted.end());
    if (!repeats && std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
        reject(operation, "repeated axis in " + to_string(axes));
    return axes;
}

inline shape_t range_of(index n)
{
    shape_t r(static_cast<std::size_t>(n));
    for (index i = 0; i < n; ++i)
        r[static_cast<std::size_t>(i)] = i;
    return r;
}

// One axis, a list of axes, or (when nothing is given) all of them. An empty vector means none.
struct axes
{
    std::optional<shape_t> list;

    axes() = default;
    axes(int a) : list(shape_t{a}) {}
    axes(index a) : list(shape_t{a}) {}
    axes(shape_t a) : list(std::move(a)) {}
    axes(std::initializer_list<index> a) : list(shape_t(a)) {}

    shape_t in(index rank, const std::string& operation) const
    {
        return list ? axes_in(*list, rank, operation) : range_of(rank);
    }
};

inline bool contains(const shape_t& list, index x)
{
    return std::find(list.begin(), list.end(), x) != list.end();
}

inline shape_t broadcast_shapes(const std::vector<shape_t>& shapes, const std::string& operation = "broadcast")
{
    std::size_t rank = 0;
    for (const shape_t& s : shapes)
        rank = std::max(rank, s.size());
    shape_t r(rank, 1);
    for (const shape_t& s : shapes)
        for (std::size_t d = 0; d < s.size(); ++d)
        {
            index& size = r[rank - s.size() + d];
            if (size != 1 && s[d] != 1 && size != s[d])
            {
                std::string all;
                for (const shape_t& t : shapes)
                    all += " " + to_string(t);
                reject(operation, "shapes do not broadcast together:" + all);
            }
            if (s[d] != 1)
                size = s[d];
        }
    return r;
}
} // namespace reference
