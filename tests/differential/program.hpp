// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A program as data: steps over numbered variables, every loop written out. build() makes one from random
// instructions; run_lazily and run_eagerly execute it; as_source writes it as C++.
#pragma once

#include "reference/reference.hpp"

#include <tenfold/tenfold.hpp>

#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace differential {

using reference::index;
using reference::shape_t;

enum class look {
    at,           // axis, place
    range,        // axis, start, stop, step
    open_range,   // axis, start, step: to the end
    ranges,       // start, stop of axis 0, start, stop of axis 1
    newaxis,      // axis
    flip,         // axis
    swapaxes,     // two axes
    moveaxis,     // from, to
    expand_dims,  // axis
    squeeze,      // nothing
    transpose,    // a permutation; or nothing
    // those that cannot be assigned to
    windows,      // axis, length
    windows2,     // two axes, two lengths
    reshape,      // a shape
    broadcast_to, // a shape
    diagonal,     // offset, two axes
    as_strided,   // a shape, then as many strides
};
struct view_step {
    look how = look::at;
    shape_t n;
};
/// A variable, seen through views.
struct operand {
    int variable = 0;
    std::vector<view_step> views;
};

enum class act {
    leaf,       // seed, kind of values, layout (3: borrowed, column-major), shape...
    keep,       // the operand as an array
    copy,       // detached
    product,    // which one, numbers of it
    compute,    // which elementwise expression; of weighted the weight
    reduce,     // which one, axis (-100: all)
    join,       // 0 stack, 1 concatenate; axis
    assign,     // result[views of in[0]] = in[1]
    add,        // result[views of in[0]] += in[1]
    accumulate, // result += in[0]
    drop,       // result
    evaluate,   // the operands' variables
    read,       // the operand
};
enum class product { dot, matmul, inner, outer, vdot, tensordot, einsum, kron, scaled_dot, multi_dot };
enum class compute { plus, minus, times, scaled, tanh_sum, where, tanh, exp, negate, weighted };
enum class reduce { sum, amax, amin, mean, var, norm, cumsum };

struct step {
    act what = act::leaf;
    int result = -1;
    std::vector<operand> in;
    shape_t n;
    std::string text;     // of einsum
    bool refused = false; // shapes do not fit: tenfold must throw, and lose nothing
    int thread = 0;       // neighbours with one number run on a thread of their own, which then ends; 0: the main thread
};

/// Integers are unsigned: a chain of products overflows, and wraps by definition.
enum class element { f64, f32, c128, u64 };
struct program {
    element type = element::f64;
    int variables = 0;
    std::vector<std::string> disable;
    std::vector<step> steps;
};

/// What random generation and shrinking work on: any list of these is a program.
struct instruction {
    unsigned what = 0;
    unsigned id = 0;            // where its values lie on a ring: removing others leaves its readers alone
    std::vector<unsigned> draws;
};
unsigned kinds_of_instructions();
program build(element, unsigned rules_off, const std::vector<instruction>&);

/// Elements of a leaf, the same everywhere.
inline double leaf_element(index i, unsigned seed, index kind)
{
    unsigned h = (seed * 2654435761u) ^ (static_cast<unsigned>(i) * 2246822519u + 374761393u);
    h ^= h >> 15;
    h *= 2246822519u;
    h ^= h >> 13;
    if (kind == 2 && h % 11 == 0) return std::numeric_limits<double>::quiet_NaN();
    if (kind == 2 && h % 11 == 1) return std::numeric_limits<double>::infinity();
    if (kind == 0) return static_cast<double>(static_cast<int>(h % 7) - 3);
    return static_cast<double>(h >> 8) / 8388608.0 - 1.0;
}
template <class T> T as_element(double x, index i)
{
    if constexpr (reference::is_complex_v<T>)
        return T(static_cast<typename T::value_type>(x), static_cast<typename T::value_type>(i % 3) - 1);
    else if constexpr (std::is_integral_v<T>)
        return static_cast<T>(std::isfinite(x) ? static_cast<std::int64_t>(x * 3) : 0);
    else return static_cast<T>(x);
}

/// What a run saw: values read on the way, then every variable that is left.
template <class T> struct sighting {
    std::string where;
    int variable;
    reference::ndarray<T> value;
};
template <class T> using sightings = std::vector<sighting<T>>;

template <class T>
using carrier = std::conditional_t<std::is_integral_v<T>, T, reference::tracked<T>>;
/// How some variables are evaluated where the program says so.
template <class T> using evaluator = std::function<void(const tenfold::options&, const std::vector<tenfold::array<T>>&)>;
template <class T> sightings<T> run_lazily(const program&, const evaluator<T>&);
template <class T> sightings<carrier<T>> run_eagerly(const program&);

/// As C++; with `checks` after it.
std::string as_source(const program&, const std::string& checks);

}  // namespace differential
