// expect: tenfold: the elements of this array do not convert to those of the xtensor container (complex to real: take xt::real first)
// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/reductions.hpp>

xt::xarray<double> real_part(const tenfold::array<std::complex<double>>& z)
{
    xt::xarray<double> r;
    xt::noalias(r) = z;
    return r;
}
