// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "differential/lazy.hpp"

namespace differential {
template sightings<float> run_lazily<float>(const program&, const evaluator<float>&);
}
