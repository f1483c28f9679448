// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Everything of the eager reference.

#pragma once

#include "bounds.hpp"
#include "einsum.hpp"
#include "elementwise.hpp"
#include "joining.hpp"
#include "products.hpp"
#include "reductions.hpp"
#include "tracked.hpp"
#include "windows.hpp"
