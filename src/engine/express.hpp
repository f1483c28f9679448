// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "record/reach.hpp"

namespace tenfold::engine {

/// Computes a value of this thread, and unless `only` that is asked for all that its thread has recorded and handles hold,
/// if these are a few small calls of values that are there. Else does nothing and returns false.
bool compute_at_once(record::recorded&, record::index_t member, bool only);
/// The same of several values, and of nothing else.
bool compute_at_once(const std::vector<record::need>&);

}  // namespace tenfold::engine
