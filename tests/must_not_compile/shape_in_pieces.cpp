// expect: tenfold: a shape is one list, zeros({3, 4})
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/tenfold.hpp>

auto x = tenfold::zeros<double>(3, 4);
