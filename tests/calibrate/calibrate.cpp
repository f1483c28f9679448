// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A calibration in a hurry: every number makes sense and comes back from the file. How large they are is not asserted.
#include "calibrate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <unistd.h>

namespace {

using namespace tenfold::plan;

TEST(Calibrate, EveryFieldIsMeasuredAndReadBack)
{
    const calibrate::result r = calibrate::run(0.2);
    const auto path = std::filesystem::temp_directory_path() / ("tenfold_calibrate_" + std::to_string(::getpid()) + ".json");
    write_machine(r.record, path.string());
    const machine_record back = read_machine(path.string());
    std::filesystem::remove(path);
    EXPECT_FALSE(back.processor.empty());
    EXPECT_EQ(back.date.size(), 10u);
    const std::string table = calibrate::table(r);
    for (const machine_field& f : machine_fields()) {
        const double x = back.rates.*f.value;
        EXPECT_TRUE(std::isfinite(x) && (f.positive ? x > 0 : x >= 0)) << f.name << " " << x;
        EXPECT_NEAR(x, r.record.rates.*f.value, 1e-3 * x) << f.name;
        EXPECT_NE(table.find(f.name), std::string::npos);
    }
}

}  // namespace
