// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/computing.hpp"

#include "storage/per_thread.hpp"

namespace tenfold::record {

computing_here::computing_here() { ++storage::this_thread().evaluations; }
computing_here::~computing_here() { --storage::this_thread().evaluations; }
bool is_computing() { return storage::this_thread_if_any() && storage::this_thread().evaluations > 0; }

}  // namespace tenfold::record
