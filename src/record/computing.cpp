// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/computing.hpp"

namespace tenfold::record {

namespace {

constinit thread_local int evaluations = 0;

}  // namespace

computing_here::computing_here() { ++evaluations; }
computing_here::~computing_here() { --evaluations; }
bool is_computing() { return evaluations > 0; }

}  // namespace tenfold::record
