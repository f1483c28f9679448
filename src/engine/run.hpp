// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "backend/backend.hpp"

#include <tenfold/options.hpp>

namespace tenfold::engine {

/// Runs the steps of a plan, turn by turn; what is `beside` it depends on nothing, and runs with the first turn.
/// False: numbers left the range of their type where those of the program may not, and the rest did not run.
bool run(const plan::plan&, std::byte* const* bases, const options*, std::vector<backend::task> beside = {});

}  // namespace tenfold::engine
