// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Elementwise expressions as data: a postfix program, built at compile time from the types of xtensor's
// functors. It gives an expression its text, and devices that lack the compiled code interpret it.
//
// `exp(x0) + 2.0 * x1` is: operand 0, exp, scalar at byte 0, operand 1, multiplies, plus.
#pragma once

#include <tenfold/detail/element.hpp>
#include <tenfold/detail/xtensor.hpp>

#include <array>

namespace tenfold::detail {

// clang-format off
enum class opcode : std::uint8_t {
    operand,  // pushes element `index` of the operand list
    scalar,   // pushes the scalar at byte `index` of the block
    opaque,   // a functor that devices do not know: a lambda, or one with state
    identity, negate, logical_not, bitwise_not, cast,
    abs, fabs, exp, exp2, expm1, log, log10, log2, log1p, sqrt, cbrt, sin, cos, tan, asin, acos, atan, sinh,
    cosh, tanh, asinh, acosh, atanh, erf, erfc, tgamma, lgamma, ceil, floor, trunc, round, nearbyint, rint,
    isfinite, isinf, isnan, sign, deg2rad, rad2deg, conj, real, imag, arg, squared_magnitude,
    power,    // to the integer power `index`
    plus, minus, multiplies, divides, modulus, logical_or, logical_and, bitwise_or, bitwise_and, bitwise_xor,
    left_shift, right_shift, less, less_equal, greater, greater_equal, equal_to, not_equal_to,
    fmod, remainder, fmax, fmin, fdim, maximum, minimum, pow, hypot, atan2,
    isclose,  // its tolerances are state: not for devices
    where, fma, clip
};
// clang-format on

/// One step of a program: 4 bytes, `index` low byte first. `type` is the element type of what it leaves on
/// the stack.
struct instruction {
    opcode code;
    std::uint8_t type;  // an element, or no_element
    std::uint8_t index[2];
};
inline constexpr std::size_t instruction_bytes = 4;
inline constexpr std::uint8_t no_element = 255;

/// For `opaque`: how many values it takes, in the index.
constexpr instruction make_instruction(opcode code, int type, std::size_t index)
{
    return {
        code,
        type < 0 ? no_element : static_cast<std::uint8_t>(type),
        {static_cast<std::uint8_t>(index & 255), static_cast<std::uint8_t>(index >> 8)}};
}

/// "tanh(x0 + x1) * s0", kept for the life of the process.
const char* describe(const std::uint8_t* program, int bytes);
/// Values that an instruction takes from the stack.
int arity(const instruction&);

// ---- the opcode of each functor ---------------------------------------------------------------------------

/// Functors of our own: xtensor's real, imag, conj, arg and norm do not go through its extension point.
struct real_part {
    template <class T> constexpr auto operator()(const T& z) const { return std::real(z); }
};
struct imaginary_part {
    template <class T> constexpr auto operator()(const T& z) const { return std::imag(z); }
};
struct conjugate {
    template <class T> constexpr T operator()(const T& x) const { return x; }
    template <class T> constexpr std::complex<T> operator()(const std::complex<T>& z) const
    {
        return std::conj(z);
    }
};
struct angle_of {
    template <class T> auto operator()(const T& z) const { return std::arg(z); }
};
struct squared_magnitude {
    template <class T> auto operator()(const T& z) const { return std::norm(z); }
};

/// xtensor's `where` takes no complex numbers.
struct chosen : xt::detail::conditional_ternary {
    chosen() = default;
    constexpr chosen(const xt::detail::conditional_ternary&) {}
    template <class C, class A, class B>
    constexpr std::common_type_t<A, B> operator()(const C& condition, const A& a, const B& b) const
    {
        return condition ? std::common_type_t<A, B>(a) : std::common_type_t<A, B>(b);
    }
};

/// The functor that stands for one of xtensor's.
template <class F> struct ours {
    using type = F;
};
template <> struct ours<xt::detail::conditional_ternary> {
    using type = chosen;
};

template <class F> inline constexpr opcode known = opcode::opaque;

#define TENFOLD_KNOWN(functor, code) template <> inline constexpr opcode known<functor> = opcode::code
TENFOLD_KNOWN(xt::detail::identity, identity);
TENFOLD_KNOWN(xt::detail::negate, negate);
TENFOLD_KNOWN(xt::detail::logical_not, logical_not);
TENFOLD_KNOWN(xt::detail::bitwise_not, bitwise_not);
TENFOLD_KNOWN(xt::detail::plus, plus);
TENFOLD_KNOWN(xt::detail::minus, minus);
TENFOLD_KNOWN(xt::detail::multiplies, multiplies);
TENFOLD_KNOWN(xt::detail::divides, divides);
TENFOLD_KNOWN(xt::detail::modulus, modulus);
TENFOLD_KNOWN(xt::detail::logical_or, logical_or);
TENFOLD_KNOWN(xt::detail::logical_and, logical_and);
TENFOLD_KNOWN(xt::detail::bitwise_or, bitwise_or);
TENFOLD_KNOWN(xt::detail::bitwise_and, bitwise_and);
TENFOLD_KNOWN(xt::detail::bitwise_xor, bitwise_xor);
TENFOLD_KNOWN(xt::detail::left_shift, left_shift);
TENFOLD_KNOWN(xt::detail::right_shift, right_shift);
TENFOLD_KNOWN(xt::detail::less, less);
TENFOLD_KNOWN(xt::detail::less_equal, less_equal);
TENFOLD_KNOWN(xt::detail::greater, greater);
TENFOLD_KNOWN(xt::detail::greater_equal, greater_equal);
TENFOLD_KNOWN(xt::detail::equal_to, equal_to);
TENFOLD_KNOWN(xt::detail::not_equal_to, not_equal_to);
TENFOLD_KNOWN(xt::math::abs_fun, abs);
TENFOLD_KNOWN(xt::math::fabs_fun, fabs);
TENFOLD_KNOWN(xt::math::exp_fun, exp);
TENFOLD_KNOWN(xt::math::exp2_fun, exp2);
TENFOLD_KNOWN(xt::math::expm1_fun, expm1);
TENFOLD_KNOWN(xt::math::log_fun, log);
TENFOLD_KNOWN(xt::math::log10_fun, log10);
TENFOLD_KNOWN(xt::math::log2_fun, log2);
TENFOLD_KNOWN(xt::math::log1p_fun, log1p);
TENFOLD_KNOWN(xt::math::sqrt_fun, sqrt);
TENFOLD_KNOWN(xt::math::cbrt_fun, cbrt);
TENFOLD_KNOWN(xt::math::sin_fun, sin);
TENFOLD_KNOWN(xt::math::cos_fun, cos);
TENFOLD_KNOWN(xt::math::tan_fun, tan);
TENFOLD_KNOWN(xt::math::asin_fun, asin);
TENFOLD_KNOWN(xt::math::acos_fun, acos);
TENFOLD_KNOWN(xt::math::atan_fun, atan);
TENFOLD_KNOWN(xt::math::sinh_fun, sinh);
TENFOLD_KNOWN(xt::math::cosh_fun, cosh);
TENFOLD_KNOWN(xt::math::tanh_fun, tanh);
TENFOLD_KNOWN(xt::math::asinh_fun, asinh);
TENFOLD_KNOWN(xt::math::acosh_fun, acosh);
TENFOLD_KNOWN(xt::math::atanh_fun, atanh);
TENFOLD_KNOWN(xt::math::erf_fun, erf);
TENFOLD_KNOWN(xt::math::erfc_fun, erfc);
TENFOLD_KNOWN(xt::math::tgamma_fun, tgamma);
TENFOLD_KNOWN(xt::math::lgamma_fun, lgamma);
TENFOLD_KNOWN(xt::math::ceil_fun, ceil);
TENFOLD_KNOWN(xt::math::floor_fun, floor);
TENFOLD_KNOWN(xt::math::trunc_fun, trunc);
TENFOLD_KNOWN(xt::math::round_fun, round);
TENFOLD_KNOWN(xt::math::nearbyint_fun, nearbyint);
TENFOLD_KNOWN(xt::math::rint_fun, rint);
TENFOLD_KNOWN(xt::math::isfinite_fun, isfinite);
TENFOLD_KNOWN(xt::math::isinf_fun, isinf);
TENFOLD_KNOWN(xt::math::isnan_fun, isnan);
TENFOLD_KNOWN(xt::math::sign_fun, sign);
TENFOLD_KNOWN(xt::math::fmod_fun, fmod);
TENFOLD_KNOWN(xt::math::remainder_fun, remainder);
TENFOLD_KNOWN(xt::math::fmax_fun, fmax);
TENFOLD_KNOWN(xt::math::fmin_fun, fmin);
TENFOLD_KNOWN(xt::math::fdim_fun, fdim);
TENFOLD_KNOWN(xt::math::pow_fun, pow);
TENFOLD_KNOWN(xt::math::hypot_fun, hypot);
TENFOLD_KNOWN(xt::math::atan2_fun, atan2);
TENFOLD_KNOWN(xt::math::fma_fun, fma);
TENFOLD_KNOWN(xt::math::maximum<void>, maximum);
TENFOLD_KNOWN(xt::math::minimum<void>, minimum);
TENFOLD_KNOWN(xt::math::deg2rad, deg2rad);
TENFOLD_KNOWN(xt::math::rad2deg, rad2deg);
TENFOLD_KNOWN(xt::math::clamp_fun, clip);
TENFOLD_KNOWN(chosen, where);
TENFOLD_KNOWN(xt::detail::isclose, isclose);
TENFOLD_KNOWN(real_part, real);
TENFOLD_KNOWN(imaginary_part, imag);
TENFOLD_KNOWN(conjugate, conj);
TENFOLD_KNOWN(angle_of, arg);
TENFOLD_KNOWN(squared_magnitude, squared_magnitude);
#undef TENFOLD_KNOWN

template <std::size_t N>
inline constexpr opcode known<xt::detail::lambda_adapt<xt::detail::pow_impl<N>>> = opcode::power;
template <class F> inline constexpr std::size_t exponent_of = 0;
template <std::size_t N>
inline constexpr std::size_t exponent_of<xt::detail::lambda_adapt<xt::detail::pow_impl<N>>> = N;

template <class F> constexpr opcode opcode_of()
{
    if constexpr (requires { typename F::result_type; }) {
        if (std::is_same_v<F, typename xt::detail::cast<typename F::result_type>::functor>)
            return opcode::cast;
    }
    return known<F>;
}

}  // namespace tenfold::detail
