// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Where two types meet, the interpreter brings them together as C++ does: every pair, by an operation of each kind.
#include "backend/interpret.hpp"

namespace {

using namespace interpret_test;

template <class T> class InterpretPromotions : public testing::Test {
};
TYPED_TEST_SUITE(InterpretPromotions, every_type);

TYPED_TEST(InterpretPromotions, EachTypeMeetsEachOther)
{
    each_type(all_types(), []<class U>(std::type_identity<U>) {
        if constexpr (!std::is_same_v<TypeParam, U>) {
            check_all<TypeParam, U>(telling());
            check<of::where, bool, TypeParam, U>();
        }
    });
}

}  // namespace
