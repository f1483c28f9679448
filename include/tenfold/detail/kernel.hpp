// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The compiled form of an elementwise expression: one loop over contiguous elements for each type of tree.
// Broadcasting and strides are not repeated here for every tree: `run_in_chunks`, in the core, hands the loop
// contiguous pieces.
#pragma once

#include <tenfold/detail/functors.hpp>
#include <tenfold/detail/record.hpp>

#include <cstring>

namespace tenfold::detail {

/// The loop of one tree: `count` elements, a multiple of `lanes`, all contiguous; any alignment. `scalars` is handed on
/// as it was given to run_in_chunks.
using chunk_loop = void (*)(const void* const* operands, const void* scalars, void* result, index_t count);

struct chunk_kernel {
    chunk_loop loop;
    int lanes;
    int operands;
    const element* operand_types;
    element result;
};
/// Computes a whole member with broadcasting. `result` may be one of the operands with the same layout.
void run_in_chunks(const chunk_kernel&, const strided* operands, const void* scalars, const strided& result);

constexpr std::size_t align_up(std::size_t at, std::size_t to) { return (at + to - 1) / to * to; }

/// Where the next operand and the next scalar of a tree lie.
struct position {
    int operand = 0;
    std::size_t byte = 0;
};

// ---- functors ---------------------------------------------------------------------------------------------

/// Functors without state cost nothing in the block of scalars.
template <class F> struct functor_state {
    static constexpr bool empty = std::is_empty_v<F> && std::is_default_constructible_v<F>;
    static F make() { return F(); }
};
template <class L> struct functor_state<xt::detail::lambda_adapt<L>> {
    static constexpr bool empty = std::is_empty_v<L> && std::is_default_constructible_v<L>;
    static xt::detail::lambda_adapt<L> make() { return xt::detail::lambda_adapt<L>(L()); }
};

template <class F> constexpr position after_functor(position at)
{
    if constexpr (functor_state<F>::empty) return at;
    else return {at.operand, align_up(at.byte, alignof(F)) + sizeof(F)};
}

template <class T, std::size_t Byte> T read_scalar(const char* scalars)
{
    T value;
    std::memcpy(&value, scalars + align_up(Byte, alignof(T)), sizeof(T));
    return value;
}
template <class F, std::size_t Byte> F read_functor(const char* scalars)
{
    if constexpr (functor_state<F>::empty) return functor_state<F>::make();
    else {
        static_assert(
            std::is_trivially_copyable_v<F>,
            "tenfold: a function used in an elementwise expression must be trivially copyable: it may hold "
            "numbers, but arrays and containers are given to make_lambda_xfunction(f, x, ...) as arguments");
        alignas(F) char bytes[sizeof(F)];
        std::memcpy(bytes, scalars + align_up(Byte, alignof(F)), sizeof(F));
        return *reinterpret_cast<const F*>(bytes);
    }
}

// ---- trees of types ---------------------------------------------------------------------------------------

/// The kind of vector an expression gives: none, a batch of `T`, or a batch of truth values beside it.
enum class lane_kind { none, batch, mask };

/// An array operand.
template <class T> struct input {
    using value_type = T;
    static constexpr position after(position at) { return {at.operand + 1, at.byte}; }
    static constexpr std::size_t instructions = 1;
    static constexpr void emit(instruction*& out, position at)
    {
        *out++ = make_instruction(opcode::operand, element_code<T>(), static_cast<std::size_t>(at.operand));
    }
    static constexpr void types(element*& out) { *out++ = element_of<T>; }

    template <position At>
    [[gnu::always_inline]] static const T& one(const void* const* x, const char*, index_t i)
    {
        return static_cast<const T*>(x[At.operand])[i];
    }
    template <class B, position At>
    [[gnu::always_inline]] static auto many(const void* const* x, const char*, index_t i)
    {
        if constexpr (std::is_same_v<T, bool>) {
            return B::batch_bool_type::load_unaligned(static_cast<const bool*>(x[At.operand]) + i);
        }
        else return B::load_unaligned(static_cast<const T*>(x[At.operand]) + i);
    }
    template <class L> static constexpr lane_kind lanes()
    {
        return std::is_same_v<T, L>      ? lane_kind::batch
               : std::is_same_v<T, bool> ? lane_kind::mask
                                         : lane_kind::none;
    }
    /// The type of vector element: that of the first operand that is not a mask.
    using lane = std::conditional_t<std::is_same_v<T, bool>, void, T>;
};

/// A scalar, passed by value.
template <class T> struct scalar {
    static_assert(
        std::is_trivially_copyable_v<T>, "tenfold: a scalar in an elementwise expression must be a number");
    using value_type = T;
    static constexpr position after(position at)
    {
        return {at.operand, align_up(at.byte, alignof(T)) + sizeof(T)};
    }
    static constexpr std::size_t instructions = 1;
    static constexpr void emit(instruction*& out, position at)
    {
        *out++ = make_instruction(opcode::scalar, element_code<T>(), align_up(at.byte, alignof(T)));
    }
    static constexpr void types(element*&) {}

    template <position At> [[gnu::always_inline]] static T one(const void* const*, const char* s, index_t)
    {
        return read_scalar<T, At.byte>(s);
    }
    template <class B, position At>
    [[gnu::always_inline]] static B many(const void* const*, const char* s, index_t)
    {
        return B(static_cast<typename B::value_type>(read_scalar<T, At.byte>(s)));
    }
    /// Only where vectors hold it as the plain loop computes with it: a float and a double are compared as doubles.
    template <class L> static constexpr lane_kind lanes()
    {
        if constexpr (std::is_same_v<T, L>) return lane_kind::batch;
        else if constexpr (!std::is_arithmetic_v<T> || std::is_same_v<T, bool>) return lane_kind::none;
        else if constexpr (!std::is_arithmetic_v<L>) return lane_kind::batch;
        else return std::is_same_v<decltype(std::declval<T>() + std::declval<L>()), L> ? lane_kind::batch : lane_kind::none;
    }
    using lane = void;
};

/// Which functors run on vectors of L: as xtensor for real numbers, a few safe ones for the rest.
template <class F, class L> constexpr bool vector_functor()
{
    constexpr opcode code = opcode_of<F>();
    if constexpr (std::is_floating_point_v<L>) {
        using own = typename computed_by<F>::type;
        return !too_few_digits<L>(code) && xt::has_simd_apply<own, xt_simd::simd_type<L>>::value;
    }
    else if constexpr (std::is_integral_v<L> && sizeof(L) < 4) return false;
    else if constexpr (std::is_integral_v<L>) {
        return code == opcode::plus || code == opcode::minus || code == opcode::multiplies;
    }
    else
        return code == opcode::plus || code == opcode::minus || code == opcode::multiplies ||
               code == opcode::negate;
}

/// A functor applied to trees.
template <class F, class... K> struct call {
    using value_type =
        std::decay_t<decltype(std::declval<const F&>()(std::declval<typename K::value_type>()...))>;
    static constexpr int arguments = sizeof...(K);

    static constexpr position after(position at)
    {
        at = after_functor<F>(at);
        ((at = K::after(at)), ...);
        return at;
    }
    /// Where argument n begins.
    static constexpr position begin(position at, int n)
    {
        at = after_functor<F>(at);
        ((n-- > 0 ? at = K::after(at) : at), ...);
        return at;
    }
    static constexpr std::size_t instructions = (1 + ... + K::instructions);
    static constexpr void emit(instruction*& out, position at)
    {
        const position here = at;
        at = after_functor<F>(at);
        ((K::emit(out, at), at = K::after(at)), ...);
        constexpr opcode code = opcode_of<F>();
        const std::size_t index = code == opcode::opaque ? arguments : exponent_of<F>;
        *out++ = make_instruction(code, element_code<value_type>(), index);
        static_cast<void>(here);
    }
    static constexpr void types(element*& out) { (K::types(out), ...); }

    template <position At>
    [[gnu::always_inline]] static auto one(const void* const* x, const char* s, index_t i)
    {
        return [&]<int... N>(std::integer_sequence<int, N...>) __attribute__((always_inline))
        {
            return static_cast<value_type>(
                computing(read_functor<F, At.byte>(s))(K::template one<begin(At, N)>(x, s, i)...));
        }
        (std::make_integer_sequence<int, arguments>());
    }
    template <class B, position At>
    [[gnu::always_inline]] static auto many(const void* const* x, const char* s, index_t i)
    {
        return [&]<int... N>(std::integer_sequence<int, N...>) __attribute__((always_inline))
        {
            return computing(read_functor<F, At.byte>(s))
                .simd_apply(K::template many<B, begin(At, N)>(x, s, i)...);
        }
        (std::make_integer_sequence<int, arguments>());
    }
    /// Nothing is asked of a functor that would not be called with vectors: xsimd answers by failing to
    /// compile.
    template <class L> static constexpr lane_kind lanes()
    {
        constexpr lane_kind given = std::is_same_v<value_type, L>      ? lane_kind::batch
                                    : std::is_same_v<value_type, bool> ? lane_kind::mask
                                                                       : lane_kind::none;
        constexpr lane_kind taken[] = {K::template lanes<L>()...};
        constexpr int none = (0 + ... + (K::template lanes<L>() == lane_kind::none));
        constexpr int masks = (0 + ... + (K::template lanes<L>() == lane_kind::mask));
        constexpr opcode code = opcode_of<F>();
        if constexpr (given == lane_kind::none || none > 0) return lane_kind::none;
        else if constexpr (code == opcode::where) {
            return taken[0] == lane_kind::mask && masks == 1 && std::is_floating_point_v<L> ? given
                                                                                            : lane_kind::none;
        }
        else if constexpr (
            code == opcode::logical_and || code == opcode::logical_or || code == opcode::logical_not) {
            return masks == arguments ? lane_kind::mask : lane_kind::none;
        }
        else if constexpr (masks > 0) return lane_kind::none;
        else return vector_functor<F, L>() ? given : lane_kind::none;
    }
    template <class... L> struct first_lane {
        using type = void;
    };
    template <class L, class... M>
    struct first_lane<L, M...>
        : std::conditional_t<std::is_void_v<L>, first_lane<M...>, std::type_identity<L>> {
    };
    using lane = typename first_lane<typename K::lane...>::type;
};

// ---- the loop ---------------------------------------------------------------------------------------------

/// Elements that the loop of a tree takes at a time; 1: the plain loop.
template <class K> constexpr int lanes_of()
{
    using L = typename K::lane;
    if constexpr (std::is_void_v<L>) return 1;
    else if constexpr (xt_simd::simd_traits<L>::size <= 1) return 1;
    else
        return K::template lanes<L>() == lane_kind::none ? 1
                                                         : static_cast<int>(xt_simd::simd_traits<L>::size);
}

/// `Lanes` is part of the name: files compiled with different vector flags keep loops of their own.
template <class K, int Lanes>
void loop_over(const void* const* operands, const void* scalars, void* result, index_t count)
{
    using T = typename K::value_type;
    constexpr position end = K::after({});
    const void* x[end.operand];  // copies that the result cannot alias
    for (int k = 0; k < end.operand; ++k) x[k] = operands[k];
    alignas(16) char s[end.byte + 1];
    if constexpr (end.byte > 0) std::memcpy(s, scalars, end.byte);
    T* const out = static_cast<T*>(result);
    if constexpr (Lanes == 1) {
#if !defined(__clang__)  // which would warn where it finds nothing to gain
#pragma GCC ivdep
#endif
        for (index_t i = 0; i < count; ++i) out[i] = K::template one<position{}>(x, s, i);
    }
    else {
        using B = xt_simd::simd_type<typename K::lane>;
        for (index_t i = 0; i < count; i += Lanes)
            K::template many<B, position{}>(x, s, i).store_unaligned(out + i);
    }
}

template <class K> struct kernel_parts {
    static constexpr position end = K::after({});
    static constexpr int lanes = lanes_of<K>();
    static constexpr auto types = [] {
        std::array<element, static_cast<std::size_t>(end.operand)> all{};
        element* out = all.data();
        K::types(out);
        return all;
    }();
    static constexpr auto program = [] {
        std::array<instruction, K::instructions> steps{};
        instruction* out = steps.data();
        K::emit(out, {});
        std::array<std::uint8_t, instruction_bytes * K::instructions> bytes{};
        std::size_t at = 0;
        for (const instruction& i : steps) {
            bytes[at++] = static_cast<std::uint8_t>(i.code);
            bytes[at++] = i.type;
            bytes[at++] = i.index[0];
            bytes[at++] = i.index[1];
        }
        return bytes;
    }();
    static void run(const strided* operands, const void* scalars, const strided& result)
    {
        static constexpr chunk_kernel kernel{
            &loop_over<K, lanes>, lanes, end.operand, types.data(), element_of<typename K::value_type>};
        run_in_chunks(kernel, operands, scalars, result);
    }
};

/// Fills in the text, and hides a program that devices cannot run.
elementwise_kernel finish_kernel(const elementwise_kernel&);

template <class K> const elementwise_kernel& kernel_for()
{
    using parts = kernel_parts<K>;
    static const elementwise_kernel kernel = finish_kernel(
        {element_of<typename K::value_type>, parts::end.operand, parts::end.byte, parts::types.data(),
         &parts::run, nullptr, parts::program.data(), static_cast<int>(parts::program.size())});
    return kernel;
}

}  // namespace tenfold::detail
