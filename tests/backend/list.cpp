// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Lists of products: slabs, Gram matrices, sums over positions, results that are added to.
#include "backend/cpu/list.hpp"

#include "backend/cpu/visit.hpp"
#include "backend/problem.hpp"

namespace {

using namespace backend_test;

const std::vector<bool> of_a = {true, false, true}, of_b = {false, true, true}, of_c = {true, true, false};

std::vector<bool> with_loop(bool loop, const std::vector<bool>& axes)
{
    std::vector<bool> r{loop};
    r.insert(r.end(), axes.begin(), axes.end());
    return r;
}

template <class T> class List : public ::testing::Test {
};
using list_types = ::testing::Types<bool, std::int32_t, std::uint8_t, float, double, std::complex<double>>;
TYPED_TEST_SUITE(List, list_types);

TYPED_TEST(List, ManyRowsOrColumns)
{
    for (unsigned seed = 0; seed < 16; ++seed) {
        dice d(seed);
        std::vector<index_t> extent = {d.upto(2, 30), d.upto(2, 30), d.upto(2, 30)};
        extent[seed % 2] = d.upto(257, 1000);
        problem<TypeParam> p(d, {extent, of_a, of_b, of_c}, 0);
        p.s.accumulate = d.chance(0.3);
        ASSERT_TRUE(p.check(d, static_cast<int>(d.upto(1, 2)))) << "seed " << seed;
    }
}

// Row-major, and so often that kernels for the slabs and for what is left over are compiled on the way.
TEST(List, SlabsAndWhatIsLeftOver)
{
    for (unsigned seed = 0; seed < 12; ++seed) {
        dice d(50 + seed);
        const bool tall = seed % 2;
        const index_t m = tall ? d.upto(257, 900) : d.upto(8, 24), n = tall ? 24 : d.upto(257, 900);
        const index_t k = d.upto(5, 24), count = d.upto(1, 3);
        std::vector<double> a(static_cast<std::size_t>(count * m * k)), b(static_cast<std::size_t>(count * k * n));
        std::vector<double> c(static_cast<std::size_t>(count * m * n)), want(c);
        for (double& x : a) x = d.number<double>();
        for (double& x : b) x = d.number<double>();
        for (std::size_t r = 0; r < c.size(); ++r) {
            const auto at = static_cast<index_t>(r), which = at / (m * n), i = at / n % m, j = at % n;
            for (index_t l = 0; l < k; ++l)
                want[r] += a[static_cast<std::size_t>((which * m + i) * k + l)] * b[static_cast<std::size_t>((which * k + l) * n + j)];
        }
        plan::step s;
        s.what = plan::kind::product;
        set_loops(s, {count});
        s.operands.resize(2);
        s.operands[0].buffer = 0;
        s.operands[0].loop[0] = m * k;
        s.operands[1].buffer = 1;
        s.operands[1].loop[0] = k * n;
        s.result.buffer = 2;
        s.result.loop[0] = m * n;
        s.axes = {{m, k, 0, n, true, false, true}, {n, 0, 1, 1, false, true, true}, {k, 1, n, 0, true, true, false}};
        std::byte* const bases[] = {bytes(a.data()), bytes(b.data()), bytes(c.data())};
        for (int again = 0; again < 100; ++again) backend::on_host().run(s, bases, 0, count, {1 + again % 2});
        std::fill(c.begin(), c.end(), std::nan(""));
        backend::on_host().run(s, bases, 0, count, {1});
        ASSERT_EQ(c, want) << "seed " << 50 + seed;
    }
}

TYPED_TEST(List, AddsToWhatThereIs)
{
    for (unsigned seed = 0; seed < 150; ++seed) {
        dice d(100 + seed);
        std::vector<index_t> extent = {d.chance(0.2) ? 300 : d.upto(1, 5), d.upto(1, 20), d.upto(1, 20), d.upto(0, 20)};
        problem<TypeParam> p(
            d, {extent, with_loop(true, of_a), with_loop(d.chance(0.5), of_b), with_loop(true, of_c)}, 1);
        p.s.accumulate = true;
        ASSERT_TRUE(p.check(d, static_cast<int>(d.upto(1, 2)))) << "seed " << 100 + seed;
    }
}

// Few results and many terms, so that threads add up parts; by tables of offsets, and by strides that nest or do not.
TYPED_TEST(List, SumsOverPositions)
{
    for (unsigned seed = 0; seed < 150; ++seed) {
        dice d(300 + seed);
        const index_t most = seed % 8 == 0 ? 40 : 12;
        std::vector<index_t> extent = {d.chance(0.3) ? d.upto(100, 400) : d.upto(1, 7), d.upto(1, most),
                                       d.upto(1, most), d.upto(0, most)};
        problem<TypeParam> p(d, {extent, with_loop(d.chance(0.8), of_a), with_loop(d.chance(0.8), of_b),
                                 with_loop(false, of_c)}, 1);
        p.s.sum_positions = true;
        p.s.accumulate = d.chance(0.3);
        ASSERT_TRUE(p.check(d, static_cast<int>(d.upto(1, 2)))) << "seed " << 300 + seed;
    }
}

TYPED_TEST(List, SumsOverTwoLoopsAndAnyAxes)
{
    for (unsigned seed = 0; seed < 200; ++seed) {
        dice d(500 + seed);
        const int axes = static_cast<int>(d.upto(1, 4));
        indices i;
        i.extent = d.extents(2 + axes, 6);
        for (std::size_t l = 0; l < 2; ++l) i.extent[l] = d.upto(1, 5);
        i.in_a = i.in_b = {true, true};
        i.in_c = {false, false};
        for (int x = 0; x < axes; ++x) {
            const index_t kind = d.upto(0, 3);  // m n k batch
            i.in_a.push_back(kind != 1);
            i.in_b.push_back(kind != 0);
            i.in_c.push_back(kind != 2);
        }
        problem<TypeParam> p(d, i, 2);
        p.s.sum_positions = true;
        p.s.accumulate = d.chance(0.3);
        ASSERT_TRUE(p.check(d, static_cast<int>(d.upto(1, 2)))) << "seed " << 500 + seed;
    }
}

TEST(List, PartsOfASumDependOnTheThreadsOnly)
{
    dice d(1);
    problem<double> p(d, {{500, 24, 24, 24}, with_loop(true, of_a), with_loop(true, of_b), with_loop(false, of_c)}, 1);
    p.s.sum_positions = true;
    for (memory<double>* m : {&p.a, &p.b})
        for (index_t n = 0; n < m->size; ++n) (*m)[n] = std::sin(static_cast<double>(n));
    std::byte* const bases[] = {p.a.base(), p.b.base(), p.c.base()};
    backend::on_host().run(p.s, bases, 0, 500, {2});  // compiles what pays
    backend::on_host().run(p.s, bases, 0, 500, {2});
    const memory<double> first = copied(p.c);
    for (int again = 0; again < 5; ++again) {
        backend::on_host().run(p.s, bases, 0, 500, {2});
        ASSERT_TRUE(all_same(first, p.c));
    }
}

// X^T X and X X^T: only where the addresses are the same, too.
template <class T> void gram(bool transposed_first, index_t n, index_t k, bool same, bool by_columns, bool accumulate,
                              int threads = 1)
{
    dice d(static_cast<unsigned>(n + k));
    memory<T> a{std::make_unique<T[]>(static_cast<std::size_t>(n * k)), n * k, 0, {}}, b = copied(a), c = copied(a);
    c = {std::make_unique<T[]>(static_cast<std::size_t>(n * n)), n * n, 0, {}};
    for (index_t i = 0; i < n * k; ++i) a[i] = d.number<T>(), b[i] = d.number<T>();
    for (index_t i = 0; i < n * n; ++i) c[i] = accumulate ? d.number<T>() : T(std::nan(""));
    plan::step s;
    s.what = plan::kind::product;
    s.type = s.operand_type = element_of<T>;
    s.accumulate = accumulate;
    s.operands.resize(2);
    s.operands[0].buffer = 0;
    s.operands[1].buffer = same ? 0 : 1;
    s.result.buffer = 2;
    const index_t free = transposed_first ? 1 : k, summed = transposed_first ? n : 1;
    s.axes = {{n, free, 0, by_columns ? 1 : n, true, false, true},
              {n, 0, free, by_columns ? n : 1, false, true, true},
              {k, summed, summed, 0, true, true, false}};
    memory<T> want = copied(c);
    const memory<T>& other = same ? a : b;
    for (index_t i = 0; i < n; ++i)
        for (index_t j = 0; j < n; ++j) {
            T sum = accumulate ? c[by_columns ? j * n + i : i * n + j] : T(0);
            for (index_t l = 0; l < k; ++l) sum += a[i * free + l * summed] * other[j * free + l * summed];
            want[by_columns ? j * n + i : i * n + j] = sum;
        }
    std::byte* const bases[] = {a.base(), b.base(), c.base()};
    backend::on_host().run(s, bases, 0, 1, {threads});
    EXPECT_TRUE(all_same(want, c)) << n << " " << k << " " << transposed_first << same << by_columns << accumulate;
}

TEST(List, GramMatrices)
{
    for (const auto& [n, k] : {std::pair<index_t, index_t>{96, 64}, {131, 70}, {64, 210}, {20, 30}})
        for (int bits = 0; bits < 16; ++bits) {
            gram<double>(bits & 1, n, k, bits & 2, bits & 4, bits & 8);
            gram<float>(bits & 1, n, k, bits & 2, bits & 4, bits & 8);
            gram<std::complex<double>>(bits & 1, n, k, bits & 2, bits & 4, bits & 8);
        }
}

TEST(List, GramMatricesInPanels)
{
    for (const auto& [n, k] : {std::pair<index_t, index_t>{300, 200}, {211, 301}})
        for (int bits = 0; bits < 8; ++bits) {
            gram<double>(bits & 1, n, k, bits & 2, bits & 4, false, 2);
            gram<float>(bits & 1, n, k, bits & 2, bits & 4, true, 2);
            gram<std::complex<double>>(bits & 1, n, k, bits & 2, bits & 4, false, 2);
        }
}

// The next operand of the last product of a list must not lie where nothing is: kernels may read it, not only fetch.
TEST(List, EndsWithItsMemory)
{
    for (unsigned seed = 0; seed < 40; ++seed) {
        dice d(800 + seed);
        const index_t count = 2000, m = d.upto(1, 70), n = d.upto(1, 12), k = d.upto(1, 70);
        const std::size_t of[] = {static_cast<std::size_t>(m * k), static_cast<std::size_t>(k * n),
                                  static_cast<std::size_t>(m * n)};
        const index_t use = m * k > 1000 ? 40 : count;
        const fence a(of[0] * 8 * static_cast<std::size_t>(use)), b(of[1] * 8 * static_cast<std::size_t>(use)),
            c(of[2] * 8 * static_cast<std::size_t>(use));
        const auto at = [&](const fence& f, int o) { return f.high(of[o] * 8 * static_cast<std::size_t>(use)); };
        std::byte* const bases[] = {at(a, 0), at(b, 1), at(c, 2)};
        std::fill_n(reinterpret_cast<double*>(bases[0]), m * k * use, 1.0);
        std::fill_n(reinterpret_cast<double*>(bases[1]), k * n * use, 2.0);
        plan::step s;
        s.what = plan::kind::product;
        set_loops(s, {use});
        s.operands.resize(2);
        s.operands[0].buffer = 0;
        s.operands[0].loop[0] = m * k;
        s.operands[1].buffer = 1;
        s.operands[1].loop[0] = k * n;
        s.result.buffer = 2;
        s.result.loop[0] = m * n;
        s.axes = {{m, k, 0, n, true, false, true}, {n, 0, 1, 1, false, true, true}, {k, 1, n, 0, true, true, false}};
        for (int again = 0; again < 3; ++again) backend::on_host().run(s, bases, 0, use, {2});
        const double* const r = reinterpret_cast<const double*>(bases[2]);
        for (index_t i = 0; i < m * n * use; ++i) ASSERT_EQ(r[i], 2.0 * static_cast<double>(k)) << "seed " << 800 + seed;
    }
}

TEST(List, SlabsAreForTallOrWideProducts)
{
    using backend::on_cpu::slabs_of;
    const auto rows_of = [](index_t m, index_t n, index_t k, index_t repeats) {
        return slabs_of({element::float64, false, m, n, k, k, 1, n, 1, n, 1}, static_cast<double>(repeats));
    };
    EXPECT_EQ(rows_of(200, 32, 32, 1000).rows, 0);
    EXPECT_EQ(rows_of(1000, 1000, 200, 1000).rows, 0);
    EXPECT_EQ(rows_of(100000, 1, 32, 1000).rows, 0);
    if (!backend::on_cpu::has_small(element::float64)) return;
    EXPECT_GT(rows_of(100000, 32, 32, 1000).rows, 0);
    EXPECT_GT(rows_of(32, 100000, 32, 1000).columns, 0);
}

}  // namespace
