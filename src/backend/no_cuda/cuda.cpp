// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The GPU of a build without one: a clear word.
#include <tenfold/error.hpp>
#include <tenfold/options.hpp>

namespace tenfold {

device cuda(int index)
{
    throw device_error("[device] cuda:" + std::to_string(index) + ": this build of tenfold has no CUDA module");
}

}  // namespace tenfold
