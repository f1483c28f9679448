// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The same kernel twice: by its compiled code and by its program.
#pragma once

#include "backend/cpu/interpret.hpp"
#include "backend/interpret_cases.hpp"
#include "backend/support.hpp"

namespace interpret_test {

using namespace backend_test;
using backend_test::memory;
using detail::opcode;
using kernel = detail::elementwise_kernel;

template <class C, class... T> const kernel& kernel_of() { return detail::kernel_for<key_of<C, T...>>(); }

using c64 = std::complex<float>;
using c128 = std::complex<double>;
template <class... T> struct list {};
using all_types = list<
    bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t,
    float, double, c64, c128>;

/// f(std::type_identity<T>()) for each type of a list.
template <class... T, class F> void each_type(list<T...>, const F& f) { (f(std::type_identity<T>()), ...); }

/// A kernel on rows of several lengths, by its code and by its program: are all elements as close as vector libraries
/// allow, and is nothing written behind them?
testing::AssertionResult agrees(const kernel&, range, const void* scalars = nullptr);

/// A case on operands of these types, where it takes them.
template <class C, class... T> void check()
{
    if constexpr (C::template takes<T...>) {
        constexpr bool complex_power = std::is_same_v<C, of::pow> && !reals<T...>;
        EXPECT_TRUE(agrees(kernel_of<C, T...>(), complex_power ? range::tiny : C::from)) << C::text;
    }
}
template <class... T, class... C> void check_all(cases<C...>) { (check<C, T...>(), ...); }

/// Elements in a row, with a few behind them.
struct row {
    element type;
    index_t length;
    std::vector<std::byte> bytes;
    static constexpr index_t one = 1;

    row(element t, index_t n) : type(t), length(n), bytes(static_cast<std::size_t>(n + 3) * size_of(t)) {}
    row(element t, index_t n, dice& d, range from);   // filled
    template <class T> T* as() { return reinterpret_cast<T*>(bytes.data()); }
    template <class T> const T* as() const { return reinterpret_cast<const T*>(bytes.data()); }
    detail::strided all() const { return {const_cast<std::byte*>(bytes.data()), 1, &length, &one}; }
};
/// `far`: how many units in the last place floating-point numbers may differ by.
testing::AssertionResult all_close(const row& got, const row& want, double far);

}  // namespace interpret_test
