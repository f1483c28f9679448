// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Random numbers as tenfold's arrays. Rivals read the same memory, so that nobody has the better placed copy.

#pragma once

#include "numbers.hpp"
#include "workloads.hpp"

#include <tenfold/tenfold.hpp>

#include <memory>

namespace bench {

namespace tf = tenfold;
using array = tf::array<double>;
using measure::size;

inline array random_array(const std::vector<std::size_t>& shape, std::uint64_t seed, double scale = 1)
{
    xt::xarray<double> x = xt::xarray<double>::from_shape(shape);
    std::mt19937_64 bits(seed);
    for (double& v : x) v = scale * measure::random_number(bits);
    return array(std::move(x));
}

// The first element of an array that is computed; valid as long as the array lives.
inline const double* data_of(const array& x) { return std::addressof(*x.value().cbegin()); }

inline double first_of(const array& x) { return x(0, 0); }

}  // namespace bench
