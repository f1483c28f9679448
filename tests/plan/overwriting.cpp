// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The first box of a list that meets another box, as by looking at all.
#include "plan/overwriting.hpp"

#include <gtest/gtest.h>

#include <random>

namespace {

using tenfold::plan::index_t;

}  // namespace

TEST(Overwriting, first_box_that_meets_another)
{
    std::mt19937 engine(1);
    const auto draw = [&](index_t n) { return std::uniform_int_distribution<index_t>(0, n - 1)(engine); };
    for (int round = 0; round < 300; ++round) {
        const int rank = static_cast<int>(draw(4));
        const auto count = static_cast<std::size_t>(draw(12));
        const auto random_box = [&] {
            std::vector<index_t> box;
            for (int d = 0; d < rank; ++d) box.push_back(draw(10));
            for (int d = 0; d < rank; ++d) box.push_back(box[static_cast<std::size_t>(d)] + draw(4));
            return box;
        };
        const auto meet = [&](const index_t* x, const index_t* y) {
            for (int d = 0; d < rank; ++d)
                if (x[rank + d] < y[d] || y[rank + d] < x[d]) return false;
            return true;
        };
        std::vector<index_t> all;
        for (std::size_t i = 0; i < count; ++i) {
            const auto box = random_box();
            all.insert(all.end(), box.begin(), box.end());
        }
        const tenfold::plan::box_tree tree(rank, count, all);
        for (int k = 0; k < 20; ++k) {
            const auto box = random_box();
            const auto from = static_cast<std::size_t>(draw(13));
            std::size_t wanted = from;
            while (wanted < count && !meet(all.data() + wanted * 2 * static_cast<std::size_t>(rank), box.data())) ++wanted;
            EXPECT_EQ(tree.first_meeting(from, box.data()), std::min(std::max(wanted, std::min(from, count)), count));
        }
    }
}
