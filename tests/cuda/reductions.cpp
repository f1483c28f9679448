// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Reductions and running sums.
#include "cuda/support.hpp"

using namespace cuda_support;

template <class T> void every_reduction()
{
    const tf::array<T> x(numbers<T>({7, 300, 5}, 1)), y(numbers<T>({40, 6}, 2));
    const auto with = [&](const tf::device& d, const auto& f) {
        const auto r = f();
        tf::eval(d, r);
        return r;
    };
    const auto compare = [&](const auto& f) {
        const auto there = with(gpu(), f), here = with(tf::cpu(), f);
        ASSERT_EQ(there.shape(), here.shape());
        const xt::xarray<typename std::decay_t<decltype(there)>::value_type> a = there, b = here;
        for (std::size_t i = 0; i < a.size(); ++i) EXPECT_LE(std::abs(double(a.flat(i)) - double(b.flat(i))), 1e-6 * (1 + std::abs(double(b.flat(i)))));
    };
    compare([&] { return tf::sum(x, 1); });
    compare([&] { return tf::sum(x); });
    compare([&] { return tf::prod(y, 1); });
    compare([&] { return tf::mean(x, {0, 1}); });
    compare([&] { return tf::var(x, 1); });
    compare([&] { return tf::amax(x, 2); });
    compare([&] { return tf::amin(tf::transpose(x), 0); });
    compare([&] { return tf::argmax(x, 1); });
    compare([&] { return tf::argmin(x); });
    compare([&] { return tf::norm(y); });
}
TEST_F(Cuda, ReductionsOfEveryKindAndType)
{
    every_reduction<double>();
    every_reduction<float>();
    every_reduction<std::int32_t>();
    every_reduction<std::int64_t>();
    every_reduction<std::uint8_t>();
}

TEST_F(Cuda, ANanIsTheLargestAndTheSmallest)
{
    xt::xarray<double> x = numbers({4, 3000}, 1);
    x(2, 1500) = std::numeric_limits<double>::quiet_NaN();
    const A a(x), top = tf::amax(a, 1), where = tf::argmin(a, 1) * 1.0;
    tf::eval(gpu(), std::vector<A>{top, where});
    EXPECT_TRUE(std::isnan(top(2)));
    EXPECT_FALSE(std::isnan(top(1)));
    EXPECT_EQ(where(2), 1500);
}

template <class T> void running_sums()
{
    const tf::array<T> x(numbers<T>({5, 3000, 3}, 1));
    for (const std::ptrdiff_t axis : {0, 1, 2, 3}) {
        const auto sums = [&] { return axis == 3 ? tf::cumsum(x) : tf::cumsum(tf::transpose(tf::copy(x)), axis); };
        const auto there = sums(), here = sums();
        tf::eval(gpu(), there);
        tf::eval(tf::cpu(), here);
        expect_same(there, here);
    }
}
TEST_F(Cuda, RunningSumsAlongEveryAxis)
{
    running_sums<double>();
    running_sums<float>();
    running_sums<std::complex<double>>();
    running_sums<std::int32_t>();
    running_sums<std::uint8_t>();
    const A nothing(numbers({0, 4}, 1)), sums = tf::cumsum(nothing, 1);
    tf::eval(gpu(), sums);
    EXPECT_EQ(sums.size(), 0u);
}
