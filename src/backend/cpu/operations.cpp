// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cpu/operations.hpp"

#include "backend/cpu/convert.hpp"
#include "backend/cpu/visit.hpp"

#include <algorithm>

namespace tenfold::backend::on_cpu {

namespace {

using detail::call;
using detail::input;
using detail::opcode;
using c64 = std::complex<float>;
using c128 = std::complex<double>;

// ---- loops

/// A loop of this file: those of the compiled kernels may be of another file, with other vector flags.
template <class K> void compute(const void* const* operands, const void*, void* result, detail::index_t count)
{
    constexpr int taken = K::after({}).operand;
    const void* x[taken];   // copies that the result cannot alias
    std::copy_n(operands, taken, x);
    auto* const out = static_cast<typename K::value_type*>(result);
#if !defined(__clang__)  // which would warn where it finds nothing to gain
#pragma GCC ivdep
#endif
    for (detail::index_t i = 0; i < count; ++i) out[i] = K::template one<detail::position{}>(x, nullptr, i);
}

/// xtensor's pow<N>, where N is part of a type: the same products in the same order.
template <class T> auto power(const T& x, std::size_t n) -> decltype(x * x)
{
    if (n < 2) return n == 0 ? T(1) : x;
    const T half = static_cast<T>(power(x, n / 2));
    return half * half * (n % 2 ? x : T(1));
}
template <class T> void compute_power(const void* const* x, const void* exponent, void* result, detail::index_t count)
{
    const std::size_t n = *static_cast<const std::size_t*>(exponent);
    const T* const in = static_cast<const T*>(x[0]);
    const auto fill = [&](auto* out) {
        using R = std::remove_pointer_t<decltype(out)>;
        for (detail::index_t i = 0; i < count; ++i) out[i] = static_cast<R>(power(in[i], n));
    };
    if (n < 2) fill(static_cast<T*>(result));
    else fill(static_cast<decltype(T() * T())*>(result));
}

// ---- lists of types and of functors

template <class... T> struct types {};
template <class... Operands> struct forms {};   // the types of the operands of one loop, for each loop
template <class... F> struct functors {};

constexpr types<bool, std::int8_t, std::int16_t, std::uint8_t, std::uint16_t> small{};
constexpr types<std::int32_t, std::int64_t, std::uint32_t, std::uint64_t> whole{};
constexpr types<float, double> fractions{};
constexpr types<c64, c128> complexes{};

template <class... A, class... B> constexpr types<A..., B...> operator+(types<A...>, types<B...>) { return {}; }

template <class... T> constexpr forms<types<T>...> each(types<T...>) { return {}; }
template <class... T> constexpr forms<types<T, T>...> pairs(types<T...>) { return {}; }
template <class... T> constexpr forms<types<T, T, T>...> triples(types<T...>) { return {}; }
template <class... T> constexpr forms<types<bool, T, T>...> choices(types<T...>) { return {}; }
template <class B, class... T> constexpr forms<types<T, B>...> with(types<T...>) { return {}; }
template <class... T> constexpr auto with_reals(types<T...>)
{
    return forms<types<T, T>..., types<T, typename T::value_type>..., types<typename T::value_type, T>...>();
}

constexpr functors<
    xt::math::exp_fun, xt::math::log_fun, xt::math::log10_fun, xt::math::sqrt_fun, xt::math::sin_fun, xt::math::cos_fun,
    xt::math::tan_fun, xt::math::asin_fun, xt::math::acos_fun, xt::math::atan_fun, xt::math::sinh_fun, xt::math::cosh_fun,
    xt::math::tanh_fun, xt::math::asinh_fun, xt::math::acosh_fun, xt::math::atanh_fun, xt::math::isfinite_fun,
    xt::math::isinf_fun, xt::math::isnan_fun, detail::real_part, detail::imaginary_part, detail::angle_of,
    detail::squared_magnitude>
    of_numbers{};
constexpr functors<
    xt::math::exp2_fun, xt::math::expm1_fun, xt::math::log2_fun, xt::math::log1p_fun, xt::math::cbrt_fun, xt::math::erf_fun,
    xt::math::erfc_fun, xt::math::tgamma_fun, xt::math::lgamma_fun, xt::math::ceil_fun, xt::math::floor_fun,
    xt::math::trunc_fun, xt::math::round_fun, xt::math::nearbyint_fun, xt::math::rint_fun, xt::math::fabs_fun,
    xt::math::deg2rad, xt::math::rad2deg>
    of_reals{};
constexpr functors<
    xt::math::fmod_fun, xt::math::remainder_fun, xt::math::fmax_fun, xt::math::fmin_fun, xt::math::fdim_fun,
    xt::math::hypot_fun, xt::math::atan2_fun, xt::math::pow_fun>
    of_two_reals{};
constexpr functors<
    xt::detail::plus, xt::detail::minus, xt::detail::multiplies, xt::detail::divides, xt::detail::equal_to,
    xt::detail::not_equal_to>
    arithmetic{};
constexpr functors<xt::detail::less, xt::detail::less_equal, xt::detail::greater, xt::detail::greater_equal> comparisons{};
constexpr functors<xt::detail::modulus, xt::detail::bitwise_or, xt::detail::bitwise_and, xt::detail::bitwise_xor> bitwise{};
constexpr functors<xt::detail::logical_or, xt::detail::logical_and> logical{};
constexpr functors<xt::detail::left_shift, xt::detail::right_shift> shifts{};
constexpr functors<xt::detail::identity, xt::detail::negate> signs{};
constexpr functors<xt::math::maximum<void>, xt::math::minimum<void>> extremes{};
constexpr functors<xt::math::sign_fun, detail::conjugate> of_own_type{};
template <class F> constexpr functors<F> only{};

/// The GNU library has std::fabs of complex numbers, others need not.
template <class T> constexpr bool has_fabs = requires(T z) { std::fabs(z); };
constexpr std::conditional_t<has_fabs<c64>, types<c64, c128>, types<>> with_fabs{};

// ---- from an instruction to its loop

template <class... T> bool fits(const element* x, types<T...>) { return ((*x++ == element_of<T>) && ...); }

template <class F, class... T> typed_operation operation_of(types<T...>)
{
    using K = call<F, input<T>...>;
    return {&compute<K>, element_of<typename K::value_type>, {element_of<T>...}};
}
template <class Operands, class... F> bool find_functor(typed_operation& f, opcode code, Operands x, functors<F...>)
{
    return ((detail::known<F> == code && (f = operation_of<F>(x), true)) || ...);
}
/// Is it one of these functors, and do they take these types?
template <class... Operands, class F>
bool find(typed_operation& f, opcode code, std::initializer_list<element> takes, forms<Operands...>, F of)
{
    return ((fits(takes.begin(), Operands()) && find_functor(f, code, Operands(), of)) || ...);
}

// ---- the types that operands are brought to

element real_of(element x)
{
    return x == element::complex64 ? element::float32 : x == element::complex128 ? element::float64 : x;
}
element complex_of(element real) { return real == element::float64 ? element::complex128 : element::complex64; }

/// A function of <cmath> takes a whole number as a double.
element fraction(element x) { return x < element::float32 ? element::float64 : x; }

/// The integral promotions.
element promoted(element x)
{
    const bool fits_int = x <= element::int16 || x == element::uint8 || x == element::uint16;
    return fits_int ? element::int32 : x;
}
/// The usual arithmetic conversions: the later one of this list.
element usual(element a, element b)
{
    constexpr element order[] = {element::int32,  element::uint32,  element::int64,
                                 element::uint64, element::float32, element::float64};
    const auto of = [&](element x) { return std::find(order, std::end(order), promoted(x)); };
    return *std::max(of(a), of(b));
}

// ---- by the number of operands

bool find_unary(typed_operation& f, opcode code, element x)
{
    // |x| of a small number without a sign keeps its type; others become int before.
    const element of_size = x == element::uint8 || x == element::uint16 ? x : promoted(x);
    constexpr auto numbers = fractions + complexes;
    return find(f, code, {fraction(x)}, each(numbers), of_numbers)
        || find(f, code, {fraction(x)}, each(fractions), of_reals)
        || find(f, code, {x}, each(with_fabs), only<xt::math::fabs_fun>)
        || find(f, code, {promoted(x)}, each(whole + numbers), signs)
        || find(f, code, {promoted(x)}, each(whole), only<xt::detail::bitwise_not>)
        || find(f, code, {of_size}, each(types<std::uint8_t, std::uint16_t>() + whole + numbers), only<xt::math::abs_fun>)
        || (!is_complex_type(x) && find(f, code, {element::boolean}, each(types<bool>()), only<xt::detail::logical_not>))
        || find(f, code, {x}, each(small + whole + numbers), of_own_type);
}

/// Where one of two is complex. xtensor makes both complex, unless they have the same precision, and a whole number takes
/// that of the other. pow is of the standard library: there a whole number counts as a double, and reals stay real; an
/// int as the power is a case of its own.
bool find_complex(typed_operation& f, opcode code, element a, element b)
{
    const element meeting = complex_of(usual(real_of(a), real_of(b)));
    const bool stay = real_of(a) == real_of(b);
    const element real = usual(real_of(fraction(a)), real_of(fraction(b)));
    const auto as_precise = [&](element e) { return is_complex_type(e) ? complex_of(real) : real; };
    return find(f, code, {stay ? a : meeting, stay ? b : meeting}, with_reals(complexes), arithmetic)
        || find(f, code, {a, b}, with<std::int32_t>(complexes), only<xt::math::pow_fun>)
        || find(f, code, {as_precise(a), as_precise(b)}, with_reals(complexes), only<xt::math::pow_fun>);
}

/// Maximum and minimum compare and give the common type of both: what they give tells what they take.
bool find_binary(typed_operation& f, opcode code, element gives, element a, element b)
{
    if (is_complex_type(a) || is_complex_type(b)) return find_complex(f, code, a, b);
    const element both = usual(a, b), real = usual(fraction(a), fraction(b));
    // Who shifts looks at the number of bits as at a 64-bit number without a sign.
    const bool whole_bits = b < element::float32;
    return find(f, code, {both, both}, pairs(whole + fractions), arithmetic)
        || find(f, code, {both, both}, pairs(whole + fractions), comparisons)
        || find(f, code, {both, both}, pairs(whole), bitwise)
        || find(f, code, {real, real}, pairs(fractions), of_two_reals)
        || find(f, code, {gives, gives}, pairs(small + whole + fractions), extremes)
        || find(f, code, {element::boolean, element::boolean}, pairs(types<bool>()), logical)
        || (whole_bits && find(f, code, {promoted(a), element::uint64}, with<std::uint64_t>(whole), shifts));
}

/// As with the extremes, what is given tells what is taken.
bool find_ternary(typed_operation& f, opcode code, element gives, element condition)
{
    constexpr auto reals = small + whole + fractions;
    return (!is_complex_type(condition)
            && find(f, code, {element::boolean, gives, gives}, choices(reals + complexes), only<detail::chosen>))
        || find(f, code, {gives, gives, gives}, triples(reals), only<xt::math::clamp_fun>)
        || find(f, code, {gives, gives, gives}, triples(fractions), only<xt::math::fma_fun>);
}

/// Any type; int8 and the like become int, from the second power on.
typed_operation find_power(std::size_t exponent, element x)
{
    return visit(x, [&]<class T>(std::type_identity<T>) -> typed_operation {
        return {&compute_power<T>, exponent < 2 ? element_of<T> : element_of<decltype(T() * T())>, {x}};
    });
}

}  // namespace

typed_operation find_operation(const detail::instruction& i, const element* given)
{
    const auto gives = static_cast<element>(i.type);
    typed_operation f;
    if (i.code == opcode::cast) return {find_conversion(given[0], gives), gives, {given[0]}};
    if (i.code == opcode::power) f = find_power(index_of(i), given[0]);
    else if (detail::arity(i) == 1) find_unary(f, i.code, given[0]);
    else if (detail::arity(i) == 2) find_binary(f, i.code, gives, given[0], given[1]);
    else if (detail::arity(i) == 3) find_ternary(f, i.code, gives, given[0]);
    if (f.gives != gives) f.loop = nullptr;
    return f;
}

}  // namespace tenfold::backend::on_cpu
