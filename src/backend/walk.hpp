// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Plans turn by turn, recurrences in turns of their own, stores one after another: for executors that have kernels.
#pragma once

#include "backend/executor.hpp"

namespace tenfold::backend {

/// False: numbers left the range of their type where those of the program may not, and the rest did not run.
bool walk(std::span<const bound>, kernels&, const settings&);
/// The same of one step.
bool walk(const plan::step&, std::byte* const* bases, kernels&, const settings&);

}  // namespace tenfold::backend
