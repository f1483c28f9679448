// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "differential/eager.hpp"

#include <complex>

namespace differential {

template <class T> sightings<carrier<T>> run_eagerly(const program& p)
{
    eager_machine<carrier<T>, T> m;
    for (const step& s : p.steps) m.run(s);
    for (std::size_t i = 0; i < m.variables.size(); ++i)
        if (m.alive[i]) m.seen.push_back({"end", static_cast<int>(i), m.variables[i]});
    return std::move(m.seen);
}

template sightings<carrier<double>> run_eagerly<double>(const program&);
template sightings<carrier<float>> run_eagerly<float>(const program&);
template sightings<carrier<std::complex<double>>> run_eagerly<std::complex<double>>(const program&);
template sightings<std::uint64_t> run_eagerly<std::uint64_t>(const program&);

}  // namespace differential
