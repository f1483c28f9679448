// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Long sums of float, by whatever way: the error does not grow with the number of terms. Equal terms are the worst, since
// each is rounded in the same direction.
#include "backend/kernels.hpp"
#include "backend/cpu/loops.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace {

using namespace tenfold;
using namespace tenfold::backend::on_cpu;

constexpr double bound = 300 * std::numeric_limits<float>::epsilon();

std::byte* bytes(std::vector<float>& x) { return reinterpret_cast<std::byte*>(x.data()); }

struct long_sum {
    index_t m, n, k;
    index_t am, ak, bk, bn, cm, cn;
};

void expect_digits(const long_sum& s, bool accumulate)
{
    const auto reach = [&](index_t x, index_t dx, index_t y, index_t dy) {
        return static_cast<std::size_t>((x - 1) * dx + (y - 1) * dy + 1);
    };
    std::vector<float> a(reach(s.m, s.am, s.k, s.ak), 0.1f), b(reach(s.k, s.bk, s.n, s.bn), 0.3f);
    std::vector<float> c(reach(s.m, s.cm, s.n, s.cn), 5);
    const matrices x{element::float32, false, s.m, s.n, s.k, s.am, s.ak, s.bk, s.bn, s.cm, s.cn};
    multiply_by_loops(x, bytes(a), bytes(b), bytes(c), accumulate);
    const double want = static_cast<double>(s.k) * static_cast<double>(0.1f) * static_cast<double>(0.3f) + (accumulate ? 5 : 0);
    for (index_t i = 0; i < s.m; ++i)
        for (index_t j = 0; j < s.n; ++j)
            ASSERT_NEAR(c[static_cast<std::size_t>(i * s.cm + j * s.cn)] / want, 1, bound) << i << " " << j;
}

TEST(Loops, LongSumsKeepTheirDigits)
{
    for (const bool accumulate : {false, true})
        for (const index_t k : {1, 255, 256, 257, 4096, 100003}) {
            expect_digits({1, 1, k, 0, 1, 1, 0, 1, 1}, accumulate);     // one sum
            expect_digits({1, 1, k, 0, 2, 0, 0, 1, 1}, accumulate);     // of an operand that stands still
            expect_digits({3, 5, k, 0, 0, 0, 1, 5, 1}, accumulate);     // dense rows, an odd number of them
            expect_digits({2, 1100, k, 1, 0, 0, 1, 1100, 1}, accumulate);
            expect_digits({3, 5, k, 1, 3, 10, 2, 7, 1}, accumulate);    // rows apart
            expect_digits({5, 3, k, 1, 5, 3, 1, 1, 9}, accumulate);     // by columns
            expect_digits({4, 3, k, 1, 0, 0, 2, 8, 2}, accumulate);
        }
}

TEST(Loops, MoreTermsThanAnIntCounts)
{
    const index_t k = (index_t{1} << 31) + 100;
    expect_digits({1, 1, k, 0, 0, 0, 0, 1, 1}, false);
}

/// Through the whole backend: sums over several axes, and over positions.
TEST(Loops, SumsOverManyProducts)
{
    constexpr index_t outer = 70000, inner = 3, size = 2;
    for (const bool by_position : {false, true})
        for (const int threads : {1, 2}) {
            std::vector<float> a(static_cast<std::size_t>(outer * 8), 0.1f), b(16, 0.3f), c(4, 0);
            plan::step s;
            s.type = s.operand_type = element::float32;
            s.operands.resize(2);
            s.operands[0].buffer = 0;
            s.operands[1].buffer = 1;
            s.result.buffer = 2;
            s.axes = {{size, 4, 0, 2, true, false, true}, {size, 0, 8, 1, false, true, true}, {inner, 1, 2, 0, true, true, false}};
            if (by_position) {
                s.loops = 1;
                s.extent[0] = outer;
                s.operands[0].loop[0] = 8;
                s.sum_positions = true;
            }
            else s.axes.push_back({outer, 8, 0, 0, true, false, false});
            std::byte* const bases[] = {bytes(a), bytes(b), bytes(c)};
            backend::settings how;
            how.threads = threads;
            backend::on_host().run(s, bases, 0, s.positions(), how);
            const double want = static_cast<double>(outer * inner) * static_cast<double>(0.1f) * static_cast<double>(0.3f);
            for (const float x : c) EXPECT_NEAR(x / want, 1, bound) << by_position << threads;
        }
}

}  // namespace
