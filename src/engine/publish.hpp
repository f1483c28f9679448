// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Tells the families where their members lie now: the only place that does so after a plan has run.
#pragma once

#include "engine/bind.hpp"
#include "engine/plan_cache.hpp"

namespace tenfold::engine {

void publish(const std::vector<plan::publication>&, const binding&);
/// `computed`: of a plan that is kept, what it has computed this time.
void publish(const kept_plan&, const std::vector<const need*>& computed, const binding&);

}  // namespace tenfold::engine
