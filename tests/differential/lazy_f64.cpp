// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "differential/lazy.hpp"

namespace differential {
template sightings<double> run_lazily<double>(const program&, const evaluator<double>&);
}
