// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "differential/lazy.hpp"

namespace differential {
template sightings<std::complex<double>> run_lazily<std::complex<double>>(const program&, const evaluator<std::complex<double>>&);
}
