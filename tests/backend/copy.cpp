// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Copies, stores and fills over random strides.
#include "backend/support.hpp"

namespace {

using namespace backend_test;
using detail::store_mode;

// Loops first, then the axes of the form.
template <class T> struct transfer {
    std::vector<index_t> extent;
    int loops;
    plan::step s;
    memory<T> from, to;

    transfer(dice& d, plan::kind what, std::vector<index_t> e, int l, memory<T> target)
        : extent(std::move(e)), loops(l), from(readable<T>(d, extent)), to(std::move(target))
    {
        s.what = what;
        s.type = s.operand_type = element_of<T>;
        set_loops(s, {extent.begin(), extent.begin() + loops});
        const auto axes = [&](const std::vector<index_t>& v) {
            return std::vector<index_t>(v.begin() + loops, v.end());
        };
        s.result_form = {axes(extent), axes(to.stride)};
        s.result = place_of(d, s, to.start, to.stride, 1);
        s.operand_forms = {{axes(extent), axes(from.stride)}};
        s.operands = {place_of(d, s, from.start, from.stride, 0)};
    }
    void run(dice& d, int threads)
    {
        std::byte* const bases[] = {from.base(), to.base()};
        run_in_parts(d, s, bases, threads);
    }
};

std::vector<index_t> some_extents(dice& d, int& loops)
{
    loops = static_cast<int>(d.upto(0, 2));
    std::vector<index_t> e = d.extents(loops + static_cast<int>(d.upto(0, 4)), 7);
    for (int l = 0; l < loops; ++l) e[static_cast<std::size_t>(l)] = d.upto(1, 4);
    return e;
}

template <class T> class Copy : public ::testing::Test {
};
TYPED_TEST_SUITE(Copy, every_type);

TYPED_TEST(Copy, AnyStrides)
{
    for (unsigned seed = 0; seed < 300; ++seed) {
        dice d(seed);
        int loops;
        const auto e = some_extents(d, loops);
        transfer<TypeParam> t(d, plan::kind::copy, e, loops, distinct<TypeParam>(d, e));
        const memory<TypeParam> want = copied(t.to);
        each_index(e, [&](const auto& at) { want.at(at) = t.from.at(at); });
        t.run(d, static_cast<int>(d.upto(1, 2)));
        ASSERT_TRUE(all_same(want, t.to)) << "seed " << seed;
    }
}

TYPED_TEST(Copy, LargeOnTwoThreads)
{
    for (unsigned seed = 0; seed < 6; ++seed) {
        dice d(seed);
        const std::vector<index_t> e =
            seed % 2 ? std::vector<index_t>{700, 900} : std::vector<index_t>{3, 250000};
        transfer<TypeParam> t(d, plan::kind::copy, e, 0, distinct<TypeParam>(d, e));
        const memory<TypeParam> want = copied(t.to);
        each_index(e, [&](const auto& at) { want.at(at) = t.from.at(at); });
        t.run(d, 2);
        ASSERT_TRUE(all_same(want, t.to)) << "seed " << seed;
    }
}

TYPED_TEST(Copy, FillAnyStrides)
{
    for (unsigned seed = 0; seed < 150; ++seed) {
        dice d(seed);
        int loops;
        const auto e = some_extents(d, loops);
        transfer<TypeParam> t(d, plan::kind::fill, e, loops, distinct<TypeParam>(d, e));
        t.s.operands.clear();
        t.s.operand_forms.clear();
        const bool blocks = d.chance(0.4);
        const index_t all = t.s.positions();
        auto scalars =
            std::make_shared<std::vector<std::byte>>(sizeof(TypeParam) * static_cast<std::size_t>(all));
        memory<TypeParam> values = reached<TypeParam>(d, {all}, {1});
        std::memcpy(scalars->data(), &values[0], scalars->size());
        t.s.scalars = scalars;
        auto which = std::make_shared<std::vector<index_t>>();
        for (index_t n = 0; n < all; ++n) which->push_back(all - 1 - n);
        if (blocks) t.s.scalar_block = which;
        const memory<TypeParam> want = copied(t.to);
        each_index(e, [&](const auto& at) {
            index_t n = 0;
            for (int l = loops - 1; l >= 0; --l)
                n = n * e[static_cast<std::size_t>(l)] + at[static_cast<std::size_t>(l)];
            want.at(at) = values[blocks ? all - 1 - n : 0];
        });
        t.run(d, static_cast<int>(d.upto(1, 2)));
        ASSERT_TRUE(all_same(want, t.to)) << "seed " << seed;
    }
}

template <class T> T combined(store_mode mode, T a, T b)
{
    constexpr bool whole = std::is_integral_v<T> && !std::is_same_v<T, bool>;
    using wide = std::conditional_t<whole, std::uint64_t, T>;
    switch (mode) {
    case store_mode::assign:
        return b;
    case store_mode::add:
        if constexpr (std::is_same_v<T, bool>) return a || b;
        else return static_cast<T>(static_cast<wide>(a) + static_cast<wide>(b));
    case store_mode::subtract:
        if constexpr (std::is_same_v<T, bool>) return a != b;
        else return static_cast<T>(static_cast<wide>(a) - static_cast<wide>(b));
    case store_mode::multiply:
        if constexpr (std::is_same_v<T, bool>) return a && b;
        else return static_cast<T>(static_cast<wide>(a) * static_cast<wide>(b));
    case store_mode::divide:
        if constexpr (std::is_same_v<T, bool>) return a && b;
        else if constexpr (whole) return b == 0 ? T(0) : static_cast<T>(a / b);
        else return a / b;
    }
    return b;
}

// Targets that overlap themselves too: positions and elements then count in order.
TYPED_TEST(Copy, StoresKeepTheirOrder)
{
    for (unsigned seed = 0; seed < 300; ++seed) {
        dice d(seed);
        int loops;
        const auto e = some_extents(d, loops);
        const auto mode = static_cast<store_mode>(d.upto(0, 4));
        const bool overlaps = d.chance(0.5);
        // Factors that meet one element again and again overflow or round, and then their grouping shows.
        if (overlaps &&
            (mode == store_mode::divide || (mode == store_mode::multiply && !std::is_integral_v<TypeParam>)))
            continue;
        std::vector<index_t> stride;
        for (std::size_t i = 0; i < e.size(); ++i) stride.push_back(d.upto(0, 3));
        transfer<TypeParam> t(
            d, plan::kind::store, e, loops,
            overlaps ? reached<TypeParam>(d, e, stride) : distinct<TypeParam>(d, e));
        t.s.mode = mode;
        if (mode == store_mode::divide)
            for (index_t i = 0; i < t.from.size; ++i)
                if (t.from[i] == TypeParam(0) && !std::is_integral_v<TypeParam>) t.from[i] = TypeParam(1);
        const memory<TypeParam> want = copied(t.to);
        // Loops count innermost first, so their order is turned round before the axes follow.
        std::vector<index_t> turned(e.rbegin() + static_cast<std::ptrdiff_t>(e.size()) - loops, e.rend());
        turned.insert(turned.end(), e.begin() + loops, e.end());
        each_index(turned, [&](const auto& now) {
            std::vector<index_t> at = now;
            std::reverse(at.begin(), at.begin() + loops);
            want.at(at) = combined(mode, want.at(at), t.from.at(at));
        });
        t.run(d, static_cast<int>(d.upto(1, 2)));
        ASSERT_TRUE(all_same(want, t.to)) << "seed " << seed << " mode " << static_cast<int>(mode);
    }
}

TEST(Store, WholeNumbersDivideWithoutATrap)
{
    std::int32_t to[] = {7, 7, std::numeric_limits<std::int32_t>::min(), -9};
    std::int32_t from[] = {2, 0, -1, 2};
    plan::step s;
    s.what = plan::kind::store;
    s.type = s.operand_type = element::int32;
    s.mode = store_mode::divide;
    s.operands.resize(1);
    s.operands[0].buffer = 0;
    s.result.buffer = 1;
    s.operand_forms = {{{4}, {1}}};
    s.result_form = {{4}, {1}};
    std::byte* const bases[] = {bytes(from), bytes(to)};
    backend::on_host().run(s, bases, 0, 1, {});
    EXPECT_EQ(to[0], 3);
    EXPECT_EQ(to[1], 0);
    EXPECT_EQ(to[2], std::numeric_limits<std::int32_t>::min());
    EXPECT_EQ(to[3], -4);
}

}  // namespace
