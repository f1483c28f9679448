// expect: it takes a container that has a name, not a temporary
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/borrow.hpp>

auto lent(xt::xarray<double> make()) { return tenfold::borrow(make()); }
