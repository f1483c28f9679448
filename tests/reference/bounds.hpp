// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// How far two correct results of one product may differ, and the comparison that uses it.
//
// A sum of k products, added in any order, with fused multiply-adds or without, is within k eps/2 * |A|.|B| of the
// exact one, to first order. So two of them are within eps * k * |A|.|B|, and |A|.|B| is the same product run on
// absolute values. Nothing is tuned: the allowance follows from the operation.

#pragma once

#include "ndarray.hpp"

#include <limits>
#include <optional>
#include <sstream>

namespace reference
{
// A complex product rounds up to three times as much as a real one.
template <class T>
inline constexpr int rounding_factor = is_complex_v<T> ? 3 : 1;

// |x|; what is not finite counts as 0, for it can only reach results that are not finite either.
template <class T>
ndarray<real_t<T>> magnitude(const ndarray<T>& x)
{
    using std::abs;
    ndarray<real_t<T>> r(x.shape);
    for (index i = 0; i < x.size(); ++i)
        r.set(i, is_finite(x.get(i)) ? static_cast<real_t<T>>(abs(x.get(i))) : real_t<T>(0));
    return r;
}

// The bound for product(operands...), k products to a sum:
//     bound(5, [](const auto& x, const auto& y) { return dot(x, y); }, a, b)
// For a chain k is the sum of the inner sizes. The result is infinite where |A|.|B| overflows.
template <class F, class T, class... U>
ndarray<real_t<T>> bound(index k, F product, const ndarray<T>& first, const ndarray<U>&... rest)
{
    using R = real_t<T>;
    ndarray<R> r = product(magnitude(first), magnitude(rest)...);
    const R roundings = static_cast<R>(rounding_factor<T> * (k + 4 + static_cast<index>(sizeof...(rest))));
    const R tiny = std::numeric_limits<R>::denorm_min();
    for (index i = 0; i < r.size(); ++i)
        r.set(i, roundings * (std::numeric_limits<R>::epsilon() * r.get(i) + tiny));
    return r;
}

// The same, counting k by running the product on ones: right for one product, generous for a chain.
template <class F, class T, class... U>
ndarray<real_t<T>> bound(F product, const ndarray<T>& first, const ndarray<U>&... rest)
{
    using R = real_t<T>;
    const ndarray<R> terms = product(ndarray<R>(first.shape, R(1)), ndarray<R>(rest.shape, R(1))...);
    R most = R(0);
    for (index i = 0; i < terms.size(); ++i)
        most = larger(most, terms.get(i));
    return bound(static_cast<index>(most), product, first, rest...);
}

// Whether got may stand for want. NaN and infinity must be where they are in want; in a complex number, which
// part is infinite and which is NaN is left open. An infinite allowance (overflow) judges nothing.
template <class T, class R>
bool agree(const T& got, const T& want, const R& allowed)
{
    if constexpr (std::is_integral_v<T>)
        return got == want;
    else
    {
        if (std::isinf(allowed))
            return true;
        if (is_complex_v<T> && !(is_finite(got) && is_finite(want)))
            return !is_finite(got) && !is_finite(want);
        if (is_nan(got) || is_nan(want))
            return is_nan(got) && is_nan(want);
        if (!is_finite(got) || !is_finite(want))
            return got == want;
        using std::abs;
        return abs(got - want) <= allowed;
    }
}

// Nothing when they agree, or else a sentence about the first element that does not.
template <class T, class W, class Agree>
std::optional<std::string> first_difference(const ndarray<T>& got, const ndarray<W>& want, Agree agree_at)
{
    std::ostringstream text;
    text.precision(17);
    if (got.shape != want.shape)
    {
        text << "shape " << to_string(got.shape) << " instead of " << to_string(want.shape);
        return text.str();
    }
    std::optional<std::string> found;
    index i = 0;
    for_each_position(want.shape, [&](const shape_t& p) {
        if (!found && !agree_at(i))
        {
            text << "at " << to_string(p) << ": " << got.get(i) << " instead of " << want.get(i);
            found = text.str();
        }
        ++i;
    });
    return found;
}

template <class T>
std::optional<std::string> difference(const ndarray<T>& got, const ndarray<T>& want, const ndarray<real_t<T>>& allowed)
{
    if (allowed.shape != want.shape)
        reject("difference", "bounds of shape " + to_string(allowed.shape) + " for " + to_string(want.shape));
    return first_difference(got, want, [&](index i) { return agree(got.get(i), want.get(i), allowed.get(i)); });
}

// Equal, element by element; NaN equals NaN.
template <class T>
std::optional<std::string> difference(const ndarray<T>& got, const ndarray<T>& want)
{
    return first_difference(got, want, [&](index i) { return agree(got.get(i), want.get(i), real_t<T>(0)); });
}
} // namespace reference
