// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Postfix programs, interpreted for each element. The stack is a few registers that move by one place: no index into it
// is known at run time only, so nothing of it goes to memory.
#include "backend/cuda/functions.hpp"
#include "backend/cuda/kernel.hpp"

#include <cstring>

namespace tenfold::backend::on_cuda {

namespace {

/// Any element.
struct value {
    std::uint64_t low, high;

    template <class T> TENFOLD_DEVICE T as() const
    {
        if constexpr (std::is_same_v<T, complex_number<double>>) return {as_double(low), as_double(high)};
        else if constexpr (std::is_same_v<T, complex_number<float>>)
            return {as_float(static_cast<std::uint32_t>(low)), as_float(static_cast<std::uint32_t>(low >> 32))};
        else if constexpr (std::is_same_v<T, double>) return as_double(low);
        else if constexpr (std::is_same_v<T, float>) return as_float(static_cast<std::uint32_t>(low));
        else return static_cast<T>(low);
    }
    template <class T> TENFOLD_DEVICE static value of(T x)
    {
        if constexpr (std::is_same_v<T, complex_number<double>>) return {bits_of(x.real()), bits_of(x.imag())};
        else if constexpr (std::is_same_v<T, complex_number<float>>)
            return {bits_of(x.real()) | static_cast<std::uint64_t>(bits_of(x.imag())) << 32, 0};
        else if constexpr (std::is_floating_point_v<T>) return {bits_of(x), 0};
        else return {static_cast<std::uint64_t>(x), 0};
    }

private:
    TENFOLD_DEVICE static double as_double(std::uint64_t x) { return *reinterpret_cast<const double*>(&x); }
    TENFOLD_DEVICE static float as_float(std::uint32_t x) { return *reinterpret_cast<const float*>(&x); }
    TENFOLD_DEVICE static std::uint64_t bits_of(double x) { return *reinterpret_cast<const std::uint64_t*>(&x); }
    TENFOLD_DEVICE static std::uint32_t bits_of(float x) { return *reinterpret_cast<const std::uint32_t*>(&x); }
};

template <class From> TENFOLD_DEVICE value converted(From x, element to)
{
    value out{};
    visit(to, [&](auto t) {
        using T = typename decltype(t)::number;
        if constexpr (is_complex<T> && is_complex<From>) out = value::of(T(x));
        else if constexpr (is_complex<T>) out = value::of(T(static_cast<typename T::value_type>(x)));
        else if constexpr (!is_complex<From>) out = value::of(static_cast<T>(x));
    });
    return out;
}
/// By way of the widest type of its kind, which loses nothing.
TENFOLD_DEVICE value convert(value x, element from, element to)
{
    if (from == to) return x;
    switch (from) {
    case element::complex64: return converted(x.as<complex_number<float>>(), to);
    case element::complex128: return converted(x.as<complex_number<double>>(), to);
    case element::float32: return converted(static_cast<double>(x.as<float>()), to);
    case element::float64: return converted(x.as<double>(), to);
    case element::uint64: return converted(x.as<std::uint64_t>(), to);
    default: return converted(static_cast<std::int64_t>(x.low), to);   // kept with its sign
    }
}

TENFOLD_DEVICE value load(const std::byte* at, element type)
{
    value v{};
    visit(type, [&](auto t) {
        using T = typename decltype(t)::number;
        v = value::of(*reinterpret_cast<const T*>(at));
    });
    return v;
}

/// Scalars lie side by side, whatever their types want.
TENFOLD_DEVICE value load_scalar(const std::byte* at, element type)
{
    value v{};
    visit(type, [&](auto t) {
        using T = typename decltype(t)::number;
        T x;
        memcpy(&x, at, sizeof x);
        v = value::of(x);
    });
    return v;
}

TENFOLD_DEVICE bool is_complex_type(element e) { return e >= element::complex64; }

TENFOLD_DEVICE value apply_one(const operation& f, value x)
{
    const auto code = static_cast<opcode>(f.code);
    if (code == opcode::cast) return convert(x, f.given[0], f.gives);
    x = convert(x, f.given[0], f.takes[0]);
    value out{};
    if (code == opcode::power)
        visit(f.takes[0], [&](auto t) {
            using T = typename decltype(t)::number;
            using R = std::conditional_t<(std::is_integral_v<T> && sizeof(T) < 4), std::int32_t, T>;
            out = convert(value::of(power_of<R>(x.as<T>(), f.index)), f.gives == f.takes[0] ? f.gives : std::is_same_v<R, T> ? f.takes[0] : element::int32, f.gives);
        });
    else
        visit(f.takes[0], [&](auto t) {
            using T = typename decltype(t)::number;
            unary(code, x.as<T>(), f.index, [&](auto y) { out = value::of(y); });
        });
    return out;
}

TENFOLD_DEVICE value apply_two(const operation& f, value a, value b)
{
    const auto code = static_cast<opcode>(f.code);
    a = convert(a, f.given[0], f.takes[0]);
    b = convert(b, f.given[1], f.takes[1]);
    value out{};
    const auto put = [&](auto y) { out = value::of(y); };
    const bool left = is_complex_type(f.takes[0]), right = is_complex_type(f.takes[1]);
    visit(f.takes[left || !right ? 0 : 1], [&](auto t) {
        using T = typename decltype(t)::number;
        if constexpr (is_complex<T>) {
            using real = typename T::value_type;
            if (left && right) binary(code, a.as<T>(), b.as<T>(), put);
            else if (f.takes[1] == element::int32) put(thrust::pow(a.as<T>(), T(static_cast<real>(b.as<std::int32_t>()))));
            else mixed(code, left ? a.as<T>() : b.as<T>(), left ? b.as<real>() : a.as<real>(), right, put);
        }
        else if (code == opcode::left_shift || code == opcode::right_shift) {
            if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) put(shifted(code, a.as<T>(), b.as<std::uint64_t>()));
        }
        else binary(code, a.as<T>(), b.as<T>(), put);
    });
    return out;
}

TENFOLD_DEVICE value apply_three(const operation& f, value a, value b, value c)
{
    const auto code = static_cast<opcode>(f.code);
    a = convert(a, f.given[0], f.takes[0]);
    b = convert(b, f.given[1], f.takes[1]);
    c = convert(c, f.given[2], f.takes[2]);
    if (code == opcode::where) return a.low ? b : c;
    value out{};
    visit(f.takes[1], [&](auto t) {
        using T = typename decltype(t)::number;
        if constexpr (!is_complex<T>) {
            if (code == opcode::clip) out = value::of(smaller_of(larger_of(a.as<T>(), b.as<T>()), c.as<T>()));
            else if constexpr (std::is_floating_point_v<T>) out = value::of(std::fma(a.as<T>(), b.as<T>(), c.as<T>()));
        }
    });
    return out;
}

TENFOLD_DEVICE void interpret(const elementwise& x, std::int64_t item)
{
    const std::int64_t size = x.over.size(), n = x.where.first + item / size;
    std::int64_t at[1 + elementwise::max_operands];
    x.over.find(item % size, at);
    const std::byte* const scalars = x.scalars + (x.block ? x.block[n] : 0) * x.block_bytes;
    value s0{}, s1{}, s2{}, s3{}, s4{}, s5{}, s6{}, s7{};
    const auto push = [&](value v) { s7 = s6, s6 = s5, s5 = s4, s4 = s3, s3 = s2, s2 = s1, s1 = s0, s0 = v; };
    const auto pop = [&] { s1 = s2, s2 = s3, s3 = s4, s4 = s5, s5 = s6, s6 = s7; };   // all but the top
    for (int i = 0; i < x.count; ++i) {
        const operation& f = x.program[i];
        const auto code = static_cast<opcode>(f.code);
        if (code == opcode::operand) {
            const std::int64_t bytes = static_cast<std::int64_t>(size_of(f.gives));
            push(load(x.operands[f.index].at(x.where, n, bytes) + at[1 + f.index] * bytes, f.gives));
        }
        else if (code == opcode::scalar) push(load_scalar(scalars + f.index, f.gives));
        else if (code < opcode::plus) s0 = apply_one(f, s0);
        else if (code < opcode::where) {
            s0 = apply_two(f, s1, s0);
            pop();
        }
        else {
            s0 = apply_three(f, s2, s1, s0);
            pop();
            pop();
        }
    }
    visit(x.type, [&](auto t) {
        using T = typename decltype(t)::number;
        reinterpret_cast<T*>(x.result.at(x.where, n, sizeof(T)))[at[0]] = s0.as<T>();
    });
}

}  // namespace

TENFOLD_KERNEL(interpret, elementwise)

void launch(const elementwise& x, const queue& q) { launch_interpret(x, x.where.count * x.over.size(), q); }

}  // namespace tenfold::backend::on_cuda
