// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A number that carries its own error bound, for programs of several steps: run the reference on
// ndarray<tracked<double>> and each element says how far another correct evaluation may be from it.
//
// A tracked number is a sum of products with
//     value      what plain evaluation gives,
//     magnitude  the same sum of products of absolute values,
//     terms      how many roundings there are in it, in whatever order and grouping it is evaluated,
//     inherited  the error that its parts brought along.
// Then |other - value| <= inherited + eps * terms * magnitude. Sums and products keep this form, so a bound covers
// every regrouping of sums, chains and factors. Other functions settle the number first.

#pragma once

#include "bounds.hpp"

#include <ostream>

namespace reference
{
template <class T>
struct tracked
{
    using real = real_t<T>;

    T value = T();
    real magnitude = real(0);
    real terms = real(0);
    real inherited = real(0);
    bool open = false;   // overflow or a branch within the error: not judged

    tracked() = default;
    tracked(T x) : value(x), magnitude(is_finite(x) ? std::abs(x) : real(0)) {}
    tracked(T x, real error, bool unknown) : tracked(x)
    {
        inherited = error;
        open = unknown;
    }

    real error() const
    {
        if (open)
            return std::numeric_limits<real>::infinity();
        const real unit = std::numeric_limits<real>::epsilon() * magnitude + std::numeric_limits<real>::denorm_min();
        return terms == real(0) ? inherited : inherited + real(rounding_factor<T>) * (terms + 1) * unit;
    }
    // As + and * are used by the reductions and by elementwise code.
    friend tracked operator+(const tracked& a, const tracked& b) { return plus(a, b); }
    friend tracked operator-(const tracked& a, const tracked& b) { return plus(a, -b); }
    friend tracked operator*(const tracked& a, const tracked& b) { return times(a, b); }
    friend tracked operator-(const tracked& a)
    {
        tracked r = a;
        r.value = -a.value;
        return r;
    }
    friend tracked operator/(const tracked& a, const tracked& b)
    {
        using std::abs;
        const real size = abs(b.value), away = b.error();
        const bool whole = is_finite(a.value) && is_finite(b.value);
        if (!whole || size == real(0))
            return tracked(a.value / b.value, real(0), a.open || b.open || (whole && away > real(0)));
        // a/b - (a+e)/(b+f) = (a f - b e) / (b (b+f))
        const T q = a.value / b.value;
        const real error = (a.error() + abs(q) * away) / (size - away)
                           + real(2 * rounding_factor<T>) * std::numeric_limits<real>::epsilon() * abs(q);
        return tracked(q, error, a.open || b.open || away >= size || !is_finite(q));
    }
    friend bool operator==(const tracked& a, const tracked& b) { return a.value == b.value; }
    friend bool operator<(const tracked& a, const tracked& b) { return less(a.value, b.value); }
    friend bool operator>(const tracked& a, const tracked& b) { return b < a; }
    friend std::ostream& operator<<(std::ostream& out, const tracked& a)
    {
        return out << a.value << " +- " << a.error();
    }
};

template <class T>
struct real_of<tracked<T>>
{
    using type = tracked<real_t<T>>;
};

template <class T>
struct number<tracked<T>>
{
    static tracked<T> of(index n) { return number<T>::of(n); }
};

namespace detail
{
template <class T>
tracked<T> made(T value, const tracked<T>& a, const tracked<T>& b, real_t<T> magnitude, real_t<T> inherited)
{
    tracked<T> r;
    r.value = value;
    r.magnitude = magnitude;
    r.terms = a.terms + b.terms + 1;
    r.inherited = inherited;
    const bool overflow = !is_finite(value) && is_finite(a.value) && is_finite(b.value);
    r.open = a.open || b.open || overflow || !is_finite(magnitude) || !is_finite(inherited);
    return r;
}
} // namespace detail

template <class T>
tracked<T> plus(const tracked<T>& a, const tracked<T>& b)
{
    return detail::made(plus(a.value, b.value), a, b, a.magnitude + b.magnitude, a.inherited + b.inherited);
}

template <class T>
tracked<T> times(const tracked<T>& a, const tracked<T>& b)
{
    const real_t<T> inherited = a.magnitude * b.inherited + b.magnitude * a.inherited + a.inherited * b.inherited;
    return detail::made(times(a.value, b.value), a, b, a.magnitude * b.magnitude, inherited);
}

template <class T>
tracked<T> settled(const tracked<T>& a)
{
    return tracked<T>(a.value, a.open ? real_t<T>(0) : a.error(), a.open);
}

template <class T>
bool is_nan(const tracked<T>& a)
{
    return is_nan(a.value);
}

template <class T>
bool is_finite(const tracked<T>& a)
{
    return is_finite(a.value);
}

template <class T>
tracked<T> conjugate(const tracked<T>& a)
{
    tracked<T> r = a;
    r.value = conjugate(a.value);
    return r;
}

template <class T>
tracked<real_t<T>> square(const tracked<T>& a)
{
    if constexpr (!is_complex_v<T>)
        return times(a, a);
    else
    {
        tracked<real_t<T>> r;
        r.value = square(a.value);
        r.magnitude = 2 * a.magnitude * a.magnitude;
        r.terms = 2 * rounding_factor<T> * a.terms + 3;
        r.inherited = (2 * a.magnitude + a.inherited) * a.inherited;
        r.open = a.open || !is_finite(r.magnitude) || !is_finite(r.inherited);
        return r;
    }
}

// The larger of two is as wrong as the more wrong one; where either may be chosen this covers both.
template <class T>
tracked<T> larger(const tracked<T>& a, const tracked<T>& b)
{
    const bool open = a.open || b.open;
    return tracked<T>(larger(a.value, b.value), open ? real_t<T>(0) : larger(a.error(), b.error()), open);
}

template <class T>
tracked<T> smaller(const tracked<T>& a, const tracked<T>& b)
{
    return -larger(-a, -b);
}

// f(x) for a function of one real number: the largest change of f within twice the error of x, and some units in
// the last place for f itself. Where f may leave its domain the result is not judged.
template <class T, class F>
tracked<T> through(const tracked<T>& x, F f, int units = 8)
{
    const T y = f(x.value), wide = x.open ? T(0) : 2 * x.error();
    if (!is_finite(x.value) || !is_finite(y))
    {
        const T low = f(x.value - wide), high = f(x.value + wide);
        const bool same = is_nan(y) ? is_nan(low) && is_nan(high) : low == y && high == y;
        return tracked<T>(y, T(0), x.open || !same);
    }
    const T low = f(x.value - wide), high = f(x.value + wide);
    const T change = larger(std::abs(low - y), std::abs(high - y));
    const T own = T(units) * (std::numeric_limits<T>::epsilon() * std::abs(y) + std::numeric_limits<T>::denorm_min());
    return tracked<T>(y, is_finite(change) ? change + own : T(0), x.open || !is_finite(change));
}

template <class T>
tracked<T> sqrt(const tracked<T>& x)
{
    return through(x, [](T v) { return std::sqrt(v); });
}

template <class T>
tracked<T> exp(const tracked<T>& x)
{
    tracked<T> r = through(x, [](T v) { return std::exp(v); });
    if (r.value < std::numeric_limits<T>::min())   // xsimd's exp has no subnormal results: there it gives 0
        r.inherited += std::numeric_limits<T>::min();
    return r;
}

template <class T>
tracked<T> log(const tracked<T>& x)
{
    return through(x, [](T v) { return std::log(v); });
}

template <class T>
tracked<T> tanh(const tracked<T>& x)
{
    return through(x, [](T v) { return std::tanh(v); });
}

template <class T>
tracked<T> sin(const tracked<T>& x)
{
    return through(x, [](T v) { return std::sin(v); });
}

template <class T>
tracked<T> cos(const tracked<T>& x)
{
    return through(x, [](T v) { return std::cos(v); });
}

template <class T>
tracked<T> abs(const tracked<T>& x)
{
    return through(x, [](T v) { return std::abs(v); }, 0);
}

// condition ? yes : no, where the condition is a > b: not judged when the error of a and b can turn it,
// unless both answers are the same.
template <class T>
tracked<T> if_greater(const tracked<T>& a, const tracked<T>& b, const tracked<T>& yes, const tracked<T>& no)
{
    tracked<T> r = a.value > b.value ? yes : no;
    const bool plain = is_finite(a.value) && is_finite(b.value);
    const bool sure = !a.open && !b.open && (!plain || std::abs(a.value - b.value) > a.error() + b.error()
                                             || a.error() + b.error() == T(0));
    r.open = r.open || !(sure || yes.value == no.value);
    return r;
}

template <class T>
ndarray<tracked<T>> track(const ndarray<T>& x)
{
    return cast<tracked<T>>(x);
}

template <class T>
std::optional<std::string> difference(const ndarray<T>& got, const ndarray<tracked<T>>& want)
{
    return first_difference(
        got, want, [&](index i) { return agree(got.get(i), want.get(i).value, want.get(i).error()); });
}
} // namespace reference
