// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What an elementwise kernel computes, by its postfix program.
#pragma once

#include "record/family.hpp"

namespace tenfold::rules {

/// x0 + x1, both of the result's type.
bool is_plus(const record::signature&);

}  // namespace tenfold::rules
