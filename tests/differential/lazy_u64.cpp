// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "differential/lazy.hpp"

namespace differential {
template sightings<std::uint64_t> run_lazily<std::uint64_t>(const program&, const evaluator<std::uint64_t>&);
}
