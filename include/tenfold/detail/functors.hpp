// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What runs for each functor of xtensor: elements are what the C library gives for them, at the edges too (zeros of
// either sign, infinity, NaN, the ends of the range), whatever vector library computes most of them; integers and what
// is left open by C are NumPy's.
#pragma once

#include <tenfold/detail/postfix.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace tenfold::detail {

// ---- where the vector library is not to be trusted --------------------------------------------------------

/// Lanes that are in doubt are computed one by one; vectors seldom have any.
template <class F, class M, class B, class... X>
[[gnu::noinline]] B by_lane(const F& f, const M& doubtful, const B& computed, const X&... x)
{
    using T = typename B::value_type;
    constexpr std::size_t lanes = B::size;
    T result[lanes], argument[sizeof...(X)][lanes];
    bool doubt[lanes];
    computed.store_unaligned(result);
    doubtful.store_unaligned(doubt);
    std::size_t k = 0;
    (x.store_unaligned(argument[k++]), ...);
    for (std::size_t i = 0; i < lanes; ++i) {
        if (!doubt[i]) continue;
        if constexpr (sizeof...(X) == 1) result[i] = static_cast<T>(f(argument[0][i]));
        else result[i] = static_cast<T>(f(argument[0][i], argument[1][i]));
    }
    return B::load_unaligned(result);
}

/// Magnitudes at which the ends of a type begin: results, or intermediate ones, are not normal numbers there.
template <class T> struct ends;
template <> struct ends<float> {
    static constexpr float exp = 86, exp_zero = 105, exp2 = 124, exp2_zero = 151, small = 1e-15f, large = 1e15f;
};
template <> struct ends<double> {
    static constexpr double exp = 706, exp_zero = 747, exp2 = 1020, exp2_zero = 1077, small = 1e-140, large = 1e140;
};

/// A function of one argument: which arguments does the vector library not compute right? Empty: all are right.
template <opcode Code, class B> auto doubtful(const B& x)
{
    using T = typename B::value_type;
    using end = ends<T>;
    const B size = abs(x);
    if constexpr (Code == opcode::exp || Code == opcode::expm1) return size > B(end::exp) && size < B(end::exp_zero);
    else if constexpr (Code == opcode::exp2) return size > B(end::exp2) && size < B(end::exp2_zero);
    else if constexpr (Code == opcode::acosh) return !(x >= B(T(1)));
    else return size < B(std::numeric_limits<T>::min()) && size > B(T(0));   // numbers that are not normal
}

template <class F> struct careful {
    template <class T> constexpr auto operator()(const T& x) const { return F()(x); }
    template <class B> B simd_apply(const B& x) const
    {
        constexpr opcode code = known<F>;
        B r = F().simd_apply(x);
        if constexpr (code == opcode::expm1 || code == opcode::log1p) r = xt_simd::select(x == B(0), x, r);
        if constexpr (code != opcode::log1p)
            if (const auto doubt = doubtful<code>(x); any(doubt)) return by_lane(F(), doubt, r, x);
        return r;
    }
};

/// ceil, floor and trunc, whose zeros keep the sign.
template <class F> struct signed_zeros {
    template <class T> constexpr auto operator()(const T& x) const { return F()(x); }
    template <class B> B simd_apply(const B& x) const
    {
        const B r = F().simd_apply(x);
        return xt_simd::select(r == B(0), x * B(0), r);
    }
};

/// sqrt(x x + y y), where the squares keep their digits.
struct careful_hypot {
    template <class T, class U> auto operator()(const T& x, const U& y) const { return xt::math::hypot_fun()(x, y); }
    template <class B> B simd_apply(const B& x, const B& y) const
    {
        using end = ends<typename B::value_type>;
        const B a = abs(x), b = abs(y), large = xt_simd::select(a < b, b, a), r = sqrt(x * x + y * y);
        const auto sure = large > B(end::small) && a < B(end::large) && b < B(end::large);
        return all(sure) ? r : by_lane(xt::math::hypot_fun(), !sure, r, x, y);
    }
};

struct careful_atan2 {
    template <class T, class U> auto operator()(const T& y, const U& x) const { return xt::math::atan2_fun()(y, x); }
    template <class B> B simd_apply(const B& y, const B& x) const
    {
        // Both are zeros or both are infinite.
        const B a = abs(x), r = xt::math::atan2_fun().simd_apply(y, x);
        const auto doubt = a == abs(y) && (a == B(0) || a > B(std::numeric_limits<typename B::value_type>::max()));
        return any(doubt) ? by_lane(xt::math::atan2_fun(), doubt, r, y, x) : r;
    }
};

/// exp(y log x) loses as many digits as its exponent has; only what is exact without it is done in vectors.
struct careful_pow {
    template <class T, class U> auto operator()(const T& x, const U& y) const { return xt::math::pow_fun()(x, y); }
    template <class B> B simd_apply(const B& x, const B& y) const
    {
        if (all(y == B(2))) return x * x;
        if (all(y == B(3))) return x * x * x;
        if (all(y == B(-1))) return B(1) / x;
        if (all(y == B(0.5)) && all(x >= B(0))) return sqrt(x + B(0));   // of -0: 0
        return by_lane(xt::math::pow_fun(), B(0) == B(0), x, x, y);
    }
};

// ---- NaN --------------------------------------------------------------------------------------------------

/// A NaN differs from everything; for some vector units xsimd says that it does not.
struct unequal {
    template <class T, class U> constexpr auto operator()(const T& a, const U& b) const { return xt::detail::not_equal_to()(a, b); }
    template <class B> auto simd_apply(const B& a, const B& b) const { return !(a == b); }
};

/// NumPy's: a NaN on either side gives NaN.
struct larger {
    template <class T, class U> constexpr auto operator()(const T& a, const U& b) const
    {
        using R = std::decay_t<decltype(xt::math::maximum<void>()(a, b))>;
        const R x = static_cast<R>(a), y = static_cast<R>(b);
        return x >= y || x != x ? x : y;
    }
    template <class B> B simd_apply(const B& a, const B& b) const { return xt_simd::select(a >= b || !(a == a), a, b); }
};
struct smaller {
    template <class T, class U> constexpr auto operator()(const T& a, const U& b) const
    {
        using R = std::decay_t<decltype(xt::math::minimum<void>()(a, b))>;
        const R x = static_cast<R>(a), y = static_cast<R>(b);
        return x <= y || x != x ? x : y;
    }
    template <class B> B simd_apply(const B& a, const B& b) const { return xt_simd::select(a <= b || !(a == a), a, b); }
};
/// minimum(maximum(x, low), high)
struct clipped {
    template <class T, class L, class H> constexpr auto operator()(const T& x, const L& low, const H& high) const
    {
        using R = std::decay_t<decltype(xt::math::clamp_fun()(x, low, high))>;
        return static_cast<R>(smaller()(static_cast<R>(larger()(static_cast<R>(x), static_cast<R>(low))), static_cast<R>(high)));
    }
    template <class B> B simd_apply(const B& x, const B& low, const B& high) const
    {
        return smaller().simd_apply(larger().simd_apply(x, low), high);
    }
};
/// C's: the other one, where one is a NaN.
struct larger_number {
    template <class T, class U> auto operator()(const T& a, const U& b) const { return xt::math::fmax_fun()(a, b); }
    template <class B> B simd_apply(const B& a, const B& b) const { return xt_simd::select(a >= b || !(b == b), a, b); }
};
struct smaller_number {
    template <class T, class U> auto operator()(const T& a, const U& b) const { return xt::math::fmin_fun()(a, b); }
    template <class B> B simd_apply(const B& a, const B& b) const { return xt_simd::select(a <= b || !(b == b), a, b); }
};
struct positive_difference {
    template <class T, class U> auto operator()(const T& a, const U& b) const { return xt::math::fdim_fun()(a, b); }
    template <class B> B simd_apply(const B& a, const B& b) const { return xt_simd::select(a <= b, B(0), a - b); }
};

/// |a - b| <= absolute + relative |b|; infinities are close to themselves only. numpy.isclose
template <class T> bool is_close(const T& a, const T& b, double relative, double absolute)
{
    if (a == b) return true;
    const double size = std::abs(b);
    return std::isfinite(size) && std::abs(a - b) <= absolute + relative * size;
}
struct close_numbers {
    struct tolerances {
        double relative, absolute;
        bool equal_nan;
    } is;

    explicit close_numbers(const xt::detail::isclose& f) : is(std::bit_cast<tolerances>(f)) {}
    template <class T, class U> bool operator()(const T& a, const U& b) const
    {
        using wide = xtl::promote_type_t<T, U, double>;
        if (a != a && b != b) return is.equal_nan;
        return is_close(static_cast<wide>(a), static_cast<wide>(b), is.relative, is.absolute);
    }
};

// ---- integers ---------------------------------------------------------------------------------------------

template <class T> inline constexpr bool whole_number = std::is_integral_v<T>;

/// NumPy's: 0 for x / 0 and x % 0; the lowest number divided by -1 is itself.
struct divided {
    template <class T, class U> constexpr auto operator()(const T& a, const U& b) const
    {
        if constexpr (whole_number<T> && whole_number<U>) {
            using C = decltype(a / b);
            const C x = static_cast<C>(a), y = static_cast<C>(b);
            if (y == 0) return C(0);
            if constexpr (std::is_signed_v<C>)
                if (y == -1) return static_cast<C>(std::make_unsigned_t<C>(0) - static_cast<std::make_unsigned_t<C>>(x));
            return static_cast<C>(x / y);
        }
        else return xt::detail::divides()(a, b);
    }
    template <class B> B simd_apply(const B& a, const B& b) const { return a / b; }
};
struct remainder_of {
    template <class T, class U> constexpr auto operator()(const T& a, const U& b) const
    {
        if constexpr (whole_number<T> && whole_number<U>) {
            using C = decltype(a % b);
            const C x = static_cast<C>(a), y = static_cast<C>(b);
            if (y == 0) return C(0);
            if constexpr (std::is_signed_v<C>)
                if (y == -1) return C(0);
            return static_cast<C>(x % y);
        }
        else return xt::detail::modulus()(a, b);
    }
};
/// NumPy's: nothing is left of a number that is shifted by as many bits as it has.
struct shifted_left {
    template <class T, class U> constexpr auto operator()(const T& a, const U& by) const
    {
        using C = decltype(a << by);
        constexpr auto bits = static_cast<std::uint64_t>(8 * sizeof(C));
        if (static_cast<std::uint64_t>(by) >= bits) return C(0);
        return static_cast<C>(static_cast<std::make_unsigned_t<C>>(a) << by);
    }
};
struct shifted_right {
    template <class T, class U> constexpr auto operator()(const T& a, const U& by) const
    {
        using C = decltype(a >> by);
        constexpr auto bits = static_cast<std::uint64_t>(8 * sizeof(C));
        const C x = static_cast<C>(a);
        if (static_cast<std::uint64_t>(by) >= bits) return x < 0 ? C(-1) : C(0);
        return static_cast<C>(x >> by);
    }
};

// ---- which runs for which ---------------------------------------------------------------------------------

template <class F> struct computed_by {
    using type = F;
};
#define TENFOLD_COMPUTED_BY(functor, own)            \
    template <> struct computed_by<functor> {        \
        using type = own;                            \
    }
TENFOLD_COMPUTED_BY(xt::math::exp_fun, careful<xt::math::exp_fun>);
TENFOLD_COMPUTED_BY(xt::math::exp2_fun, careful<xt::math::exp2_fun>);
TENFOLD_COMPUTED_BY(xt::math::expm1_fun, careful<xt::math::expm1_fun>);
TENFOLD_COMPUTED_BY(xt::math::log_fun, careful<xt::math::log_fun>);
TENFOLD_COMPUTED_BY(xt::math::log2_fun, careful<xt::math::log2_fun>);
TENFOLD_COMPUTED_BY(xt::math::log10_fun, careful<xt::math::log10_fun>);
TENFOLD_COMPUTED_BY(xt::math::log1p_fun, careful<xt::math::log1p_fun>);
TENFOLD_COMPUTED_BY(xt::math::cbrt_fun, careful<xt::math::cbrt_fun>);
TENFOLD_COMPUTED_BY(xt::math::acosh_fun, careful<xt::math::acosh_fun>);
TENFOLD_COMPUTED_BY(xt::math::ceil_fun, signed_zeros<xt::math::ceil_fun>);
TENFOLD_COMPUTED_BY(xt::math::floor_fun, signed_zeros<xt::math::floor_fun>);
TENFOLD_COMPUTED_BY(xt::math::trunc_fun, signed_zeros<xt::math::trunc_fun>);
TENFOLD_COMPUTED_BY(xt::math::hypot_fun, careful_hypot);
TENFOLD_COMPUTED_BY(xt::math::atan2_fun, careful_atan2);
TENFOLD_COMPUTED_BY(xt::math::pow_fun, careful_pow);
TENFOLD_COMPUTED_BY(xt::math::maximum<void>, larger);
TENFOLD_COMPUTED_BY(xt::math::minimum<void>, smaller);
TENFOLD_COMPUTED_BY(xt::math::clamp_fun, clipped);
TENFOLD_COMPUTED_BY(xt::math::fmax_fun, larger_number);
TENFOLD_COMPUTED_BY(xt::math::fmin_fun, smaller_number);
TENFOLD_COMPUTED_BY(xt::math::fdim_fun, positive_difference);
TENFOLD_COMPUTED_BY(xt::detail::isclose, close_numbers);
TENFOLD_COMPUTED_BY(xt::detail::not_equal_to, unequal);
TENFOLD_COMPUTED_BY(xt::detail::divides, divided);
TENFOLD_COMPUTED_BY(xt::detail::modulus, remainder_of);
TENFOLD_COMPUTED_BY(xt::detail::left_shift, shifted_left);
TENFOLD_COMPUTED_BY(xt::detail::right_shift, shifted_right);
#undef TENFOLD_COMPUTED_BY

template <class F> auto computing(const F& f)
{
    using own = typename computed_by<F>::type;
    if constexpr (std::is_same_v<own, F>) return f;
    else if constexpr (std::is_empty_v<own>) return own();
    else return own(f);
}

/// Functions of which the vector library gives too few digits everywhere.
template <class L> constexpr bool too_few_digits(opcode code)
{
#if !defined(__FMA__) && !defined(__ARM_FEATURE_FMA)
    if (code == opcode::fma) return true;
#endif
    return code == opcode::fmod || code == opcode::remainder || code == opcode::tgamma || code == opcode::lgamma
        || code == opcode::erfc || (code == opcode::erf && std::is_same_v<L, double>);
}

}  // namespace tenfold::detail
