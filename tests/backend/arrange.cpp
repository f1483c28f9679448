// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// How windows are multiplied by a matrix: which products are chosen, that they are all of them, and what they compute.
#include "backend/cpu/product.hpp"
#include "backend/support.hpp"
#include "plan/machine.hpp"

namespace {

using namespace backend_test;
using namespace tenfold::backend::on_cpu;

struct windows {
    index_t count, width, hop, columns;
    bool transposed = false;  // the matrix lies by columns
    bool right = false;       // the matrix is the left operand, windows are the right one's columns

    axis window() const { return right ? axis{count, 0, hop, 1} : axis{count, hop, 0, columns}; }
    axis column() const
    {
        const index_t step = transposed ? width : 1;
        return right ? axis{columns, step, 0, count} : axis{columns, 0, step, 1};
    }
    axis term() const
    {
        const index_t step = transposed ? 1 : columns;
        return right ? axis{width, step, 1, 0} : axis{width, 1, step, 0};
    }
    // As one call reads them, or, where every window is a call, as a list.
    groups as_groups(bool listed) const
    {
        groups g;
        (listed ? g.batch : right ? g.n : g.m).add(window());
        (right ? g.m : g.n).add(column());
        g.k.add(term());
        return g;
    }
};

struct arranged {
    int parts;
    arrangement part[2];

    arranged(const windows& w, element type, bool listed)
    {
        parts = arrange_in_parts(w.as_groups(listed), type, false, 1, part[0], part[1]);
    }
    index_t multiplications() const
    {
        index_t n = 0;
        for (int p = 0; p < parts; ++p) {
            const arrangement& r = part[p];
            n += r.batch.size() * r.inner.size() * r.sums.size() * r.core.m * r.core.n * r.core.k;
        }
        return n;
    }
};

std::vector<windows> grid()
{
    std::vector<windows> all;
    for (const index_t hop : {1, 2, 4, 16, 64, 512})
        for (const index_t width : {16, 128, 512, 2048})
            for (const index_t columns : {8, 32, 257, 512})
                for (const bool transposed : {false, true})
                    for (const bool right : {false, true})
                        all.push_back({(1'000'000 - width) / hop + 1, width, hop, columns, transposed, right});
    return all;
}

bool default_rates() { return tenfold::plan::this_machine().gemm_element == tenfold::plan::machine().gemm_element; }

TEST(Arrange, WindowsByAMatrixAreNotAddedUpInALargeResult)
{
    for (const windows& w : grid())
        for (const element type : {element::float64, element::float32})
            for (const bool listed : {false, true}) {
                const arranged r(w, type, listed);
                for (int p = 0; p < r.parts; ++p) {
                    EXPECT_EQ(r.part[p].core.k, w.width) << w.hop << ' ' << w.width << ' ' << w.columns;
                    EXPECT_EQ(r.part[p].sums.size(), 1);
                }
            }
}

TEST(Arrange, NoProductIsLeftOutOrDoneTwice)
{
    for (const windows& w : grid()) {
        const arranged r(w, element::float64, true);
        EXPECT_EQ(r.multiplications(), w.count * w.width * w.columns) << w.hop << ' ' << w.width << ' ' << w.columns;
    }
}

// Every 128th window of 512 that move by 4 begins where an earlier one ends.
TEST(Arrange, WindowsThatDoNotOverlapAreOneMatrix)
{
    if (!default_rates()) GTEST_SKIP() << "other rates, with vectors of some lengths, choose otherwise";
    const arranged r({24873, 512, 4, 257}, element::float64, true);
    ASSERT_EQ(r.parts, 2);
    for (const arrangement& part : r.part) {
        EXPECT_FALSE(part.pack_a);
        EXPECT_EQ(part.core.am, 512);
        EXPECT_EQ(part.core.cm, 128 * 257);
        EXPECT_EQ(part.core.n, 257);
    }
    EXPECT_EQ(std::abs(r.part[0].core.m - r.part[1].core.m), 1);
}

// Where a matrix of every so many windows has few rows, windows are copied, not more at a time than the cache holds.
TEST(Arrange, CopiedWindowsStayInTheCache)
{
    if (!default_rates()) GTEST_SKIP() << "other rates, with vectors of some lengths, choose otherwise";
    const arranged r({6000, 2048, 1, 257}, element::float64, true);
    for (int p = 0; p < r.parts; ++p) {
        EXPECT_TRUE(r.part[p].pack_a);
        EXPECT_LE(static_cast<double>(r.part[p].packed_a.size()) * 8, tenfold::plan::this_machine().cache_bytes);
    }
}

TEST(Arrange, WhatIsSoonDoneIsNotLookedAtTwice)
{
    const arranged r({20, 8, 1, 4}, element::float64, true);
    EXPECT_EQ(r.parts, 1);
    EXPECT_EQ(r.part[0].batch.size(), 20);
}

// 32 rows of a window are a matrix already, and a compiled kernel's size.
TEST(Arrange, WindowsThatAreMatricesStayAList)
{
    groups g;
    g.batch.add({4033, 1, 0, 32 * 16});
    g.m.add({32, 4096, 0, 16});
    g.n.add({16, 0, 1, 1});
    g.k.add({64, 1, 16, 0});
    arrangement first, second;
    ASSERT_EQ(arrange_in_parts(g, element::float64, false, 1, first, second), 1);
    EXPECT_EQ(first.core.m, 32);
    EXPECT_EQ(first.core.k, 64);
    EXPECT_FALSE(first.pack_a || first.pack_b || first.pack_c);
}

template <class T>
struct window_step {
    windows w;
    memory<T> signal, matrix, result;
    plan::step s;

    window_step(dice& d, const windows& of, bool listed, bool accumulate) : w(of)
    {
        signal = reached<T>(d, {w.count, w.width}, {w.hop, 1});
        matrix = reached<T>(d, {w.width * w.columns}, {1});
        result = reached<T>(d, {w.count * w.columns}, {1});
        s.what = plan::kind::product;
        s.type = s.operand_type = element_of<T>;
        s.accumulate = accumulate;
        s.operands.resize(2);
        s.operands[w.right].buffer = 0;
        s.operands[w.right].offset = signal.start;
        s.operands[!w.right].buffer = 1;
        s.operands[!w.right].offset = matrix.start;
        s.result.buffer = 2;
        s.result.offset = result.start;
        const axis x = w.window(), column = w.column(), term = w.term();
        if (listed) {
            set_loops(s, {w.count});
            s.operands[w.right].loop[0] = w.hop;
            s.result.loop[0] = x.c;
        }
        else s.axes.push_back({w.count, x.a, x.b, x.c, !w.right, w.right, true});
        s.axes.push_back({w.columns, column.a, column.b, column.c, w.right, !w.right, true});
        s.axes.push_back({w.width, term.a, term.b, 0, true, true, false});
    }
    memory<T> expected() const
    {
        memory<T> want = copied(result);
        const index_t step = w.transposed ? 1 : w.columns, next = w.transposed ? w.width : 1;
        for (index_t i = 0; i < w.count; ++i)
            for (index_t j = 0; j < w.columns; ++j) {
                T& c = want[want.start + (w.right ? i + j * w.count : i * w.columns + j)];
                if (!s.accumulate) c = T(0);
                for (index_t l = 0; l < w.width; ++l)
                    c += signal[signal.start + i * w.hop + l] * matrix[matrix.start + l * step + j * next];
            }
        return want;
    }
};

template <class T> class ArrangedWindows : public ::testing::Test {
};
using window_types = ::testing::Types<float, double, std::complex<double>>;
TYPED_TEST_SUITE(ArrangedWindows, window_types);

TYPED_TEST(ArrangedWindows, AreTheDefinition)
{
    for (unsigned seed = 0; seed < 60; ++seed) {
        dice d(seed);
        const index_t hop = d.pick<index_t>({1, 2, 3, 4, 7, 16});
        const windows w{d.upto(200, 1500), d.upto(2, 150), hop, d.upto(1, 40), d.chance(0.4), d.chance(0.4)};
        window_step<TypeParam> x(d, w, d.chance(0.5), d.chance(0.3));
        const memory<TypeParam> want = x.expected();
        std::byte* const bases[] = {x.signal.base(), x.matrix.base(), x.result.base()};
        backend::on_host().run(x.s, bases, 0, x.s.positions(), {static_cast<int>(d.upto(1, 2))});
        ASSERT_TRUE(all_same(want, x.result)) << "seed " << seed;
    }
}

}  // namespace
