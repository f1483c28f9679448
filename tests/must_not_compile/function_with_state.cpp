// expect: must be trivially copyable
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/reductions.hpp>

#include <string>

tenfold::array<double> tagged(const tenfold::array<double>& a)
{
    std::string name = "a function object that owns memory cannot be kept with the recorded call";
    return xt::make_lambda_xfunction([name](double x) { return x + static_cast<double>(name.size()); }, a);
}
