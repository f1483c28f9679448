// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// When kernels are compiled, and that everybody then gets the same one.
#include "backend/cpu/small.hpp"

#include "backend/cpu/gemm.hpp"
#include "backend/support.hpp"
#include "plan/machine.hpp"

#include <thread>

namespace {

using namespace backend_test;
using namespace backend::on_cpu;

// Odd leading dimensions, so that no other test asks for these shapes.
small_shape shape_of(int rows, int ld = 997)
{
    return {element::float64, rows, 5, 6, ld, ld, ld, false, false};
}

class Small : public ::testing::Test {
    void SetUp() override
    {
        if (!has_small(element::float64)) GTEST_SKIP() << "without LIBXSMM";
    }
};

TEST_F(Small, CompiledOnceRequestsTogetherAreWorthIt)
{
    const small_shape s = shape_of(7);
    const double part = plan::this_machine().compile / 4;
    EXPECT_FALSE(find_small(s).known);
    for (int n = 1; n <= 3; ++n) {
        EXPECT_EQ(request_small(s, part), nullptr) << n;
        EXPECT_FALSE(find_small(s).known);
    }
    const small_kernel f = request_small(s, 1.1 * part);
    EXPECT_NE(f, nullptr);
    EXPECT_TRUE(find_small(s).known);
    EXPECT_EQ(find_small(s).kernel, f);
}

TEST_F(Small, ALongListCompilesAtOnce) { EXPECT_NE(request_small(shape_of(8), 1.0), nullptr); }

TEST_F(Small, NothingSavedIsNothingCompiled)
{
    for (int n = 0; n < 1000; ++n) EXPECT_EQ(request_small(shape_of(9), 0), nullptr);
    EXPECT_FALSE(find_small(shape_of(9)).known);
}

TEST_F(Small, ShapesAreToldApart)
{
    small_shape s = shape_of(10);
    request_small(s, 1.0);
    for (int* field : {&s.rows, &s.columns, &s.inner, &s.ld_left, &s.ld_right, &s.ld_result}) {
        ++*field;
        EXPECT_FALSE(find_small(s).known);
        --*field;
    }
    for (bool* field : {&s.right_transposed, &s.accumulate}) {
        *field = true;
        EXPECT_FALSE(find_small(s).known);
        *field = false;
    }
    s.type = element::float32;
    EXPECT_FALSE(find_small(s).known);
}

TEST_F(Small, ThreadsGetTheSameKernels)
{
    constexpr int shapes = 60;
    std::vector<std::vector<small_kernel>> got(4);
    std::vector<std::thread> threads;
    for (auto& mine : got)
        threads.emplace_back([&mine] {
            for (int n = 0; n < shapes; ++n) {
                const small_shape s = shape_of(11 + n % 12, 1000 + n);
                const small_found found = find_small(s);
                mine.push_back(found.known ? found.kernel : request_small(s, 1.0));
            }
        });
    for (std::thread& t : threads) t.join();
    for (const auto& mine : got) EXPECT_EQ(mine, got[0]);
    for (const small_kernel f : got[0]) EXPECT_NE(f, nullptr);
}

// A product that was often computed alone gets its kernel, too.
TEST_F(Small, SingleProductsAddUp)
{
    const matrices x{element::float64, false, 13, 16, 17, 991, 1, 991, 1, 991, 1};
    EXPECT_EQ(multiplier(x, {1, 0}).how(), multiplier::method::gemm);
    int calls = 1;
    while (multiplier(x, {1, 0}).how() != multiplier::method::small && calls < 1'000'000) ++calls;
    EXPECT_GT(calls, 5);
    EXPECT_LT(calls, 100'000);
    EXPECT_EQ(multiplier(x, {1, 0}).how(), multiplier::method::small);
}

TEST_F(Small, ShapesThatKernelsSuit)
{
    const auto fits = [](index_t m, index_t n, index_t k) {
        return small_fits({element::float64, false, m, n, k, k, 1, n, 1, n, 1});
    };
    EXPECT_TRUE(fits(64, 64, 64));
    EXPECT_TRUE(fits(4, 4, 4));
    EXPECT_TRUE(fits(1, 64, 64));
    EXPECT_FALSE(fits(64, 1, 64));      // seven eighths of each vector would be padding
    EXPECT_FALSE(fits(4, 4, 128));
    EXPECT_FALSE(fits(1, 2, 1000));     // in no more than one vector, whatever the processor: one sum at a time
    EXPECT_FALSE(fits(1, 1, 64));
    EXPECT_TRUE(fits(64, 1, 4));
    EXPECT_TRUE(fits(64, 64, 1));       // written once, where BLAS fills with zeros first
    EXPECT_FALSE(fits(1000, 1000, 1000));
}

}  // namespace
