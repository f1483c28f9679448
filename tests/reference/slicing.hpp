// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Basic indexing: x[1, 2:8:2, None, ..., :] is view(x, 1, range(2, 8, 2), newaxis{}, ellipsis{}, all{}).
// Part of an array is written by assign and add_assign.

#pragma once

#include "views.hpp"

#include <optional>
#include <variant>

namespace reference
{
struct all
{
};
struct newaxis
{
};
struct ellipsis
{
};

// start:stop:step; std::nullopt leaves a number out.
struct range
{
    std::optional<index> start, stop, step;

    range(std::optional<index> from, std::optional<index> to, std::optional<index> by = std::nullopt)
        : start(from), stop(to), step(by)
    {
    }
};

using slice = std::variant<index, range, all, newaxis, ellipsis>;
using slices = std::vector<slice>;

// Python's slice.indices: first element, step and number of elements of a slice of an axis of n.
struct extent
{
    index first, step, length;
};

inline extent resolve(const range& r, index n)
{
    const index step = r.step.value_or(1);
    if (step == 0)
        reject("view", "a slice with step 0");
    const index low = step > 0 ? 0 : -1, high = step > 0 ? n : n - 1;
    const auto clip = [&](std::optional<index> x, index otherwise) {
        if (!x)
            return otherwise;
        const index at = *x < 0 ? *x + n : *x;
        return std::clamp(at, low, high);
    };
    const index first = clip(r.start, step > 0 ? low : high), last = clip(r.stop, step > 0 ? high : low);
    index length = 0;
    if (step > 0 && first < last)
        length = (last - first - 1) / step + 1;
    if (step < 0 && last < first)
        length = (first - last - 1) / -step + 1;
    return {first, step, length};
}

template <class T>
ndarray<T> view(const ndarray<T>& x, const slices& list)
{
    index used = 0, gaps = 0;
    for (const slice& s : list)
    {
        used += !std::holds_alternative<newaxis>(s) && !std::holds_alternative<ellipsis>(s);
        gaps += std::holds_alternative<ellipsis>(s);
    }
    if (gaps > 1)
        reject("view", "more than one ellipsis");
    if (used > x.rank())
        reject("view", std::to_string(used) + " slices for the shape " + to_string(x.shape));

    const shape_t strides = strides_of(x.shape);
    shape_t shape, steps;
    index offset = 0;
    std::size_t d = 0;
    const auto keep = [&] {
        shape.push_back(x.shape[d]);
        steps.push_back(strides[d++]);
    };
    for (const slice& s : list)
    {
        if (std::holds_alternative<newaxis>(s))
        {
            shape.push_back(1);
            steps.push_back(0);
        }
        else if (std::holds_alternative<ellipsis>(s))
        {
            for (index i = used; i < x.rank(); ++i)
                keep();
        }
        else if (std::holds_alternative<all>(s))
            keep();
        else if (const index* i = std::get_if<index>(&s))
        {
            if (*i < -x.shape[d] || *i >= x.shape[d])
                reject("view", "index " + std::to_string(*i) + " of an axis of " + std::to_string(x.shape[d]));
            offset += (*i < 0 ? *i + x.shape[d] : *i) * strides[d];
            ++d;
        }
        else
        {
            const extent e = resolve(std::get<range>(s), x.shape[d]);
            offset += e.length ? e.first * strides[d] : 0;
            shape.push_back(e.length);
            steps.push_back(e.step * strides[d++]);
        }
    }
    while (d < x.shape.size())
        keep();
    return gather(x, shape, [&](const shape_t& p) { return offset + inner_product(p, steps); });
}

template <class S>
slice to_slice(const S& s)
{
    if constexpr (std::is_integral_v<S>)
        return slice(static_cast<index>(s));
    else
        return slice(s);
}

template <class T, class... S>
    requires(!(std::is_same_v<S, slices> || ...))
ndarray<T> view(const ndarray<T>& x, const S&... s)
{
    return view(x, slices{to_slice(s)...});
}

// x[where] = y, where the elements are named by their numbers: view(positions(x.shape), ...), in order.
template <class T>
void assign_at(ndarray<T>& x, const ndarray<index>& where, const ndarray<T>& y)
{
    const ndarray<T> values = broadcast_to(y, where.shape, true);
    for (index i = 0; i < where.size(); ++i)
        x.set(where.get(i), values.get(i));
}

template <class T>
void add_assign_at(ndarray<T>& x, const ndarray<index>& where, const ndarray<T>& y)
{
    const ndarray<T> values = broadcast_to(y, where.shape);
    for (index i = 0; i < where.size(); ++i)
        x.set(where.get(i), plus(x.get(where.get(i)), values.get(i)));
}

template <class T>
void assign(ndarray<T>& x, const slices& list, const ndarray<T>& y)
{
    assign_at(x, view(positions(x.shape), list), y);
}

template <class T>
void add_assign(ndarray<T>& x, const slices& list, const ndarray<T>& y)
{
    add_assign_at(x, view(positions(x.shape), list), y);
}
} // namespace reference
