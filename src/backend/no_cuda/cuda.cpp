// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The GPU of a build without one: a clear word.
#include "backend/devices.hpp"

namespace tenfold::backend {

std::string find_gpus() { return "this build of tenfold has no CUDA module"; }

}  // namespace tenfold::backend
