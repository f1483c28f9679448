// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/computing.hpp"

#include "record/per_thread.hpp"

namespace tenfold::record {

computing_here::computing_here() { ++this_thread().evaluations; }
computing_here::~computing_here() { --this_thread().evaluations; }
bool is_computing() { return this_thread_if_any() && this_thread().evaluations > 0; }

}  // namespace tenfold::record
