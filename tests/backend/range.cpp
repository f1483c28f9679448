// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// When do results show that numbers left their range?
#include "backend/kernels.hpp"
#include "plan/scale.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace {

using namespace tenfold;

/// c(3) = a(3, 4) b(4), five times.
struct products {
    static constexpr plan::index_t m = 3, k = 4, count = 5;
    std::vector<double> a = std::vector<double>(count * m * k, 1), b = std::vector<double>(k, 1), c = std::vector<double>(count * m, 7);

    bool kept(bool small_too = true, double scale = 1, bool sum = false)
    {
        plan::step s;
        s.operands.resize(2);
        s.operands[0].buffer = 0;
        s.operands[1].buffer = 1;
        s.result.buffer = 2;
        s.loops = 1;
        s.extent[0] = count;
        s.operands[0].loop[0] = m * k;
        s.result.loop[0] = sum ? 0 : m;
        s.sum_positions = sum;
        s.axes = {{m, k, 0, 1, true, false, true}, {k, 1, 1, 0, true, true, false}};
        plan::watch_range(s, scale, small_too);
        std::byte* const bases[] = {reinterpret_cast<std::byte*>(a.data()), reinterpret_cast<std::byte*>(b.data()),
                                    reinterpret_cast<std::byte*>(c.data())};
        backend::on_host().run(s, bases, 0, count, {});
        return backend::on_host().numbers_kept(s, bases, {});
    }
};

TEST(Range, UsualNumbersAreKept)
{
    EXPECT_TRUE(products().kept());
    EXPECT_TRUE(products().kept(true, 1e200));
    EXPECT_TRUE(products().kept(true, 1, true));
}

TEST(Range, LargeOnesAreNot)
{
    products p;
    p.a[17] = 1e308;
    EXPECT_TRUE(p.kept());
    EXPECT_FALSE(p.kept(true, 2));    // once they are scaled
    EXPECT_TRUE(p.kept(true, 0.5));
    p.a[18] = 1e308;
    EXPECT_FALSE(p.kept(false));
    p.a[18] = -std::numeric_limits<double>::infinity();
    EXPECT_FALSE(p.kept(false));
    EXPECT_FALSE(p.kept(false, 1, true));
}

TEST(Range, SmallOnesAreNotUnlessNothingWasLost)
{
    products p;
    for (double& x : p.b) x = 1e-200;
    EXPECT_TRUE(p.kept());
    for (int i = 0; i < 4; ++i) p.a[static_cast<std::size_t>(24 + i)] = 1e-200;   // a row whose terms all vanish
    EXPECT_FALSE(p.kept());
    EXPECT_TRUE(p.kept(false));
    EXPECT_TRUE(p.kept(true, 1, true));   // and are nothing beside the others
    for (int i = 0; i < 4; ++i) p.a[static_cast<std::size_t>(24 + i)] = 0;        // of zeros
    EXPECT_TRUE(p.kept());
    for (int i = 0; i < 4; ++i) p.a[static_cast<std::size_t>(24 + i)] = i % 2 ? 1 : -1;
    EXPECT_TRUE(p.kept());                                                        // of terms that cancel
    p.b.assign(4, 0);
    EXPECT_TRUE(p.kept());
}

TEST(Range, ANaNIsRightWhereATermHasOne)
{
    products p;
    p.a[30] = std::nan("");
    EXPECT_TRUE(p.kept());
    EXPECT_TRUE(p.kept(true, 1, true));
    p.a[30] = std::numeric_limits<double>::infinity();
    p.a[31] = -std::numeric_limits<double>::infinity();
    EXPECT_FALSE(p.kept());
}

}  // namespace
