// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Parts as boxes: what they say about elements holds element by element.
#include "record/parts.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <vector>

namespace {

namespace record = tenfold::record;
using tenfold::detail::index_t;

struct accessed {
    index_t offset = 0;
    std::vector<index_t> shape, stride;

    std::set<index_t> elements() const
    {
        std::vector<index_t> all{offset};
        for (std::size_t d = 0; d < shape.size(); ++d) {
            std::vector<index_t> next;
            for (const index_t at : all)
                for (index_t i = 0; i < shape[d]; ++i) next.push_back(at + i * stride[d]);
            all = next;
        }
        return {all.begin(), all.end()};
    }
};

}  // namespace

TEST(Parts, boxes_cover_what_is_accessed)
{
    std::mt19937 engine(1);
    const auto draw = [&](index_t n) { return std::uniform_int_distribution<index_t>(0, n - 1)(engine); };
    for (int round = 0; round < 3000; ++round) {
        const int rank = static_cast<int>(1 + draw(3));
        std::vector<index_t> shape, stride(static_cast<std::size_t>(rank));
        for (int d = 0; d < rank; ++d) shape.push_back(1 + draw(5));
        index_t size = 1;
        for (int d = rank; d-- > 0;) {
            stride[static_cast<std::size_t>(d)] = size;
            size *= shape[static_cast<std::size_t>(d)];
        }
        const record::grid whole{rank, shape.data(), stride.data()};
        ASSERT_TRUE(whole.is_nested());
        record::box boxes[2];
        accessed parts[2];
        bool known[2];
        for (int k = 0; k < 2; ++k) {
            accessed& x = parts[k];
            x.offset = draw(size);
            for (index_t d = draw(4); d > 0; --d) {
                x.shape.push_back(1 + draw(4));
                x.stride.push_back(draw(3) == 0 ? draw(2 * size) - size : stride[static_cast<std::size_t>(draw(rank))] * (draw(4) - 1));
            }
            known[k] = record::put_in(whole, x.offset, static_cast<int>(x.shape.size()), x.shape.data(), x.stride.data(), boxes[k]);
            if (!known[k]) continue;
            for (const index_t at : x.elements()) {
                ASSERT_GE(at, 0);
                ASSERT_LT(at, size);
                for (int d = 0; d < rank; ++d) {
                    const index_t i = at / stride[static_cast<std::size_t>(d)] % shape[static_cast<std::size_t>(d)];
                    ASSERT_GE(i, boxes[k].low[d]);
                    ASSERT_LE(i, boxes[k].high[d]);
                }
            }
        }
        if (!known[0] || !known[1] || !record::are_apart(rank, boxes[0], boxes[1])) continue;
        const auto first = parts[0].elements();
        for (const index_t at : parts[1].elements()) ASSERT_FALSE(first.contains(at));
    }
}
