// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "engine/bind.hpp"

#include <tenfold/options.hpp>

#include <functional>

namespace tenfold::engine {

/// Runs plans that do not depend on each other; what their executor refuses runs on the host, turn by turn, and its
/// results are brought. False: numbers left the range of their type where those of the program may not, and the rest did
/// not run. begun() is called when all of it is on its way, unless that is only so when it is done.
bool run(backend::executor&, std::span<const binding* const>, const options*, const std::function<void()>& begun = {});

/// Bytes of values in between from which its pipelines are worth their calls; infinity where it runs none.
double least_handed_on(const backend::executor&);

/// Why an executor does not run a step, or one of its inner steps; null where it does.
const char* refusal(const backend::executor&, const plan::step&);

}  // namespace tenfold::engine
