// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What each opcode computes, of operands that have the types it takes (backend/cpu/operations.cpp tells which).
#pragma once

#include "backend/cuda/numbers.hpp"

#include <tenfold/detail/postfix.hpp>

#include <cmath>
#include <limits>

namespace tenfold::backend::on_cuda {

using detail::opcode;

/// An opcode that these types have no operation for: the host has looked before.
struct no_value {};

template <class T> struct part_of {
    using type = T;
};
template <class T> struct part_of<complex_number<T>> {
    using type = T;
};

/// Functions of real numbers only.
template <class T> TENFOLD_DEVICE T real_function(opcode code, T x)
{
    constexpr T pi = T(3.14159265358979323846);
    switch (code) {
    case opcode::fabs: return std::fabs(x);
    case opcode::exp2: return std::exp2(x);
    case opcode::expm1: return std::expm1(x);
    case opcode::log2: return std::log2(x);
    case opcode::log1p: return std::log1p(x);
    case opcode::cbrt: return std::cbrt(x);
    case opcode::erf: return std::erf(x);
    case opcode::erfc: return std::erfc(x);
    case opcode::tgamma: return std::tgamma(x);
    case opcode::lgamma: return std::lgamma(x);
    case opcode::ceil: return std::ceil(x);
    case opcode::floor: return std::floor(x);
    case opcode::trunc: return std::trunc(x);
    case opcode::round: return std::round(x);
    case opcode::nearbyint: return std::nearbyint(x);
    case opcode::rint: return std::rint(x);
    case opcode::deg2rad: return x * pi / T(180);
    case opcode::rad2deg: return x * T(180) / pi;
    default: return x;
    }
}

/// Functions of real and of complex numbers.
template <class T> TENFOLD_DEVICE T function(opcode code, T x)
{
    using namespace std;
    using namespace thrust;
    switch (code) {
    case opcode::exp: return exp(x);
    case opcode::log: return log(x);
    case opcode::log10: return log10(x);
    case opcode::sqrt: return sqrt(x);
    case opcode::sin: return sin(x);
    case opcode::cos: return cos(x);
    case opcode::tan: return tan(x);
    case opcode::asin: return asin(x);
    case opcode::acos: return acos(x);
    case opcode::atan: return atan(x);
    case opcode::sinh: return sinh(x);
    case opcode::cosh: return cosh(x);
    case opcode::tanh: return tanh(x);
    case opcode::asinh: return asinh(x);
    case opcode::acosh: return acosh(x);
    case opcode::atanh: return atanh(x);
    default: break;
    }
    if constexpr (is_complex<T>) return x;
    else return real_function(code, x);
}

template <class T> TENFOLD_DEVICE T sign_of(T x)
{
    if constexpr (is_complex<T>) return T(sign_of(x.real() != 0 ? x.real() : x.imag()), 0);
    else if constexpr (std::is_unsigned_v<T>) return T(x > T(0));
    else if constexpr (std::is_integral_v<T>) return T((x > 0) - (x < 0));
    else return x != x ? std::numeric_limits<T>::quiet_NaN() : x == 0 ? std::copysign(T(0), x) : std::copysign(T(1), x);
}

template <class T> TENFOLD_DEVICE T negative(T x)
{
    if constexpr (std::is_integral_v<T>) return subtract(T(0), x);
    else return -x;   // of 0: -0
}

template <class T> TENFOLD_DEVICE T larger_of(T a, T b) { return a >= b || a != a ? a : b; }
template <class T> TENFOLD_DEVICE T smaller_of(T a, T b) { return a <= b || a != a ? a : b; }

template <class T> TENFOLD_DEVICE T remainder_of(T a, T b)
{
    if (b == 0) return 0;
    if constexpr (std::is_signed_v<T>)
        if (b == T(-1)) return 0;
    return static_cast<T>(a % b);
}

/// The same products in the same order as xtensor's pow<n>.
template <class R, class T> TENFOLD_DEVICE R power_of(T x, int n)
{
    if (n == 0) return R(1);
    if (n == 1) return static_cast<R>(x);
    int bit = 1;
    while (bit * 2 <= n) bit *= 2;
    R product = static_cast<R>(x);
    for (bit /= 2; bit > 0; bit /= 2) {
        product = multiply(product, product);
        if (n & bit) product = multiply(product, static_cast<R>(x));
    }
    return product;
}

/// Calls put(value) with what an operation of one operand gives.
template <class T, class Put> TENFOLD_DEVICE void unary(opcode code, T x, int exponent, const Put& put)
{
    switch (code) {
    case opcode::identity: return put(x);
    case opcode::negate: return put(negative(x));
    case opcode::sign: return put(sign_of(x));
    case opcode::conj: return put(conjugated(x, true));
    default: break;
    }
    if constexpr (std::is_same_v<T, bool>) {
        if (code == opcode::logical_not) put(!x);
    }
    else if constexpr (std::is_integral_v<T>) {
        if (code == opcode::bitwise_not) put(static_cast<T>(~x));
        else if (code == opcode::abs) put(std::is_signed_v<T> && x < T(0) ? subtract(T(0), x) : x);
    }
    else {
        using real = typename part_of<T>::type;
        switch (code) {
        case opcode::isfinite: case opcode::isinf: case opcode::isnan: {
            const auto each = [code](real r) {
                const bool finite = r - r == 0, nan = r != r;
                return code == opcode::isnan ? nan : code == opcode::isfinite ? finite : !finite && !nan;
            };
            if constexpr (is_complex<T>) return put(code == opcode::isfinite ? each(x.real()) && each(x.imag()) : each(x.real()) || each(x.imag()));
            else return put(each(x));
        }
        case opcode::real: if constexpr (is_complex<T>) return put(x.real()); else return put(x);
        case opcode::imag: if constexpr (is_complex<T>) return put(x.imag()); else return put(real(0));
        case opcode::arg: if constexpr (is_complex<T>) return put(thrust::arg(x)); else return put(std::atan2(real(0), x));
        case opcode::squared_magnitude: if constexpr (is_complex<T>) return put(thrust::norm(x)); else return put(x * x);
        case opcode::abs: case opcode::fabs: if constexpr (is_complex<T>) return put(thrust::abs(x)); else return put(std::fabs(x));
        default: return put(function(code, x));
        }
    }
}

template <class T, class Put> TENFOLD_DEVICE void binary(opcode code, T a, T b, const Put& put)
{
    switch (code) {
    case opcode::plus: return put(add(a, b));
    case opcode::minus: return put(subtract(a, b));
    case opcode::multiplies: return put(multiply(a, b));
    case opcode::divides: return put(divide(a, b));
    case opcode::equal_to: return put(a == b);
    case opcode::not_equal_to: return put(!(a == b));
    default: break;
    }
    if constexpr (is_complex<T>) {
        if (code == opcode::pow) put(thrust::pow(a, b));
        return;
    }
    else {
        switch (code) {
        case opcode::less: return put(a < b);
        case opcode::less_equal: return put(a <= b);
        case opcode::greater: return put(a > b);
        case opcode::greater_equal: return put(a >= b);
        case opcode::maximum: return put(larger_of(a, b));
        case opcode::minimum: return put(smaller_of(a, b));
        case opcode::logical_and: return put(a && b);
        case opcode::logical_or: return put(a || b);
        default: break;
        }
        if constexpr (std::is_floating_point_v<T>) {
            switch (code) {
            case opcode::fmod: return put(std::fmod(a, b));
            case opcode::remainder: return put(std::remainder(a, b));
            case opcode::fmax: return put(std::fmax(a, b));
            case opcode::fmin: return put(std::fmin(a, b));
            case opcode::fdim: return put(std::fdim(a, b));
            case opcode::hypot: return put(std::hypot(a, b));
            case opcode::atan2: return put(std::atan2(a, b));
            case opcode::pow: return put(std::pow(a, b));
            default: return;
            }
        }
        else if constexpr (!std::is_same_v<T, bool>) {
            switch (code) {
            case opcode::modulus: return put(remainder_of(a, b));
            case opcode::bitwise_or: return put(static_cast<T>(a | b));
            case opcode::bitwise_and: return put(static_cast<T>(a & b));
            case opcode::bitwise_xor: return put(static_cast<T>(a ^ b));
            default: return;
            }
        }
    }
}

/// Nothing is left of a number that is shifted by as many bits as it has.
template <class T> TENFOLD_DEVICE T shifted(opcode code, T x, std::uint64_t bits)
{
    constexpr std::uint64_t all = 8 * sizeof(T);
    if (code == opcode::left_shift) return bits < all ? static_cast<T>(static_cast<std::uint64_t>(x) << bits) : T(0);
    if (bits < all) return static_cast<T>(x >> bits);
    if constexpr (std::is_signed_v<T>) return x < 0 ? T(-1) : T(0);
    else return T(0);
}

/// A complex number and a real one of its precision, on either side.
template <class C, class Put> TENFOLD_DEVICE void mixed(opcode code, C z, typename C::value_type r, bool real_first, const Put& put)
{
    switch (code) {
    case opcode::plus: return put(real_first ? r + z : z + r);
    case opcode::minus: return put(real_first ? r - z : z - r);
    case opcode::multiplies: return put(real_first ? r * z : z * r);
    case opcode::divides: return put(real_first ? r / z : z / r);
    case opcode::equal_to: return put(z == C(r));
    case opcode::not_equal_to: return put(!(z == C(r)));
    case opcode::pow: return put(real_first ? thrust::pow(r, z) : thrust::pow(z, r));
    default: return;
    }
}

}  // namespace tenfold::backend::on_cuda
