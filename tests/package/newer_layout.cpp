// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Compiled against a tree in which xtensor's headers lie in rooms and the flat ones are errors: newer_layout.cmake.
#include <tenfold/tenfold.hpp>

#include <tenfold/detail/xtensor_io.hpp>

#ifndef TENFOLD_FOUND_ROOMS
#error "this is not the tree of the test"
#endif
