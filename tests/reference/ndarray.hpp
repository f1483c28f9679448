// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The eager reference: a shape and row-major values, nothing else. Every function copies. It is meant to be
// obviously right, not quick, and shares no code with tenfold or xtensor.

#pragma once

#include "scalar.hpp"

#include <initializer_list>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace reference
{
using shape_t = std::vector<index>;

inline std::string to_string(const shape_t& s)
{
    std::string r = "(";
    for (std::size_t d = 0; d < s.size(); ++d)
        r += (d ? ", " : "") + std::to_string(s[d]);
    return r + (s.size() == 1 ? ",)" : ")");
}

[[noreturn]] inline void reject(const std::string& operation, const std::string& reason)
{
    throw std::invalid_argument("[" + operation + "] " + reason);
}

// Number of elements; negative and overflowing sizes are rejected. A size of 0 anywhere makes it 0.
inline index count(const shape_t& s)
{
    index n = 1;
    bool empty = false;
    for (index d : s)
    {
        if (d < 0)
            reject("shape", "negative size in " + to_string(s));
        empty = empty || d == 0;
    }
    if (empty)
        return 0;
    for (index d : s)
    {
        if (n > std::numeric_limits<index>::max() / d)
            reject("shape", "too many elements in " + to_string(s));
        n *= d;
    }
    return n;
}

// Row-major strides, in elements.
inline shape_t strides_of(const shape_t& s)
{
    shape_t r(s.size());
    index step = 1;
    for (std::size_t d = s.size(); d-- > 0; step *= s[d])
        r[d] = step;
    return r;
}

template <class T>
struct ndarray
{
    using value_type = T;
    using stored = std::conditional_t<std::is_same_v<T, bool>, unsigned char, T>;   // not std::vector<bool>

    shape_t shape;              // () is a single number
    std::vector<stored> data;   // row-major

    ndarray() : data(1) {}
    ndarray(T x) : data(1, x) {}
    explicit ndarray(shape_t s, T fill = T())
        : shape(std::move(s)), data(static_cast<std::size_t>(count(shape)), fill)
    {
    }
    ndarray(shape_t s, std::vector<stored> values) : shape(std::move(s)), data(std::move(values))
    {
        if (static_cast<index>(data.size()) != count(shape))
            reject("ndarray", std::to_string(data.size()) + " values for the shape " + to_string(shape));
    }

    index rank() const { return static_cast<index>(shape.size()); }
    index size() const { return static_cast<index>(data.size()); }
    T get(index i) const { return static_cast<T>(data[static_cast<std::size_t>(i)]); }
    void set(index i, const T& x) { data[static_cast<std::size_t>(i)] = x; }

    // x(i, j) reads one element; negative indices are not meant here.
    template <class... I>
    T operator()(I... i) const
    {
        const index at[] = {static_cast<index>(i)..., 0};
        if (static_cast<index>(sizeof...(i)) != rank())
            reject("element", std::to_string(sizeof...(i)) + " indices for the shape " + to_string(shape));
        index flat = 0;
        for (std::size_t d = 0; d < shape.size(); ++d)
        {
            if (at[d] < 0 || at[d] >= shape[d])
                reject("element", "index outside of the shape " + to_string(shape));
            flat = flat * shape[d] + at[d];
        }
        return get(flat);
    }
};

// Calls f(position) for every position of a shape in row-major order; f() once for the shape ().
template <class F>
void for_each_position(const shape_t& s, F f)
{
    const index n = count(s);
    shape_t at(s.size(), 0);
    for (index i = 0; i < n; ++i)
    {
        f(static_cast<const shape_t&>(at));
        for (std::size_t d = s.size(); d-- > 0;)
        {
            if (++at[d] < s[d])
                break;
            at[d] = 0;
        }
    }
}

// A new array of the given shape whose element at p is x's element number source(p).
template <class T, class F>
ndarray<T> gather(const ndarray<T>& x, const shape_t& s, F source)
{
    ndarray<T> r(s);
    index i = 0;
    for_each_position(s, [&](const shape_t& p) { r.set(i++, x.get(source(p))); });
    return r;
}

inline index inner_product(const shape_t& a, const shape_t& b)
{
    index r = 0;
    for (std::size_t d = 0; d < a.size(); ++d)
        r += a[d] * b[d];
    return r;
}

// 0, 1, 2, ... in the given shape: pass it through views to learn which elements they name.
inline ndarray<index> positions(const shape_t& s)
{
    ndarray<index> r(s);
    for (index i = 0; i < r.size(); ++i)
        r.set(i, i);
    return r;
}

template <class T>
ndarray<T> eye(index n)
{
    ndarray<T> r(shape_t{n, n});
    for (index i = 0; i < n; ++i)
        r.set(i * n + i, T(1));
    return r;
}

template <class U, class T>
ndarray<U> cast(const ndarray<T>& x)
{
    ndarray<U> r(x.shape);
    for (index i = 0; i < x.size(); ++i)
        r.set(i, static_cast<U>(x.get(i)));
    return r;
}
} // namespace reference
