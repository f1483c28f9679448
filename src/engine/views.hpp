// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "record/reach.hpp"

#include <tenfold/options.hpp>

namespace tenfold::engine {

/// Stored views whose sources are computed get places of their own: in their sources' memory where strides can say
/// it, else in a copy.
void publish_views(const std::vector<record::need>&, const options*);

}  // namespace tenfold::engine
