// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Times of several pieces of work, taken in turns, so that a slow phase of the machine meets all of them.
#pragma once

#include "fit.hpp"

#include <cstddef>
#include <functional>
#include <string>

namespace calibrate {

double now();

/// One piece of work, and how much of each cost it holds.
struct probe {
    std::vector<double> amount;
    std::function<void()> run;
    std::function<void()> before = {};  // not timed; the work then runs once at a time
    std::size_t inner = 1;              // runs between two looks at the clock
    std::vector<double> times = {};     // of one run

    double fastest() const;
    double median() const;
    double quick() const;   // a tenth of the runs were faster
};

/// Runs all of them in rounds, at least three, until the time is up.
void measure(std::vector<probe>&, double seconds);

std::vector<observation> fastest_of(const std::vector<probe>&);

/// How much slower than its fastest a usual run was: near 1 on a quiet machine.
class unrest {
public:
    void add(const std::vector<probe>&);
    double usual() const;

private:
    std::vector<double> ratios_;
};

}  // namespace calibrate
