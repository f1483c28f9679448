// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// xtensor's printing and its reader and writer of .npy files: heavy headers that the compiled core includes once.
#pragma once

#include <tenfold/detail/xtensor.hpp>

#if __has_include(<xtensor/io/xio.hpp>)
#include <xtensor/io/xio.hpp>
#include <xtensor/io/xnpy.hpp>
#else
#include <xtensor/xio.hpp>
#include <xtensor/xnpy.hpp>
#endif
