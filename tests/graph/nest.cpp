// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

namespace {

namespace tf = tenfold;
using A = tf::array<double>;

// As many loops as a person writes: one step without a table, whatever their order.
TEST(Nest, SixLoopsAreOneStep)
{
    const std::size_t n[6] = {2, 3, 2, 4, 3, 2}, m = 5;
    const A x = tf::reshape(tf::arange<double>(2 * 3 * 2 * 4 * 3 * 2 * 5), {2, 3, 2, 4, 3, 2, 5}), w = tf::arange<double>(5);
    tf::eval(x, w);
    for (const bool turned : {false, true}) {
        std::vector<A> y;
        std::vector<double> want;
        std::size_t i[6];
        for (i[0] = 0; i[0] < n[0]; ++i[0])
            for (i[1] = 0; i[1] < n[1]; ++i[1])
                for (i[2] = 0; i[2] < n[2]; ++i[2])
                    for (i[3] = 0; i[3] < n[3]; ++i[3])
                        for (i[4] = 0; i[4] < n[4]; ++i[4])
                            for (i[5] = 0; i[5] < n[5]; ++i[5]) {
                                // Every other one backwards: neighbouring loops do not join.
                                std::size_t k[6];
                                for (int d = 0; d < 6; ++d) k[d] = turned && d % 2 ? n[d] - 1 - i[d] : i[d];
                                y.push_back(xt::tanh(tf::dot(tf::view(x, k[0], k[1], k[2], k[3], k[4], k[5], xt::all()), w)));
                                double sum = 0;
                                for (std::size_t e = 0; e < m; ++e) {
                                    std::size_t at = 0;
                                    for (int d = 0; d < 6; ++d) at = at * n[d] + k[d];
                                    sum += static_cast<double>((at * m + e) * e);
                                }
                                want.push_back(std::tanh(sum));
                            }
        const auto plan = tf::explain(y);
        ASSERT_EQ(plan.steps.size(), 2u) << plan;
        EXPECT_EQ(plan.steps[0].kind, turned ? "strided_batch" : "gemv") << plan;   // no table of addresses
        for (std::size_t j = 0; j < y.size(); ++j) ASSERT_EQ(y[j](), want[j]) << j;
    }
}

}  // namespace
