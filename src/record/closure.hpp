// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "record/family.hpp"
#include "record/member_set.hpp"

#include <unordered_map>
#include <vector>

namespace tenfold::record {

using set_map = std::unordered_map<recorded*, member_set>;

/// Adds to `wanted` members of the families of a cycle all that those read of each other.
void close_cycle(const std::vector<recorded*>& group, set_map& wanted);

}  // namespace tenfold::record
