// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Functions of one argument, interpreted, on every element type.
#include "backend/interpret.hpp"

namespace {

using namespace interpret_test;

template <class T> class InterpretFunctions : public testing::Test {
};
TYPED_TEST_SUITE(InterpretFunctions, every_type);

TYPED_TEST(InterpretFunctions, OfOneArgument) { check_all<TypeParam>(unary()); }

}  // namespace
