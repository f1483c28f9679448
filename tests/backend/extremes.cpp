// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Largest and smallest elements and where they stand, with NaN as NumPy has it: the first one is the answer.
#include "backend/reduce.hpp"

#include <cmath>
#include <limits>

namespace {

using namespace backend_test;

template <class T> bool nan(T v)
{
    if constexpr (std::is_floating_point_v<T>) return v != v;
    else return false;
}

/// The first of the largest or smallest elements of a row.
template <class Row> std::size_t first_of(const Row& row, bool largest)
{
    std::size_t best = 0;
    for (std::size_t i = 1; i < row.size(); ++i) {
        const auto a = row[i], b = row[best];
        if (!nan(b) && (nan(a) || (largest ? b < a : a < b))) best = i;
    }
    return best;
}

template <class T> struct extremes {
    bool largest;
    problem<T, T> value;
    problem<T, std::int64_t> place;

    extremes(dice& d, const std::vector<index_t>& e, int loops, std::uint32_t over)
        : largest(d.chance(0.5)), value(d, largest ? reduction::amax : reduction::amin, e, loops, over),
          place(d, largest ? reduction::argmax : reduction::argmin, e, loops, over)
    {
        if constexpr (std::is_floating_point_v<T>) {
            const T odd[] = {std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::infinity(),
                             -std::numeric_limits<T>::infinity()};
            for (int k = 0; k < 4; ++k) {
                value.x[d.upto(0, value.x.size - 1)] = odd[d.upto(0, 2)];
                place.x[d.upto(0, place.x.size - 1)] = odd[d.upto(0, 2)];
            }
        }
    }
    void check(dice& d, unsigned seed)
    {
        value.run(d, static_cast<int>(d.upto(1, 2)));
        place.run(d, static_cast<int>(d.upto(1, 2)));
        value.each_row([&](const auto& row, const T& got) {
            ASSERT_TRUE(same<T>(got, row[first_of(row, largest)])) << "seed " << seed;
        });
        place.each_row([&](const auto& row, std::int64_t got) {
            ASSERT_EQ(static_cast<std::size_t>(got), first_of(row, largest)) << "seed " << seed;
        });
    }
};

template <class T> class Extremes : public ::testing::Test {
};
TYPED_TEST_SUITE(Extremes, every_type);

TYPED_TEST(Extremes, AndTheirPlaces)
{
    if constexpr (!complex_v<TypeParam>) {
        for (unsigned seed = 0; seed < 300; ++seed) {
            dice d(seed);
            int loops;
            std::uint32_t over;
            const auto e = shape_of(d, loops, over, true);
            extremes<TypeParam>(d, e, loops, over).check(d, seed);
        }
    }
}

TYPED_TEST(Extremes, OfLongRowsAndColumns)
{
    if constexpr (!complex_v<TypeParam>) {
        for (unsigned seed = 0; seed < 80; ++seed) {
            dice d(seed);
            std::uint32_t over;
            const auto e = long_shape(d, over);
            extremes<TypeParam>(d, e, 0, over).check(d, seed);
        }
    }
}

TEST(ExtremesAtTheEdges, ANanIsSeenWhereverItStands)
{
    dice d(1);
    for (index_t n : {1, 7, 16, 40, 300})
        for (index_t at = 0; at < n; ++at) {
            problem<float, float> value(d, reduction::amin, {n}, 0, 1);
            problem<float, std::int64_t> place(d, reduction::argmin, {n}, 0, 1);
            value.x = reached<float>(d, {n}, {1});
            place.x = reached<float>(d, {n}, {1});
            for (auto* p : {&value.s, &place.s}) {
                p->operand_forms[0].stride = {1};
                p->operands[0].offset = value.x.start;
            }
            value.x.at({at}) = place.x.at({at}) = std::numeric_limits<float>::quiet_NaN();
            value.run(d, 1);
            place.run(d, 1);
            ASSERT_TRUE(std::isnan(value.r.at({}))) << n << " " << at;
            ASSERT_EQ(place.r.at({}), at) << n;
        }
}

TEST(ExtremesAtTheEdges, NothingButInfinity)
{
    dice d(1);
    const double low = -std::numeric_limits<double>::infinity();
    problem<double, double> value(d, reduction::amax, {50}, 0, 1);
    problem<double, std::int64_t> place(d, reduction::argmax, {50}, 0, 1);
    for (auto* x : {&value.x, &place.x})
        for (index_t i = 0; i < x->size; ++i) (*x)[i] = low;
    value.run(d, 1);
    place.run(d, 1);
    EXPECT_EQ(value.r.at({}), low);
    EXPECT_EQ(place.r.at({}), 0);
}

TEST(ExtremesAtTheEdges, ComplexNumbersHaveNoOrder)
{
    dice d(1);
    problem<std::complex<double>, std::complex<double>> p(d, reduction::amax, {3}, 0, 1);
    EXPECT_THROW(p.run(d, 1), error);
}

}  // namespace
