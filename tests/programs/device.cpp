// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// All of this room runs on the device that the environment names.
#include "executors/chosen.hpp"

namespace {

const executors::chosen by_environment;

}  // namespace
