// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Plans kept for work of the same form. A program that reads after every call, or runs the same loop again, plans
// once: what is recorded the second time differs in addresses only.
#pragma once

#include "engine/form.hpp"
#include "plan/lower.hpp"

#include <memory>
#include <vector>

namespace tenfold::engine {

struct kept_plan {
    plan::lowered what;
    std::vector<int> input;        // of each input: which one of the form it is; empty where the plan serves once
    std::vector<int> need;         // of each publication: which of the form's needs
    mutable double seconds = -1;   // that it should take on its executor, once that was asked for: under the lock of planning
    std::vector<index_t> first;    // member of each need, when the plan was made

    /// What it reads this time, for work of that form.
    plan::inputs inputs_of(const form&) const;
};

/// Both under the lock of planning.
std::shared_ptr<const kept_plan> find_plan(const form&);
void keep_plan(const form&, std::shared_ptr<kept_plan>);

}  // namespace tenfold::engine
