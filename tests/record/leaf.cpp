// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/value_family.hpp"

#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>
#include <xtensor/xarray.hpp>
#include <xtensor/xtensor.hpp>

#include <thread>
#include <utility>
#include <vector>

namespace tf = tenfold;

namespace {

using namespace tenfold;
using detail::handle;
using detail::index_t;

// Lists of small matrices have thousands of them.
static_assert(sizeof(record::leaf) <= 384);

std::vector<index_t> row_major(const std::vector<index_t>& shape)
{
    std::vector<index_t> stride(shape.size());
    index_t step = 1;
    for (std::size_t d = shape.size(); d-- > 0; step *= shape[d]) stride[d] = step;
    return stride;
}

int released = 0;

handle leaf_over(const std::vector<double>& data, const std::vector<index_t>& shape, const std::vector<index_t>& stride)
{
    return detail::record_leaf(element::float64, static_cast<int>(shape.size()), shape.data(), stride.data(),
                               {data.data(), nullptr, [](void*) { ++released; }});
}

TEST(Leaf, KeepsLayoutsOfEveryRank)
{
    for (std::size_t rank = 0; rank <= 32; ++rank) {
        std::vector<index_t> shape(rank, 1);
        for (std::size_t d = 0; d < std::min<std::size_t>(rank, 5); ++d) shape[d] = static_cast<index_t>(d + 2);
        std::vector<index_t> stride = row_major(shape);
        if (rank > 1) std::swap(stride[0], stride[1]);
        if (rank > 1) std::swap(shape[0], shape[1]);
        std::vector<double> data(720);
        const handle h = leaf_over(data, shape, stride);
        const detail::family& f = *h.source();
        ASSERT_EQ(f.rank, rank);
        EXPECT_EQ(std::vector<index_t>(f.shape, f.shape + rank), shape);
        EXPECT_EQ(std::vector<index_t>(f.stride, f.stride + rank), row_major(shape));
        const detail::placement* const p = f.placed.load();
        EXPECT_EQ(std::vector<index_t>(p->stride, p->stride + rank), stride);
        EXPECT_EQ(record::canonical_leaf(f) != nullptr, rank < 2);
    }
}

TEST(Leaf, GivesItsMemoryBackOnceAfterTheLastHandle)
{
    released = 0;
    const std::vector<double> data(4);
    {
        handle a = leaf_over(data, {2, 2}, {2, 1});
        std::thread([b = a]() mutable { const handle c = b; b = {}; }).join();
        const handle d = a;
        a = {};
        EXPECT_EQ(released, 0);
    }
    tf::eval(tf::array<double>(tf::ones<double>({2}) + 1.));   // applies what the thread did
    EXPECT_EQ(released, 1);
}

TEST(Leaf, IsReadAfterItsOwnerEnded)
{
    tf::array<double> x;
    std::thread([&] { x = xt::xtensor<double, 1>{1, 2, 3}; }).join();
    EXPECT_EQ(x(2), 3);
    EXPECT_EQ(tf::sum(x)(), 6);
}

template <class T> void copies(std::size_t n)
{
    xt::xtensor<T, 2> plain = xt::zeros<T>({n, std::size_t{3}});
    T next(1);
    for (T& x : plain) x = std::exchange(next, next + T(1));
    const tf::array<T> a = plain, b = xt::transpose(plain);
    plain.fill(T(0));   // a copy was taken
    ASSERT_EQ(a.shape(0), static_cast<index_t>(n));
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < 3; ++j) {
            const T expected(static_cast<double>(1 + 3 * i + j));
            EXPECT_EQ(a(i, j), expected);
            EXPECT_EQ(b(j, i), expected);
        }
}

TEST(Leaf, CopiesOfEverySize)
{
    for (const std::size_t n : {0, 1, 2, 13, 14, 42, 43, 1000}) {   // across the sizes of room
        copies<double>(n);
        copies<float>(n);
        copies<std::complex<double>>(n);
        copies<std::int8_t>(n < 40 ? n : 40);
    }
}

}  // namespace
