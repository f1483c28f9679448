// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Stored views: no step computes them; they lie where the values lie that they read.
#pragma once

#include "record/reach.hpp"

#include <tenfold/options.hpp>

namespace tenfold::engine {

/// A view that an evaluation makes, and the values that it reads, by number: the view's own list may lose those of
/// members that are dropped while the evaluation runs.
struct viewed {
    record::need need;
    std::vector<record::value_family*> sources;
};
/// Those of these needs that are views.
std::vector<viewed> views_of(const std::vector<record::need>&);

/// What they read, once it is computed: views are made on the host. Under no lock, since it takes as long as it takes.
void bring_home(const std::vector<viewed>&);
/// Says where views lie, once what they read is computed. Under the lock of planning.
void publish_views(const std::vector<viewed>&, const options*);

}  // namespace tenfold::engine
