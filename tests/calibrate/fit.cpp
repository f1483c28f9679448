// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "fit.hpp"

#include <gtest/gtest.h>

namespace {

using calibrate::observation;

double time_of(const std::vector<double>& cost, const std::vector<double>& amount)
{
    double t = 0;
    for (std::size_t i = 0; i < cost.size(); ++i) t += cost[i] * amount[i];
    return t;
}

TEST(Fit, FindsWhatTheTimesAreMadeOf)
{
    const std::vector<double> cost{2e-7, 2e-11, 3e-10};
    std::vector<observation> seen;
    for (const double n : {4., 10., 33., 100., 400.}) {
        const std::vector<double> amount{1, 2 * n * n * n, 3 * n * n};
        seen.push_back({amount, time_of(cost, amount)});
    }
    const std::vector<double> found = calibrate::fit(seen);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(found[i], cost[i], 1e-6 * cost[i]);
}

// Times that shrink with the size would need a negative cost.
TEST(Fit, CostsAreNeverNegative)
{
    std::vector<observation> seen;
    for (const double n : {1., 2., 3., 4.}) seen.push_back({{1, n}, 1e-6 * n - 0.5e-6});
    const std::vector<double> found = calibrate::fit(seen);
    EXPECT_EQ(found[0], 0);
    EXPECT_GT(found[1], 0);
}

TEST(Fit, WhatIsNotThereIsZero)
{
    const std::vector<double> found = calibrate::fit({{{1, 0}, 1e-6}, {{2, 0}, 2e-6}});
    EXPECT_NEAR(found[0], 1e-6, 1e-12);
    EXPECT_EQ(found[1], 0);
    EXPECT_TRUE(calibrate::fit({}).empty());
}

}  // namespace
