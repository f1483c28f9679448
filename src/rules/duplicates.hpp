// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "rules/optimize.hpp"

namespace tenfold::rules {

/// May this node's members be one with others?
bool may_merge(const node&);
/// Positions of a table with equal operands are computed once. Returns how many results became copies of others.
index_t merge_duplicates(node&);

/// Products of which windows can meet. share_product tells equal windows apart anyhow, so where it runs, it is left to
/// look for duplicates.
bool may_have_windows(const node&);

}  // namespace tenfold::rules
