// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Handles beyond the first count as a plain table would.
#include "record/extra_handles.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace {

TEST(ExtraHandles, CountLikeATable)
{
    std::mt19937 draw(1);
    for (int round = 0; round < 20; ++round) {
        tenfold::record::extra_handles all;
        std::map<std::ptrdiff_t, int> table;
        const unsigned members = 1 + draw() % 5;
        for (int step = 0; step < 300; ++step) {
            const auto m = static_cast<std::ptrdiff_t>(draw() % members);
            if (draw() % 2) {
                all.add(m);
                ++table[m];
            }
            else {
                EXPECT_EQ(all.take(m), table.contains(m));
                if (table.contains(m) && --table[m] == 0) table.erase(m);
            }
            for (unsigned k = 0; k < members; ++k) EXPECT_EQ(all.contains(k), table.contains(k));
            EXPECT_EQ(all.empty(), table.empty());
        }
        all.clear();
        EXPECT_TRUE(all.empty());
    }
}

}  // namespace
