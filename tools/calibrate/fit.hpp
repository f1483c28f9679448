// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Few numbers from many times: t = sum of cost[i] * amount[i], each cost at least zero.
#pragma once

#include <vector>

namespace calibrate {

struct observation {
    std::vector<double> amount;  // of each cost: calls, flops, elements
    double seconds = 0;
};

/// Least squares of relative errors, so that short times count as much as long ones. Costs that the times do not show
/// come out as zero.
std::vector<double> fit(const std::vector<observation>&);

}  // namespace calibrate
