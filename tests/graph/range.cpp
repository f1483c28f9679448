// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "graph/range.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace {

using namespace tenfold;

TEST(Range, ScalarsHaveOneToo)
{
    EXPECT_TRUE(graph::is_in_range(1e-300, element::float64));
    EXPECT_FALSE(graph::is_in_range(1e-310, element::float64));
    EXPECT_FALSE(graph::is_in_range(1e60, element::float32));
    EXPECT_FALSE(graph::is_in_range(std::numeric_limits<double>::infinity(), element::complex128));
    EXPECT_FALSE(graph::is_in_range(0, element::complex64));
}

}  // namespace
