// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The module that knows GPUs, as the core sees it: one function, looked up when a GPU is first asked for.
#pragma once

#include "backend/executor.hpp"
#include "plan/plan.hpp"

#include <string>

namespace tenfold::backend {

/// extern "C" void tenfold_open_gpus(...): gives add() an executor for each GPU; else why there is none.
using open_gpus = void(const char* interface, void (*add)(int, executor&), std::string& why_none);

/// Core and module must agree on how plans lie in memory.
inline std::string gpu_interface()
{
    return "tenfold 0.1, plans of " + std::to_string(sizeof(plan::step)) + " and " + std::to_string(sizeof(plan::buffer)) + " bytes";
}

}  // namespace tenfold::backend
