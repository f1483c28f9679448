// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// apply(f, a, b, ...): f of elements, with broadcasting. Its result type is what f returns.

#pragma once

#include "slicing.hpp"

namespace reference
{
template <class F, class... T>
auto apply(F f, const ndarray<T>&... x)
{
    using R = std::decay_t<decltype(f(x.get(0)...))>;
    const shape_t shape = broadcast_shapes({x.shape...}, "elementwise");
    ndarray<R> r(shape);
    const auto fill = [&](const auto&... wide) {
        for (index i = 0; i < r.size(); ++i)
            r.set(i, f(wide.get(i)...));
    };
    fill(broadcast_to(x, shape)...);
    return r;
}

// x += y and x[...] += y keep the shape and the type of x.
template <class T>
void add_assign(ndarray<T>& x, const ndarray<T>& y)
{
    add_assign_at(x, positions(x.shape), y);
}

template <class T>
ndarray<bool> equal(const ndarray<T>& a, const ndarray<T>& b)
{
    return apply([](const T& x, const T& y) { return x == y; }, a, b);
}

template <class T>
ndarray<T> where(const ndarray<bool>& condition, const ndarray<T>& yes, const ndarray<T>& no)
{
    return apply([](bool c, const T& x, const T& y) { return c ? x : y; }, condition, yes, no);
}

// |a - b| <= absolute + relative * |b| everywhere; infinities are close to themselves.
template <class T>
bool allclose(const ndarray<T>& a, const ndarray<T>& b, double relative = 1e-5, double absolute = 1e-8,
              bool equal_nan = false)
{
    const auto close = [&](const T& x, const T& y) {
        if (is_nan(x) || is_nan(y))
            return equal_nan && is_nan(x) && is_nan(y);
        if (!is_finite(x) || !is_finite(y))
            return x == y;
        if constexpr (is_complex_v<T>)
            return std::abs(x - y) <= absolute + relative * std::abs(y);
        else
        {
            const double p = static_cast<double>(x), q = static_cast<double>(y);
            return std::abs(p - q) <= absolute + relative * std::abs(q);
        }
    };
    const ndarray<bool> r = apply(close, a, b);
    for (index i = 0; i < r.size(); ++i)
        if (!r.get(i))
            return false;
    return true;
}
} // namespace reference
