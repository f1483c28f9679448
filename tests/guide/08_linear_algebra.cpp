// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "guide/page.hpp"

namespace guide {

TEST(Guide, LinearAlgebra)
{
    const array x = tf::stack(std::vector<array>{tf::ones<double>({80}), tf::arange<double>(0, 80)}, 1);
    const array y = 3.0 + 0.5 * tf::arange<double>(0, 80);
    // example-begin fits
    std::vector<array> fits;                                            // constant and slope of each window
    for (std::ptrdiff_t i = 0; i + 20 <= 80; ++i) {
        const array xw = tf::view(x, xt::range(i, i + 20)), yw = tf::view(y, xt::range(i, i + 20));
        fits.push_back(tf::linalg::solve(tf::dot(tf::transpose(xw), xw), tf::dot(tf::transpose(xw), yw)));
    }
    // example-end fits
    EXPECT_TRUE(recorded(fits[7]));
    EXPECT_NEAR(fits[7](0), 3.0, 1e-9);
    EXPECT_NEAR(fits[7](1), 0.5, 1e-9);

    // example-begin stacks
    const array many = tf::eye<double>(3) + tf::zeros<double>({100, 3, 3});   // a hundred matrices
    const array inverses = tf::linalg::inv(many);                       // of the last two axes, each
    const array factors = tf::linalg::cholesky(many), sizes = tf::linalg::det(many);
    // example-end stacks
    EXPECT_EQ(inverses(99, 2, 2), 1.0);
    EXPECT_EQ(factors(5, 1, 1), 1.0);
    EXPECT_EQ(sizes(42), 1.0);

    // example-begin tuples
    const auto [values, vectors] = tf::linalg::eigh(tf::cov(tf::transpose(x)));   // symmetric: values ascend
    const auto [u, s, vh] = tf::linalg::svd(x, false);                  // thin
    const auto [best, left, rank, singular] = tf::linalg::lstsq(x, y);
    // example-end tuples
    EXPECT_NEAR(values(0), 0.0, 1e-9);
    EXPECT_EQ(vectors.shape()[1], 2);
    EXPECT_TRUE(tf::allclose(tf::dot(u * s, vh), x));
    EXPECT_NEAR(best(1), 0.5, 1e-9);
    EXPECT_NEAR(left(0), 0.0, 1e-9);
    EXPECT_EQ(rank(), 2);
    EXPECT_EQ(singular.shape()[0], 2);
}

TEST(Guide, SingularMatrices)
{
    std::string text;
    // example-begin singular
    const array flat = tf::ones<double>({2, 2});
    const array nothing = tf::linalg::inv(flat);                        // recorded: numbers are not looked at yet
    try {
        tf::eval(nothing);
    }
    catch (const tf::linalg_error& e) {
        text = e.what();
    }
    // example-end singular
    text.erase(text.find(" (08_"));
    EXPECT_TRUE(shows("08_linear_algebra", "singular", text));
}

}  // namespace guide
