// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Products over any axes against the definition.
#include "backend/problem.hpp"

namespace {

using namespace backend_test;

// m, n, k, batch, and summed axes of one operand; the kinds come in a random order.
indices random_indices(dice& d, int loops, int axes, index_t most)
{
    indices i;
    i.extent = d.extents(loops + axes, most);
    for (int l = 0; l < loops; ++l) {
        i.extent[static_cast<std::size_t>(l)] = d.upto(1, 4);
        i.in_a.push_back(true);
        i.in_b.push_back(true);
        i.in_c.push_back(true);
    }
    for (int x = 0; x < axes; ++x) {
        const index_t kind = d.upto(0, 9);  // m m n n k k batch batch, a's own, b's own
        i.in_a.push_back(kind < 2 || (kind >= 4 && kind != 9));
        i.in_b.push_back((kind >= 2 && kind < 8) || kind == 9);
        i.in_c.push_back(kind < 4 || kind == 6 || kind == 7);
    }
    return i;
}

template <class T> class Product : public ::testing::Test {
};
TYPED_TEST_SUITE(Product, every_type);

TYPED_TEST(Product, AnyAxesAndStrides)
{
    for (unsigned seed = 0; seed < 400; ++seed) {
        dice d(seed);
        const int loops = static_cast<int>(d.upto(0, 2));
        problem<TypeParam> p(d, random_indices(d, loops, static_cast<int>(d.upto(0, 5)), 6), loops);
        ASSERT_TRUE(p.check(d, static_cast<int>(d.upto(1, 2)))) << "seed " << seed;
    }
}

TYPED_TEST(Product, LongerMatrices)
{
    for (unsigned seed = 0; seed < 60; ++seed) {
        dice d(1000 + seed);
        indices i{d.extents(3, 70), {true, false, true}, {false, true, true}, {true, true, false}};
        problem<TypeParam> p(d, i, 0);
        ASSERT_TRUE(p.check(d, static_cast<int>(d.upto(1, 2)))) << "seed " << 1000 + seed;
    }
}

// Enough products for small compiled kernels and for a second thread.
TYPED_TEST(Product, ManySmallOnes)
{
    for (unsigned seed = 0; seed < 12; ++seed) {
        dice d(2000 + seed);
        std::vector<index_t> extent = {d.upto(300, 700), d.upto(1, 9), d.upto(1, 9), d.upto(1, 9)};
        const bool fixed_b = d.chance(0.5);
        indices i{
            extent, {true, true, false, true}, {!fixed_b, false, true, true}, {true, true, true, false}};
        problem<TypeParam> p(d, i, 1);
        ASSERT_TRUE(p.check(d, static_cast<int>(d.upto(1, 2)))) << "seed " << 2000 + seed;
    }
}

template <class T> class RealProduct : public ::testing::Test {
};
using real_types = ::testing::Types<float, double>;
TYPED_TEST_SUITE(RealProduct, real_types);

TYPED_TEST(RealProduct, NanAndInfinityLandWhereTheDefinitionPutsThem)
{
    using T = TypeParam;
    for (unsigned seed = 0; seed < 400; ++seed) {
        dice d(3000 + seed);
        const int loops = static_cast<int>(d.upto(0, 1));
        problem<T> p(d, random_indices(d, loops, static_cast<int>(d.upto(1, 4)), 9), loops);
        for (memory<T>* m : {&p.a, &p.b})
            for (index_t n = 0; n < 1 + m->size / 20; ++n)
                (*m)[d.upto(0, m->size - 1)] = d.pick(
                    {std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::infinity(),
                     -std::numeric_limits<T>::infinity()});
        ASSERT_TRUE(p.check(d, 1)) << "seed " << 3000 + seed;
    }
}

// Large enough for panels on two threads; rows, columns and both kinds of layout.
TYPED_TEST(RealProduct, PanelsOnTwoThreads)
{
    for (unsigned seed = 0; seed < 12; ++seed) {
        dice d(4000 + seed);
        std::vector<index_t> extent = {d.upto(1, 300), d.upto(1, 300), d.upto(100, 300)};
        extent[seed % 2] = d.upto(300, 1500);
        problem<TypeParam> p(d, {extent, {true, false, true}, {false, true, true}, {true, true, false}}, 0);
        ASSERT_TRUE(p.check(d, 2)) << "seed " << 4000 + seed;
    }
}

TEST(Product, WideRowsAreCutIntoPieces)
{
    dice d(1);
    for (const int threads : {1, 2}) {
        problem<double> p(
            d, {{3, 20001, 4}, {true, false, true}, {false, true, true}, {true, true, false}}, 0);
        EXPECT_TRUE(p.check(d, threads));
    }
}

template <class T> class BlasProduct : public ::testing::Test {
};
using blas_types = ::testing::Types<float, double, std::complex<float>, std::complex<double>>;
TYPED_TEST_SUITE(BlasProduct, blas_types);

TYPED_TEST(BlasProduct, ReadsNothingBesideItsOperands)
{
    using T = TypeParam;
    for (unsigned seed = 0; seed < 600; ++seed) {
        dice d(5000 + seed);
        // Matrices, and by extents of 1 vectors; many of them at times, for small compiled kernels.
        std::vector<index_t> extent = {d.chance(0.1) ? 400 : 1, d.upto(1, 9), d.upto(1, 9), d.upto(1, 9)};
        if (d.chance(0.5)) extent[static_cast<std::size_t>(d.upto(1, 2))] = 1;
        problem<T> p(d, {extent, {true, true, false, true}, {true, false, true, true}, {true, true, true, false}}, 1);
        const memory<T> want = p.expected();
        std::vector<std::unique_ptr<fence>> fences;
        std::vector<std::byte*> bases;
        const bool ends = d.chance(0.5);
        const auto span = [&](const memory<T>& m, const std::vector<bool>& has) {
            const auto [low, high] = m.reach(chosen(p.i.extent, has));
            return std::pair(low, static_cast<std::size_t>(high - low + 1) * sizeof(T));
        };
        for (const auto& [m, has] :
             {std::pair{&p.a, &p.i.in_a}, std::pair{&p.b, &p.i.in_b}, std::pair{&p.c, &p.i.in_c}}) {
            const auto [low, size] = span(*m, *has);
            fences.push_back(std::make_unique<fence>(size));
            std::byte* const at = ends ? fences.back()->high(size) : fences.back()->low();
            std::memcpy(at, &(*m)[low], size);
            bases.push_back(at - low * static_cast<index_t>(sizeof(T)));
        }
        run_in_parts(d, p.s, bases.data(), 1);
        const auto [low, size] = span(p.c, p.i.in_c);
        std::memcpy(&p.c[low], bases[2] + low * static_cast<index_t>(sizeof(T)), size);
        ASSERT_TRUE(all_same(want, p.c)) << "seed " << 5000 + seed;
    }
}

TEST(Product, PositionsInSeveralBuffers)
{
    const double a[2][6] = {{1, 2, 3, 4, 5, 6}, {7, 8, 9, 10, 11, 12}}, b[3] = {1, 10, 100};
    double c[2] = {-1, -1};
    plan::step s;
    s.what = plan::kind::product;
    s.loops = 1;
    s.extent[0] = 2;
    s.operands.resize(2);
    s.operands[0].buffers = std::make_shared<const std::vector<int>>(std::vector<int>{3, 0});
    s.operands[0].loop[0] = 3;
    s.operands[1].buffer = 1;
    s.result.buffer = 2;
    s.result.loop[0] = 1;
    s.axes = {{3, 1, 1, 0, true, true, false}};
    std::byte* const bases[] = {
        bytes(const_cast<double*>(a[0])), bytes(const_cast<double*>(b)), bytes(c),
        bytes(const_cast<double*>(a[1]))};
    backend::on_host().run(s, bases, 0, 2, {});
    EXPECT_EQ(c[0], 7 + 80 + 900);
    EXPECT_EQ(c[1], 4 + 50 + 600);
}

}  // namespace
