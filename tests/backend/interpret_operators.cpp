// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Operators and functions of two and three arguments, interpreted: each of them on every type and on some pairs of types.
#include "backend/interpret.hpp"

namespace {

using namespace interpret_test;

template <class T> class InterpretOperators : public testing::Test {
};
TYPED_TEST_SUITE(InterpretOperators, every_type);

TYPED_TEST(InterpretOperators, OfOneType)
{
    check_all<TypeParam, TypeParam>(telling());
    check_all<TypeParam, TypeParam>(other_binary());
    check_all<TypeParam, TypeParam, TypeParam>(ternary());
}

template <class A, class B> void meet()
{
    check_all<A, B>(other_binary());
    check_all<B, A>(other_binary());
    check_all<A, B, A>(ternary());
    check_all<B, A, B>(ternary());
}

TEST(Interpret, PairsOfTypesInEachOperation)
{
    meet<bool, double>();
    meet<std::int8_t, std::uint8_t>();
    meet<std::int16_t, std::int64_t>();
    meet<std::int32_t, std::uint32_t>();
    meet<std::uint32_t, std::int64_t>();
    meet<std::int64_t, std::uint64_t>();
    meet<std::int64_t, float>();
    meet<float, double>();
    meet<c64, std::int32_t>();
    meet<c64, float>();
    meet<c64, double>();
    meet<c64, c128>();
    meet<c128, float>();
}

TEST(Interpret, ThreeTypes)
{
    check<of::where, std::int32_t, float, double>();
    check<of::where, double, std::int8_t, std::uint64_t>();
    check<of::where, bool, float, c128>();
    check<of::clip, std::int8_t, std::uint32_t, std::int64_t>();
    check<of::clip, std::int8_t, std::int16_t, std::uint8_t>();
    check<of::clip, float, std::int64_t, double>();
    check<of::fma, float, std::int32_t, float>();
    check<of::fma, float, float, double>();
}

}  // namespace
