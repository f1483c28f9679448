// expect: tenfold: borrow keeps no copy, so it takes a container that has a name, not a temporary
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/borrow.hpp>

auto values() { return tenfold::borrow(std::vector<double>{1, 2}); }
