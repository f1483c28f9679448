// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "guide/page.hpp"

namespace guide {

TEST(Guide, Products)
{
    // example-begin names
    const array m = {{1.0, 2.0}, {3.0, 4.0}}, v = {5.0, 6.0};
    const array mv = tf::dot(m, v), mm = tf::matmul(m, m);             // NumPy's rules for every number of axes
    const array vv = tf::outer(v, v), k = tf::kron(m, m), p = tf::matrix_power(m, 3);
    const array t = tf::tensordot(m, m, {0}, {0});                     // sums over axis 0 of both
    const array e = tf::einsum("ij,jk,k->i", m, m, v);                 // in the cheapest order
    // example-end names
    EXPECT_EQ(mv(1), 39.0);
    EXPECT_EQ(mm(0, 0), 7.0);
    EXPECT_EQ(vv(0, 1), 30.0);
    EXPECT_EQ(k(3, 3), 16.0);
    EXPECT_EQ(p(0, 0), 37.0);
    EXPECT_EQ(t(0, 0), 10.0);
    EXPECT_EQ(e(0), 95.0);
}

TEST(Guide, Lists)
{
    std::vector<array> a, b;
    for (std::ptrdiff_t n = 1; n <= 12; ++n) {
        a.push_back(tf::full<double>({3, n}, 2.0));
        b.push_back(tf::ones<double>({n, 4}));
    }
    // example-begin list
    std::vector<array> c;                                              // of any shapes
    for (std::size_t i = 0; i < a.size(); ++i) c.push_back(tf::dot(a[i], b[i]));
    tf::eval(c);                                                       // side by side, without a copy of the operands
    // example-end list
    EXPECT_EQ(c[11](2, 3), 24.0);

    const array x = tf::ones<double>({30, 8, 6}), w = tf::full<double>({6, 5}, 0.5);
    tf::eval(x, w);
    // example-begin stacked
    std::vector<array> layers;                                         // one right operand: one product of 240x6 by 6x5
    for (std::ptrdiff_t n = 0; n < 30; ++n) layers.push_back(tf::dot(tf::view(x, n), w));
    const array together = tf::stack(layers);                          // (30, 8, 5), computed in its place
    // example-end stacked
    EXPECT_EQ(tf::explain(together).products_after, 1);
    EXPECT_EQ(together(29, 7, 4), 3.0);

    // example-begin sum
    array total = tf::zeros<double>({8, 5});
    for (std::ptrdiff_t n = 0; n < 30; ++n) total += tf::dot(tf::view(x, n), w);   // added where the sum lies
    // example-end sum
    EXPECT_TRUE(shows("05_products", "sum", headline(tf::explain(total))));
    EXPECT_EQ(total(0, 0), 90.0);

    // example-begin filled
    array out = tf::zeros<double>({30, 8, 5});
    for (std::ptrdiff_t n = 0; n < 30; ++n) tf::view(out, n) = tf::dot(tf::view(x, n), w);
    // example-end filled
    EXPECT_EQ(out(29, 0, 0), 3.0);
}

}  // namespace guide
