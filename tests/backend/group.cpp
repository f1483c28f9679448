// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Groups of unlike products against the definition.
#include "backend/problem.hpp"

namespace {

using namespace backend_test;

// Members over one memory of operands; results lie one after the other, with gaps, row-major, column-major or neither.
template <class T> struct group {
    plan::step s;
    memory<T> operands, result;

    group(dice& d, index_t members, index_t most, bool zero_extents)
    {
        s.what = plan::kind::group;
        s.type = s.operand_type = element_of<T>;
        s.operands.resize(1);
        s.operands[0].buffer = 0;
        const index_t room = most * most * 4 + 10;
        operands = distinct<T>(d, {room});
        index_t end = 3;
        for (index_t i = 0; i < members; ++i) {
            plan::grouped_product x;
            if (i > 0 && d.chance(0.4)) x = s.members.back();
            else {
                const index_t least = zero_extents && d.chance(0.1) ? 0 : 1;
                x.m = d.upto(least, most);
                x.n = d.upto(least, most);
                x.k = d.upto(least, most);
                lay_out(d, x.m, x.k, x.am, x.ak);
                lay_out(d, x.k, x.n, x.bk, x.bn);
                x.conjugate_a = d.chance(0.2);
                result_layout(d, x);
            }
            x.a = operands.size / 2 + d.upto(0, 5);
            x.b = operands.size / 2 + d.upto(0, 5);
            x.c = end - std::min<index_t>(0, x.cm * (x.m - 1)) - std::min<index_t>(0, x.cn * (x.n - 1));
            x.buffer = 1;
            end += std::max(x.m, x.n) * std::max(x.m, x.n) * 2 + d.upto(0, 3);
            s.members.push_back(x);
        }
        result = {std::make_unique<T[]>(static_cast<std::size_t>(end)), end, 0, {}};
        if (d.chance(0.5)) std::shuffle(s.members.begin(), s.members.end(), d.engine);
    }

    // Within reach of the middle of 4 most^2 elements, on either side.
    static void lay_out(dice& d, index_t rows, index_t columns, index_t& row, index_t& column)
    {
        switch (d.upto(0, 5)) {
        case 0: row = 1, column = rows; break;
        case 1: row = -columns, column = 1; break;
        case 2: row = d.upto(-1, 1), column = d.upto(-1, 1); break;
        default: row = columns, column = 1;
        }
    }
    static void result_layout(dice& d, plan::grouped_product& x)
    {
        switch (d.upto(0, 5)) {
        case 0: x.cm = 1, x.cn = x.m; break;
        case 1: x.cm = -x.n, x.cn = 1; break;
        case 2: x.cm = 2 * x.n, x.cn = 2; break;
        default: x.cm = x.n, x.cn = 1;
        }
    }

    memory<T> expected() const
    {
        memory<T> want = copied(result);
        for (const plan::grouped_product& x : s.members)
            for (index_t i = 0; i < x.m; ++i)
                for (index_t j = 0; j < x.n; ++j) {
                    T sum{};
                    for (index_t l = 0; l < x.k; ++l) {
                        const T a = operands[x.a + i * x.am + l * x.ak];
                        const T b = operands[x.b + l * x.bk + j * x.bn];
                        sum = add<T>(sum, multiply<T>(x.conjugate_a ? conjugate(a) : a, b));
                    }
                    want[x.c + i * x.cm + j * x.cn] = sum;
                }
        return want;
    }

    void run(int threads) const
    {
        const std::vector<std::byte*> list(2 * s.members.size(), reinterpret_cast<std::byte*>(operands.data.get()));
        std::byte* const bases[] = {reinterpret_cast<std::byte*>(const_cast<std::byte**>(list.data())), result.base()};
        backend::on_host().run(s, bases, 0, 1, {threads});
    }
};

template <class T> class Group : public ::testing::Test {
};
TYPED_TEST_SUITE(Group, every_type);

TYPED_TEST(Group, UnlikeProducts)
{
    for (unsigned seed = 0; seed < 60; ++seed) {
        dice d(seed);
        const group<TypeParam> g(d, d.upto(0, 60), d.pick<index_t>({3, 9, 25}), true);
        const memory<TypeParam> want = g.expected();
        for (index_t i = 0; i < g.result.size; ++i)
            if (!(want[i] == TypeParam{})) g.result[i] = TypeParam(1);  // must not be read
        g.run(static_cast<int>(d.upto(1, 2)));
        ASSERT_TRUE(all_same(want, g.result)) << "seed " << seed;
    }
}

// Long enough to be cut, sorted and shared; some members are longer than a chunk.
TYPED_TEST(Group, OnTwoThreads)
{
    for (unsigned seed = 0; seed < 3; ++seed) {
        dice d(100 + seed);
        group<TypeParam> g(d, 200, 40, false);
        const group<TypeParam> large(d, 2, 150, false);
        const memory<TypeParam> want = g.expected(), want_large = large.expected();
        g.run(2);
        large.run(2);
        ASSERT_TRUE(all_same(want, g.result)) << "seed " << 100 + seed;
        ASSERT_TRUE(all_same(want_large, large.result)) << "seed " << 100 + seed;
    }
}

// The same few shapes again and again: kernels are compiled on the way, and results stay what they were.
TEST(Group, ManyTimes)
{
    dice d(7);
    const group<double> g(d, 40, 20, true);
    const memory<double> want = g.expected();
    for (int again = 0; again < 300; ++again) g.run(1);
    EXPECT_TRUE(all_same(want, g.result));
}

TEST(Group, NanIsNotKept)
{
    dice d(8);
    for (int again = 0; again < 20; ++again) {
        const group<double> g(d, 20, 12, true);
        const memory<double> want = g.expected();
        for (const plan::grouped_product& x : g.s.members)
            for (index_t i = 0; i < x.m; ++i)
                for (index_t j = 0; j < x.n; ++j) g.result[x.c + i * x.cm + j * x.cn] = std::nan("");
        g.run(1);
        ASSERT_TRUE(all_same(want, g.result));
    }
}

}  // namespace
