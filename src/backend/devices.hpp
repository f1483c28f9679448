// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Which executor a device is.
#pragma once

#include "backend/executor.hpp"

#include <tenfold/options.hpp>

#include <string>

namespace tenfold::backend {

/// Throws device_error, with a reason, where there is none. Of auto_device() the processors: what is not weighed runs there.
executor& executor_of(const device&);

/// Of the executor of the default device, quickly: asked for by every store and every value that is read.
bool default_takes_small_steps();

/// Makes this one cuda(index): a module that has found its GPUs, and tests. It lives as long as the process.
void add_gpu(int index, executor&);
/// Loads the module, which adds the GPUs that it finds. Returns why there is none, else nothing.
std::string find_gpus();

/// The one that auto_device() may choose; null, and why, where there is none. Loads the module.
executor* first_gpu(std::string* why_none);

executor& cpu();

}  // namespace tenfold::backend
