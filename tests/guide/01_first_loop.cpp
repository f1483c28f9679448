// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "guide/page.hpp"

namespace guide {

TEST(Guide, FirstLoop)
{
    // example-begin loop
    const array a = xt::arange<double>(0, 200).reshape({10, 20});
    const array b = xt::arange<double>(0, 20000).reshape({20, 1000});

    std::vector<array> ans;
    for (std::ptrdiff_t i = 0; i + 20 <= 1000; ++i)
        ans.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 20))));   // recorded, not computed
    // example-end loop
    EXPECT_TRUE(shows("01_first_loop", "headline", headline(tf::explain(ans))));
    EXPECT_EQ(tf::explain(ans).products_after, 1);

    // example-begin read
    tf::eval(ans);                              // all 981, by one product
    const double one = ans[7](3, 5);            // an element, as in xtensor
    const xt::xarray<double> copy = ans[7];     // a plain container again
    // example-end read
    double sum = 0;
    for (int k = 0; k < 20; ++k) sum += a(3, k) * b(k, 12);
    EXPECT_DOUBLE_EQ(one, sum);
    EXPECT_DOUBLE_EQ(copy(3, 5), sum);

    // example-begin eager
    const array lazy = ans[100];
    const tf::eager_scope now;                  // from here to the end of the block: call by call
    const array eager = tf::dot(a, tf::view(b, xt::all(), xt::range(100, 120)));
    const bool same = tf::allclose(lazy, eager);
    // example-end eager
    EXPECT_FALSE(recorded(eager));
    EXPECT_TRUE(same);
}

}  // namespace guide
