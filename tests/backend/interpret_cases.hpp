// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Public elementwise expressions of one operation each. They are never computed: the type of an expression names its
// kernel.
#pragma once

#include <tenfold/tenfold.hpp>

#include <cmath>

namespace interpret_test {

namespace tf = tenfold;
namespace detail = tenfold::detail;

// Which operands an expression compiles for.
template <class... T> constexpr bool any = true;
template <class... T> constexpr bool reals = (!detail::is_complex_type<T> && ...);
template <class T, class...> constexpr bool first_real = reals<T>;
template <class... T> constexpr bool whole = (std::is_integral_v<T> && ...);
template <class... T> constexpr bool fractions = (std::is_floating_point_v<T> && ...);
template <class T> constexpr bool has_fabs = requires(T z) { std::fabs(z); };

/// Elements to try: all there are, or such that no signed sum and product overflows, or no power either; without signs.
enum class range { all, calm, tiny, natural };

#define TENFOLD_CASE(name, domain, values, parameters, expression)        \
    struct name {                                                         \
        static constexpr const char* text = #expression;                  \
        static constexpr range from = range::values;                      \
        template <class... X> static constexpr bool takes = domain<X...>; \
        static auto of parameters->decltype(expression);                  \
    };
#define ONE(name, domain, values, ...) TENFOLD_CASE(name, domain, values, (const auto& x), (__VA_ARGS__))
#define TWO(name, domain, values, ...) TENFOLD_CASE(name, domain, values, (const auto& x, const auto& y), (__VA_ARGS__))
#define THREE(name, domain, values, ...) \
    TENFOLD_CASE(name, domain, values, (const auto& x, const auto& y, const auto& z), (__VA_ARGS__))

namespace of {
ONE(identity, any, all, +x)
ONE(negate, any, calm, -x)
ONE(logical_not, reals, all, !x)
ONE(bitwise_not, whole, all, ~x)
ONE(abs, any, calm, xt::abs(x))
ONE(fabs, has_fabs, all, xt::fabs(x))
ONE(exp, any, all, xt::exp(x))
ONE(exp2, reals, all, xt::exp2(x))
ONE(expm1, reals, all, xt::expm1(x))
ONE(log, any, all, xt::log(x))
ONE(log10, any, all, xt::log10(x))
ONE(log2, reals, all, xt::log2(x))
ONE(log1p, reals, all, xt::log1p(x))
ONE(sqrt, any, all, xt::sqrt(x))
ONE(cbrt, reals, all, xt::cbrt(x))
ONE(sin, any, all, xt::sin(x))
ONE(cos, any, all, xt::cos(x))
ONE(tan, any, all, xt::tan(x))
ONE(asin, any, all, xt::asin(x))
ONE(acos, any, all, xt::acos(x))
ONE(atan, any, all, xt::atan(x))
ONE(sinh, any, all, xt::sinh(x))
ONE(cosh, any, all, xt::cosh(x))
ONE(tanh, any, all, xt::tanh(x))
ONE(asinh, any, all, xt::asinh(x))
ONE(acosh, any, all, xt::acosh(x))
ONE(atanh, any, all, xt::atanh(x))
ONE(erf, reals, all, xt::erf(x))
ONE(erfc, reals, all, xt::erfc(x))
ONE(tgamma, reals, all, xt::tgamma(x))
ONE(lgamma, reals, all, xt::lgamma(x))
ONE(ceil, reals, all, xt::ceil(x))
ONE(floor, reals, all, xt::floor(x))
ONE(trunc, reals, all, xt::trunc(x))
ONE(round, reals, all, xt::round(x))
ONE(nearbyint, reals, all, xt::nearbyint(x))
ONE(rint, reals, all, xt::rint(x))
ONE(isfinite, any, all, xt::isfinite(x))
ONE(isinf, any, all, xt::isinf(x))
ONE(isnan, any, all, xt::isnan(x))
ONE(sign, any, all, xt::sign(x))
ONE(deg2rad, reals, all, xt::deg2rad(x))
ONE(rad2deg, reals, all, xt::rad2deg(x))
ONE(conj, any, all, tf::conj(x))
ONE(real, any, all, tf::real(x))
ONE(imag, any, all, tf::imag(x))
ONE(arg, any, all, tf::arg(x))
ONE(norm, any, all, xt::norm(x))
ONE(power_1, any, all, xt::pow<1>(x))
ONE(power_2, any, tiny, xt::pow<2>(x))
ONE(power_5, any, tiny, xt::pow<5>(x))
ONE(power_300, fractions, all, xt::pow<300>(x))
TWO(plus, any, calm, x + y)
TWO(minus, any, calm, x - y)
TWO(multiplies, any, calm, x * y)
TWO(divides, any, all, x / y)
TWO(modulus, whole, all, x % y)
TWO(logical_or, reals, all, x || y)
TWO(logical_and, reals, all, x && y)
TWO(bitwise_or, whole, all, x | y)
TWO(bitwise_and, whole, all, x & y)
TWO(bitwise_xor, whole, all, x ^ y)
TWO(left_shift, whole, all, x << y)
TWO(right_shift, whole, all, x >> y)
TWO(less, reals, all, x < y)
TWO(less_equal, reals, all, x <= y)
TWO(greater, reals, all, x > y)
TWO(greater_equal, reals, all, x >= y)
TWO(equal_to, any, all, xt::equal(x, y))
TWO(not_equal_to, any, all, xt::not_equal(x, y))
TWO(fmod, reals, all, xt::fmod(x, y))
TWO(remainder, reals, all, xt::remainder(x, y))
TWO(fmax, reals, all, xt::fmax(x, y))
TWO(fmin, reals, all, xt::fmin(x, y))
TWO(fdim, reals, all, xt::fdim(x, y))
TWO(maximum, reals, all, xt::maximum(x, y))
TWO(minimum, reals, all, xt::minimum(x, y))
TWO(pow, any, all, xt::pow(x, y))
TWO(hypot, reals, all, xt::hypot(x, y))
TWO(atan2, reals, all, xt::atan2(x, y))
THREE(fma, reals, all, xt::fma(x, y, z))
THREE(clip, reals, all, xt::clip(x, y, z))
THREE(where, first_real, all, xt::where(x, y, z))
template <class T> ONE(cast, any, all, xt::cast<T>(x))
}  // namespace of

#undef ONE
#undef TWO
#undef THREE
#undef TENFOLD_CASE

template <class... C> struct cases {};
using unary = cases<
    of::identity, of::negate, of::logical_not, of::bitwise_not, of::abs, of::fabs, of::exp, of::exp2, of::expm1,
    of::log, of::log10, of::log2, of::log1p, of::sqrt, of::cbrt, of::sin, of::cos, of::tan, of::asin, of::acos,
    of::atan, of::sinh, of::cosh, of::tanh, of::asinh, of::acosh, of::atanh, of::erf, of::erfc, of::tgamma,
    of::lgamma, of::ceil, of::floor, of::trunc, of::round, of::nearbyint, of::rint, of::isfinite, of::isinf,
    of::isnan, of::sign, of::deg2rad, of::rad2deg, of::conj, of::real, of::imag, of::arg, of::norm, of::power_1,
    of::power_2, of::power_5, of::power_300>;
/// Each of them brings two types together in a way of its own.
using telling = cases<
    of::plus, of::modulus, of::logical_or, of::left_shift, of::less, of::fmod, of::maximum, of::pow>;
using other_binary = cases<
    of::minus, of::multiplies, of::divides, of::logical_and, of::bitwise_or, of::bitwise_and, of::bitwise_xor,
    of::right_shift, of::less_equal, of::greater, of::greater_equal, of::equal_to, of::not_equal_to, of::remainder,
    of::fmax, of::fmin, of::fdim, of::minimum, of::hypot, of::atan2>;
using ternary = cases<
    of::fma, of::clip, of::where>;

/// The type of a case's expression of arrays of T.
template <class C, class... T>
using key_of = typename std::remove_cvref_t<decltype(C::of(std::declval<const tf::array<T>&>()...))>::key;

}  // namespace interpret_test
