// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "guide/page.hpp"

#include <cmath>

namespace guide {

// example-begin own
static double softplus(double x) { return x > 30 ? x : std::log1p(std::exp(x)); }
static array soft(const array& x) { return xt::make_lambda_xfunction(&softplus, x); }
// example-end own

TEST(Guide, Elementwise)
{
    const array x = xt::linspace<double>(-2, 2, 12).reshape({3, 4}), row = tf::arange<double>(0, 4);
    // example-begin elementwise
    const array y = xt::tanh(x) * 2.0 + row;                     // one pass; row is added to each row of x
    const array relu = xt::maximum(x, 0.0);
    const array part = xt::where(x > 0.5 || x < -1.5, x, 0.0);
    const tf::array<bool> positive = x > 0.0;
    const array close = tf::astype<double>(tf::equal(x, relu));  // == is refused: is it one answer, or one for each?
    // example-end elementwise
    EXPECT_DOUBLE_EQ(y(0, 2), std::tanh(x(0, 2)) * 2 + 2);
    EXPECT_EQ(relu(0, 0), 0.0);
    EXPECT_EQ(part(1, 1), 0.0);
    EXPECT_FALSE(positive(0, 0));
    EXPECT_EQ(close(2, 3), 1.0);
    EXPECT_DOUBLE_EQ(soft(x)(0, 0), std::log1p(std::exp(-2.0)));

    // example-begin reductions
    const double all = tf::sum(x)();
    const array columns = tf::mean(x, 0), rows = tf::amax(x, -1);
    const array centred = x - tf::mean(x, {0}, xt::keep_dims);   // means as a row of length 1, to subtract
    const tf::array<std::ptrdiff_t> best = tf::argmax(x, 1);
    const array running = tf::cumsum(x, 1), spread = tf::var(x, {0, 1});
    // example-end reductions
    EXPECT_NEAR(all, 0.0, 1e-12);
    EXPECT_NEAR(columns(0) + columns(3), 0.0, 1e-12);
    EXPECT_EQ(rows(2), 2.0);
    EXPECT_NEAR(tf::sum(centred)(), 0.0, 1e-12);
    EXPECT_EQ(best(0), 3);
    EXPECT_NEAR(running(2, 3), tf::sum(tf::view(x, 2))(), 1e-12);
    EXPECT_GT(spread(), 1.0);
}

TEST(Guide, BodiesOfLoops)
{
    const array w = xt::linspace<double>(-1, 1, 40).reshape({5, 8}), bias = tf::ones<double>({5, 1});
    const array signal = xt::sin(tf::reshape(tf::arange<double>(0, 800), {8, 100}));
    // example-begin body
    std::vector<array> peaks;
    for (std::ptrdiff_t i = 0; i + 10 <= 100; ++i) {
        const array h = xt::tanh(tf::dot(w, tf::view(signal, xt::all(), xt::range(i, i + 10))) + bias);
        peaks.push_back(tf::amax(h, 1));
    }
    // example-end body
    EXPECT_TRUE(shows("06_bodies", "body", headline(tf::explain(peaks))));
    const tf::eager_scope now;
    EXPECT_TRUE(tf::allclose(peaks[3], tf::amax(xt::tanh(tf::dot(w, tf::view(signal, xt::all(), xt::range(3, 13))) + bias), 1)));
}

}  // namespace guide
