// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The rows of docs/xtensor.md: calls of xtensor's names on arrays, each with what happens to its operands.
#pragma once

#include <tenfold/tenfold.hpp>

#include <string>
#include <vector>

namespace tenfold::testing {

/// Operands that are recorded, not computed.
struct recorded_operands {
    array<double> x, y;                // (2, 3)
    array<double> v, w;                // (4,), ascending
    array<double> s;                   // (2, 2)
    array<bool> m;                     // (2, 3)
    array<int> n;                      // (4,), small and not negative
    array<std::complex<double>> z;     // (2, 3)

    recorded_operands();
    bool computed() const;
};

struct table_row {
    std::string call;
    void (*run)(recorded_operands&);
};
struct table_part {
    std::string title;
    std::vector<table_row> rows;
};

table_part elementwise_names();
table_part reduction_names();
table_part shape_names();
table_part order_names();
table_part product_names();

}  // namespace tenfold::testing

/// The call as it is written in the table, and as it is run.
#define TENFOLD_ROW(...)                                                              \
    {                                                                                 \
        #__VA_ARGS__, [](::tenfold::testing::recorded_operands& operands) {           \
            [[maybe_unused]] auto& [x, y, v, w, s, m, n, z] = operands;               \
            [[maybe_unused]] const auto result = __VA_ARGS__;                         \
        }                                                                             \
    }
